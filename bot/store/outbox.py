"""The outbox: promised messages and tickets, claimed one by one with a lease.

Order is kept per subject and destination: the oldest undelivered message of such a pair goes first, and while it waits or is
leased the later ones wait too. Everything else goes on. How long a lease holds, the database's clock says: bots whose clocks
differ never have one message at once. Each claim is a generation (`attempts`): whoever was overtaken is not listened to.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Float, bindparam, case, func, literal, select, update

from bot.store.database_time import from_now
from bot.store.inserting import unless_there
from bot.store.tables import OUTBOX
from bot.store.unit import Unit

PENDING, DELIVERED, DEAD = "pending", "delivered", "dead"
SUPERSEDED = "superseded"  # given up, and another message of the same place says all of it
_OUTSTANDING = (PENDING, DEAD)
BEYOND = timedelta(minutes=15)  # nothing is put off or leased for so long: what is, was written by a clock that was ahead
SLACK, JIRA = "slack", "jira"

_PLACES = (
    select(OUTBOX.c.destination, OUTBOX.c.kind)
    .where(OUTBOX.c.subject == bindparam("of"), OUTBOX.c.world == SLACK)
    .group_by(OUTBOX.c.destination, OUTBOX.c.kind)
    .order_by(func.min(OUTBOX.c.id))
)


CHANNEL, PERSON, TRACKER = "channel", "person", "jira"  # how a destination begins; the tracker is one place


def to_channel(name: str) -> str:
    return f"{CHANNEL}:{name}"


def to_person(member_id: str) -> str:
    return f"{PERSON}:{member_id}"


def read_destination(text: str) -> tuple[str, str]:
    """Channel or person, and which."""
    kind, _, name = text.partition(":")
    return kind, name


@dataclass(frozen=True)
class Promise:
    """A side effect that was promised in the transaction of its change; `key` makes it one however often it is promised.

    It is delivered no earlier than `after` from now: what follows meanwhile can still be said in it.
    """

    key: str
    world: str
    subject: str
    destination: str
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    after: timedelta = timedelta(0)

    @property
    def addressee(self) -> str:
        """The name in the destination: of a channel, or of a member."""
        return read_destination(self.destination)[1]


@dataclass(frozen=True)
class OutboxMessage:
    """A promise as it stands: how often it was tried and what went wrong last."""

    id: int
    promise: Promise
    state: str
    attempts: int
    uncertain: bool
    created_at: datetime
    not_before: datetime
    first_failed_at: datetime | None
    last_error: str


def promise(unit: Unit, promises: Iterable[Promise], now: datetime) -> None:
    """Keep what is promised; nothing of a key that was promised before."""
    rows = [
        {
            "key": one.key,
            "world": one.world,
            "subject": one.subject,
            "destination": one.destination,
            "kind": one.kind,
            "payload": dict(one.payload),
            "state": PENDING,
            "attempts": 0,
            "uncertain": False,
            "created_at": now,
            "not_before": now + one.after,
            "last_error": "",
        }
        for one in promises
    ]
    if rows:
        unit.connection.execute(unless_there(unit, OUTBOX), rows)
        unit.promised = True


def is_promised(unit: Unit, key: str) -> bool:
    """Whether this was promised before, delivered or not."""
    return unit.connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.key == key)).first() is not None


class Overtaken(Exception):
    """The lease ran out, and somebody else has the message by now, or has delivered it: nothing of this unit is kept."""


def claim(unit: Unit, world: str, *, now: datetime, lease: timedelta, besides: Collection[int] = ()) -> OutboxMessage | None:
    """Take the oldest message that may be delivered now; nobody else gets it, or a later one of its pair, before `lease`.

    A message whose lease ran out was tried by somebody who died: whether it arrived is uncertain. `besides` are those that this
    process has in hand: whatever the clock does, they are not taken a second time.
    """
    given = {"in_world": world, "now": now, "beyond": now + BEYOND, "lease": lease.total_seconds(), "besides": list(besides)}
    row = unit.connection.execute(_claiming(), given).one_or_none()
    return message_of(row) if row is not None else None


@cache
def _claiming() -> Executable:
    """Built once: it is asked for every message, and building it costs as much as running it."""
    now, beyond = (bindparam(name, type_=OUTBOX.c.not_before.type) for name in ("now", "beyond"))
    due = (OUTBOX.c.not_before <= now) | (OUTBOX.c.not_before > beyond)
    ready = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == PENDING, OUTBOX.c.world == bindparam("in_world"), due)
        .where(~_is_leased(), OUTBOX.c.id.not_in(bindparam("besides", expanding=True)))
        .where(~_older_waits())
        .order_by(OUTBOX.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(OUTBOX)
        .where(OUTBOX.c.id == ready.scalar_subquery())
        .values(
            leased_until=from_now(bindparam("lease", type_=Float)),
            attempts=OUTBOX.c.attempts + 1,
            uncertain=OUTBOX.c.uncertain | OUTBOX.c.leased_until.is_not(None),
        )
        .returning(OUTBOX)
    )


def _is_leased() -> ColumnElement[bool]:
    """Somebody has it now, or nobody may touch it yet."""
    until = OUTBOX.c.leased_until
    return until.is_not(None) & (until > from_now()) & (until <= from_now(BEYOND))


def extend(unit: Unit, message: OutboxMessage, lease: timedelta) -> None:
    """Have a claimed message for as long again. Raises Overtaken."""
    change_mine(unit, message, leased_until=from_now(lease))


def _older_waits() -> ColumnElement[bool]:
    """Whether an older message of the same subject and destination is still to be delivered."""
    older = OUTBOX.alias()
    return (
        select(older.c.id)
        .where(older.c.subject == OUTBOX.c.subject, older.c.destination == OUTBOX.c.destination)
        .where(older.c.state == PENDING, older.c.id < OUTBOX.c.id)
        .exists()
    )


def _still_mine(message: OutboxMessage) -> ColumnElement[bool]:
    """Nobody has taken the message over since it was claimed, and nobody has delivered it."""
    return (OUTBOX.c.id == message.id) & (OUTBOX.c.attempts == message.attempts) & (OUTBOX.c.state == PENDING)


def change_mine(unit: Unit, message: OutboxMessage, **values: Any) -> None:
    """Write this of a message that was claimed. Raises Overtaken."""
    changed = unit.connection.execute(update(OUTBOX).where(_still_mine(message)).values(**values).returning(OUTBOX.c.id))
    if changed.one_or_none() is None:
        raise Overtaken(message.promise.key)


def delivered(unit: Unit, message: OutboxMessage, now: datetime) -> None:
    """Raises Overtaken, and then nothing that follows from the delivery is kept: it follows from the other's."""
    change_mine(unit, message, state=DELIVERED, delivered_at=now, leased_until=None, last_error="")


def try_later(
    unit: Unit,
    message: OutboxMessage,
    *,
    at: datetime,
    now: datetime,
    error: str,
    uncertain: bool,
    hands_off: timedelta = timedelta(0),
    counts: bool = True,
) -> None:
    """Put off until `at`; nobody touches it for `hands_off` by the database's clock, wherever theirs stands. Raises Overtaken.

    What does not count forgets since when it fails: it waits for something that no patience brings.
    """
    change_mine(
        unit,
        message,
        not_before=at,
        leased_until=from_now(hands_off) if hands_off else None,
        last_error=error,
        uncertain=uncertain,
        first_failed_at=(message.first_failed_at or now) if counts else None,
    )


def give_up(unit: Unit, message: OutboxMessage, error: str) -> None:
    """Raises Overtaken."""
    change_mine(unit, message, state=DEAD, leased_until=None, last_error=error)


def retry(unit: Unit, message_ids: Iterable[int], now: datetime) -> int:
    """Bring dead or waiting messages back to the front; how many there were. What is on its way is left alone."""
    where = OUTBOX.c.id.in_(list(message_ids)) & OUTBOX.c.state.in_(_OUTSTANDING) & ~_is_leased()
    values = {"state": PENDING, "not_before": now, "first_failed_at": None}
    changed = unit.connection.execute(update(OUTBOX).where(where).values(**values))
    unit.promised = True
    return changed.rowcount


def undelivered(unit: Unit) -> list[OutboxMessage]:
    query = select(OUTBOX).where(OUTBOX.c.state.in_(_OUTSTANDING)).order_by(OUTBOX.c.id)
    return [message_of(row) for row in unit.connection.execute(query)]


def next_due(unit: Unit, world: str, now: datetime) -> datetime | None:
    """When the earliest message of one outside world that waits behind no other may be tried, or None if nothing waits.

    A lease is told in the time of `now`: as far from it as its end is from the database's own time.
    """
    waiting = (OUTBOX.c.state == PENDING) & (OUTBOX.c.world == world) & ~_older_waits()
    at = OUTBOX.c.not_before
    fresh = func.min(case((_is_leased(), None), (at > now + BEYOND, literal(now, at.type)), else_=at))
    leased = func.min(case((_is_leased(), OUTBOX.c.leased_until)))
    found = unit.connection.execute(select(fresh, leased, from_now()).where(waiting)).one()
    ends = [found[0]] if found[0] else []
    ends += [now + (found[1] - found[2])] if found[1] else []
    return min(ends, default=None)


def waiting(unit: Unit, subject: str, destination: str, kind: str, *, lock: bool = False) -> OutboxMessage | None:
    """The message of this kind for this place that nobody has begun to deliver; what happens now can still be said in it."""
    row = OUTBOX.c
    place = (row.subject == subject) & (row.destination == destination) & (row.kind == kind)
    query = select(OUTBOX).where(place, row.state == PENDING, row.leased_until.is_(None)).order_by(row.id.desc()).limit(1)
    found = unit.connection.execute(unit.locking(query) if lock else query).one_or_none()
    return message_of(found) if found is not None else None


def refill(unit: Unit, message_id: int, payload: Mapping[str, Any]) -> None:
    unit.connection.execute(update(OUTBOX).where(OUTBOX.c.id == message_id).values(payload=dict(payload)))


def payloads(unit: Unit, subject: str, destination: str, kind: str) -> list[Mapping[str, Any]]:
    """All that was ever promised for this place, oldest first."""
    row = OUTBOX.c
    query = select(row.payload).where(row.subject == subject, row.destination == destination, row.kind == kind)
    return list(unit.connection.execute(query.order_by(row.id)).scalars())


def places(unit: Unit, subject: str) -> list[tuple[str, str]]:
    """Each (destination, kind) in Slack that was ever promised a message about this subject, in order of the promise."""
    return [(row.destination, row.kind) for row in unit.connection.execute(_PLACES, {"of": subject})]


def message_of(row: Any) -> OutboxMessage:
    return OutboxMessage(
        id=row.id,
        promise=Promise(row.key, row.world, row.subject, row.destination, row.kind, row.payload),
        state=row.state,
        attempts=row.attempts,
        uncertain=row.uncertain,
        created_at=row.created_at,
        not_before=row.not_before,
        first_failed_at=row.first_failed_at,
        last_error=row.last_error,
    )
