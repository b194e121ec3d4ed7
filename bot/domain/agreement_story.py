"""An NDA told to a person: its days in order, and its clocks in sentences; the same in Slack as in the terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.agreement_status import AgreementStatus, Clocks, clocks_on, draft_successor_of
from bot.domain.dates import by_day, day_words, times_words
from bot.domain.register import Agreement
from bot.domain.terms import Term, renews_on
from bot.domain.vocabulary import AgreementKind

_UNSIGNED = (
    AgreementStatus.DRAFTING,
    AgreementStatus.IN_NEGOTIATION,
    AgreementStatus.OUT_FOR_SIGNATURE,
    AgreementStatus.PARTLY_SIGNED,
    AgreementStatus.VOID,
)
_NOTHING_SHOWN = (*_UNSIGNED, AgreementStatus.EXECUTED_FUTURE)


@dataclass(frozen=True)
class Milestone:
    day: date
    words: str


@dataclass(frozen=True)
class Story:
    """One NDA as seen from a day; `milestones` are in the order of their days."""

    paper: Agreement
    seen_on: date
    clocks: Clocks
    on_its_way: Agreement | None
    milestones: tuple[Milestone, ...]
    sentences: tuple[str, ...]

    @property
    def headline(self) -> str:
        """`NDA-V02: expiring; its last covered day is 14 Jan 2027, in 51 days`."""
        return f"{self.paper.id}: {self.clocks.status.words}{_end_words(self.clocks, self.seen_on)}"


def story_of(paper: Agreement, papers: Iterable[Agreement], day: date) -> Story:
    """`papers` are those of the same vendor."""
    known = tuple(papers)
    clocks = clocks_on(paper, known, day)
    draft = draft_successor_of(paper, known, day)
    milestones = tuple(sorted(_milestones(paper, clocks, day), key=lambda one: one.day))
    return Story(paper, day, clocks, draft, milestones, tuple(_sentences(paper, clocks, draft, day)))


def away(day: date, seen_on: date) -> str:
    """`in 51 days`, `today`, `1 day ago`."""
    days = (day - seen_on).days
    if days == 0:
        return "today"
    count = "1 day" if abs(days) == 1 else f"{abs(days):,} days"
    return f"in {count}" if days > 0 else f"{count} ago"


def _milestones(paper: Agreement, clocks: Clocks, day: date) -> Iterator[Milestone]:
    if paper.executed_on is not None and (paper.signed_on is not None or paper.signature == "void"):
        yield Milestone(paper.executed_on, "signed by both sides")
    if paper.effective_on is not None:
        yield Milestone(paper.effective_on, "first covered day")
    if paper.non_renewal_notice_on is not None:
        yield Milestone(paper.non_renewal_notice_on, "notice given: it does not renew again")
    if clocks.term is not None:
        yield from _of_the_term(paper, clocks.term, day)
    if clocks.gap is not None:
        yield Milestone(clocks.gap[0], _gap_words(clocks.gap, day))
    if clocks.successor is not None and clocks.successor.effective_on is not None:
        yield Milestone(clocks.successor.effective_on, _takes_over(clocks.successor.id, clocks.successor.effective_on, day))
    shown = clocks.status not in _NOTHING_SHOWN
    if shown and clocks.protected_until is not None and clocks.protected_until != date.max:
        yield Milestone(clocks.protected_until, _last_protected(clocks.protected_until, day))


def _of_the_term(paper: Agreement, term: Term, day: date) -> Iterator[Milestone]:
    if term.renewals:
        renews = renews_on(paper, term.renewals)
        yield Milestone(renews, by_day(renews, day, present="renews by itself", past="renewed by itself"))
    if term.opt_out_on is not None:
        yield Milestone(term.opt_out_on, "last day to give notice, else it renews")
    ended = "terminated: last covered day" if paper.terminated_on == term.end_on else "last covered day"
    yield Milestone(term.end_on, ended)


def _sentences(paper: Agreement, clocks: Clocks, draft: Agreement | None, day: date) -> Iterator[str]:
    yield _cover(paper, clocks, day)
    if not paper.protects_us:
        yield "It protects only what they show us, and covers nothing of ours."
    if paper.kind is AgreementKind.NDA and clocks.status not in _NOTHING_SHOWN:
        yield _protection(clocks, day)
        yield _secrets(clocks)
    if clocks.successor is not None and clocks.successor.effective_on is not None:
        begins = clocks.successor.effective_on
        yield f"{_takes_over(clocks.successor.id, begins, day)} on {day_words(begins)}."
    if clocks.gap is not None:
        yield f"{_gap_words(clocks.gap, day).capitalize()}; IP counsel has to look at those days."
    if draft is not None:
        yield f"{draft.id} is to replace it: {(draft.signature or 'draft').replace('_', ' ')}."


def _cover(paper: Agreement, clocks: Clocks, day: date) -> str:
    if clocks.status is AgreementStatus.VOID:
        return "It is void, so it covers nothing."
    if clocks.status in _UNSIGNED:
        return "It is not signed by both sides, so it covers nothing."
    if paper.effective_on is None:
        return "We don't know yet on which day it begins."
    covers = "It covers what is shown"
    if clocks.term is not None:
        covers = by_day(clocks.term.end_on, day, present=covers, past="It covered what was shown")
    begins = f"{covers} from {day_words(paper.effective_on)}"
    if clocks.term is None:
        return f"{begins} on, without an end."
    until = f"{begins} to {day_words(clocks.term.end_on)} ({away(clocks.term.end_on, day)})"
    if clocks.term.opt_out_on is None:
        return f"{until}; both days count in full."
    notice = f"notice until {day_words(clocks.term.opt_out_on)} ({away(clocks.term.opt_out_on, day)}) stops it"
    limit = "" if paper.max_renewals is None else f", {times_words(paper.max_renewals)} at most"
    return f"{until} and renews by itself for {paper.renew_months} months{limit}; {notice}."


def _protection(clocks: Clocks, day: date) -> str:
    if clocks.protected_until is None:
        return "We don't know yet how long it protects what was shown."
    if clocks.protected_until == date.max:
        return "What was shown under it stays protected for ever."
    stays = by_day(clocks.protected_until, day, present="by now stays protected", past="under it was protected")
    return f"What was shown {stays} until {day_words(clocks.protected_until)}."


def _secrets(clocks: Clocks) -> str:
    if clocks.secrets_for_ever is None:
        return "We don't know yet whether trade secrets stay protected for as long as they are secret."
    if clocks.secrets_for_ever:
        return "Trade secrets stay protected for as long as they are secret."
    return "It has no carve-out for trade secrets: their protection ends with the rest."


def _takes_over(successor: str, begins: date, day: date) -> str:
    return f"{successor} {by_day(begins, day, present='takes over', past='took over')}"


def _last_protected(until: date, day: date) -> str:
    shown = "last day on which what was shown"
    return by_day(until, day, present=f"{shown} by now is protected", past=f"{shown} under it was protected")


def _gap_words(gap: tuple[date, date], day: date) -> str:
    covers = by_day(gap[1], day, present="covers", past="covered")
    days = (gap[1] - gap[0]).days + 1
    if days == 1:
        return f"no paper {covers} {day_words(gap[0])}"
    return f"no paper {covers} the {days} days from {day_words(gap[0])} to {day_words(gap[1])}"


def _end_words(clocks: Clocks, day: date) -> str:
    if clocks.term is None:
        return ""
    ends = "ended" if clocks.term.end_on < day else "ends"
    if clocks.term.opt_out_on is not None:
        return f"; its term {ends} on {day_words(clocks.term.end_on)} and renews by itself"
    return f"; {ends} on {day_words(clocks.term.end_on)}, {away(clocks.term.end_on, day)}"
