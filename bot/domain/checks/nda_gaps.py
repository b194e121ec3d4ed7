"""Words for NDA-01 where a day is not covered: which paper covers the first day, which days nobody covers, who can mend it."""

from datetime import date

from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.nda import further_end, nda_instruments, working_entities
from bot.domain.checks.papers import Papers, begin_of, dated, end_of
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, until, until_in
from bot.domain.coverage import parties_fit
from bot.domain.dates import ONE_DAY, Span, day_words, days_words, ends_or_ended, spans_words
from bot.domain.nda_chains import Instrument
from bot.domain.register import Agreement


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
    own = Papers(dated(instrument.papers), window)
    found = [Papers(dated(one.papers), window) for one in nda_instruments(case) if one.head.id != instrument.head.id]
    others = [one for one in found if all(parties_fit(p, (case.asset.owner_entity,), companies) for p in one.all)]
    if any(not one.uncovered for one in others):
        return own
    known = {paper.id: paper for one in (*others, own) for paper in one.all}
    return Papers(tuple(known.values()), window)


def _ends_early(case: Case, paper: Agreement, used: Used) -> Verdict:
    window, end = case.facts.window, end_of(paper)
    return fails(
        f"The NDA with {_company(case)} ends {day_words(end)}, {days_words((window.end_on - end).days)} before your last day.",
        f"Ask for access until {day_words(end)}, or ask {keeper_of(case, paper)} to renew {paper.id}.",
        used=used,
    ).mended_by(until(end))


def _has_gaps(case: Case, papers: Papers, reached: date, used: Used) -> Verdict:
    """A paper covers the first day and another begins inside the window, but not on the day after."""
    paper, missing = papers.ending(reached), spans_words(papers.uncovered)
    follower = papers.beginning(reached)
    begins = f" and {follower.id} begins {day_words(begin_of(follower))}" if follower else ""
    return fails(
        f"{paper.id} covers until {day_words(reached)}{begins}; no NDA covers {missing}.",
        f"Ask for access until {day_words(reached)}, or ask {keeper_of(case, follower)} for an NDA that covers {missing}.",
        used=used,
    ).mended_by(until(reached))


def _begins_late(case: Case, papers: Papers, missing: list[Span], used: Used) -> Verdict:
    """Nothing covers the first day: what there was has ended, what there will be begins later."""
    start = case.facts.window.start_on
    before = max((paper for paper in papers.all if end_of(paper) < start), key=end_of, default=None)
    follower = papers.beginning(start)
    if follower is None:
        return _is_over(case, papers.last, used)
    if before is None:
        late = "last" if begin_of(follower) > case.facts.window.end_on else "first"
        what = f"The NDA with {_company(case)} ({follower.id}) starts {day_words(begin_of(follower))}, after your {late} day."
    else:
        ends = f"{before.id} {ends_or_ended(end_of(before), case.facts.today)} {day_words(end_of(before))}"
        what = f"{ends} and {follower.id} begins {day_words(begin_of(follower))}; no NDA covers {spans_words(missing)}."
    owner = keeper_of(case, follower)
    return fails(what, f"Start later, or ask {owner} for an NDA that covers the days before.", used=used)


def _is_over(case: Case, paper: Agreement, used: Used) -> Verdict:
    facts, end = case.facts, end_of(paper)
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
    end = max(end_of(p) for p in papers.all if begin_of(p) <= window.start_on <= end_of(p) and end_of(p) < window.end_on)
    first = papers.ending(end)
    later = next(paper for paper in papers.all if begin_of(paper) <= end + ONE_DAY <= end_of(paper))
    return fails(
        f"{first.id} covers until {day_words(end)}, and {later.id} does not say that it takes over from it.",
        f"Ask for access until {day_words(end)}, or ask {keeper_of(case, later)} to record that {later.id} replaces {first.id}.",
        used=used,
    ).mended_by(until_in(window, end))


def _company(case: Case) -> str:
    entity = case.facts.performing_entity
    return entity.registered_name if entity else case.facts.vendor.name
