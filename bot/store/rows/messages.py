"""The rows of what people are told and asked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.rows.columns import instant_column, json_column


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
    payload: dict[str, Any] = json_column()
    state: str
    attempts: int
    uncertain: bool
    created_at: datetime = instant_column()
    not_before: datetime = instant_column()
    leased_until: datetime | None = instant_column(nullable=True)
    first_failed_at: datetime | None = instant_column(nullable=True)
    delivered_at: datetime | None = instant_column(nullable=True)
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
    able: list[str] = json_column()
    look_on: date | None = None
    nobody_since: datetime | None = instant_column(nullable=True)


class UnreachableAccountRow(SQLModel, table=True):
    """A Slack account that takes no message, and Slack's reason."""

    __tablename__ = "unreachable_account"
    slack_id: str = Field(primary_key=True)
    reason: str
    since: datetime = instant_column()


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
    declined: list[str] = json_column()
    decision: str
    decided_by: str | None = None
    decided_at: datetime | None = instant_column(nullable=True)
    anchor: str | None = None
    anchor_on: date | None = None
    task_key: str | None = None
    task_url: str | None = None
    task_gone_on: date | None = None


class DigestSentRow(SQLModel, table=True):
    """Which channel was given the digest of which Monday; an empty one was looked at and kept back."""

    __tablename__ = "digest_sent"
    channel: str = Field(primary_key=True)
    week: date = Field(primary_key=True)
    at: datetime = instant_column()
    empty: bool
