"""Until when the papers with a vendor cover one grant: the instruments whose parties fit it, each by itself, never mixed.

A paper that renews by itself covers its next term from the day after an opt-out day without notice. Where no instrument that
has begun fits (the access was approved so), all of them count. Only papers signed by the day of looking are known.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import nda_chains as chains
from bot.domain.dates import ONE_DAY
from bot.domain.nda_chains import Instrument, instruments
from bot.domain.register import Agreement
from bot.domain.terms import is_executed, term_on
from bot.domain.vocabulary import AgreementKind

Gap = tuple[date, date]  # the first and the last day of a run
FOR_EVER = date.max  # no paper that is recorded ends the cover


@dataclass(frozen=True)
class Needed:
    """What a paper must name to cover one grant: our company that owns the material, theirs whose people have it."""

    vendor: str
    owner_entity: str | None
    companies: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class Cover:
    """The instruments that count for one grant, as known on one day; each member ends with its present term."""

    instruments: tuple[Instrument, ...]
    coming: tuple[date, ...] = ()
    accepted: frozenset[date] = frozenset()  # days without cover that counsel has said are fine

    def until(self, day: date) -> date | None:
        """The last day that one of them covers without a gap from this day on; None if this day is not covered."""
        reached = (chains.covered_until(one.papers, day) for one in self.instruments)
        return max((end for end in reached if end is not None), default=None)

    def next_from(self, day: date) -> date | None:
        """The next day on which a paper begins that is signed already."""
        return min((begin for begin in self.coming if begin > day), default=None)

    def ended(self, day: date) -> tuple[date, str] | None:
        """The last covered day before this one, and the paper that covered it; None if none ever did."""
        ends = ((_end(paper), paper.id) for one in self.instruments for paper in one.papers)
        return max((end for end in ends if end[0] < day), default=None)

    def gaps(self, lost_on: date, day: date) -> list[Gap]:
        """The days without cover from the day on which it was lost until this one, which is covered: each run by itself."""
        found: list[Gap] = []
        for missing in self.uncovered(lost_on, day):
            if missing in self.accepted:
                continue
            if found and found[-1][1] + ONE_DAY == missing:
                found[-1] = (found[-1][0], missing)
            else:
                found.append((missing, missing))
        return found

    def uncovered(self, first: date, before: date) -> Iterator[date]:
        """The days that nothing covers, from the first one until the eve of the other."""
        at = first
        while at < before:
            reached = self.until(at)
            if reached is None:
                yield at
                at += ONE_DAY
            else:
                at = reached + ONE_DAY if reached < before else before


def cover_of(papers: Iterable[Agreement], needed: Needed, day: date) -> Cover:
    """What covers the grant as known on this day; `papers` may be of any kind and vendor."""
    ndas = [p for p in papers if p.vendor == needed.vendor and p.kind is AgreementKind.NDA and p.protects_us]
    signed = [paper for paper in ndas if paper.signed_on is not None]
    known = [_as_it_runs(paper, signed, day) for paper in signed if is_executed(paper, day)]
    found = [one for one in instruments(known) if any(_end(paper) >= needed.since for paper in one.papers)]
    fitting = [Instrument(mine) for one in found if (mine := tuple(p for p in one.papers if fits(p, needed)))]
    begun = any((paper.effective_on or date.min) <= day for one in fitting for paper in one.papers)
    coming = (max(paper.effective_on or date.min, paper.signed_on or date.min) for paper in signed)
    return Cover(tuple(fitting if begun else found), tuple(coming))


def covered_until(papers: Iterable[Agreement], needed: Needed, day: date) -> date | None:
    """The last day of cover from this day on; `FOR_EVER` if no end is recorded, None if this day is not covered."""
    return cover_of(papers, needed, day).until(day)


def fits(paper: Agreement, needed: Needed) -> bool:
    return parties_fit(paper, (needed.owner_entity,), needed.companies)


def parties_fit(paper: Agreement, owners: Collection[str | None], companies: Collection[str]) -> bool:
    """The parties are right on both sides, as far as is recorded."""
    ours = paper.our_entities is None or all(owner is None or owner in paper.our_entities for owner in owners)
    affiliates = bool(paper.nda and paper.nda.covers_affiliates)
    theirs = affiliates or paper.their_entities is None or all(one in paper.their_entities for one in companies)
    return ours and theirs


def _as_it_runs(paper: Agreement, rivals: Iterable[Agreement], day: date) -> Agreement:
    """The paper with the end of its term. A recorded notice counts at once, and a paper that is replaced rolls no more."""
    stops = [paper.non_renewal_notice_on, *(_begun(one, day) for one in rivals if paper.id in one.supersedes)]
    stop = min((one for one in stops if one is not None), default=None)
    term = term_on(replace(paper, non_renewal_notice_on=stop), max(day, stop or day))
    return replace(
        paper,
        effective_on=paper.effective_on or date.min,
        expires_on=term.end_on if term else None,
        terminated_on=None,
    )


def _begun(successor: Agreement, day: date) -> date | None:
    """The eve of a successor that has begun: the term that it falls into is the last one."""
    begins = successor.effective_on
    if begins is None or begins > day or not is_executed(successor, day):
        return None
    return begins - ONE_DAY


def _end(paper: Agreement) -> date:
    return paper.last_covered_day or FOR_EVER
