"""What ends in the next twelve weeks, with what stops: papers by their terms, certificates, waivers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.domain.coverage import Needed, covered_until
from bot.domain.dates import ONE_DAY
from bot.domain.digest_lines import Column, Ending, EndKind, EndWay, WeekFacts
from bot.domain.exposure import Access, OpenDependents, dependents_of
from bot.domain.register import Agreement
from bot.domain.reminders import Anchor, ReminderSchedule, RenewalChoice, series_of
from bot.domain.terms import goes_on, is_executed, renews_on, term_on
from bot.domain.vocabulary import AgreementKind

WEEKS = 12
WEEK = timedelta(days=7)
NINETY_DAYS = timedelta(days=91)  # the ninetieth day included
_CHANGES = (AgreementKind.AMENDMENT, AgreementKind.TERMINATION)  # these are parts of other papers


def endings_of(facts: WeekFacts) -> list[Ending]:
    """The nearest first."""
    found = [*_papers(facts), *_certificates(facts), *_waivers(facts)]
    return sorted(found, key=lambda one: (one.on, list(EndKind).index(one.kind), one.id))


def columns_of(monday: date, endings: Sequence[Ending]) -> tuple[Column, ...]:
    """How many of each kind end in each of the weeks."""
    begins = [monday + number * WEEK for number in range(WEEKS)]
    return tuple(
        Column(begin, tuple(sum(begin <= one.on < begin + WEEK and one.kind is kind for one in endings) for kind in EndKind))
        for begin in begins
    )


def ndas_ending(facts: WeekFacts) -> int:
    """How many NDAs end within ninety days, as things stand; those that go on by themselves do not."""
    ndas = (paper for paper in facts.register.agreements if paper.kind is AgreementKind.NDA)
    return sum(any(way is EndWay.ENDS for _, way in _days_of(facts, paper, NINETY_DAYS)) for paper in ndas)


def vendors_concerned(facts: WeekFacts) -> set[str]:
    """The vendors with an NDA that ends, or has ended; what hangs on it has to be known."""
    ndas = [paper for paper in facts.register.agreements if paper.kind is AgreementKind.NDA]
    ending = {paper.vendor for paper in ndas if any(way is EndWay.ENDS for _, way in _days_of(facts, paper))}
    return ending | {paper.vendor for paper in ndas if _has_ended(paper, facts.monday)}


def _has_ended(paper: Agreement, today: date) -> bool:
    last = paper.last_covered_day
    return paper.signed_on is not None and last is not None and last < today


def _is_near(facts: WeekFacts, day: date | None, within: timedelta = WEEKS * WEEK) -> bool:
    return day is not None and facts.monday <= day < facts.monday + within


def _papers(facts: WeekFacts) -> Iterator[Ending]:
    for paper in facts.register.agreements:
        kind = EndKind.NDA if paper.kind is AgreementKind.NDA else EndKind.CONTRACT
        for day, way in _days_of(facts, paper):
            yield Ending(
                kind,
                paper.id,
                facts.vendor_name(paper.vendor),
                day,
                way,
                _stops(facts, paper, day) if kind is EndKind.NDA and way is EndWay.ENDS else 0,
                _decision(facts, paper, day, way),
            )


def _days_of(facts: WeekFacts, paper: Agreement, within: timedelta = WEEKS * WEEK) -> Iterator[tuple[date, EndWay]]:
    """The last day of a paper; of one that renews by itself, the last day for notice, and that of a term that goes on."""
    today = facts.monday
    beside = [one for one in facts.register.agreements if one.vendor == paper.vendor]
    term = term_on(paper, today)
    if term is None or paper.kind in _CHANGES or not is_executed(paper, today) or not series_of(paper, beside, today):
        return
    days = [(term.end_on, EndWay.ENDS)] if term.opt_out_on is None else [(term.opt_out_on, EndWay.NOTICE)]
    if goes_on(paper, term, today):
        days.append((renews_on(paper, term.renewals) - ONE_DAY, EndWay.RENEWS))
    yield from ((day, way) for day, way in days if _is_near(facts, day, within))


def _stops(facts: WeekFacts, paper: Agreement, day: date) -> int:
    """The access that rests on it, was to go on after its last day, and has no other paper then."""
    beside = [one for one in facts.register.agreements if one.vendor == paper.vendor]
    dependents = dependents_of(paper, beside, OpenDependents(access=facts.access), facts.monday)
    return sum(one.end_on > day and _covered_until(beside, one, facts.monday) == day for one in dependents.access)


def _covered_until(papers: Sequence[Agreement], access: Access, today: date) -> date | None:
    return covered_until(papers, Needed(access.vendor, access.owner_entity, access.companies, today), today)


def _decision(facts: WeekFacts, paper: Agreement, day: date, way: EndWay) -> RenewalChoice:
    care = facts.cares.get(paper.id)
    if care is None or way is EndWay.RENEWS:
        return RenewalChoice.NONE
    anchor = Anchor.OPT_OUT if way is EndWay.NOTICE else Anchor.END
    return care.decision_on(ReminderSchedule(paper.id, anchor, day))


def _certificates(facts: WeekFacts) -> Iterator[Ending]:
    """A newer certificate of the same scheme and sites takes the place of one that ends."""
    held = facts.register.certifications
    for one in held:
        same = (other for other in held if (other.vendor, other.scheme, other.sites) == (one.vendor, one.scheme, one.sites))
        last = max(other.valid_until or date.max for other in same)
        if one.valid_until is not None and one.valid_until == last and _is_near(facts, last):
            yield Ending(EndKind.CERTIFICATE, one.scheme, facts.vendor_name(one.vendor), last)


def _waivers(facts: WeekFacts) -> Iterator[Ending]:
    for one in facts.register.waivers:
        if one.state == "approved" and _is_near(facts, one.expires_on):
            yield Ending(EndKind.WAIVER, one.id, facts.vendor_name(one.vendor), one.expires_on)
