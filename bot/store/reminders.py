"""Reminders in the database: which papers are to be looked at, what was sent to whom, and what was decided about a paper."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.recipients import RenewalDecision
from bot.domain.register import Agreement
from bot.domain.reminders import Anchor, ReminderSchedule, RenewalChoice
from bot.domain.vocabulary import AgreementKind
from bot.store.documents import from_document
from bot.store.inserting import upsert
from bot.store.tables import AGREEMENT_CARE, AGREEMENTS, MEMBERS, MESSAGE_COPIES, OUTBOX, REMINDER_LINES, REMINDERS_SENT, REQUESTS
from bot.store.unit import Unit

AT_ONCE = date(1970, 1, 1)  # due whatever day it is
_SENT, _LINE, _CARE = REMINDERS_SENT.c, REMINDER_LINES.c, AGREEMENT_CARE.c


@dataclass(frozen=True)
class SentReminder:
    """One step of one series, for one person."""

    series: ReminderSchedule
    step: int
    recipient: str


@dataclass(frozen=True)
class Line:
    """One paper in a message, and the step that the message tells of it."""

    series: ReminderSchedule
    step: int


def to_look_at(unit: Unit, today: date, limit: int) -> list[str]:
    """The NDAs of which something may be due by today, the longest waiting first; cost follows what is due."""
    query = select(AGREEMENTS.c.id).where(AGREEMENTS.c.look_on <= today).order_by(AGREEMENTS.c.look_on, AGREEMENTS.c.id)
    return list(unit.connection.execute(query.limit(limit)).scalars())


def look_again(unit: Unit, *, vendors: Iterable[str] | None = None) -> None:
    """Facts changed: the NDAs of these vendors (or of all) are due to be looked at."""
    where = AGREEMENTS.c.kind == AgreementKind.NDA.value
    where = where if vendors is None else where & AGREEMENTS.c.vendor.in_(list(vendors))
    unit.connection.execute(update(AGREEMENTS).where(where).values(look_on=AT_ONCE))


def look_again_for(unit: Unit, request_ids: Iterable[str]) -> None:
    """Somebody asks for something of a vendor: an ended NDA that was silent may have to speak."""
    vendors = select(REQUESTS.c.vendor).where(REQUESTS.c.id.in_(list(request_ids)))
    where = (AGREEMENTS.c.kind == AgreementKind.NDA.value) & AGREEMENTS.c.look_on.is_(None) & AGREEMENTS.c.vendor.in_(vendors)
    unit.connection.execute(update(AGREEMENTS).where(where).values(look_on=AT_ONCE))


def next_looks(unit: Unit, days: Mapping[str, date | None]) -> None:
    """When each of these papers is to be looked at again; one statement for each different day."""
    for day in set(days.values()):
        ids = [agreement for agreement, on in days.items() if on == day]
        unit.connection.execute(update(AGREEMENTS).where(AGREEMENTS.c.id.in_(ids)).values(look_on=day))


def papers_beside(unit: Unit, agreement_ids: Iterable[str]) -> list[Agreement]:
    """All papers of the vendors of these papers, in the order of their ids."""
    vendors = select(AGREEMENTS.c.vendor).where(AGREEMENTS.c.id.in_(list(agreement_ids)))
    query = select(AGREEMENTS.c.document).where(AGREEMENTS.c.vendor.in_(vendors)).order_by(AGREEMENTS.c.id)
    return [from_document(Agreement, document) for document in unit.connection.execute(query).scalars()]


def handled(unit: Unit, agreement_ids: Iterable[str]) -> dict[ReminderSchedule, dict[int, set[str]]]:
    """What was sent or folded, by series and step: whom it reached; nobody whose message was given up, or stands elsewhere."""
    rows = unit.connection.execute(select(REMINDERS_SENT).where(_SENT.subject.in_(list(agreement_ids)))).all()
    lost = _lost(unit, {bundle_key(row.recipient, row.on) for row in rows if row.waiting is None})
    found: dict[ReminderSchedule, dict[int, set[str]]] = {}
    for row in rows:
        reached = found.setdefault(_series(row), {}).setdefault(row.step, set())
        if row.waiting is not None or bundle_key(row.recipient, row.on) not in lost:
            reached.add(row.recipient)
    return found


def _lost(unit: Unit, bundles: Collection[str]) -> set[str]:
    """Those of these messages that were given up, or stand only in a Slack account that the person had before."""
    dead = select(OUTBOX.c.key).where(OUTBOX.c.key.in_(bundles), OUTBOX.c.state == "dead")
    copy = select(MESSAGE_COPIES.c.subject, MESSAGE_COPIES.c.account).where(MESSAGE_COPIES.c.subject.in_(bundles))
    now = {row.id: row.slack_id for row in unit.connection.execute(select(MEMBERS.c.id, MEMBERS.c.slack_id))}
    copies = unit.connection.execute(copy).all()
    stands = {row.subject: False for row in copies}
    for row in copies:
        stands[row.subject] |= row.account in (None, now.get(recipient_of(row.subject)))
    return set(unit.connection.execute(dead).scalars()) | {bundle for bundle, here in stands.items() if not here}


def add(unit: Unit, told: Iterable[tuple[SentReminder, int | None]], today: date) -> None:
    """Each with the step it was folded into, if it was; what is not folded waits for the recipient's next message.

    It waits again for whoever was told it in a message that was given up.
    """
    rows = [
        _key(one)
        | {"on": today, "folded_into": into, "waiting": None if into is not None else one.recipient, "snooze_reason": ""}
        for one, into in told
    ]
    if rows:
        upsert(unit, REMINDERS_SENT, rows)


def wake_snoozed(unit: Unit, today: date) -> int:
    """How many steps whose day has come wait again for the message of whoever put them off."""
    values = {"waiting": REMINDERS_SENT.c.recipient, "snoozed_until": None}
    return unit.connection.execute(update(REMINDERS_SENT).where(_SENT.snoozed_until <= today).values(**values)).rowcount


def something_wakes(unit: Unit, today: date) -> bool:
    return unit.connection.execute(select(_SENT.step).where(_SENT.snoozed_until <= today).limit(1)).first() is not None


def recipients_waiting(unit: Unit, today: date, limit: int) -> list[str]:
    """Whom something waits for who has had no message today, in the order of their ids."""
    query = select(_SENT.waiting).where(_SENT.waiting > "", ~_has_message(today))
    query = query.distinct().order_by(_SENT.waiting).limit(limit)
    return [str(one) for one in unit.connection.execute(query).scalars()]


_BUNDLE = "reminders:"  # then whose message it is, and of which day; it stands in outbox rows for years


def _has_message(today: date) -> ColumnElement[bool]:
    return exists().where(OUTBOX.c.key == _BUNDLE + _SENT.waiting + f":{today.isoformat()}")


def bundle_key(recipient: str, day: date) -> str:
    """The one message of a person on a day."""
    return f"{_BUNDLE}{recipient}:{day.isoformat()}"


def recipient_of(bundle: str) -> str:
    """Whose message it is."""
    return bundle.removeprefix(_BUNDLE).rpartition(":")[0]


def waiting_for(unit: Unit, recipient: str) -> list[SentReminder]:
    query = select(REMINDERS_SENT).where(_SENT.waiting == recipient).order_by(_SENT.subject, _SENT.step)
    return [SentReminder(_series(row), row.step, row.recipient) for row in unit.connection.execute(query)]


def folded_into(unit: Unit, told: SentReminder) -> set[int]:
    """The steps that this person hears of with that one."""
    where = _is_of(told.series) & (_SENT.recipient == told.recipient) & (_SENT.folded_into == told.step)
    return set(unit.connection.execute(select(_SENT.step).where(where)).scalars())


def take(unit: Unit, recipient: str, bundle: str, lines: Iterable[Line], today: date) -> None:
    """What waits for this person stands in this message now, or was overtaken by what does."""
    kept = list(lines)
    mine = _SENT.waiting == recipient
    for line in kept:
        overtaken = mine & _is_of(line.series) & (_SENT.step != line.step)
        unit.connection.execute(update(REMINDERS_SENT).where(overtaken).values(waiting=None, folded_into=line.step))
        told = mine & _is_of(line.series) & (_SENT.step == line.step)
        unit.connection.execute(update(REMINDERS_SENT).where(told).values(waiting=None, on=today))
    unit.connection.execute(delete(REMINDERS_SENT).where(mine))  # their day has changed meanwhile: nothing was said
    rows = [
        {
            "bundle": bundle,
            "subject": line.series.subject,
            "anchor": line.series.anchor.value,
            "anchor_on": line.series.on,
            "step": line.step,
        }
        for line in kept
    ]
    if rows:
        unit.connection.execute(insert(REMINDER_LINES), rows)


def lines_of(unit: Unit, bundle: str) -> list[Line]:
    """The papers of one message, the one whose day comes first first."""
    query = select(REMINDER_LINES).where(_LINE.bundle == bundle).order_by(_LINE.anchor_on, _LINE.subject, _LINE.anchor)
    return [Line(_series(row), row.step) for row in unit.connection.execute(query)]


def bundles_about(unit: Unit, agreement_id: str) -> list[str]:
    """Every message that has a line about this paper, oldest first."""
    query = select(_LINE.bundle).where(_LINE.subject == agreement_id).distinct().order_by(_LINE.bundle)
    return list(unit.connection.execute(query).scalars())


def snooze(unit: Unit, told: SentReminder, until: date, reason: str) -> bool:
    """Whether this person had been told that step."""
    where = _is_of(told.series) & (_SENT.step == told.step) & (_SENT.recipient == told.recipient)
    values = {"snoozed_until": until, "snooze_reason": reason, "waiting": None}
    return unit.connection.execute(update(REMINDERS_SENT).where(where).values(**values)).rowcount > 0


def snoozed(unit: Unit, recipient: str, agreement_ids: Iterable[str]) -> dict[ReminderSchedule, date]:
    """Until when this person has put off which series."""
    where = (_SENT.recipient == recipient) & _SENT.snoozed_until.is_not(None) & _SENT.subject.in_(list(agreement_ids))
    return {_series(row): row.snoozed_until for row in unit.connection.execute(select(REMINDERS_SENT).where(where))}


def cares(unit: Unit, agreement_ids: Iterable[str]) -> dict[str, RenewalDecision]:
    query = select(AGREEMENT_CARE).where(_CARE.agreement.in_(list(agreement_ids)))
    return {row.agreement: _care(row) for row in unit.connection.execute(query)}


def care_of_task(unit: Unit, ticket_key: str) -> RenewalDecision | None:
    """The decision that asked for this task."""
    row = unit.connection.execute(select(AGREEMENT_CARE).where(_CARE.task_key == ticket_key)).one_or_none()
    return None if row is None else _care(row)


def keep_care(unit: Unit, care: RenewalDecision) -> None:
    make = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    values = vars(care) | {
        "declined": list(care.declined),
        "decision": care.decision.value,
        "anchor": care.anchor.value if care.anchor else None,
    }
    kept = make(AGREEMENT_CARE).values(**values)
    unit.connection.execute(kept.on_conflict_do_update(index_elements=["agreement"], set_=values))


def _key(one: SentReminder) -> dict[str, Any]:
    return {
        "subject": one.series.subject,
        "anchor": one.series.anchor.value,
        "anchor_on": one.series.on,
        "step": one.step,
        "recipient": one.recipient,
    }


def _is_of(series: ReminderSchedule) -> ColumnElement[bool]:
    return (_SENT.subject == series.subject) & (_SENT.anchor == series.anchor.value) & (_SENT.anchor_on == series.on)


def _series(row: Any) -> ReminderSchedule:
    return ReminderSchedule(row.subject, Anchor(row.anchor), row.anchor_on)


def _care(row: Any) -> RenewalDecision:
    changed = {
        "declined": tuple(row.declined),
        "decision": RenewalChoice(row.decision),
        "anchor": Anchor(row.anchor) if row.anchor else None,
    }
    return RenewalDecision(**(dict(row._mapping) | changed))
