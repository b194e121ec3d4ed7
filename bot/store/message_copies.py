"""The posted copies of messages: where each stands, so that it can be redrawn in its place."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import null, select, union_all

from bot.store.inserting import insert_new
from bot.store.outbox import PENDING
from bot.store.tables import MESSAGE_COPIES, OUTBOX
from bot.store.unit import Unit


@dataclass(frozen=True)
class Copy:
    """One posted copy of a message; `account` is the Slack account of the person it was posted to, where that is known."""

    channel: str
    ts: str
    subject: str
    destination: str
    kind: str
    account: str | None = None


def remember(unit: Unit, copy: Copy) -> bool:
    """Whether it was new. Once, even where the worker that posted it and a click on it write it down at the same instant."""
    return insert_new(unit, MESSAGE_COPIES, dict(copy.__dict__))


def channel_of(unit: Unit, destination: str) -> str | None:
    """The id of the channel that the newest copy for this destination stands in; None if none stands."""
    row = MESSAGE_COPIES.c
    query = select(row.channel).where(row.destination == destination).order_by(row.ts.desc()).limit(1)
    return unit.connection.execute(query).scalar_one_or_none()


def is_known(unit: Unit, channel: str, ts: str) -> bool:
    """Whether this message was written down as a copy."""
    row = MESSAGE_COPIES.c
    return unit.connection.execute(select(row.ts).where(row.channel == channel, row.ts == ts)).one_or_none() is not None


def forget(unit: Unit, channel: str, ts: str) -> None:
    row = MESSAGE_COPIES
    unit.connection.execute(row.delete().where((row.c.channel == channel) & (row.c.ts == ts)))


def about(unit: Unit, subject: str, *, destination: str | None = None, kind: str | None = None) -> list[Copy]:
    row = MESSAGE_COPIES.c
    query = select(MESSAGE_COPIES).where(row.subject == subject)
    query = query if destination is None else query.where(row.destination == destination)
    query = query if kind is None else query.where(row.kind == kind)
    found = unit.connection.execute(query.order_by(row.ts))
    return [Copy(r.channel, r.ts, r.subject, r.destination, r.kind, r.account) for r in found]


def asked(unit: Unit, kind: str, subjects: Collection[str]) -> set[tuple[str, str, str | None]]:
    """Where a message of this kind stands about these subjects, or is on its way: subject, destination, account.

    The account is None where it is that of the person as bound now. What was given up stands nowhere.
    """
    copy, row = MESSAGE_COPIES.c, OUTBOX.c
    wanted = list(subjects)
    stand = select(copy.subject, copy.destination, copy.account).where(copy.subject.in_(wanted), copy.kind == kind)
    on_its_way = (row.subject.in_(wanted)) & (row.kind == kind) & (row.state == PENDING)
    coming = select(row.subject, row.destination, null().label("account")).where(on_its_way)
    return {(found.subject, found.destination, found.account) for found in unit.connection.execute(union_all(stand, coming))}
