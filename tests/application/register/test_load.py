"""Loading a register: the database holds exactly that, and keeps what requests name."""

import pytest

from bot.application.context import Context
from bot.application.register.load import load_register, renamed_people
from bot.domain.errors import Refusal
from bot.domain.register import Member, Person
from bot.domain.vocabulary import VendorStatus
from bot.store import record, registers
from tests.application.steps import ask
from tests.builders import asset, draft, member, members, person, register, vendor
from tests.counting import row_counts


def events(context: Context) -> list[dict[str, object]]:
    with context.store.reading() as unit:
        return [dict(entry.event.details) for entry in record.entries_of(unit, ["register"])]


def slack_id(context: Context, who: str) -> str | None:
    with context.store.reading() as unit:
        return registers.one(unit, Member, who).slack_id


def test_whoever_is_called_otherwise_is_named_beforehand(context: Context) -> None:
    renamed = member("mo.mayer", slack_id="U_MO")
    known = register(members=(*(one for one in members() if one.id != "mo"), renamed), vendors=(vendor(owner="dan"),))

    assert renamed_people(context, register()) == ()
    assert renamed_people(context, known) == (
        "Mo.mayer (mo.mayer) has the Slack account that was Mo's (mo): one person to Ringfence",
    )
    load_register(context, known, actor="test")
    assert renamed_people(context, known) == ()


def test_the_same_register_again_changes_and_records_nothing(context: Context) -> None:
    before = row_counts(context.store)

    assert load_register(context, register(), actor="test") == 0
    assert row_counts(context.store) == before


def test_a_changed_record_is_counted_and_recorded_with_who_did_it(context: Context) -> None:
    changed = load_register(context, register(vendors=(vendor(name="Volt SE"),)), actor="command line")

    assert changed == 1
    with context.store.reading() as unit:
        last = record.entries_of(unit, ["register"])[-1].event
    assert (last.actor, last.details) == ("command line", {"changed": 1})


def test_a_changed_record_gets_its_next_version_and_the_others_keep_theirs(context: Context) -> None:
    load_register(context, register(vendors=(vendor(name="Volt SE"),)), actor="test")

    with context.store.reading() as unit:
        versions = dict(registers.gather(unit, draft())[1])
    assert (versions["vendors:V1"], versions["assets:A1"]) == (2, 1)


def test_what_the_new_register_lacks_is_gone(context: Context) -> None:
    load_register(context, register(people=()), actor="test")

    with context.store.reading() as unit:
        assert registers.one(unit, Person, "E1") is None


class TestWhatRequestsName:
    @pytest.mark.parametrize(
        ("sections", "words"),
        [
            ({"people": ()}, "lacks E1 (people)"),
            ({"assets": (asset(id="A9"),)}, "lacks A1 (assets)"),
            ({"channels": ()}, "lacks CH (channels)"),
            (
                {"vendors": (vendor(id="V9"),), "people": (), "agreements": ()},
                "lacks V1 (vendors)",
            ),
        ],
    )
    def test_must_not_vanish_and_nothing_of_that_register_is_loaded(
        self, context: Context, sections: dict[str, object], words: str
    ) -> None:
        ask(context)
        before, known = row_counts(context.store), events(context)

        with pytest.raises(Refusal) as refusal:
            load_register(context, register(**sections), actor="test")

        assert words in refusal.value.words
        assert "say by their status that they are no longer in use" in refusal.value.words
        assert (row_counts(context.store), events(context)) == (before, known)

    def test_can_be_retired_by_its_status(self, context: Context) -> None:
        ask(context)

        assert load_register(context, register(vendors=(vendor(status=VendorStatus.TERMINATED),)), actor="test") == 1

    def test_what_no_request_names_may_go(self, context: Context) -> None:
        load_register(context, register(people=(person(), person(id="E2"))), actor="test")
        ask(context)

        assert load_register(context, register(), actor="test") == 1


class TestBindingPeopleToTheWorkspace:
    def test_a_file_that_no_longer_names_it_takes_it_away(self, context: Context) -> None:
        """Who is bound to no Slack member cannot decide."""
        load_register(context, register(members=members(member("ana", slack_id=None))), actor="test")

        assert slack_id(context, "ana") is None

    def test_a_file_that_names_another_changes_it(self, context: Context) -> None:
        load_register(context, register(members=members(member("ana", slack_id="U_ANA_2"))), actor="test")

        assert slack_id(context, "ana") == "U_ANA_2"
