"""How requests, access and audits stood at an instant that has passed.

Rows say how things stand now. What happened since is in the record, and the first entry about a thing says how it stood
before; so looking back costs what has happened since, not what is stored.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from bot.domain.audits import Audit, AuditKind
from bot.domain.checks.results import CheckResult
from bot.domain.events import Happened
from bot.domain.exposure import ENDED
from bot.domain.grants import OPEN
from bot.domain.happenings import happening_of
from bot.domain.happenings.access import AccessStopped
from bot.domain.happenings.audits import FindingHeard
from bot.domain.vocabulary import GrantState, RequestState
from bot.store.documents import from_document
from bot.store.record import Entry, entry_of_row
from bot.store.tables import AUDITS, EVENTS, GRANTS, OUTBOX, REQUESTS, SNAPSHOTS
from bot.store.unit import Unit

_PAGE = 500
_OPEN = [state.value for state in OPEN]
_OVER = [state.value for state in ENDED]
_WAITING = [state.value for state in RequestState if state.is_open]
_DECIDED = [Happened.REQUEST_APPROVED.value, Happened.REQUEST_REJECTED.value]
Before = Mapping[str, str | None]  # by what moved since the instant: its state then, None if there was none yet


def moved_since(unit: Unit, moment: datetime) -> Before:
    """The grants that something happened to after this instant, with their states at it."""
    row = EVENTS.c
    query = select(row.entity_id, row.before).where(row.at > moment, row.entity == "grant").order_by(row.seq)
    before: dict[str, str | None] = {}
    for one in unit.connection.execute(query.execution_options(yield_per=_PAGE)):
        before.setdefault(one.entity_id, one.before and GrantState(one.before).value)
    return before


def findings_since(unit: Unit, moment: datetime) -> Before:
    """As `moved_since`, for the findings that the tracker told of."""
    row = EVENTS.c
    heard = row.happened == Happened.FINDING_HEARD.value
    query = select(EVENTS).where(row.at > moment, heard).order_by(row.seq)
    before: dict[str, str | None] = {}
    for one in unit.connection.execute(query):
        told = FindingHeard.read(entry_of_row(one).event)
        before.setdefault(told.finding, told.before)
    return before


def open_requests(unit: Unit, moment: datetime) -> list[str]:
    """The requests that nobody had decided by then."""
    row = EVENTS.c
    decided = select(row.entity_id).where(row.at > moment, row.happened.in_(_DECIDED))
    asked = (REQUESTS.c.submitted_at <= moment) & (REQUESTS.c.state.in_(_WAITING) | REQUESTS.c.id.in_(decided))
    return list(unit.connection.execute(select(REQUESTS.c.id).where(asked).order_by(REQUESTS.c.id)).scalars())


def entries_of_requests(unit: Unit, ids: Iterable[str]) -> dict[str, list[Entry]]:
    """What the record says of each of these requests itself, oldest first."""
    found: dict[str, list[Entry]] = {}
    for page in _pages(ids):
        about = EVENTS.c.subject.in_(page) & (EVENTS.c.entity == "request")
        for row in unit.connection.execute(select(EVENTS).where(about).order_by(EVENTS.c.seq)):
            found.setdefault(row.entity_id, []).append(entry_of_row(row))
    return found


def decisions_between(unit: Unit, after: datetime, until: datetime) -> list[Entry]:
    """The requests that were approved or rejected in this time."""
    row = EVENTS.c
    query = select(EVENTS).where(row.at > after, row.at <= until, row.happened.in_(_DECIDED)).order_by(row.seq)
    return [entry_of_row(one) for one in unit.connection.execute(query)]


def results_at(unit: Unit, request_id: str, moment: datetime) -> tuple[CheckResult, ...]:
    """What the checks had found when they were last asked before this instant."""
    row = SNAPSHOTS.c
    taken = (row.request == request_id) & (row.taken_at <= moment)
    query = select(row.results).where(taken).order_by(row.number.desc()).limit(1)
    document = unit.connection.execute(query).scalar_one_or_none()
    return tuple(from_document(tuple[CheckResult, ...], document or []))


def open_access(unit: Unit, assets: Collection[str], day: date, before: Before) -> int:
    """How many accesses to these assets were open on this day."""
    row = GRANTS.c
    about = row.asset.in_(list(assets)) & (row.start_on <= day) & (row.end_on >= day)
    count = unit.connection.execute(select(func.count()).where(about, row.state.in_(_OPEN))).scalar_one()
    for page in _pages(before):
        moved = unit.connection.execute(select(row.id, row.state).where(about, row.id.in_(page)))
        count += sum((before[one.id] in _OPEN) - (one.state in _OPEN) for one in moved)
    return int(count)


def access_of(unit: Unit, vendors: Iterable[str], day: date, before: Before) -> list[tuple[Any, GrantState]]:
    """The rows of the vendors' access that was not over on this day, each with its state then."""
    query = select(GRANTS).where(GRANTS.c.vendor.in_(list(vendors)), GRANTS.c.end_on >= day).order_by(GRANTS.c.id)
    found = [(row, before.get(row.id, row.state)) for row in unit.connection.execute(query)]
    return [(row, GrantState(state)) for row, state in found if state is not None and state not in _OVER]


@dataclass(frozen=True)
class Stood:
    """Access in one state at the instant, and the last entry about it by then."""

    request: str
    vendor: str
    end_on: date
    reasons: tuple[str, ...]
    last: Entry | None
    asset: str = ""
    covered_until: date | None = None


def access_in(unit: Unit, state: GrantState, moment: datetime, day: date, before: Before) -> list[Stood]:
    """All access that was in this state and was to begin before this day, with why."""
    row = GRANTS.c
    begun = select(GRANTS).where(row.start_on < day)
    still = [one for one in unit.connection.execute(begun.where(row.state == state.value)) if one.id not in before]
    moved = [name for name, then in before.items() if then == state.value]
    for page in _pages(moved):
        still += unit.connection.execute(begun.where(row.id.in_(page)))
    last = _last_entries(unit, [one.id for one in still], moment)
    return [_stood(one, last.get(one.id), has_moved=one.id in before) for one in sorted(still, key=lambda one: one.id)]


def _stood(row: Any, last: Entry | None, *, has_moved: bool) -> Stood:
    told = happening_of(last.event) if last and has_moved else None
    stopped = told if isinstance(told, AccessStopped) else None
    reasons = (stopped.reasons if stopped else ()) if has_moved else tuple(row.reasons)
    covered = (stopped.covered_until if stopped else None) if has_moved else row.covered_until
    return Stood(row.request, row.vendor, row.end_on, reasons, last, row.asset, covered)


def _last_entries(unit: Unit, ids: Sequence[str], moment: datetime) -> dict[str, Entry]:
    row = EVENTS.c
    last: dict[str, Entry] = {}
    for page in _pages(ids):
        about = (row.entity == "grant") & row.entity_id.in_(page) & (row.at <= moment)
        found = unit.connection.execute(select(EVENTS).where(about).order_by(row.seq))
        last |= {one.entity_id: entry_of_row(one) for one in found}
    return last


@dataclass(frozen=True)
class OpenAudit:
    """An audit without a result, its ticket, and since when it is open again if it had ended."""

    audit: Audit
    ticket: str | None
    reopened_on: date | None


def open_audits(unit: Unit, moment: datetime, day: date) -> list[OpenAudit]:
    """The audits that were open at the instant, and due before this day or reopened by then."""
    row = EVENTS.c
    turned = (Happened.AUDIT_CLOSED.value, Happened.AUDIT_REOPENED.value)
    since = unit.connection.execute(
        select(row.entity_id, row.happened, row.before).where(row.at > moment, row.happened.in_(turned)).order_by(row.seq.desc())
    )
    was_open = {one.entity_id: one.happened == turned[0] or one.before is None for one in since}  # by the first since then
    begun = AUDITS.c.opened_at.is_(None) | (AUDITS.c.opened_at <= moment)
    wanted = (AUDITS.c.due_on < day) | (AUDITS.c.reopened_on <= day)
    could_be = AUDITS.c.result.is_(None) | AUDITS.c.key.in_([key for key, is_open in was_open.items() if is_open])
    query = select(AUDITS).where(wanted, begun, could_be).order_by(AUDITS.c.due_on, AUDITS.c.key)
    found = [one for one in unit.connection.execute(query) if was_open.get(one.key, True)]
    return [OpenAudit(_audit(one), one.ticket_key, _by(day, one.reopened_on)) for one in found]


def _by(day: date, on: date | None) -> date | None:
    return on if on is not None and on <= day else None


def given_up(unit: Unit, moment: datetime) -> list[tuple[str, datetime]]:
    """The messages that had been given up by then and were not delivered yet: where each should stand, and since when."""
    told, row = EVENTS.c, OUTBOX.c
    joined = EVENTS.join(OUTBOX, row.key == told.details["message"].as_string())
    query = select(row.key, row.destination, func.min(told.at)).select_from(joined)
    query = query.where(told.happened == Happened.MESSAGE_GIVEN_UP.value, told.at <= moment)
    query = query.where(row.delivered_at.is_(None) | (row.delivered_at > moment)).group_by(row.key, row.destination)
    found = unit.connection.execute(query).all()
    return sorted(((where, at) for _, where, at in found), key=lambda one: one[1])


def _audit(row: Any) -> Audit:
    return Audit(row.key, row.vendor, AuditKind(row.kind), row.trigger, tuple(row.assets), row.due_on)


def _pages(ids: Iterable[str]) -> Iterator[list[str]]:
    known = list(ids)
    for begin in range(0, len(known), _PAGE):
        yield known[begin : begin + _PAGE]
