"""What somebody learnt from the checks, about which vendor and assets, stands in the record."""

from bot.application.context import Context
from bot.application.requests.note_question import note_question
from bot.application.requests.preview_draft import Wish
from bot.domain.events import Event, Happened
from bot.store import record
from tests.builders import TestClock


def asked(context: Context) -> list[Event]:
    with context.store.reading() as unit:
        return [one.event for one in record.entries_of(unit, ["V1"]) if one.event.happened is Happened.CHECKS_ASKED]


def test_a_question_leaves_an_entry_about_the_vendor(context: Context) -> None:
    note_question(context, Wish("slack:U_NEW", vendor="V1", assets=("A2", "A1")))

    (entry,) = asked(context)
    assert (entry.entity, entry.actor, entry.details) == ("vendor", "slack:U_NEW", {"assets": ["A1", "A2"]})


def test_the_same_question_is_one_entry_a_day(context: Context, clock: TestClock) -> None:
    for _ in range(3):
        note_question(context, Wish("ana", vendor="V1", assets=("A1",)))
    assert len(asked(context)) == 1

    note_question(context, Wish("ana", vendor="V1", assets=("A1", "A2")))
    note_question(context, Wish("mo", vendor="V1", assets=("A1",)))
    assert len(asked(context)) == 3

    clock.move(days=1)
    note_question(context, Wish("ana", vendor="V1", assets=("A1",)))
    assert len(asked(context)) == 4


def test_without_a_vendor_nothing_was_learnt(context: Context) -> None:
    note_question(context, Wish("ana"))

    assert asked(context) == []
