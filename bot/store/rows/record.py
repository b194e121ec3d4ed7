"""The rows of the record and of what proves it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.rows.columns import instant_column, json_column


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
    at: datetime = instant_column()
    happened: str
    entity: str
    entity_id: str
    actor: str
    before: str | None = None
    after: str | None = None
    details: dict[str, Any] = json_column()
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
    at: datetime | None = instant_column(nullable=True)
    root: str
    heads: list[Any] = json_column()
    place: int | None = None
    chain: str | None = None
    key: str | None = None
    signature: str | None = None
