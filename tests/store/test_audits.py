"""Audits in the database: one per key, read as they were kept, and brought along from the first schema."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from bot.domain.audits import Audit, AuditKind, AuditResult, Cause, Closing, Criterion
from bot.domain.dates import Window
from bot.domain.findings import KeptFinding
from bot.domain.register import Finding
from bot.domain.vocabulary import Grade
from bot.store import audits, counters, registers
from bot.store.audits import KeptAudit, KeptTicket, Remark
from bot.store.engine import WRITING, open_engine
from bot.store.schema import configuration, upgrade
from bot.store.unit import Store
from tests.builders import NOW, TODAY, register
from tests.store.differing import differences

KEY = "audit:V1:for_cause:INC-7"
AUDIT = Audit(
    KEY,
    "V1",
    AuditKind.FOR_CAUSE,
    "INC-7",
    ("A1", "A2"),
    TODAY,
    cause=Cause.LEAVER,
    criteria=(Criterion.ISO, Criterion.POLICY),
    period=Window(date(2026, 1, 1), TODAY),
    opened_by="ivy",
)
LATER = NOW + timedelta(days=9)
TICKET = KeptTicket("IPA-1", "https://jira/browse/IPA-1", "To Do", NOW)
FINDING = Finding("IPA-2", "V1", Grade.MAJOR, "Keys lie about", TODAY, "open", source="jira", opened_on=TODAY)


@pytest.fixture
def kept(store: Store) -> Store:
    with store.writing() as unit:
        registers.replace_register(unit, register())
        assert audits.add(unit, AUDIT, NOW)
    return store


def by_key(store: Store, key: str = KEY) -> KeptAudit | None:
    with store.reading() as unit:
        return audits.by_key(unit, key)


def test_it_is_read_as_it_was_kept(kept: Store) -> None:
    assert by_key(kept) == KeptAudit(AUDIT, None)
    assert by_key(kept, "audit:V1:for_cause:X") is None


def test_one_that_says_little_is_read_so_too(kept: Store) -> None:
    little = Audit("audit:V1:periodic:first", "V1", AuditKind.PERIODIC, "first", (), TODAY)
    with kept.writing() as unit:
        audits.add(unit, little, NOW)
    assert by_key(kept, little.key) == KeptAudit(little, None)


def test_a_second_one_of_its_key_is_not_added(kept: Store) -> None:
    with kept.writing() as unit:
        assert not audits.add(unit, AUDIT, NOW + timedelta(days=1))


def test_ticket_day_and_result_are_kept(kept: Store) -> None:
    closing = Closing(AuditResult.FAIL, "ivy", TODAY, "No logs.")
    with kept.writing() as unit:
        audits.keep_ticket(unit, KEY, TICKET)
        audits.close(unit, KEY, closing)
        audits.keep_due(unit, KEY, TODAY + timedelta(days=1))
    found = by_key(kept)
    assert found is not None
    assert (found.ticket, found.closing, found.audit.due_on) == (TICKET, closing, TODAY + timedelta(days=1))
    with kept.reading() as unit:
        assert audits.of_ticket(unit, "IPA-1") == found
        assert audits.open_ones(unit, 10) == []


def test_a_finding_stands_in_the_register_and_knows_its_ticket(kept: Store) -> None:
    one = KeptFinding(FINDING, KEY, "IPA-2", "https://jira/browse/IPA-2", "To Do")
    moved = KeptFinding(FINDING, KEY, "IPA-2", "https://jira/browse/IPA-2", "Doing")
    for state in (one, moved, moved):
        with kept.writing() as unit:
            registers.keep_finding(unit, FINDING)
            audits.keep_finding(unit, state, NOW)
    with kept.reading() as unit:
        assert audits.findings_of(unit, KEY) == [moved]
        assert registers.whole_register(unit).findings == (FINDING,)
        assert audits.known_updates(unit, ["IPA-2", "IPA-9"]) == {"IPA-2": NOW}


def test_a_finding_that_changes_gets_the_next_version(kept: Store) -> None:
    with kept.writing() as unit:
        registers.keep_finding(unit, FINDING)
        registers.keep_finding(unit, FINDING)
        registers.keep_finding(unit, Finding("IPA-2", "V1", Grade.MINOR, "Keys lie about", TODAY, "closed", source="jira"))
    with kept.reading() as unit:
        assert unit.connection.execute(text("SELECT version FROM finding WHERE id = 'IPA-2'")).scalar_one() == 2


def test_a_remark_is_new_once(kept: Store) -> None:
    first, second = Remark("2", "Ewa", NOW, "Here."), Remark("1", "Vos", NOW + timedelta(minutes=1), "")
    with kept.writing() as unit:
        assert [audits.add_remark(unit, KEY, one) for one in (second, first, first)] == [True, True, False]
    with kept.reading() as unit:
        assert audits.remarks_of(unit, KEY) == [first, second]


def test_a_delivery_is_taken_once(kept: Store) -> None:
    with kept.writing() as unit:
        assert [audits.take_delivery(unit, ident, NOW) for ident in ("a", "a", "b")] == [True, False, True]


def test_how_far_was_looked_never_goes_back(kept: Store) -> None:
    with kept.reading() as unit:
        assert audits.seen_until(unit, "jira") is None
    for at in (NOW, NOW + timedelta(hours=1), NOW):
        with kept.writing() as unit:
            audits.keep_seen(unit, "jira", at)
    with kept.reading() as unit:
        assert audits.seen_until(unit, "jira") == NOW + timedelta(hours=1)


def test_the_first_look_begins_with_the_oldest_audit_that_has_a_ticket(kept: Store) -> None:
    with kept.reading() as unit:
        assert audits.oldest_ticket_at(unit, otherwise=LATER) is None
    with kept.writing() as unit:
        audits.keep_ticket(unit, KEY, TICKET)
    with kept.reading() as unit:
        assert audits.oldest_ticket_at(unit, otherwise=LATER) == NOW


def test_a_number_with_a_name_is_kept(store: Store) -> None:
    with store.writing() as unit:
        assert counters.read(unit, "looked") == 0
        counters.write(unit, "looked", 7)
        counters.write(unit, "looked", 9)
        assert counters.read(unit, "looked") == 9


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database at the first schema, with the audit of an access in it."""
    if request.param == "sqlite":
        url, admin = f"sqlite:///{tmp_path / 'old.db'}", None
    else:
        server: str = request.getfixturevalue("postgres_server")
        url, admin = server.replace("/postgres?", "/old_audits?"), open_engine(server)
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE old_audits"))
    engine = open_engine(url)
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        command.upgrade(configuration(connection), "0001")
        row = "'audit:V1:access:REQ-1', 'V1', 'access', 'REQ-1', '2027-02-14', '[\"A1\"]', 'IPA-1', 'https://jira/IPA-1', 'To Do'"
        columns = "key, vendor, kind, trigger, due_on, assets, ticket_key, ticket_url, ticket_status"
        connection.execute(text(f"INSERT INTO audit ({columns}) VALUES ({row})"))  # noqa: S608 - a test's own words
    yield engine
    engine.dispose()
    if admin is not None:
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE old_audits WITH (FORCE)"))
        admin.dispose()


def test_an_audit_of_the_first_schema_is_brought_along(old: Engine) -> None:
    upgrade(old)

    assert differences(old) == []
    with Store(old).reading() as unit:
        found = audits.of_access(unit, "REQ-1")
    assert found is not None
    assert (found.audit.assets, found.audit.criteria, found.audit.due_on) == (("A1",), (), date(2027, 2, 14))
    assert found.ticket == KeptTicket("IPA-1", "https://jira/IPA-1", "To Do")
    with Store(old).reading() as unit:
        assert audits.oldest_ticket_at(unit, otherwise=LATER) == LATER
