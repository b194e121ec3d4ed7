"""Slack accounts that take no message: whoever is bound to one cannot be told anything, and cannot answer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from bot.domain.register import Member
from bot.store.documents import from_document
from bot.store.inserting import insert_new
from bot.store.tables import MEMBERS, OPEN_QUESTIONS, UNREACHABLE_ACCOUNTS
from bot.store.unit import Unit

_ROW = UNREACHABLE_ACCOUNTS.c


def mark(unit: Unit, slack_id: str, reason: str, now: datetime) -> bool:
    """Whether that is news."""
    return insert_new(unit, UNREACHABLE_ACCOUNTS, {"slack_id": slack_id, "reason": reason, "since": now})


def clear(unit: Unit, slack_id: str) -> bool:
    """Whether it was marked."""
    gone = delete(UNREACHABLE_ACCOUNTS).where(_ROW.slack_id == slack_id).returning(_ROW.slack_id)
    return unit.connection.execute(gone).one_or_none() is not None


def forget_unbound(unit: Unit) -> None:
    """Of an account that nobody is bound to any more nothing is known; whoever is bound to it later has a fresh start."""
    bound = select(MEMBERS.c.slack_id).where(MEMBERS.c.slack_id.is_not(None))
    unit.connection.execute(delete(UNREACHABLE_ACCOUNTS).where(_ROW.slack_id.not_in(bound)))


def why_unreachable(unit: Unit, slack_id: str) -> str:
    """Empty while the account takes messages, as far as is known."""
    found = unit.connection.execute(select(_ROW.reason).where(_ROW.slack_id == slack_id)).scalar_one_or_none()
    return found or ""


def unreachable(unit: Unit) -> list[tuple[Member, str]]:
    """The active members whose account takes no message, with the reason, in the order of their ids."""
    query = select(MEMBERS.c.document, _ROW.reason).join(UNREACHABLE_ACCOUNTS, MEMBERS.c.slack_id == _ROW.slack_id)
    found = unit.connection.execute(query.where(MEMBERS.c.active).order_by(MEMBERS.c.id))
    return [(from_document(Member, row.document), row.reason) for row in found]


def unreachable_by(unit: Unit, moment: datetime) -> list[tuple[str, datetime]]:
    """As `unreachable`, by their ids, as far as it was known at that moment; with since when."""
    query = select(MEMBERS.c.id, _ROW.since).join(UNREACHABLE_ACCOUNTS, MEMBERS.c.slack_id == _ROW.slack_id)
    found = unit.connection.execute(query.where(MEMBERS.c.active, _ROW.since <= moment).order_by(MEMBERS.c.id))
    return [(row.id, row.since) for row in found]


def to_watch(unit: Unit) -> list[str]:
    """The accounts that something waits for, and those that take no message, each once."""
    able = {member for row in unit.connection.execute(select(OPEN_QUESTIONS.c.able)).scalars() for member in row}
    return sorted({*_accounts_of(unit, able), *unit.connection.execute(select(_ROW.slack_id)).scalars()})


def _accounts_of(unit: Unit, members: Iterable[str]) -> Iterable[str]:
    query = select(MEMBERS.c.slack_id).where(MEMBERS.c.id.in_(list(members)), MEMBERS.c.slack_id.is_not(None))
    return unit.connection.execute(query).scalars()
