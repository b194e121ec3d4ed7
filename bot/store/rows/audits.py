"""The rows of audits, and of what was heard of them in the tracker."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from bot.store.rows.columns import instant_column, json_column


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit"
    key: str = Field(primary_key=True)
    vendor: str
    kind: str
    trigger: str = Field(index=True)
    due_on: date
    assets: list[str] = json_column()
    ticket_key: str | None = Field(default=None, index=True)
    ticket_url: str | None = None
    ticket_status: str | None = None
    ticket_updated_at: datetime | None = instant_column(nullable=True)
    cause: str | None = None
    criteria: list[str] = json_column()
    period_from: date | None = None
    period_until: date | None = None
    opened_by: str | None = None
    opened_at: datetime | None = instant_column(nullable=True)
    result: str | None = None
    closed_by: str | None = None
    closed_on: date | None = None
    closing_note: str = ""
    ticket_gone_on: date | None = None
    reopened_on: date | None = None
    result_before: str | None = None


class AuditFindingRow(SQLModel, table=True):
    """Which ticket a finding of the register stands in, and which audit it belongs to."""

    __tablename__ = "audit_finding"
    finding: str = Field(primary_key=True)
    audit: str = Field(foreign_key="audit.key", index=True)
    ticket_key: str = Field(unique=True)
    url: str
    status: str
    updated_at: datetime = instant_column()
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
    at: datetime = instant_column()
    text: str


class TrackerDeliveryRow(SQLModel, table=True):
    """Deliveries of the tracker that were taken, so that a repeated one is known."""

    __tablename__ = "tracker_delivery"
    id: str = Field(primary_key=True)
    at: datetime = instant_column()


class TrackerLookRow(SQLModel, table=True):
    """How far the tracker has been looked through: the newest change that was seen, in the tracker's own time."""

    __tablename__ = "tracker_look"
    tracker: str = Field(primary_key=True)
    seen_until: datetime = instant_column()
