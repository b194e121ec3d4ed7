"""Where a paper stands on a day, computed and never stored: its term, its opt-out day, its protection after the end.

Its terms are those of `terms`; here they become a status, a successor, and a last protected day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.dates import ONE_DAY, add_months
from bot.domain.register import Agreement, Survival
from bot.domain.terms import Term, is_executed, renews_on, running_term, term_on

EXPIRING_DAYS = timedelta(days=90)


class AgreementStatus(StrEnum):
    """4.5, in the order in which a paper may pass through them."""

    DRAFTING = "drafting"
    IN_NEGOTIATION = "in_negotiation"
    OUT_FOR_SIGNATURE = "out_for_signature"
    PARTLY_SIGNED = "partly_signed"
    EXECUTED_FUTURE = "executed_future"
    ACTIVE = "active"
    EVERGREEN = "evergreen"
    EXPIRING = "expiring"
    RENEWAL_IN_PROGRESS = "renewal_in_progress"
    SUPERSEDED = "superseded"
    ENDED_WITH_SURVIVAL = "ended_with_survival"
    TERMINATED_WITH_SURVIVAL = "terminated_with_survival"
    SURVIVAL_OVER = "survival_over"
    VOID = "void"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        return _WORDS.get(self, self.value.replace("_", " "))


_WORDS = {
    AgreementStatus.EXECUTED_FUTURE: "signed, begins later",
    AgreementStatus.ENDED_WITH_SURVIVAL: "ended, still protecting",
    AgreementStatus.TERMINATED_WITH_SURVIVAL: "terminated, still protecting",
    AgreementStatus.SURVIVAL_OVER: "ended, protecting no more",
}
_SIGNATURE = {
    None: AgreementStatus.DRAFTING,
    "draft": AgreementStatus.DRAFTING,
    "negotiation": AgreementStatus.IN_NEGOTIATION,
    "out_for_signature": AgreementStatus.OUT_FOR_SIGNATURE,
    "partly_signed": AgreementStatus.PARTLY_SIGNED,
    "executed": AgreementStatus.DRAFTING,
    "void": AgreementStatus.VOID,
}
IN_SIGNATURE = ("out_for_signature", "partly_signed")


@dataclass(frozen=True)
class Clocks:
    """The clocks of one NDA as of a day; `protected_until` is `date.max` for ever and None where nobody recorded it."""

    status: AgreementStatus
    effective_on: date | None
    term: Term | None
    protected_until: date | None
    secrets_for_ever: bool | None
    successor: Agreement | None
    gap: tuple[date, date] | None


def covers_on(paper: Agreement, day: date) -> bool:
    """Executed, begun, and not ended on this day; the last day counts in full."""
    term = term_on(paper, day)
    begun = paper.effective_on is not None and paper.effective_on <= day
    return is_executed(paper, day) and begun and (term is None or day <= term.end_on)


def successors_of(paper: Agreement, papers: Iterable[Agreement], day: date) -> list[Agreement]:
    """The executed papers of the same kind that name this one as replaced, the one that begins first first."""
    replacing = [p for p in _replacing(paper, papers) if is_executed(p, day) and p.effective_on is not None]
    return sorted(replacing, key=lambda p: (p.effective_on or date.max, p.id))


def successor_of(paper: Agreement, papers: Iterable[Agreement], day: date) -> Agreement | None:
    """The executed paper that names this one as replaced and begins first; a draft replaces nothing."""
    return next(iter(successors_of(paper, papers, day)), None)


def as_replaced(paper: Agreement, papers: Iterable[Agreement], day: date) -> Agreement:
    """A paper that renews by itself does so no more once a successor has begun: as if notice was given on the eve."""
    begun = [one.effective_on for one in successors_of(paper, papers, day) if one.effective_on and one.effective_on <= day]
    if not begun:
        return paper
    return replace(paper, non_renewal_notice_on=min(paper.non_renewal_notice_on or date.max, min(begun) - ONE_DAY))


def in_its_term(paper: Agreement, papers: Iterable[Agreement], day: date) -> Agreement:
    """The paper as if somebody had written down the term that runs on this day; `papers` are those of the same vendor."""
    replaced = as_replaced(paper, papers, day)
    term = running_term(replaced, day)
    if term is None or not term.renewals:
        return replaced
    return replace(replaced, expires_on=term.end_on)


def renewed_on(paper: Agreement, papers: Iterable[Agreement], day: date) -> date | None:
    """The first day of the term that runs, if a paper renewed by itself and its recorded end lies in the past."""
    term = running_term(as_replaced(paper, papers, day), day)
    if term is None or not term.renewals or paper.expires_on is None or paper.expires_on >= day:
        return None
    return renews_on(paper, term.renewals)


def draft_successor_of(paper: Agreement, papers: Iterable[Agreement], day: date) -> Agreement | None:
    """A paper on its way that names this one; the furthest one if there are several, none that was given up."""
    order = list(_SIGNATURE)
    drafts = [p for p in _replacing(paper, papers) if not is_executed(p, day) and p.signature != "void"]
    return max(drafts, key=lambda p: (order.index(p.signature), p.id), default=None)


def _replacing(paper: Agreement, papers: Iterable[Agreement]) -> list[Agreement]:
    """One that protects them alone takes over from none that protects us."""
    named = [p for p in papers if paper.id in p.supersedes and p.id != paper.id and p.kind is paper.kind]
    return [p for p in named if p.protects_us or not paper.protects_us]


def protected_until(paper: Agreement, shown_on: date, end: date | None) -> date | None:
    """The last day on which what was shown on `shown_on` is protected; `date.max` for ever, None where facts are missing."""
    survival = paper.nda.survival if paper.nda else None
    if survival is None:
        return None
    if survival.is_perpetual:
        return date.max
    days = [_protected_until(paper, part, shown_on, end or shown_on) for part in survival.parts]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _protected_until(paper: Agreement, survival: Survival, shown_on: date, end: date) -> date | None:
    anchors = {"effective": paper.effective_on, "disclosure": shown_on, "end": end}
    anchor = anchors.get(survival.anchor or "")
    return add_months(anchor, survival.months or 0) if anchor else None


def clocks_on(paper: Agreement, papers: Iterable[Agreement], day: date) -> Clocks:
    """All clocks of a paper; `papers` are those of the same vendor."""
    known = tuple(papers)
    term = term_on(paper, day)
    last_shown = min(day, term.end_on) if term else day
    successor = successor_of(paper, known, day)
    return Clocks(
        status=status_on(paper, known, day),
        effective_on=paper.effective_on,
        term=term,
        protected_until=protected_until(paper, last_shown, term.end_on if term else None),
        secrets_for_ever=paper.nda.trade_secret_carve_out if paper.nda else None,
        successor=successor,
        gap=_gap(term, successor),
    )


def status_on(paper: Agreement, papers: Iterable[Agreement], day: date) -> AgreementStatus:
    known = tuple(papers)
    if not is_executed(paper, day):
        return _SIGNATURE[paper.signature]
    if paper.effective_on is None:
        return AgreementStatus.UNKNOWN
    if paper.effective_on > day:
        return AgreementStatus.EXECUTED_FUTURE
    successor = successor_of(paper, known, day)
    if successor is not None and successor.effective_on is not None and successor.effective_on <= day:
        return AgreementStatus.SUPERSEDED
    term = term_on(paper, day)
    if term is not None and term.end_on < day:
        return _after_the_end(paper, term, day)
    return _in_force(paper, known, term, day)


def _in_force(paper: Agreement, papers: tuple[Agreement, ...], term: Term | None, day: date) -> AgreementStatus:
    if term is None:
        return AgreementStatus.EVERGREEN
    if draft_successor_of(paper, papers, day) is not None:
        return AgreementStatus.RENEWAL_IN_PROGRESS
    decide_by = term.opt_out_on or term.end_on
    return AgreementStatus.EXPIRING if decide_by - day <= EXPIRING_DAYS else AgreementStatus.ACTIVE


def _after_the_end(paper: Agreement, term: Term, day: date) -> AgreementStatus:
    until = protected_until(paper, term.end_on, term.end_on)
    if until is None:
        return AgreementStatus.UNKNOWN
    if until < day:
        return AgreementStatus.SURVIVAL_OVER
    terminated = paper.terminated_on is not None and paper.terminated_on == term.end_on
    return AgreementStatus.TERMINATED_WITH_SURVIVAL if terminated else AgreementStatus.ENDED_WITH_SURVIVAL


def _gap(term: Term | None, successor: Agreement | None) -> tuple[date, date] | None:
    """The days between the end of a paper and the beginning of its successor, both included; counsel must look at them."""
    if term is None or successor is None or successor.effective_on is None:
        return None
    first, last = term.end_on + ONE_DAY, successor.effective_on - ONE_DAY
    return (first, last) if first <= last else None
