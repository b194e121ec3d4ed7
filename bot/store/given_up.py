"""Messages that were given up: what stands for them at their place, and where nobody was reached."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from bot.store.outbox import DEAD, PENDING, SLACK, SUPERSEDED, OutboxMessage, change_mine, message_of
from bot.store.tables import OUTBOX
from bot.store.unit import Unit


def fold(unit: Unit, message: OutboxMessage, error: str, now: datetime) -> OutboxMessage | None:
    """Give this drawing up into the one of its place that was given up before, if there is one; that one as it stood.

    Whatever still waits behind it is the same drawing, and needs no patience of its own. Raises Overtaken.
    """
    row = unit.connection.execute(select(OUTBOX).where(_others(message, DEAD)).order_by(OUTBOX.c.id).limit(1)).one_or_none()
    if row is None:
        return None
    folded = {"state": SUPERSEDED, "delivered_at": now, "last_error": error}
    change_mine(unit, message, leased_until=None, **folded)
    behind = _others(message, PENDING) & OUTBOX.c.leased_until.is_(None)
    unit.connection.execute(update(OUTBOX).where(behind).values(**folded))
    unit.connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(last_error=error))
    return message_of(row)


def supersede(unit: Unit, message: OutboxMessage, now: datetime) -> int:
    """What was given up at this very place is said in this message by now; how many there were."""
    earlier = update(OUTBOX).where(_others(message, DEAD))
    return unit.connection.execute(earlier.values(state=SUPERSEDED, delivered_at=now)).rowcount


def _others(message: OutboxMessage, state: str) -> ColumnElement[bool]:
    """All else about the same at the same place that stands so."""
    row, promise = OUTBOX.c, message.promise
    place = (row.subject == promise.subject) & (row.destination == promise.destination) & (row.kind == promise.kind)
    return place & (row.state == state) & (row.id != message.id)


def is_known_trouble(unit: Unit, message: OutboxMessage, reason: str) -> bool:
    """Whether something else was given up for the same place and reason, and still is."""
    row = OUTBOX.c
    alike = (row.destination == message.promise.destination) & (row.last_error == reason)
    query = select(row.id).where(alike, row.state == DEAD, row.id != message.id).limit(1)
    return unit.connection.execute(query).first() is not None


def at_place(unit: Unit, subject: str, destination: str) -> list[OutboxMessage]:
    """What was given up about this subject at this place, the oldest first."""
    row = OUTBOX.c
    query = select(OUTBOX).where(row.subject == subject, row.destination == destination, row.state == DEAD).order_by(row.id)
    return [message_of(found) for found in unit.connection.execute(query)]


def unreached(unit: Unit, subject: str) -> list[str]:
    """The places in Slack where something about this subject was given up, the longest ago first."""
    row = OUTBOX.c
    query = select(row.destination).where(row.subject == subject, row.world == SLACK, row.state == DEAD).order_by(row.id)
    return list(dict.fromkeys(unit.connection.execute(query).scalars()))
