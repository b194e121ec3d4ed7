"""The NDA family: NDA-01 (covers every day) and NDA-03 (the right parties on both sides).

The family is run on each instrument with the vendor; the one whose worst result is best is the NDA judged (2.7).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from bot.domain.checks.verdicts import Case, Used, Verdict, fails, passed, unknown, until
from bot.domain.dates import Window, add_months, day_words
from bot.domain.nda_chains import Instrument, covered_until, instruments
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, Outcome

NdaRule = Callable[[Case, Instrument], Verdict]


def nda_instruments(case: Case) -> tuple[Instrument, ...]:
    return instruments(case.facts.agreements(AgreementKind.NDA))


def no_nda(case: Case) -> Verdict:
    vendor = case.facts.vendor
    return fails(
        f"There is no signed NDA with {vendor.name}.",
        f"Ask {_owner_words(case)} to get one signed before anything is shown.",
        used={"nda": None},
    )


def covers_every_day(case: Case, instrument: Instrument) -> Verdict:
    """NDA-01: F unless effective ≤ start and end ≤ last covered day; a renewal by itself in time is a warning.

    A first day that nobody recorded is unknown, unless a day stays uncovered however early it was.
    """
    window, head = case.facts.window, instrument.head
    used = {f"{paper.id}.covers": [paper.effective_on, paper.last_covered_day] for paper in instrument.papers}
    assumed = [replace(paper, effective_on=paper.effective_on or date.min) for paper in instrument.papers]
    reached = covered_until(assumed, window.start_on)
    holds = reached is not None and (reached >= window.end_on or _renews_in_time(head, window))
    if holds and any(paper.effective_on is None for paper in instrument.papers):
        return unknown(f"from which day {head.id} holds", f"IP counsel records the first day of {head.id}.", used=used)
    if reached is not None and reached >= window.end_on:
        return passed(used=used)
    if reached is not None and _renews_in_time(head, window):
        return fails(
            f"{head.id} ends {day_words(reached)} and renews by itself, inside your access.",
            "Nothing to do now; a notice in time by either side would end the access with that day.",
            fixed=Outcome.WARN,
            used=used,
        )
    return _not_covered(case, head, reached, used)


def _not_covered(case: Case, head: Agreement, reached: date | None, used: Used) -> Verdict:
    window, entity = case.facts.window, case.facts.performing_entity
    name = entity.registered_name if entity else case.facts.vendor.name
    owner = _owner_words(case)
    if reached is not None:
        gap = (window.end_on - reached).days
        return fails(
            f"The NDA with {name} ends {day_words(reached)}, {_days(gap)} before your last day.",
            f"Ask for access until {day_words(reached)}, or ask {owner} to renew {head.id}.",
            used=used,
        ).mended_by(until(reached))
    end, begin = head.last_covered_day, head.effective_on
    if end is not None and end < window.start_on:
        what = f"The NDA with {name} ended {day_words(end)}."
        return fails(what, f"Ask {owner} for a new NDA; without one nothing can be shown.", used=used)
    starts = f" starts {day_words(begin)}," if begin is not None else ""
    return fails(
        f"The NDA with {name}{starts} after your first day.",
        f"Start later, or ask {owner} for a paper that covers the days before.",
        used=used,
    )


def _renews_in_time(head: Agreement, window: Window) -> bool:
    """Only `expires` is in the way, it renews by itself, nobody gave notice, and the next term reaches the end."""
    if head.expires_on is None or not head.auto_renew or head.non_renewal_notice_on is not None:
        return False
    unhindered = head.terminated_on is None or head.terminated_on >= window.end_on
    starts_inside = window.start_on <= head.expires_on
    return unhindered and starts_inside and window.end_on <= add_months(head.expires_on, head.renew_months or 0)


def has_the_right_parties(case: Case, instrument: Instrument) -> Verdict:
    """NDA-03: each member in force inside the window names the companies that work and the one that owns the asset."""
    return _worst_side(side for paper in instrument.in_force(case.facts.window) for side in _sides_of(case, paper))


def _worst_side(answers: Iterable[Verdict]) -> Verdict:
    """A certain failure before a missing fact, whichever side it is on."""
    order = {"fail": 0, "unknown": 1, "pass": 2}
    return min(answers, key=lambda verdict: order.get(verdict.kind.value, 3))


def _sides_of(case: Case, paper: Agreement) -> tuple[Verdict, Verdict]:
    working = _working_entities(case)
    used = {
        f"{paper.id}.parties": [paper.our_entities, paper.their_entities],
        f"{paper.id}.covers_affiliates": paper.nda.covers_affiliates if paper.nda else None,
        "working": list(working),
        "asset.owner_entity": case.asset.owner_entity,
    }
    return _our_side(case, paper, used), _their_side(case, paper, working, used)


def _signers_unknown(paper: Agreement, used: Used) -> Verdict:
    return unknown(f"who signed {paper.id}", f"IP counsel records the parties of {paper.id}.", used=used)


def _our_side(case: Case, paper: Agreement, used: Used) -> Verdict:
    asset = case.asset
    if not paper.our_entities:
        return _signers_unknown(paper, used)
    if asset.owner_entity is None:
        return unknown(f"which of our companies owns {asset.id}", "The data owner records the owning company.", used=used)
    if asset.owner_entity not in paper.our_entities:
        owner = case.facts.register.own_entity(asset.owner_entity)
        return fails(
            f"{owner.name if owner else asset.owner_entity} owns {asset.id} but is not a party to {paper.id}.",
            "IP counsel must add it as a party, or use an NDA that names it.",
            used=used,
        )
    return passed(used=used)


def _their_side(case: Case, paper: Agreement, working: tuple[str, ...], used: Used) -> Verdict:
    signed = paper.their_entities or ()
    if not signed:
        return _signers_unknown(paper, used)
    strangers = [entity for entity in working if entity not in signed]
    if not strangers:
        return passed(used=used)
    affiliates = paper.nda.covers_affiliates if paper.nda else None
    if affiliates is None:
        return unknown(
            f"whether {paper.id} covers affiliates", f"IP counsel records the affiliate clause of {paper.id}.", used=used
        )
    vendor = case.facts.vendor
    sisters = all(vendor.entity(entity) for entity in strangers)
    if affiliates and sisters and any(vendor.entity(entity) for entity in signed):
        return passed(used=used)
    return fails(
        f"{paper.id} was signed by {_names(case, signed)}; the work is done by {_names(case, strangers)}.",
        f"Ask {_owner_words(case)} for a joinder by {_names(case, strangers)}, or for an affiliate clause.",
        used=used,
    )


def _working_entities(case: Case) -> tuple[str, ...]:
    """The performing entity and the employers of the listed people that belong to this vendor, each once."""
    vendor = case.facts.vendor
    employers = [person.employer_entity for person in case.facts.people]
    own = [employer for employer in employers if employer is not None and vendor.entity(employer)]
    return tuple(dict.fromkeys([case.facts.draft.entity, *own]))


def _names(case: Case, entities: tuple[str, ...] | list[str]) -> str:
    vendor = case.facts.vendor
    found = [vendor.entity(entity) for entity in entities]
    return " and ".join(e.registered_name if e else name for e, name in zip(found, entities, strict=True))


def _owner_words(case: Case) -> str:
    owner = case.facts.vendor_owner
    return owner.name if owner is not None and owner.active else "a vendor manager"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


__all__ = ["NdaRule", "covers_every_day", "has_the_right_parties", "nda_instruments", "no_nda"]
