"""Words for NDA-01 where a day is not covered: which paper covers the first day, which days nobody covers, who can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.nda import further_end, nda_instruments, working_entities
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, until, until_in
from bot.domain.coverage import parties_fit
from bot.domain.dates import ONE_DAY, Span, Window, day_words, days_words, ends_or_ended, spans_words
from bot.domain.nda_chains import Instrument, covered_until
from bot.domain.register import Agreement


@dataclass(frozen=True)
class Papers:
    """NDAs with the vendor, each with a first day, over the days of one request."""

    all: tuple[Agreement, ...]
    window: Window

    @property
    def reached(self) -> date | None:
        """The last day that they cover from the first one on; None if the first one is not covered."""
        return covered_until(self.all, self.window.start_on)

    @property
    def uncovered(self) -> list[Span]:
        """The runs of days inside the window that none of them covers."""
        found: list[Span] = []
        at = self.window.start_on
        while at <= self.window.end_on:
            reached = covered_until(self.all, at)
            if reached is None:
                eve = min((one for one in map(_eve, self.all) if one >= at), default=self.window.end_on)
                reached = min(eve, self.window.end_on)
                found.append((at, reached))
            at = min(reached, self.window.end_on) + ONE_DAY
        return found

    def ending(self, day: date) -> Agreement:
        """The one that covers this day as its last."""
        return next(paper for paper in self.all if _end(paper) == day)

    def beginning(self, after: date) -> Agreement | None:
        """The next one that begins after this day."""
        return min((paper for paper in self.all if _begin(paper) > after), key=_begin, default=None)

    @property
    def last(self) -> Agreement:
        return max(self.all, key=_end)


def not_covered(case: Case, instrument: Instrument, used: Used) -> Verdict:
    papers = _beside(case, instrument)
    used = {**{f"{paper.id}.covers": [paper.effective_on, paper.last_covered_day] for paper in papers.all}, **used}
    missing = papers.uncovered
    if not missing:
        return _not_linked(case, papers, used)
    if papers.reached is None:
        return _begins_late(case, papers, missing, used)
    if missing[0][1] == papers.window.end_on:
        return _ends_early(case, papers.ending(papers.reached), used)
    return _has_gaps(case, papers, papers.reached, used)


def _beside(case: Case, instrument: Instrument) -> Papers:
    """The papers judged and those whose parties fit as well, but no others where one of those covers all days by itself."""
    window, companies = case.facts.window, working_entities(case)
    own = Papers(_dated(instrument.papers), window)
    found = [Papers(_dated(one.papers), window) for one in nda_instruments(case) if one.head.id != instrument.head.id]
    others = [one for one in found if all(parties_fit(p, (case.asset.owner_entity,), companies) for p in one.all)]
    if any(not one.uncovered for one in others):
        return own
    known = {paper.id: paper for one in (*others, own) for paper in one.all}
    return Papers(tuple(known.values()), window)


def _dated(papers: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """A first day that nobody recorded may have been early enough."""
    return tuple(replace(paper, effective_on=_begin(paper)) for paper in papers)


def _begin(paper: Agreement) -> date:
    return paper.effective_on or date.min


def _eve(paper: Agreement) -> date:
    return _begin(paper) - ONE_DAY if paper.effective_on not in (None, date.min) else date.min


def _end(paper: Agreement) -> date:
    return paper.last_covered_day or date.max


def _ends_early(case: Case, paper: Agreement, used: Used) -> Verdict:
    window, end = case.facts.window, _end(paper)
    return fails(
        f"The NDA with {_company(case)} ends {day_words(end)}, {days_words((window.end_on - end).days)} before your last day.",
        f"Ask for access until {day_words(end)}, or ask {keeper_of(case, paper)} to renew {paper.id}.",
        used=used,
    ).mended_by(until(end))


def _has_gaps(case: Case, papers: Papers, reached: date, used: Used) -> Verdict:
    """A paper covers the first day and another begins inside the window, but not on the day after."""
    paper, missing = papers.ending(reached), spans_words(papers.uncovered)
    follower = papers.beginning(reached)
    begins = f" and {follower.id} begins {day_words(_begin(follower))}" if follower else ""
    return fails(
        f"{paper.id} covers until {day_words(reached)}{begins}; no NDA covers {missing}.",
        f"Ask for access until {day_words(reached)}, or ask {keeper_of(case, follower)} for a paper that covers {missing}.",
        used=used,
    ).mended_by(until(reached))


def _begins_late(case: Case, papers: Papers, missing: list[Span], used: Used) -> Verdict:
    """Nothing covers the first day: what there was has ended, what there will be begins later."""
    start = case.facts.window.start_on
    before = max((paper for paper in papers.all if _end(paper) < start), key=_end, default=None)
    follower = papers.beginning(start)
    if follower is None:
        return _is_over(case, papers.last, used)
    if before is None:
        late = "last" if _begin(follower) > case.facts.window.end_on else "first"
        what = f"The NDA with {_company(case)} starts {day_words(_begin(follower))}, after your {late} day."
    else:
        ends = f"{before.id} {ends_or_ended(_end(before), case.facts.today)} {day_words(_end(before))}"
        what = f"{ends} and {follower.id} begins {day_words(_begin(follower))}; no NDA covers {spans_words(missing)}."
    owner = keeper_of(case, follower)
    return fails(what, f"Start later, or ask {owner} for a paper that covers the days before.", used=used)


def _is_over(case: Case, paper: Agreement, used: Used) -> Verdict:
    facts, end = case.facts, _end(paper)
    owner, ends = keeper_of(case, paper), f"{ends_or_ended(end, facts.today)} {day_words(end)}"
    if end < facts.today:
        what, remedy = f"The NDA with {_company(case)} {ends}.", f"Ask {owner} for a new NDA; without one nothing can be shown."
    elif further_end(case, paper) is not None:
        what = f"The NDA with {_company(case)} {ends}, before your first day, unless it renews by itself."
        remedy = f"Ask again once {paper.id} has renewed, or ask {owner} to renew it now."
    else:
        what = f"The NDA with {_company(case)} {ends}, before your first day."
        remedy = f"Ask {owner} to renew {paper.id}; without it nothing can be shown."
    return fails(what, remedy, used=used)


def _not_linked(case: Case, papers: Papers, used: Used) -> Verdict:
    """Each day has its paper, but they are not one instrument: none says that it takes over from the other."""
    window = case.facts.window
    end = max(_end(p) for p in papers.all if _begin(p) <= window.start_on <= _end(p) and _end(p) < window.end_on)
    first = papers.ending(end)
    later = next(paper for paper in papers.all if _begin(paper) <= end + ONE_DAY <= _end(paper))
    return fails(
        f"{first.id} covers until {day_words(end)}, and {later.id} does not say that it takes over from it.",
        f"Ask for access until {day_words(end)}, or ask {keeper_of(case, later)} to record that {later.id} replaces {first.id}.",
        used=used,
    ).mended_by(until_in(window, end))


def _company(case: Case) -> str:
    entity = case.facts.performing_entity
    return entity.registered_name if entity else case.facts.vendor.name
