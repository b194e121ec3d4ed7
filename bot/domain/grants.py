"""Access that was given: when it opens, when it ends, and who may end it early."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.vocabulary import GrantState, Mode

_OVER = (GrantState.EXPIRED, GrantState.REVOKED, GrantState.CLOSED)
OPEN = (GrantState.ACTIVE,)
FOLLOWS = (*OPEN, GrantState.SUSPENDED)  # what the papers open and suspend

ENDS_SOON = (14, 7, 1)  # so many days before its last one the requester is told (4.5, grants)


@dataclass(frozen=True)
class Grant:
    """One person, one asset, one mode, one window; `next_on` is the next day on which its standing can change.

    `entity` is the company that does the work (None where no request says it), `covered_until` the last day of its paper as
    last looked at, and `reasons` are why it is suspended.
    """

    id: str
    request: str
    vendor: str
    person: str
    asset: str
    mode: Mode
    channel: str
    start_on: date
    end_on: date
    state: GrantState
    next_on: date | None
    held: str = ""
    entity: str | None = None
    covered_until: date | None = None
    reasons: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.state in _OVER


def due(grant: Grant, today: date) -> Grant | None:
    """The grant as the calendar wants it today, or None if nothing changes; the last day counts in full."""
    if not grant.is_over and grant.end_on < today:
        return replace(grant, state=GrantState.EXPIRED, next_on=None)
    if grant.state is GrantState.AWAITING_ACKNOWLEDGEMENT and (grant.next_on or today) <= today:
        return replace(grant, next_on=grant.end_on + ONE_DAY)
    if grant.state is GrantState.SCHEDULED and grant.start_on <= today:
        return replace(grant, state=GrantState.ACTIVE, next_on=grant.end_on + ONE_DAY, held="")
    return None


def ends_soon(grant: Grant, today: date) -> int | None:
    """The step of telling that its end is near, 14, 7 or 1, that counts on this day; of several that were missed the latest.

    None before the first one, and for a step whose day was not after the first day of access: the end was told at the opening.
    """
    if grant.state not in OPEN or grant.end_on < today:
        return None
    return min((step for step, day in _telling_days(grant) if day <= today), default=None)


def next_telling(grant: Grant, today: date) -> date | None:
    """The next day on which the requester is told that the end is near."""
    return min((day for _, day in _telling_days(grant) if day > today), default=None)


def _telling_days(grant: Grant) -> list[tuple[int, date]]:
    days = [(step, grant.end_on - timedelta(days=step)) for step in ENDS_SOON]
    return [(step, day) for step, day in days if day > grant.start_on]


def hold(grant: Grant, today: date, reason: str) -> Grant:
    """Its day has come but the facts stop it: it stays scheduled and is looked at again tomorrow."""
    return replace(grant, next_on=today + ONE_DAY, held=reason)


def end_early(grant: Grant, *, may_end: bool) -> Grant:
    """Revoked now; refused with words for anybody but those who may, and for access that is over."""
    if not may_end:
        raise Refusal("not_yours", f"Only the requester or the data owner can end {grant.id}. Ask one of them.")
    if grant.is_over:
        raise Refusal("over", f"{grant.id} is already {grant.state.value}. Nothing changed.")
    return replace(grant, state=GrantState.REVOKED, next_on=None)
