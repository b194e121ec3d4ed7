"""The register in the database: loaded whole, and gathered in one query for one draft."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    CompoundSelect,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    insert,
    literal_column,
    select,
    union,
    union_all,
    update,
)

from bot.domain.drafts import Draft
from bot.domain.grants import FOLLOWS
from bot.domain.register import (
    Agreement,
    Assessment,
    Asset,
    Certification,
    Finding,
    KnownGrant,
    Member,
    OwnEntity,
    Person,
    Project,
    Register,
    Return,
    TransferChannel,
    Vendor,
    Waiver,
    as_reached,
)
from bot.domain.searching import found_by
from bot.store import tables as t
from bot.store.documents import from_document, from_text, to_document
from bot.store.unit import Unit

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """What was found, as far as it is shown, and how many there are in all."""

    shown: tuple[T, ...]
    of: int


# section of the register -> (record, table, columns beside id, version and document): none points at a later one
SECTIONS: Mapping[str, tuple[type, Table, Mapping[str, str]]] = {
    "own_entities": (OwnEntity, t.OWN_ENTITIES, {}),
    "members": (Member, t.MEMBERS, {"slack_id": "slack_id", "active": "active"}),
    "channels": (TransferChannel, t.CHANNELS, {}),
    "projects": (Project, t.PROJECTS, {}),
    "assets": (
        Asset,
        t.ASSETS,
        {
            "project": "project",
            "owner_entity": "owner_entity",
            "data_owner": "data_owner",
            "title": "public_title",
            "parts_of": "parts_of",
        },
    ),
    "vendors": (Vendor, t.VENDORS, {"status": "status", "owner": "owner", "name": "name"}),
    "people": (Person, t.PEOPLE, {"vendor": "vendor"}),
    "agreements": (
        Agreement,
        t.AGREEMENTS,
        {"vendor": "vendor", "kind": "kind", "expires_on": "expires_on", "terminated_on": "terminated_on"},
    ),
    "certifications": (Certification, t.CERTIFICATIONS, {"vendor": "vendor"}),
    "assessments": (Assessment, t.ASSESSMENTS, {"vendor": "vendor"}),
    "findings": (Finding, t.FINDINGS, {"vendor": "vendor"}),
    "returns": (Return, t.RETURNS, {"vendor": "vendor"}),
    "grants": (KnownGrant, t.KNOWN_GRANTS, {"vendor": "vendor"}),
    "waivers": (Waiver, t.WAIVERS, {"vendor": "vendor"}),
}
_TABLE_OF = {record: table for record, table, _ in SECTIONS.values()}
_EVERYWHERE = ("own_entities", "members", "channels")
MOST_REMEMBERED = 10_000
CLOSED = "closed accounts"
BESIDE = "beside"
_OF_VENDOR = ("people", "agreements", "certifications", "assessments", "findings", "returns", "grants", "waivers")


def replace_register(unit: Unit, register: Register) -> int:
    """Make the database hold exactly this register; how many records were added, changed or removed.

    A changed record gets the next version. What is new or changed is written before anything goes, so that what pointed at a
    record that goes points elsewhere by then; findings that were heard from the tracker stay, whatever the register says.
    """
    _free_slack_ids(unit, register)
    changed = sum(_write(unit, section, register) for section in SECTIONS)
    return changed + sum(_remove_absent(unit, section, register) for section in reversed(list(SECTIONS)))


def _free_slack_ids(unit: Unit, register: Register) -> None:
    """Whoever loses a Slack id loses it first: two members may exchange theirs, or one take over that of who goes."""
    wanted = {member.id: member.slack_id for member in register.members}
    bound = unit.connection.execute(select(t.MEMBERS.c.id, t.MEMBERS.c.slack_id).where(t.MEMBERS.c.slack_id.is_not(None)))
    if freed := [{"who": row.id} for row in bound if wanted.get(row.id) != row.slack_id]:
        unit.connection.execute(update(t.MEMBERS).where(t.MEMBERS.c.id == bindparam("who")).values(slack_id=None), freed)


def _rows(section: str, register: Register) -> dict[str, dict[str, Any]]:
    record, _, columns = SECTIONS[section]
    rows: dict[str, dict[str, Any]] = {}
    for number, value in enumerate(getattr(register, section), 1):
        document = to_document(value, record)
        row_id = getattr(value, "id", None) or f"{value.vendor}/{number}"
        rows[row_id] = {column: getattr(value, name) for column, name in columns.items()} | {"document": document}
    return rows


def _remove_absent(unit: Unit, section: str, register: Register) -> int:
    table = SECTIONS[section][1]
    known = set(unit.connection.execute(select(table.c.id)).scalars())
    gone = known - set(_rows(section, register)) - _kept_elsewhere(unit, section)
    if gone:
        unit.connection.execute(delete(table).where(table.c.id == bindparam("gone")), [{"gone": one} for one in sorted(gone)])
    return len(gone)


def _kept_elsewhere(unit: Unit, section: str) -> set[str]:
    """The findings that were heard from the tracker: no file names them, and no file takes them away."""
    return set(unit.connection.execute(select(t.AUDIT_FINDINGS.c.finding)).scalars()) if section == "findings" else set()


def keep_finding(unit: Unit, finding: Finding) -> bool:
    """Write one finding as it is now; a changed one gets the next version. Whether it is new or changed."""
    row, document = t.FINDINGS, to_document(finding)
    before = unit.connection.execute(select(row).where(row.c.id == finding.id)).one_or_none()
    values = {"vendor": finding.vendor, "document": document}
    if before is None:
        unit.connection.execute(insert(row).values(id=finding.id, version=1, **values))
    elif before.document != document:
        unit.connection.execute(update(row).where(row.c.id == finding.id).values(version=before.version + 1, **values))
    return before is None or before.document != document


def _write(unit: Unit, section: str, register: Register) -> int:
    table = SECTIONS[section][1]
    before = {row.id: row for row in unit.connection.execute(select(table))}
    rows = _rows(section, register)
    new = [{"id": row_id, "version": 1} | row for row_id, row in rows.items() if row_id not in before]
    if new:
        unit.connection.execute(insert(table), new)
    changed = 0
    for row_id, old in before.items():
        if row_id not in rows:
            continue
        row = rows[row_id]
        if row["document"] != old.document:
            unit.connection.execute(update(table).where(table.c.id == row_id).values(version=old.version + 1, **row))
            changed += 1
    return len(new) + changed


def gather(unit: Unit, draft: Draft) -> tuple[Register, tuple[tuple[str, int], ...]]:
    """The part of the register that one draft needs, and the version of each record; one query."""
    assets = [item.asset for item in draft.items]
    wanted = {
        "vendor": draft.vendor,
        "project": draft.project,
        "people": list(draft.people),
        "assets": assets,
        "but": assets,
    }
    return _collect(unit, _GATHERING, wanted)


def whole_register(unit: Unit) -> Register:
    return _collect(unit, union_all(_closed(), *(_select(section) for section in SECTIONS)), {})[0]


def _select(section: str, called: str = "") -> Select[Any]:
    """The document as text, so that it is read once (`_record`)."""
    table = SECTIONS[section][1]
    document = cast(table.c.document, Text).label("document")
    return select(literal_column(f"'{called or section}'", Text).label("section"), table.c.id, table.c.version, document)


def _closed() -> Select[Any]:
    """The Slack accounts that take no message, among the sections."""
    row, section = t.UNREACHABLE_ACCOUNTS.c, literal_column(f"'{CLOSED}'", Text).label("section")
    return select(section, row.slack_id.label("id"), literal_column("0", Integer).label("version"), row.reason.label("document"))


def _concerning() -> Iterator[Select[Any]]:
    yield _closed()
    yield from (_select(section) for section in _EVERYWHERE)
    for section in _OF_VENDOR:
        if section != "people":
            yield _select(section).where(SECTIONS[section][1].c.vendor == bindparam("vendor"))
    yield _select("vendors").where(t.VENDORS.c.id == bindparam("vendor"))
    yield _select("projects").where(t.PROJECTS.c.id == bindparam("project"))
    yield _select("people").where(t.PEOPLE.c.id.in_(bindparam("people", expanding=True)))
    yield _select("assets").where(t.ASSETS.c.id.in_(bindparam("assets", expanding=True)))
    yield _beside()


def _beside() -> Select[Any]:
    """The parts of the same secrets as those asked for, such a secret itself, and what stands open or suspended at the vendor.

    What is left out has a parameter of its own: SQLAlchemy writes an empty list once per parameter, and IN would be met by all
    rows on PostgreSQL where it is written for NOT IN.
    """
    row = t.ASSETS.c
    asked: BindParameter[Any] = bindparam("assets", expanding=True)
    secrets = select(row.parts_of).where(row.id.in_(asked), row.parts_of.is_not(None))
    held = select(t.GRANTS.c.asset).where(
        t.GRANTS.c.vendor == bindparam("vendor"), t.GRANTS.c.state.in_([state.value for state in FOLLOWS])
    )
    ids = union(select(row.id).where(row.parts_of.in_(secrets)), secrets, held)
    but: BindParameter[Any] = bindparam("but", expanding=True)
    return _select("assets", BESIDE).where(row.id.in_(select(ids.subquery().c[0])), row.id.not_in(but))


_GATHERING = union_all(*_concerning())  # built once: each click and each redraw asks it


def _collect(unit: Unit, query: CompoundSelect[Any], wanted: Mapping[str, Any]) -> tuple[Register, tuple[tuple[str, int], ...]]:
    rows = unit.connection.execute(query, wanted).all()
    closed = {row.id for row in rows if row.section == CLOSED}
    rows = [row for row in rows if row.section != CLOSED]
    found: dict[str, list[Any]] = {section.name: [] for section in fields(Register)}
    for row in sorted(rows, key=lambda row: (row.section, row.id)):
        found[row.section].append(_record(row.section, row.document))
    found["members"] = [as_reached(member, closed) for member in found["members"]] if closed else found["members"]
    register = Register(**{section: tuple(values) for section, values in found.items()})
    return register, tuple(sorted((f"{row.section}:{row.id}", row.version) for row in rows))


@lru_cache(maxsize=MOST_REMEMBERED)
def _record(section: str, text: str) -> Any:
    """The record that a document says; records never change, so that equal text is read once."""
    return from_text(SECTIONS["assets" if section == BESIDE else section][0], text)


def members(unit: Unit) -> tuple[Member, ...]:
    """Everybody, as they can be reached now."""
    rows = unit.connection.execute(_WITH_ACCOUNT.order_by(t.MEMBERS.c.id))
    return tuple(_reached(row) for row in rows)


def member_by_slack_id(unit: Unit, slack_id: str) -> Member | None:
    row = unit.connection.execute(_WITH_ACCOUNT.where(t.MEMBERS.c.slack_id == slack_id)).one_or_none()
    return _reached(row) if row is not None else None


_CLOSED = t.UNREACHABLE_ACCOUNTS.c.slack_id
_WITH_ACCOUNT = select(t.MEMBERS.c.document, _CLOSED.label("closed")).outerjoin(
    t.UNREACHABLE_ACCOUNTS, t.MEMBERS.c.slack_id == _CLOSED
)


def _reached(row: Any) -> Member:
    return as_reached(from_document(Member, row.document), {row.closed} if row.closed else ())


def search_vendors(unit: Unit, typed: str, limit: int) -> Found[Vendor]:
    return _search(unit, Vendor, t.VENDORS.c.name, typed, limit)


def search_assets(unit: Unit, typed: str, limit: int) -> Found[Asset]:
    return _search(unit, Asset, t.ASSETS.c.title, typed, limit)


def vendor_names(unit: Unit) -> list[tuple[str, str]]:
    return _names(unit, t.VENDORS.c.name)


def asset_titles(unit: Unit) -> list[tuple[str, str]]:
    return _names(unit, t.ASSETS.c.title)


def _names(unit: Unit, name: Column[Any]) -> list[tuple[str, str]]:
    """Id and name of every record of its section."""
    rows = unit.connection.execute(select(name.table.c.id, name.label("name")))
    return [(row.id, row.name) for row in rows]


def _search(unit: Unit, record: type[T], name: Column[Any], typed: str, limit: int) -> Found[T]:
    """Records whose name or id contains each word that was typed, in the order of their names, on both databases."""
    table = _TABLE_OF[record]
    ids_found = found_by(typed, _names(unit, name))
    documents = unit.connection.execute(select(table.c.id, table.c.document).where(table.c.id.in_(ids_found[:limit])))
    shown = {row.id: from_document(record, row.document) for row in documents}
    return Found(tuple(shown[one] for one in ids_found[:limit]), len(ids_found))


def one(unit: Unit, record: type[T], record_id: str) -> T | None:
    """One record of this class by id, or None."""
    table = _TABLE_OF[record]
    document = unit.connection.execute(select(table.c.document).where(table.c.id == record_id)).scalar_one_or_none()
    return from_document(record, document) if document is not None else None


def some(unit: Unit, record: type[T], ids: Iterable[str]) -> list[T]:
    """The records of this class with these ids that exist, in the order of their ids."""
    table = _TABLE_OF[record]
    query = select(table.c.document).where(table.c.id.in_(list(ids))).order_by(table.c.id)
    return [from_document(record, document) for document in unit.connection.execute(query).scalars()]


def all_of(unit: Unit, record: type[T]) -> list[T]:
    """Every record of a small section."""
    table = _TABLE_OF[record]
    return [
        from_document(record, document)
        for document in unit.connection.execute(select(table.c.document).order_by(table.c.id)).scalars()
    ]


def ids(unit: Unit, section: str) -> list[str]:
    """The ids of every record of a section."""
    _, table, _ = SECTIONS[section]
    return list(unit.connection.execute(select(table.c.id).order_by(table.c.id)).scalars())


def people_of(unit: Unit, vendor: str) -> list[Person]:
    query = select(t.PEOPLE.c.document).where(t.PEOPLE.c.vendor == vendor).order_by(t.PEOPLE.c.id)
    return [from_document(Person, document) for document in unit.connection.execute(query).scalars()]


def agreements_of(unit: Unit, vendor: str) -> list[Agreement]:
    """All papers of one vendor, in the order of their ids."""
    query = select(t.AGREEMENTS.c.document).where(t.AGREEMENTS.c.vendor == vendor).order_by(t.AGREEMENTS.c.id)
    return [from_document(Agreement, document) for document in unit.connection.execute(query).scalars()]


def agreements_with(unit: Unit, vendors: Iterable[str]) -> list[Agreement]:
    """All papers of these vendors, in the order of their ids; one query."""
    query = select(t.AGREEMENTS.c.document).where(t.AGREEMENTS.c.vendor.in_(list(vendors))).order_by(t.AGREEMENTS.c.id)
    return [from_document(Agreement, document) for document in unit.connection.execute(query).scalars()]


def waivers_for(unit: Unit, vendors: Iterable[str]) -> list[Waiver]:
    """All waivers for these vendors; one query."""
    query = select(t.WAIVERS.c.document).where(t.WAIVERS.c.vendor.in_(list(vendors))).order_by(t.WAIVERS.c.id)
    return [from_document(Waiver, document) for document in unit.connection.execute(query).scalars()]


def add_agreement(unit: Unit, paper: Agreement, *, recorded_by: str) -> None:
    """One more paper, recorded by a member instead of a register file."""
    columns = {column: getattr(paper, name) for column, name in SECTIONS["agreements"][2].items()}
    row = columns | {"id": paper.id, "version": 1, "recorded_by": recorded_by, "document": to_document(paper)}
    unit.connection.execute(insert(t.AGREEMENTS), [row])


def agreements_recorded(unit: Unit) -> set[str]:
    """The papers that a member recorded; no register file may leave them out."""
    query = select(t.AGREEMENTS.c.id).where(t.AGREEMENTS.c.recorded_by.is_not(None))
    return set(unit.connection.execute(query).scalars())
