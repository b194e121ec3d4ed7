"""What hangs on a paper: access that is open, requests that wait, material that was not returned.

A grant, request or return hangs on the NDAs of its vendor whose parties fit it; where none fits, on all of them, so that no
access is left without a paper whose end is announced.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agreement_status import as_replaced, covers_on
from bot.domain.coverage import parties_fit
from bot.domain.register import Agreement
from bot.domain.terms import is_executed, term_on
from bot.domain.vocabulary import GrantState

ENDED = (GrantState.EXPIRED, GrantState.REVOKED, GrantState.CLOSED)


@dataclass(frozen=True)
class Access:
    """One grant that is not over.

    `companies` are those whose people have it; `data_owners` are the asset's owner and deputy, in this order;
    `engineering_managers` those who approved the request as such, none where nobody knows.
    """

    id: str
    request: str
    vendor: str
    person: str
    person_name: str
    asset: str
    rank: int
    project: str
    state: GrantState
    end_on: date
    owner_entity: str | None
    companies: tuple[str, ...]
    data_owners: tuple[str, ...] = ()
    engineering_managers: tuple[str, ...] = ()
    start_on: date | None = None

    @property
    def is_planned(self) -> bool:
        return self.state in (GrantState.SCHEDULED, GrantState.AWAITING_ACKNOWLEDGEMENT)


@dataclass(frozen=True)
class Wanted:
    """One request that is still open: its assets' owners, the company that would do the work, and its project."""

    id: str
    vendor: str
    project: str
    owner_entities: tuple[str | None, ...]
    companies: tuple[str, ...]


@dataclass(frozen=True)
class Dependents:
    """All that hangs on one paper."""

    access: tuple[Access, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    returns: tuple[str, ...] = ()

    @property
    def is_something(self) -> bool:
        return bool(self.access or self.wanted or self.returns)

    @property
    def highest_class(self) -> int | None:
        return max((one.rank for one in self.access), default=None)

    @property
    def people(self) -> frozenset[str]:
        return frozenset(one.person for one in self.access)

    @property
    def next_projects(self) -> tuple[str, ...]:
        """The projects that wait for it: of requests that are open and of access that is planned."""
        planned = (one.project for one in self.access if one.is_planned)
        return tuple(dict.fromkeys([*(one.project for one in self.wanted), *planned]))


@dataclass(frozen=True)
class OpenDependents:
    """Everything open with some vendors; a return is (id, vendor)."""

    access: Sequence[Access] = ()
    wanted: Sequence[Wanted] = ()
    returns: Sequence[tuple[str, str]] = ()


def dependents_of(paper: Agreement, papers: Iterable[Agreement], known: OpenDependents, today: date) -> Dependents:
    """What hangs on this paper among its vendor's `papers`. Once it has ended, what another one covered since hangs on that one.

    It stays there for good, even when that one ends too: of several ended papers only the last one speaks of the same access.
    """
    if not paper.protects_us:
        return Dependents()
    kin = [one for one in papers if one.vendor == paper.vendor and one.kind is paper.kind and one.protects_us]
    rivals = [one for one in kin if is_executed(one, today)]
    others = [as_replaced(one, rivals, today) for one in rivals if one.id != paper.id]
    covering = [one for one in others if _takes_over(one, as_replaced(paper, rivals, today), today)]

    def hangs(vendor: str, owners: Collection[str | None], companies: Collection[str]) -> bool:
        if vendor != paper.vendor or any(parties_fit(one, owners, companies) for one in covering):
            return False
        return parties_fit(paper, owners, companies) or not any(parties_fit(one, owners, companies) for one in others)

    return Dependents(
        access=tuple(a for a in known.access if hangs(a.vendor, (a.owner_entity,), a.companies)),
        wanted=tuple(w for w in known.wanted if hangs(w.vendor, w.owner_entities, w.companies)),
        returns=tuple(name for name, vendor in known.returns if vendor == paper.vendor and not covering),
    )


def _takes_over(other: Agreement, paper: Agreement, today: date) -> bool:
    """It covers what this paper does not cover today, or covered it for longer."""
    if covers_on(paper, today):
        return False
    if covers_on(other, today):
        return True
    own, term = term_on(paper, today), term_on(other, today)
    begun = other.effective_on is not None and other.effective_on <= today
    return begun and own is not None and term is not None and own.end_on < term.end_on
