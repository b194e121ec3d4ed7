"""Which open questions may be answered by others than when they were last looked at.

Whatever changes who can answer counts on one number; a question is looked at when it was judged at a lower one, or never.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from bot.domain.audits import AuditKind
from bot.domain.gates import PPL_06
from bot.domain.vocabulary import GrantState, RequestState
from bot.store import counters
from bot.store.inserting import upsert
from bot.store.tables import AGREEMENTS, AUDITS, COUNTERS, GRANTS, OPEN_QUESTIONS, REMINDER_LINES, REQUESTS
from bot.store.unit import Unit

NEVER = -1
_PEOPLE = "people"
_ROW = OPEN_QUESTIONS.c


@dataclass(frozen=True)
class Judged:
    """One open question as it was last looked at: who was able to answer it, and the day on which time alone changes that."""

    topic: str
    able: tuple[str, ...] = ()
    look_on: date | None = None
    nobody_since: datetime | None = None
    has_moved: bool = False  # since then: whatever moved it drew its messages anew


def people_changed(unit: Unit) -> None:
    """Who can answer may be somebody else from now on: every open question is looked at again."""
    counters.count(unit, _PEOPLE)


def people_number(unit: Unit) -> int:
    """How often who can answer has changed."""
    return counters.read(unit, _PEOPLE)


def moved(unit: Unit, topic: str, *, is_open: bool) -> None:
    """The question itself may be another one: it is looked at again; of one that is over nothing is known any more."""
    if is_open:
        may_have_moved(unit, [topic])
    else:
        unit.connection.execute(delete(OPEN_QUESTIONS).where(_ROW.topic == topic))


def may_have_moved(unit: Unit, topics: Collection[str]) -> None:
    """They are looked at again, whether they are still open or not."""
    unit.connection.execute(update(OPEN_QUESTIONS).where(_ROW.topic.in_(list(topics))).values(judged=NEVER))


def judged(unit: Unit, kind: str, found: Iterable[Judged]) -> None:
    """They were looked at with the people of now."""
    number = counters.read(unit, _PEOPLE)
    rows = [_row_of(one) | {"kind": kind, "judged": number} for one in found]
    upsert(unit, OPEN_QUESTIONS, rows)


def _row_of(one: Judged) -> dict[str, Any]:
    return {"topic": one.topic, "able": list(one.able), "look_on": one.look_on, "nobody_since": one.nobody_since}


def known(unit: Unit, kind: str, topics: Collection[str]) -> Mapping[str, Judged]:
    query = select(OPEN_QUESTIONS).where(_ROW.kind == kind, _ROW.topic.in_(list(topics)))
    return {
        row.topic: Judged(row.topic, tuple(row.able), row.look_on, row.nobody_since, row.judged == NEVER)
        for row in unit.connection.execute(query)
    }


def stuck(unit: Unit) -> list[str]:
    """What the questions are about that nobody who can be reached can answer, each once."""
    query = select(_ROW.topic).where(_ROW.nobody_since.is_not(None)).distinct().order_by(_ROW.topic)
    return list(unit.connection.execute(query).scalars())


def requests_to_ask_again(unit: Unit, kind: str, today: date, limit: int) -> list[str]:
    """The requests that wait for approval and of which others may be able to decide."""
    return _due(unit, kind, select(REQUESTS.c.id).where(REQUESTS.c.state == RequestState.PENDING_APPROVAL.value), limit, today)


def requests_that_want_facts(unit: Unit, kind: str, today: date, limit: int) -> list[str]:
    """The requests that wait for what only the register can say, and of which others may be able to say it."""
    return _due(unit, kind, select(REQUESTS.c.id).where(REQUESTS.c.state == RequestState.AWAITING_WAIVER.value), limit, today)


def suspensions_to_ask_again(unit: Unit, kind: str, limit: int) -> list[str]:
    """The requests with suspended access that others may be able to bring back, or that moved since the last look."""
    return _due(unit, kind, select(GRANTS.c.request).where(GRANTS.c.state == GrantState.SUSPENDED.value).distinct(), limit)


def notices_to_ask_again(unit: Unit, kind: str, limit: int) -> list[str]:
    """The requests with approved access that waits until people acknowledged the secrecy notice."""
    waits = (GRANTS.c.state == GrantState.SCHEDULED.value) & GRANTS.c.held.startswith(f"{PPL_06.id}:")
    return _due(unit, kind, select(GRANTS.c.request).where(waits).distinct(), limit)


def audits_to_ask_again(unit: Unit, kind: str, limit: int) -> list[str]:
    """The audits that were opened and have no result; those of access are told to nobody by themselves."""
    row = AUDITS.c
    is_open = row.result.is_(None) & row.opened_at.is_not(None) & (row.kind != AuditKind.ACCESS.value)
    return _due(unit, kind, select(row.key).where(is_open), limit)


def agreements_to_ask_again(unit: Unit, kind: str, limit: int) -> list[str]:
    """The NDAs that somebody was reminded of, whose end is still counted to, and which others may have to decide on."""
    told = select(REMINDER_LINES.c.subject).join(AGREEMENTS, AGREEMENTS.c.id == REMINDER_LINES.c.subject)
    return _due(unit, kind, told.where(AGREEMENTS.c.look_on.is_not(None)).distinct(), limit)


def _due(unit: Unit, kind: str, open_topics: Select[Any], limit: int, today: date | None = None) -> list[str]:
    """Open ones that were judged by the people of before or never, or whose day has come; and whatever moved."""
    people = func.coalesce(select(COUNTERS.c.value).where(COUNTERS.c.name == _PEOPLE).scalar_subquery(), 0)
    is_open = open_topics.subquery()
    topic = is_open.c[0]
    may_differ = _ROW.topic.is_(None) | (_ROW.judged < people)
    may_differ = may_differ if today is None else may_differ | (_ROW.look_on <= today)
    due = select(topic.label("topic")).outerjoin(OPEN_QUESTIONS, (_ROW.kind == kind) & (_ROW.topic == topic)).where(may_differ)
    moved = select(_ROW.topic).where(_ROW.kind == kind, _ROW.judged == NEVER)
    return list(unit.connection.execute(due.union(moved).order_by("topic").limit(limit)).scalars())
