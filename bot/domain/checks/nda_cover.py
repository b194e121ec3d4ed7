"""NDA-01: an NDA, or a chain of NDAs, covers every day of the access.

A paper that renews by itself covers its running term. One more renewal, to which nobody has said no, is a heads-up, and so is
a running term that nobody wrote down.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from bot.domain.agreement_status import renewed_on
from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.nda import further_end
from bot.domain.checks.nda_gaps import not_covered
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, passed, unknown
from bot.domain.dates import ONE_DAY, day_words
from bot.domain.nda_chains import Instrument, covered_until
from bot.domain.register import Agreement
from bot.domain.vocabulary import Outcome


def covers_every_day(case: Case, instrument: Instrument) -> Verdict:
    """NDA-01: F unless effective ≤ start and end ≤ last covered day; a renewal by itself in time is a warning.

    A first day that nobody recorded is unknown, unless a day stays uncovered however early it was.
    """
    papers = instrument.papers
    used = {f"{paper.id}.covers": [paper.effective_on, paper.last_covered_day] for paper in papers}
    if not _reaches(case, [*papers[:-1], _renewed_once_more(case, instrument.head)]):
        return not_covered(case, instrument, used)
    if undated := [paper for paper in papers if paper.effective_on is None]:
        paper = undated[-1]
        ask = f"Ask {keeper_of(case, paper)} to record the first day of {paper.id}."
        return unknown(f"from which day {paper.id} holds", ask, used=used, kept_by=paper.owner)
    if not _reaches(case, papers):
        return _renews(case, instrument.head, used)
    if not _reaches(case, [_as_written(case, paper) for paper in papers]):
        return _renewed(case, papers, used)
    return passed(used=used)


def _reaches(case: Case, papers: Iterable[Agreement]) -> bool:
    """Whether they cover every day, if those whose first day is unknown began early enough."""
    window = case.facts.window
    assumed = [replace(paper, effective_on=paper.effective_on or date.min) for paper in papers]
    reached = covered_until(assumed, window.start_on)
    return reached is not None and reached >= window.end_on


def _as_written(case: Case, paper: Agreement) -> Agreement:
    return replace(paper, expires_on=case.facts.recorded[paper.id].expires_on)


def _renewed_once_more(case: Case, paper: Agreement) -> Agreement:
    """The next term counts for access that begins in this one."""
    end, further = paper.last_covered_day, further_end(case, paper)
    if end is None or further is None or case.facts.window.start_on > end:
        return paper
    return replace(paper, expires_on=further)


def _renews(case: Case, head: Agreement, used: Used) -> Verdict:
    end = head.last_covered_day or case.facts.window.end_on
    return fails(
        f"{head.id} ends {day_words(end)} and renews by itself, inside your access.",
        "Nothing to do now. If either side stops the renewal in time, the access ends with that day.",
        fixed=Outcome.WARN,
        used=used,
    )


def _renewed(case: Case, papers: Iterable[Agreement], used: Used) -> Verdict:
    """It passes by a term that began by itself, and that nobody wrote down."""
    paper, since = max(_with_days(papers, lambda paper: _renewed_on(case, paper)), key=lambda found: found[1])
    recorded = case.facts.recorded[paper.id].expires_on or since - ONE_DAY
    until = f" and covers until {day_words(paper.last_covered_day)}" if paper.last_covered_day else ""
    return fails(
        f"{paper.id} renewed by itself on {day_words(since)}{until}; the register still says {day_words(recorded)}.",
        f"Nothing to do for you; {keeper_of(case, paper)} should record the new term.",
        fixed=Outcome.WARN,
        used=used,
    )


def _renewed_on(case: Case, paper: Agreement) -> date | None:
    facts = case.facts
    return renewed_on(facts.recorded[paper.id], facts.recorded.values(), facts.today)


def _with_days(papers: Iterable[Agreement], day_of: Callable[[Agreement], date | None]) -> list[tuple[Agreement, date]]:
    return [(paper, day) for paper in papers if (day := day_of(paper)) is not None]
