"""Personal data: PRV-01 (a processing agreement covers it)."""

from bot.domain.checks.between import holds_between
from bot.domain.checks.keepers import holders_of
from bot.domain.checks.verdicts import Case, Verdict, does_not_apply, fails, passed, unknown
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
        unclear = papers[answers.index(None)]
        missing = f"whether {unclear.id} covers the personal data in {case.asset.id}"
        return unknown(missing, f"The privacy officer completes the record of {unclear.id}.", used=used, kept_by=unclear.owner)
    return fails(
        f"{case.asset.id} holds personal data, and no processing agreement with {name} covers these days.",
        f"Use a copy in which personal data is masked, or ask {holders_of(case, Role.PRIVACY_OFFICER)} for such an agreement.",
        used=used,
    )


def _has_all_items(paper: Agreement) -> bool | None:
    return None if paper.art28_items is None else set(paper.art28_items) >= ART_28_ITEMS
