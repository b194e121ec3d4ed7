"""The tables: real columns for what is looked up, joined or constrained, one JSON document for the rest.

A register record is declared once, in `bot.domain.register`; its row is id, references, version and the document.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Index, Table, TypeDecorator, UniqueConstraint
from sqlmodel import Field, SQLModel


class UtcInstant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps it without zone, so that the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _document() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


def _instant(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None if nullable else ..., sa_column=Column(UtcInstant(), nullable=nullable, index=index))


class OwnEntityRow(SQLModel, table=True):
    __tablename__ = "own_entity"
    id: str = Field(primary_key=True)
    version: int = 1
    document: dict[str, Any] = _document()


class MemberRow(SQLModel, table=True):
    __tablename__ = "member"
    id: str = Field(primary_key=True)
    version: int = 1
    slack_id: str | None = Field(default=None, unique=True)
    active: bool = True
    document: dict[str, Any] = _document()


class ChannelRow(SQLModel, table=True):
    __tablename__ = "transfer_channel"
    id: str = Field(primary_key=True)
    version: int = 1
    document: dict[str, Any] = _document()


class ProjectRow(SQLModel, table=True):
    __tablename__ = "project"
    id: str = Field(primary_key=True)
    version: int = 1
    document: dict[str, Any] = _document()


class AssetRow(SQLModel, table=True):
    __tablename__ = "asset"
    id: str = Field(primary_key=True)
    version: int = 1
    project: str = Field(foreign_key="project.id", index=True)
    owner_entity: str | None = Field(default=None, foreign_key="own_entity.id")
    data_owner: str | None = Field(default=None, foreign_key="member.id")
    title: str = Field(index=True)
    parts_of: str | None = Field(default=None, index=True)
    document: dict[str, Any] = _document()


class VendorRow(SQLModel, table=True):
    __tablename__ = "vendor"
    id: str = Field(primary_key=True)
    version: int = 1
    status: str | None = None
    owner: str | None = Field(default=None, foreign_key="member.id")
    name: str = Field(index=True)
    document: dict[str, Any] = _document()


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class AgreementRow(SQLModel, table=True):
    __tablename__ = "agreement"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    kind: str
    expires_on: date | None = None
    terminated_on: date | None = None
    look_on: date | None = Field(default=None, index=True)
    recorded_by: str | None = None
    document: dict[str, Any] = _document()


class CertificationRow(SQLModel, table=True):
    __tablename__ = "certification"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class AssessmentRow(SQLModel, table=True):
    __tablename__ = "assessment"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class FindingRow(SQLModel, table=True):
    __tablename__ = "finding"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class ReturnRow(SQLModel, table=True):
    __tablename__ = "return_certificate"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class KnownGrantRow(SQLModel, table=True):
    __tablename__ = "known_grant"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class WaiverRow(SQLModel, table=True):
    __tablename__ = "waiver"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = _document()


class CounterRow(SQLModel, table=True):
    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    value: int = 0


class RequestRow(SQLModel, table=True):
    """`paused_…` count only while `paused_of` is `stage_since`: another stage has a time of its own."""

    __tablename__ = "request"
    __table_args__ = (Index("request_state", "state"),)
    id: str = Field(primary_key=True)
    submit_key: str = Field(unique=True)
    requester: str = Field(index=True)
    requester_slack: str | None = Field(default=None, index=True)
    vendor: str = Field(index=True)
    state: str
    rank: int
    round: int
    stage: int
    snapshot: int
    submitted_at: datetime = _instant()
    stage_since: datetime = _instant()
    due_on: date | None = Field(default=None, index=True)
    look_on: date | None = Field(default=None, index=True)
    paused_of: datetime | None = _instant(nullable=True)
    paused_on: date | None = None
    paused_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    draft: dict[str, Any] = _document()
    route: dict[str, Any] = _document()


class RequestItemRow(SQLModel, table=True):
    __tablename__ = "request_item"
    request: str = Field(primary_key=True, foreign_key="request.id")
    number: int = Field(primary_key=True)
    asset: str
    mode: str
    state: str


class DecisionRow(SQLModel, table=True):
    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("request", "item", "stage", "round", "actor", "outcome"),)
    id: int | None = Field(default=None, primary_key=True)
    request: str = Field(foreign_key="request.id", index=True)
    item: str
    stage: int
    round: int
    actor: str
    outcome: str
    seats: list[str] = _document()
    seat: str
    at: datetime = _instant()
    snapshot: int
    reason: str
    void: bool
    slack_id: str | None = None


class SnapshotRow(SQLModel, table=True):
    __tablename__ = "snapshot"
    request: str = Field(primary_key=True, foreign_key="request.id")
    number: int = Field(primary_key=True)
    taken_at: datetime = _instant()
    digest: str
    facts: dict[str, Any] = _document()
    results: list[Any] = _document()


class GrantRow(SQLModel, table=True):
    __tablename__ = "access_grant"
    __table_args__ = (Index("grant_due", "next_on", "request"), Index("grant_state", "state"))
    id: str = Field(primary_key=True)
    request: str = Field(index=True)
    vendor: str = Field(index=True)
    person: str
    asset: str
    mode: str
    channel: str
    start_on: date
    end_on: date
    state: str
    next_on: date | None = None
    held: str = ""
    entity: str | None = None
    covered_until: date | None = None
    reasons: list[str] = _document()


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit"
    key: str = Field(primary_key=True)
    vendor: str
    kind: str
    trigger: str = Field(index=True)
    due_on: date
    assets: list[str] = _document()
    ticket_key: str | None = Field(default=None, index=True)
    ticket_url: str | None = None
    ticket_status: str | None = None
    ticket_updated_at: datetime | None = _instant(nullable=True)
    cause: str | None = None
    criteria: list[str] = _document()
    period_from: date | None = None
    period_until: date | None = None
    opened_by: str | None = None
    opened_at: datetime | None = _instant(nullable=True)
    result: str | None = None
    closed_by: str | None = None
    closed_on: date | None = None
    closing_note: str = ""
    ticket_gone_on: date | None = None
    reopened_on: date | None = None
    result_before: str | None = None


class EventRow(SQLModel, table=True):
    __tablename__ = "event"
    __table_args__ = (
        Index("event_of_entity", "entity_id", "entity"),
        Index("event_at", "at"),
        Index("event_place", "place", unique=True),
        UniqueConstraint("subject", "number"),
    )
    seq: int | None = Field(default=None, primary_key=True)
    subject: str
    number: int
    hash: str
    at: datetime = _instant()
    happened: str
    entity: str
    entity_id: str
    actor: str
    before: str | None = None
    after: str | None = None
    details: dict[str, Any] = _document()
    place: int | None = None
    chain: str | None = None


class RecordHeadRow(SQLModel, table=True):
    __tablename__ = "record_head"
    subject: str = Field(primary_key=True)
    number: int
    hash: str
    rooted: bool = Field(index=True)


class RecordTailRow(SQLModel, table=True):
    """The end of the whole record; one row."""

    __tablename__ = "record_tail"
    name: str = Field(primary_key=True)
    place: int
    chain: str


class RecordRootRow(SQLModel, table=True):
    """`at`, `place` and `chain` are empty in roots of the releases that took one a day."""

    __tablename__ = "record_root"
    number: int = Field(primary_key=True)
    day: date
    at: datetime | None = _instant(nullable=True)
    root: str
    heads: list[Any] = _document()
    place: int | None = None
    chain: str | None = None
    key: str | None = None
    signature: str | None = None


class OutboxRow(SQLModel, table=True):
    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_waiting", "state", "world", "id"),
        Index("outbox_order", "subject", "destination", "state", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    world: str
    subject: str
    destination: str
    kind: str
    payload: dict[str, Any] = _document()
    state: str
    attempts: int
    uncertain: bool
    created_at: datetime = _instant()
    not_before: datetime = _instant()
    leased_until: datetime | None = _instant(nullable=True)
    first_failed_at: datetime | None = _instant(nullable=True)
    delivered_at: datetime | None = _instant(nullable=True)
    last_error: str = ""


class MessageCopyRow(SQLModel, table=True):
    """`account` is the Slack account of the person it was posted to; empty in channels, and in copies of older releases."""

    __tablename__ = "message_copy"
    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    subject: str = Field(index=True)
    destination: str
    kind: str
    account: str | None = None


class OpenQuestionRow(SQLModel, table=True):
    """Up to which change of the people an open question was judged, who was able to answer it then, and since when nobody is."""

    __tablename__ = "open_question"
    kind: str = Field(primary_key=True)
    topic: str = Field(primary_key=True)
    judged: int
    able: list[str] = _document()
    look_on: date | None = None
    nobody_since: datetime | None = _instant(nullable=True)


class UnreachableAccountRow(SQLModel, table=True):
    """A Slack account that takes no message, and Slack's reason."""

    __tablename__ = "unreachable_account"
    slack_id: str = Field(primary_key=True)
    reason: str
    since: datetime = _instant()


class ReminderSentRow(SQLModel, table=True):
    """`waiting` repeats the recipient while the step waits for their next message; NULL once it stands in one."""

    __tablename__ = "reminder_sent"
    subject: str = Field(primary_key=True)
    anchor: str = Field(primary_key=True)
    anchor_on: date = Field(primary_key=True)
    step: int = Field(primary_key=True)
    recipient: str = Field(primary_key=True)
    on: date
    folded_into: int | None = None
    waiting: str | None = Field(default=None, index=True)
    snoozed_until: date | None = Field(default=None, index=True)
    snooze_reason: str = ""


class ReminderLineRow(SQLModel, table=True):
    """Which papers one message is about, each with the step that it told."""

    __tablename__ = "reminder_line"
    bundle: str = Field(primary_key=True)
    subject: str = Field(primary_key=True, index=True)
    anchor: str = Field(primary_key=True)
    anchor_on: date = Field(primary_key=True)
    step: int


class AgreementCareRow(SQLModel, table=True):
    __tablename__ = "agreement_care"
    agreement: str = Field(primary_key=True)
    owner: str | None = None
    instead_of: str | None = None
    declined: list[str] = _document()
    decision: str
    decided_by: str | None = None
    decided_at: datetime | None = _instant(nullable=True)
    anchor: str | None = None
    anchor_on: date | None = None
    task_key: str | None = None
    task_url: str | None = None
    task_gone_on: date | None = None


class AuditFindingRow(SQLModel, table=True):
    """Which ticket a finding of the register stands in, and which audit it belongs to."""

    __tablename__ = "audit_finding"
    finding: str = Field(primary_key=True)
    audit: str = Field(foreign_key="audit.key", index=True)
    ticket_key: str = Field(unique=True)
    url: str
    status: str
    updated_at: datetime = _instant()
    gone_on: date | None = None


class MovedTicketRow(SQLModel, table=True):
    """Under which key a ticket stands now that was moved to another project of the tracker."""

    __tablename__ = "moved_ticket"
    key: str = Field(primary_key=True)
    now: str = Field(index=True)


class AuditRemarkRow(SQLModel, table=True):
    """What somebody said about an audit in the tracker."""

    __tablename__ = "audit_remark"
    id: str = Field(primary_key=True)
    audit: str = Field(foreign_key="audit.key", index=True)
    author: str
    at: datetime = _instant()
    text: str


class TrackerDeliveryRow(SQLModel, table=True):
    """Deliveries of the tracker that were taken, so that a repeated one is known."""

    __tablename__ = "tracker_delivery"
    id: str = Field(primary_key=True)
    at: datetime = _instant()


class TrackerLookRow(SQLModel, table=True):
    """How far the tracker has been looked through: the newest change that was seen, in the tracker's own time."""

    __tablename__ = "tracker_look"
    tracker: str = Field(primary_key=True)
    seen_until: datetime = _instant()


class DigestSentRow(SQLModel, table=True):
    """Which channel was given the digest of which Monday; an empty one was looked at and kept back."""

    __tablename__ = "digest_sent"
    channel: str = Field(primary_key=True)
    week: date = Field(primary_key=True)
    at: datetime = _instant()
    empty: bool


def _table(model: type[SQLModel]) -> Table:
    """The Core table of a model: statements on tables cost a third of objects in a session."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


OWN_ENTITIES = _table(OwnEntityRow)
MEMBERS = _table(MemberRow)
CHANNELS = _table(ChannelRow)
PROJECTS = _table(ProjectRow)
ASSETS = _table(AssetRow)
VENDORS = _table(VendorRow)
PEOPLE = _table(PersonRow)
AGREEMENTS = _table(AgreementRow)
CERTIFICATIONS = _table(CertificationRow)
ASSESSMENTS = _table(AssessmentRow)
FINDINGS = _table(FindingRow)
RETURNS = _table(ReturnRow)
KNOWN_GRANTS = _table(KnownGrantRow)
WAIVERS = _table(WaiverRow)
COUNTERS = _table(CounterRow)
REQUESTS = _table(RequestRow)
REQUEST_ITEMS = _table(RequestItemRow)
DECISIONS = _table(DecisionRow)
SNAPSHOTS = _table(SnapshotRow)
GRANTS = _table(GrantRow)
AUDITS = _table(AuditRow)
EVENTS = _table(EventRow)
RECORD_HEADS = _table(RecordHeadRow)
RECORD_TAIL = _table(RecordTailRow)
RECORD_ROOTS = _table(RecordRootRow)
OUTBOX = _table(OutboxRow)
MESSAGE_COPIES = _table(MessageCopyRow)
OPEN_QUESTIONS = _table(OpenQuestionRow)
UNREACHABLE_ACCOUNTS = _table(UnreachableAccountRow)
REMINDERS_SENT = _table(ReminderSentRow)
REMINDER_LINES = _table(ReminderLineRow)
AGREEMENT_CARE = _table(AgreementCareRow)
AUDIT_FINDINGS = _table(AuditFindingRow)
AUDIT_REMARKS = _table(AuditRemarkRow)
MOVED_TICKETS = _table(MovedTicketRow)
TRACKER_DELIVERIES = _table(TrackerDeliveryRow)
TRACKER_LOOKS = _table(TrackerLookRow)
DIGESTS_SENT = _table(DigestSentRow)
