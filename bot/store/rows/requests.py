"""The rows of what is asked, decided and given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.rows.columns import instant_column, json_column


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
    submitted_at: datetime = instant_column()
    stage_since: datetime = instant_column()
    due_on: date | None = Field(default=None, index=True)
    look_on: date | None = Field(default=None, index=True)
    paused_of: datetime | None = instant_column(nullable=True)
    paused_on: date | None = None
    paused_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    draft: dict[str, Any] = json_column()
    route: dict[str, Any] = json_column()


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
    seats: list[str] = json_column()
    seat: str
    at: datetime = instant_column()
    snapshot: int
    reason: str
    void: bool
    slack_id: str | None = None


class SnapshotRow(SQLModel, table=True):
    __tablename__ = "snapshot"
    request: str = Field(primary_key=True, foreign_key="request.id")
    number: int = Field(primary_key=True)
    taken_at: datetime = instant_column()
    digest: str
    facts: dict[str, Any] = json_column()
    results: list[Any] = json_column()


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
    reasons: list[str] = json_column()
