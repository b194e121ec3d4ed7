"""The terms of a paper: one that renews by itself is in force in its running term until somebody gives notice.

The day after an opt-out day without notice belongs to the next term, which is the one to be decided about then. A notice ends
the paper with the term in which it was given, even after our own opt-out day: the other side's may be later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.domain.dates import ONE_DAY, add_months
from bot.domain.register import Agreement


@dataclass(frozen=True)
class Term:
    """One stretch of a paper: its last covered day, and the last day on which our side can stop the next one."""

    end_on: date
    opt_out_on: date | None = None
    renewals: int = 0


def is_executed(paper: Agreement, day: date) -> bool:
    """Both sides have signed by this day, and the signatures stand: nothing else counts."""
    return paper.signed_on is not None and paper.signed_on <= day


def renews_by_itself(paper: Agreement, day: date) -> bool:
    """While neither side gave notice; a notice turns it into a paper with a fixed end."""
    return _can_renew(paper) and not _is_noticed(paper, day)


def term_on(paper: Agreement, day: date) -> Term | None:
    """The term whose end is to be decided about on this day; None for an evergreen paper that nobody ended."""
    return _term(paper, day, partial(opt_out_of, paper))


def running_term(paper: Agreement, day: date) -> Term | None:
    """The term that runs on this day, the last one if none does; None for an evergreen paper that nobody ended."""
    return _term(paper, day, partial(_end, paper))


def next_end(paper: Agreement, day: date) -> date | None:
    """The last covered day if the term that runs on this day renews by itself once more; None if it is the last one."""
    term = running_term(paper, day)
    if term is None or term.opt_out_on is None or paper.non_renewal_notice_on is not None:
        return None
    return min(_end(paper, term.renewals + 1), paper.terminated_on or date.max)


def _term(paper: Agreement, day: date, decided_until: Callable[[int], date]) -> Term | None:
    ended = paper.last_covered_day
    if ended is None or not _can_renew(paper):
        return Term(ended) if ended is not None else None
    stopped = _is_noticed(paper, day)
    ends = partial(_end, paper)
    renewals = _renewals(paper, _notice(paper), ends) if stopped else _renewals(paper, day, decided_until)
    end = _end(paper, renewals)
    if paper.terminated_on is not None and paper.terminated_on <= end:
        return Term(paper.terminated_on, None, _renewals(paper, paper.terminated_on, ends))
    is_last = stopped or renewals == paper.max_renewals
    return Term(end, None if is_last else opt_out_of(paper, renewals), renewals)


def goes_on(paper: Agreement, term: Term, day: date) -> bool:
    """Whether a renewal that nobody stopped leads into this term, and nothing but its own end ends it."""
    return bool(term.renewals) and not _is_noticed(paper, day) and term.end_on != paper.terminated_on


def _renewals(paper: Agreement, day: date, decided_until: Callable[[int], date]) -> int:
    """After how many renewals the term begins that is decided about on this day; at most as many as the paper allows."""
    renewals = 0
    while renewals != paper.max_renewals and decided_until(renewals) < day:
        renewals += 1
    return renewals


def opt_out_of(paper: Agreement, renewals: int) -> date:
    """The last day on which our notice still stops the renewal after this many."""
    return paper.last_day_for_notice(_end(paper, renewals))


def renews_on(paper: Agreement, renewals: int) -> date:
    """The first day of the term after this many renewals."""
    return _end(paper, renewals - 1) + ONE_DAY


def _can_renew(paper: Agreement) -> bool:
    return bool(paper.auto_renew and paper.renew_months and paper.expires_on)


def _is_noticed(paper: Agreement, day: date) -> bool:
    return paper.non_renewal_notice_on is not None and paper.non_renewal_notice_on <= day


def _notice(paper: Agreement) -> date:
    return paper.non_renewal_notice_on or date.min


def _end(paper: Agreement, renewals: int) -> date:
    """The last day of the term after this many renewals."""
    return add_months(paper.expires_on or date.max, renewals * (paper.renew_months or 0))
