"""Reminders in the database: a step is kept once for a person, and what waits goes into one message."""

from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import text

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.recipients import RenewalDecision
from bot.domain.reminders import Anchor, ReminderSchedule, RenewalChoice
from bot.store import reminders
from bot.store.engine import open_engine
from bot.store.reminders import Line, SentReminder
from bot.store.schema import configuration, upgrade
from bot.store.unit import Store
from tests.builders import NOW, TODAY, nda, register
from tests.store.differing import differences

SERIES = ReminderSchedule("NDA-1", Anchor.END, date(2027, 1, 14))
TOLD = SentReminder(SERIES, -30, "eve")
TOMORROW = TODAY + timedelta(days=1)


def kept(store: Store) -> None:
    with store.writing() as unit:
        reminders.add(unit, [(TOLD, None), (SentReminder(SERIES, -60, "eve"), -30)], TODAY)


def test_a_step_is_kept_once_for_a_person_however_often_it_is_added(store: Store) -> None:
    kept(store)
    kept(store)
    with store.reading() as unit:
        assert reminders.handled(unit, ["NDA-1"]) == {SERIES: {-30: {"eve"}, -60: {"eve"}}}
        assert reminders.waiting_for(unit, "eve") == [TOLD]


def test_what_was_taken_into_a_message_waits_no_more(store: Store) -> None:
    kept(store)
    with store.writing() as unit:
        assert reminders.recipients_waiting(unit, TODAY, 9) == ["eve"]
        reminders.take(unit, "eve", "reminders:eve:2026-11-24", [Line(SERIES, -30)], TODAY)
        assert reminders.recipients_waiting(unit, TODAY, 9) == []
        assert reminders.lines_of(unit, "reminders:eve:2026-11-24") == [Line(SERIES, -30)]
        assert reminders.bundles_about(unit, "NDA-1") == ["reminders:eve:2026-11-24"]


def test_a_step_that_was_overtaken_before_it_was_said_is_folded(store: Store) -> None:
    kept(store)
    with store.writing() as unit:
        reminders.add(unit, [(SentReminder(SERIES, -14, "eve"), None)], TODAY)
        reminders.take(unit, "eve", "reminders:eve:2026-11-24", [Line(SERIES, -14)], TODAY)
        assert reminders.waiting_for(unit, "eve") == []
        assert set(reminders.handled(unit, ["NDA-1"])[SERIES]) == {-60, -30, -14}


def test_what_waited_and_was_not_said_is_forgotten(store: Store) -> None:
    kept(store)
    with store.writing() as unit:
        reminders.take(unit, "eve", "reminders:eve:2026-11-24", [], TODAY)
        assert set(reminders.handled(unit, ["NDA-1"])[SERIES]) == {-60}


def test_a_snoozed_step_wakes_on_its_day(store: Store) -> None:
    kept(store)
    with store.writing() as unit:
        assert reminders.snooze(unit, TOLD, TOMORROW, "Later.")
        assert reminders.snoozed(unit, "eve", ["NDA-1"]) == {SERIES: TOMORROW}
        assert not reminders.something_wakes(unit, TODAY)
        assert reminders.wake_snoozed(unit, TODAY) == 0
        assert reminders.something_wakes(unit, TOMORROW)
        assert reminders.wake_snoozed(unit, TOMORROW) == 1
        assert reminders.waiting_for(unit, "eve") == [TOLD]


def test_only_what_was_told_can_be_snoozed(store: Store) -> None:
    with store.writing() as unit:
        assert not reminders.snooze(unit, TOLD, TOMORROW, "Later.")


def test_a_message_knows_whose_it_is() -> None:
    assert reminders.recipient_of(reminders.bundle_key("u:with:colons", TODAY)) == "u:with:colons"


@pytest.mark.parametrize(
    "care",
    [
        RenewalDecision("NDA-1"),
        RenewalDecision(
            "NDA-1",
            "sol",
            "eve",
            ("eve",),
            RenewalChoice.RENEW,
            "eve",
            NOW,
            Anchor.END,
            SERIES.on,
            "IPA-1",
            "https://jira.example/1",
        ),
    ],
)
def test_what_was_decided_is_read_as_it_was_written(store: Store, care: RenewalDecision) -> None:
    with store.writing() as unit:
        reminders.keep_care(unit, RenewalDecision("NDA-1", owner="dan"))
        reminders.keep_care(unit, care)
        assert reminders.cares(unit, ["NDA-1", "NDA-2"]) == {"NDA-1": care}


def test_papers_are_due_after_their_register_was_loaded_and_then_on_their_next_day(context: Context) -> None:
    load_register(context, register(agreements=(nda(), nda(id="NDA-2"))), actor="test")
    with context.store.writing() as unit:
        assert reminders.to_look_at(unit, TODAY, 9) == ["NDA-1", "NDA-2"]
        reminders.next_looks(unit, {"NDA-1": TOMORROW, "NDA-2": None})
        assert reminders.to_look_at(unit, TODAY, 9) == []
        assert reminders.to_look_at(unit, TOMORROW, 9) == ["NDA-1"]
        reminders.look_again(unit, vendors=["V9"])
        assert reminders.to_look_at(unit, TODAY, 9) == []
        reminders.look_again(unit, vendors=["V1"])
        assert reminders.to_look_at(unit, TODAY, 9) == ["NDA-1", "NDA-2"]


def test_a_database_of_the_first_release_has_its_ndas_looked_at_after_the_upgrade(tmp_path: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/first.db")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0001")
        connection.execute(text("INSERT INTO vendor (id, version, name, document) VALUES ('V1', 1, 'Volt', '{}')"))
        for kind in ("nda", "msa"):
            values = f"('{kind}-1', 1, 'V1', '{kind}', '{{}}')"
            connection.execute(text(f"INSERT INTO agreement (id, version, vendor, kind, document) VALUES {values}"))  # noqa: S608
    upgrade(engine)
    assert differences(engine) == []
    store = Store(engine)
    with store.reading() as unit:
        assert reminders.to_look_at(unit, TODAY, 9) == ["nda-1"]
    store.close()
