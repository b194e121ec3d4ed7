"""The rows of a register: id, references, version and the document."""

from datetime import date
from typing import Any

from sqlmodel import Field, SQLModel

from bot.store.rows.columns import json_column


class OwnEntityRow(SQLModel, table=True):
    __tablename__ = "own_entity"
    id: str = Field(primary_key=True)
    version: int = 1
    document: dict[str, Any] = json_column()


class MemberRow(SQLModel, table=True):
    __tablename__ = "member"
    id: str = Field(primary_key=True)
    version: int = 1
    slack_id: str | None = Field(default=None, unique=True)
    active: bool = True
    document: dict[str, Any] = json_column()


class ChannelRow(SQLModel, table=True):
    __tablename__ = "transfer_channel"
    id: str = Field(primary_key=True)
    version: int = 1
    document: dict[str, Any] = json_column()


class ProjectRow(SQLModel, table=True):
    __tablename__ = "project"
    id: str = Field(primary_key=True)
    version: int = 1
    document: dict[str, Any] = json_column()


class AssetRow(SQLModel, table=True):
    __tablename__ = "asset"
    id: str = Field(primary_key=True)
    version: int = 1
    project: str = Field(foreign_key="project.id", index=True)
    owner_entity: str | None = Field(default=None, foreign_key="own_entity.id")
    data_owner: str | None = Field(default=None, foreign_key="member.id")
    title: str = Field(index=True)
    parts_of: str | None = Field(default=None, index=True)
    document: dict[str, Any] = json_column()


class VendorRow(SQLModel, table=True):
    __tablename__ = "vendor"
    id: str = Field(primary_key=True)
    version: int = 1
    status: str | None = None
    owner: str | None = Field(default=None, foreign_key="member.id")
    name: str = Field(index=True)
    document: dict[str, Any] = json_column()


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()


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
    document: dict[str, Any] = json_column()


class CertificationRow(SQLModel, table=True):
    __tablename__ = "certification"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()


class AssessmentRow(SQLModel, table=True):
    __tablename__ = "assessment"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()


class FindingRow(SQLModel, table=True):
    __tablename__ = "finding"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()


class ReturnRow(SQLModel, table=True):
    __tablename__ = "return_certificate"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()


class KnownGrantRow(SQLModel, table=True):
    __tablename__ = "known_grant"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()


class WaiverRow(SQLModel, table=True):
    __tablename__ = "waiver"
    id: str = Field(primary_key=True)
    version: int = 1
    vendor: str = Field(foreign_key="vendor.id", index=True)
    document: dict[str, Any] = json_column()
