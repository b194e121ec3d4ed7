"""Behind a pooler in transaction mode each transaction may meet another server process: nothing of a session may be relied on."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.application.context import Context
from bot.domain.errors import Refusal
from bot.store.engine import LOCK_WAIT, open_engine
from bot.store.unit import Store
from tests.application.audit_steps import delivered, opened
from tests.application.steps import FIRST, approve_all, ask, kept
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker


def forget_the_session(raw: Any, _record: Any, _proxy: Any) -> None:
    """All that a session holds is gone: settings, prepared statements, locks of the session, temporary tables."""
    raw.autocommit = True
    raw.execute("DISCARD ALL")
    raw.autocommit = False


@pytest.fixture
def pooled(database_url: str) -> Iterator[Store]:
    """A store whose connections forget between two transactions; on SQLite nothing differs."""
    engine = open_engine(database_url)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "checkout", forget_the_session)
    store = Store(engine)
    yield store
    store.close()


def test_the_same_statement_many_times_is_no_prepared_one(pooled: Store) -> None:
    for _ in range(12):
        with pooled.reading() as unit:
            assert unit.connection.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 0


def test_requests_are_decided_and_kept_as_ever(context: Context, pooled: Store) -> None:
    behind = replace(context, store=pooled)
    for _ in range(6):
        ask(behind)
    assert approve_all(behind).state.value == "approved"
    opened(behind)
    delivered(behind, FakeTracker(), FakeMessenger())
    assert kept(behind, FIRST).state.value == "approved"


def test_nobody_waits_for_a_lock_for_ever_there_either(pooled: Store, database_url: str) -> None:
    holder, held, done = Store(open_engine(database_url)), threading.Event(), threading.Event()

    def hold() -> None:
        with holder.writing() as unit:
            unit.one_at_a_time("the thing")
            held.set()
            done.wait(LOCK_WAIT * 4)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    with pytest.raises(Refusal, match="busy"), pooled.writing() as unit:
        unit.one_at_a_time("the thing")
    done.set()
    thread.join()
    holder.close()
