"""Which open questions may be answered by others than when they were last looked at.

Whatever changes who can answer counts on one number; a question is looked at when it was judged at a lower one, or never.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from bot.domain.vocabulary import RequestState
from bot.store import counters
from bot.store.inserting import upsert
from bot.store.tables import COUNTERS, OPEN_QUESTIONS, REQUESTS
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


def people_changed(unit: Unit) -> None:
    """Who can answer may be somebody else from now on: every open question is looked at again."""
    counters.count(unit, _PEOPLE)


def moved(unit: Unit, topic: str, *, is_open: bool) -> None:
    """The question itself may be another one: it is looked at again; of one that is over nothing is known any more."""
    its = _ROW.topic == topic
    unit.connection.execute(
        update(OPEN_QUESTIONS).where(its).values(judged=NEVER) if is_open else delete(OPEN_QUESTIONS).where(its)
    )


def judged(unit: Unit, kind: str, found: Iterable[Judged]) -> None:
    """They were looked at with the people of now."""
    number = counters.read(unit, _PEOPLE)
    rows = [{"kind": kind, "judged": number, **vars(one), "able": list(one.able)} for one in found]
    upsert(unit, OPEN_QUESTIONS, rows)


def known(unit: Unit, kind: str, topics: Collection[str]) -> Mapping[str, Judged]:
    query = select(OPEN_QUESTIONS).where(_ROW.kind == kind, _ROW.topic.in_(list(topics)))
    return {
        row.topic: Judged(row.topic, tuple(row.able), row.look_on, row.nobody_since) for row in unit.connection.execute(query)
    }


def requests_to_ask_again(unit: Unit, kind: str, today: date, limit: int) -> list[str]:
    """The requests that wait for approval and of which others may be able to decide."""
    waiting = select(REQUESTS.c.id).where(REQUESTS.c.state == RequestState.PENDING_APPROVAL.value)
    return _due(unit, waiting, REQUESTS.c.id, kind, today, limit)


def requests_that_want_facts(unit: Unit, kind: str, today: date, limit: int) -> list[str]:
    """The requests that wait for what only the register can say, and of which others may be able to say it."""
    waiting = select(REQUESTS.c.id).where(REQUESTS.c.state == RequestState.AWAITING_WAIVER.value)
    return _due(unit, waiting, REQUESTS.c.id, kind, today, limit)


def _due(unit: Unit, query: Select[Any], topic: ColumnElement[str], kind: str, today: date, limit: int) -> list[str]:
    people = func.coalesce(select(COUNTERS.c.value).where(COUNTERS.c.name == _PEOPLE).scalar_subquery(), 0)
    may_differ = _ROW.topic.is_(None) | (_ROW.judged < people) | (_ROW.look_on <= today)
    both = (_ROW.kind == kind) & (_ROW.topic == topic)
    due = query.outerjoin(OPEN_QUESTIONS, both).where(may_differ).order_by(topic).limit(limit)
    return list(unit.connection.execute(due).scalars())
