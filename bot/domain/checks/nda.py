"""The NDA family: which papers it is run on, and NDA-03 (the right parties on both sides).

The family is run on each instrument with the vendor; the one whose worst result is best is the NDA judged (2.7).
"""

from collections.abc import Callable, Iterable
from datetime import date

from bot.domain.checks.keepers import data_owner_of, holders_of, keeper_of
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, passed, unknown
from bot.domain.nda_chains import Instrument, instruments
from bot.domain.register import Agreement
from bot.domain.terms import next_end
from bot.domain.vocabulary import AgreementKind, Role

NdaRule = Callable[[Case, Instrument], Verdict]


def nda_instruments(case: Case) -> tuple[Instrument, ...]:
    """Those that protect us; one that protects them alone is as if it were not there."""
    return instruments(paper for paper in case.facts.agreements(AgreementKind.NDA) if paper.protects_us)


def further_end(case: Case, paper: Agreement) -> date | None:
    """The end of the term after the running one; None where it is the last, a notice was given or a successor has taken over."""
    if paper.non_renewal_notice_on is not None:
        return None
    return next_end(case.facts.recorded[paper.id], case.facts.today)


def no_nda(case: Case) -> Verdict:
    vendor = case.facts.vendor
    theirs = [paper.id for paper in case.facts.agreements(AgreementKind.NDA)]
    return fails(
        f"There is no signed NDA with {vendor.name}{_theirs_words(theirs)}.",
        f"Ask {keeper_of(case)} to get one signed before anything is shown.",
        used={"nda": theirs or None},
    )


def _theirs_words(theirs: list[str]) -> str:
    if not theirs:
        return ""
    protects = "protects" if len(theirs) == 1 else "protect"
    return f" that protects us: {' and '.join(theirs)} {protects} only what they show us"


def has_the_right_parties(case: Case, instrument: Instrument) -> Verdict:
    """NDA-03: each member in force inside the window names the companies that work and the one that owns the asset."""
    return _worst_side(side for paper in instrument.in_force(case.facts.window) for side in _sides_of(case, paper))


def _worst_side(answers: Iterable[Verdict]) -> Verdict:
    """A certain failure before a missing fact, whichever side it is on."""
    order = {"fail": 0, "unknown": 1, "pass": 2}
    return min(answers, key=lambda verdict: order.get(verdict.kind.value, 3))


def _sides_of(case: Case, paper: Agreement) -> tuple[Verdict, Verdict]:
    working = working_entities(case)
    used = {
        f"{paper.id}.parties": [paper.our_entities, paper.their_entities],
        f"{paper.id}.covers_affiliates": paper.nda.covers_affiliates if paper.nda else None,
        "working": list(working),
        "asset.owner_entity": case.asset.owner_entity,
    }
    return _our_side(case, paper, used), _their_side(case, paper, working, used)


def _signers_unknown(case: Case, paper: Agreement, used: Used) -> Verdict:
    ask = f"Ask {keeper_of(case, paper)} to record which companies signed {paper.id}."
    return unknown(f"who signed {paper.id}", ask, used=used, kept_by=paper.owner)


def _our_side(case: Case, paper: Agreement, used: Used) -> Verdict:
    asset = case.asset
    if not paper.our_entities:
        return _signers_unknown(case, paper, used)
    if asset.owner_entity is None:
        return unknown(
            f"which of our companies owns {asset.id}",
            f"Ask {data_owner_of(case)} to record it.",
            used=used,
            kept_by=asset.data_owner,
        )
    if asset.owner_entity not in paper.our_entities:
        owner = case.facts.register.own_entity(asset.owner_entity)
        return fails(
            f"{owner.name if owner else asset.owner_entity} owns {asset.id} but is not a party to {paper.id}.",
            f"Ask {holders_of(case, Role.IP_COUNSEL)} to add it as a party, or for an NDA that names it.",
            used=used,
        )
    return passed(used=used)


def _their_side(case: Case, paper: Agreement, working: tuple[str, ...], used: Used) -> Verdict:
    signed = paper.their_entities or ()
    if not signed:
        return _signers_unknown(case, paper, used)
    strangers = [entity for entity in working if entity not in signed]
    if not strangers:
        return passed(used=used)
    affiliates = paper.nda.covers_affiliates if paper.nda else None
    if affiliates is None:
        return unknown(
            f"whether {paper.id} covers other companies of {case.facts.vendor.name}",
            f"Ask {keeper_of(case, paper)} to look for such a clause (an affiliate clause), and to record whether there is one.",
            used=used,
            kept_by=paper.owner,
        )
    vendor = case.facts.vendor
    sisters = all(vendor.entity(entity) for entity in strangers)
    if affiliates and sisters and any(vendor.entity(entity) for entity in signed):
        return passed(used=used)
    return fails(
        f"{paper.id} was signed by {_names(case, signed)}; the work is done by {_names(case, strangers)}.",
        f"Ask {keeper_of(case, paper)} to let {_names(case, strangers)} sign it too (a joinder), "
        f"or to extend it to all companies of {vendor.name} (an affiliate clause).",
        used=used,
    )


def working_entities(case: Case) -> tuple[str, ...]:
    """The performing entity and the employers of the listed people that belong to this vendor, each once."""
    vendor = case.facts.vendor
    employers = [person.employer_entity for person in case.facts.people]
    own = [employer for employer in employers if employer is not None and vendor.entity(employer)]
    return tuple(dict.fromkeys([case.facts.draft.entity, *own]))


def _names(case: Case, entities: tuple[str, ...] | list[str]) -> str:
    vendor = case.facts.vendor
    found = [vendor.entity(entity) for entity in entities]
    return " and ".join(e.registered_name if e else name for e, name in zip(found, entities, strict=True))
