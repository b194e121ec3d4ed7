"""Personal data: PRV-01 (a processing agreement covers it)."""

from bot.domain.checks.between import holds_between
from bot.domain.checks.keepers import data_owner_of, holders_of, keeper_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, Role

ART_28_ITEMS = frozenset("abcdefgh")  # Regulation (EU) 2016/679, Article 28(3)


def processing_is_agreed(case: Case) -> Verdict:
    """PRV-01: H unless an executed DPA with all items a to h, the right parties on both sides, covers the window."""
    if case.asset.personal_data == "none":
        return does_not_apply(used={"asset.personal_data": "none"})
    papers = list(case.facts.agreements(AgreementKind.DPA))
    answers = [holds_between(case, paper, _has_all_items(paper)) for paper in papers]
    entity = case.facts.performing_entity
    name = entity.registered_name if entity else case.facts.draft.entity
    used = {"asset.personal_data": case.asset.personal_data, "dpas": [paper.id for paper in papers]}
    if True in answers:
        return passed(used=used)
    if None in answers:
        return _not_known(case, papers[answers.index(None)], used)
    words = f"no processing agreement with {name} covers these days"
    if lacking := [paper for paper in papers if holds_between(case, paper) and _has_all_items(paper) is False]:
        items = " and ".join(sorted(ART_28_ITEMS - set(lacking[0].art28_items or ())))
        words = f"{lacking[0].id} with {name} lacks what Article 28(3) of the GDPR lists under {items}"
    officer = holders_of(case, Role.PRIVACY_OFFICER)
    return fails(
        f"{case.asset.id} holds personal data, and {words}.",
        f"Use a copy in which personal data is masked, or ask {officer} for an agreement that covers it.",
        used=used,
    )


def _not_known(case: Case, paper: Agreement, used: Used) -> Verdict:
    asset = case.asset
    ask, keeper = f"Ask {keeper_of(case, paper)} to complete the record of {paper.id}", paper.owner
    if asset.owner_entity is None:
        ask, keeper = f"Ask {data_owner_of(case)} to record which of our companies owns {asset.id}", asset.data_owner
    missing = f"whether {paper.id} covers the personal data in {asset.id}"
    return unknown(missing, f"{ask}. Or use a copy in which it is masked.", used=used, kept_by=keeper)


def _has_all_items(paper: Agreement) -> bool | None:
    return None if paper.art28_items is None else set(paper.art28_items) >= ART_28_ITEMS
