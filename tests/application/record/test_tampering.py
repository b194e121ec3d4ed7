"""Each kind of tampering by somebody with the database's password is named, or stands in docs/proof.md as what cannot be."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.application.access.sweep import sweep_grants
from bot.application.audits.close import AuditVerdict, close_audit
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS as MESSAGES
from bot.application.record.root import root_record
from bot.application.record.verify import verify_record
from bot.application.register.load import load_register
from bot.domain.audits import AuditResult
from bot.domain.root_proof import Posted
from bot.store import proof
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.application.audit_steps import IVY, opened
from tests.application.record.tampering import AUDIT, KINDS, LAST, ONE, OURS, TWO, Kind
from tests.application.steps import answer_to, approve_all, ask
from tests.builders import START, TestClock, register, workflows

GUARDS = {
    "sqlite": ["DROP TRIGGER event_update", "DROP TRIGGER event_delete", "DROP TRIGGER event_replace"],
    "postgresql": [
        "DROP TRIGGER event_append_only ON event",
        "DROP TRIGGER event_not_emptied ON event",
        "SET session_replication_role = replica",
    ],
}
CHEAP = {"an entry altered", "a date that is none in an entry", "nothing where an entry needs something", "a decision made void"}


def story(context: Context, clock: TestClock) -> None:
    """Access that is open, a request that waits in its second stage, an audit that failed, two roots, and a newer request."""
    load_register(context, register(), actor="admin")
    assert ask(context) == ONE
    approve_all(context)
    clock.go_to(START)
    sweep_grants(context)
    opened(context, due_on=date(2026, 12, 15))
    close_audit(context, IVY, AuditVerdict(AUDIT, AuditResult.FAIL, "The door was open."))
    assert root_record(context, at_once=True)
    assert ask(context, start_on=date(2026, 12, 7)) == TWO
    answer_to(context, TWO, "mo")
    clock.move(hours=1)
    assert root_record(context)
    assert ask(context, start_on=date(2026, 12, 8)) == LAST


def context_on(url: str, clock: TestClock) -> Context:
    calendar = Calendar(ZoneInfo("Europe/Berlin"))
    return Context(Store(open_engine(url)), clock, workflows(), calendar, kinds=MESSAGES, signer=OURS.signer("k1"))


@pytest.fixture(scope="module")
def told_on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "story.db"
    copyfile(sqlite_template, path)
    clock = TestClock()
    context = context_on(f"sqlite:///{path}", clock)
    story(context, clock)
    context.store.close()
    return path


@pytest.fixture
def on_sqlite(told_on_sqlite: Path, tmp_path: Path) -> Iterator[Context]:
    copyfile(told_on_sqlite, tmp_path / "copy.db")
    context = context_on(f"sqlite:///{tmp_path / 'copy.db'}", TestClock())
    yield context
    context.store.close()


def said(context: Context, kind: Kind) -> str:
    """What the proof says after that was done."""
    with context.store.snapshot() as unit:
        posted = [Posted(root.name, root.root, root.key, root.signature) for root in proof.kept(unit)[0].roots]
    _do(context, kind)
    found = verify_record(context, posted if kind.posted else (), OURS).breaks
    return "\n".join(f"{one.subject}: {one.words}" for one in found)


def _do(context: Context, kind: Kind) -> None:
    with context.store.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        unit = context.store._unit(connection)
        for statement in GUARDS[connection.dialect.name]:
            connection.execute(text(statement))
        for how in kind.how:
            connection.execute(text(how)) if isinstance(how, str) else how(unit)


def expect(kind: Kind, words: str) -> None:
    if not kind.words:
        assert words == "", "it can be proven after all: take it out of docs/proof.md"
    for one in kind.words:
        assert one in words


def test_what_nobody_touched_holds(on_sqlite: Context) -> None:
    verified = verify_record(on_sqlite, keys=OURS)

    assert verified.breaks == ()
    assert verified.unproven == ()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_each_kind_is_named_or_stands_among_what_cannot_be_proven(on_sqlite: Context, kind: Kind) -> None:
    expect(kind, said(on_sqlite, kind))


@pytest.mark.postgres
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name in CHEAP], ids=sorted(CHEAP))
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_some_kinds_are_named_on_postgresql_too(database_url: str, kind: Kind) -> None:
    clock = TestClock()
    context = context_on(database_url, clock)
    story(context, clock)
    assert verify_record(context, keys=OURS).breaks == ()

    expect(kind, said(context, kind))
    context.store.close()


def test_forty_kinds_and_more_are_tried() -> None:
    assert len(KINDS) >= 40
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_what_cannot_be_proven_is_what_the_page_on_proof_says() -> None:
    page = (Path(__file__).parents[3] / "docs" / "proof.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\* \*\*(.+?)\*\*", page.split("## What it cannot prove")[1].split("\n## ")[0])

    assert sorted(listed) == sorted(kind.name for kind in KINDS if not kind.words)
