"""Before people use secret material they acknowledge its notice; until that is recorded their access is held back (PPL-06)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.application.access.acknowledge import Confirmed, awaited_for, record_acknowledgement, record_on_paper
from bot.application.access.views import NoticeQuestion
from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.record.verify import verify_record
from bot.application.requests.views import Told
from bot.domain.dates import ONE_DAY
from bot.domain.errors import FormErrors, Refusal
from bot.domain.notices import SecrecyNotice
from bot.domain.register import Member
from bot.domain.vocabulary import GrantState, HowAcknowledged, RequestState, Role
from bot.domain.words import as_text
from bot.store import outbox
from tests.application.steps import FIRST, access, answer_to, approve_all, ask, kept, now_known, pass_days, promised, record_of
from tests.builders import START, TODAY, TestClock, acknowledged, asset, member, members, person, register_at

VERA = member("vera", Role.VENDOR_MANAGER)
EVERYBODY = members(VERA)
E1, E2 = person(acknowledged=()), person(id="E2", name="Edgar Engineer", acknowledged=())
SAID = Confirmed(("E1",), TODAY, HowAcknowledged.SIGNED, {3: "v1"})


@pytest.fixture
def waiting(context: Context) -> Context:
    """Access of Ewa, who has acknowledged nothing, is approved; Vera is the vendor manager."""
    now_known(context, members=EVERYBODY, people=(E1, E2))
    ask(context)
    approve_all(context)
    return context


def drawn(context: Context, kind: str, who: str) -> object:
    """What this person is shown by the newest promise of this kind."""
    with context.store.reading() as unit:
        found = [one.promise for one in outbox.undelivered(unit) if one.promise.kind == kind]
        (promise, *_) = [one for one in reversed(found) if one.destination == f"person:{who}"]
        draw = context.kinds.named(kind).draw
        assert draw is not None
        return draw(unit, context, promise)


def told(context: Context) -> list[str]:
    with context.store.reading() as unit:
        found = [one.promise for one in outbox.undelivered(unit) if one.promise.kind == "told"]
        draw = context.kinds.named("told").draw
        assert draw is not None
        shown = [draw(unit, context, promise) for promise in found]
    return [f"{as_text(one.words.line)} {as_text(one.words.next_step)}" for one in shown if isinstance(one, Told)]


def refused(context: Context, actor: Member = VERA, said: Confirmed = SAID, request: str = FIRST) -> str:
    with pytest.raises(Refusal) as caught:
        record_acknowledgement(context, actor, request, said)
    return caught.value.words


class TestUntilItIsThere:
    def test_it_is_held_back_at_once_and_recorded_with_the_gate(self, waiting: Context) -> None:
        (grant,) = access(waiting)
        assert (grant.state, grant.next_on) == (GrantState.SCHEDULED, START)
        assert grant.held.startswith("PPL-06: Ewa Engineer has not acknowledged the secrecy notice for Secret (C3), text v1;")
        (held,) = [one for one in record_of(waiting) if one.happened.value == "access.held"]
        assert held.details["why"] == [["PPL-06", grant.held]]

    def test_the_requester_hears_what_is_awaited_and_from_whom_once(self, waiting: Context, clock: TestClock) -> None:
        (words,) = told(waiting)
        assert "is approved and not in force: PPL-06: Ewa Engineer has not acknowledged" in words
        assert "Vera has the notice for them to read, and records who has." in words
        before = len(record_of(waiting))
        pass_days(waiting, clock, START)
        pass_days(waiting, clock, START + ONE_DAY)
        assert len(record_of(waiting)) == before

    def test_the_vendor_manager_is_asked(self, waiting: Context) -> None:
        ask_all_again(waiting)
        assert ("acknowledge", "person:vera") in promised(waiting)
        shown = drawn(waiting, "acknowledge", "vera")
        assert isinstance(shown, NoticeQuestion)
        assert (shown.lines, shown.start_on, shown.waits) == (("Ewa Engineer · Secret (C3) · text v1",), START, True)

    def test_it_does_not_open_on_its_day(self, waiting: Context, clock: TestClock) -> None:
        pass_days(waiting, clock, START)
        assert access(waiting)[0].state is GrantState.SCHEDULED
        assert kept(waiting).state is RequestState.APPROVED

    def test_without_a_vendor_manager_the_administrators_are_told(self, context: Context) -> None:
        now_known(context, members=members(member("adam", Role.ADMINISTRATOR)), people=(E1,))
        ask(context)
        approve_all(context)
        ask_all_again(context)
        assert ("nobody_left", "person:adam") in promised(context)
        assert "Nobody can record it now; the administrators are told." in told(context)[0]


class TestOnceItIsThere:
    def test_before_the_first_day_it_is_planned_as_any_access(self, waiting: Context, clock: TestClock) -> None:
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        (grant,) = access(waiting)
        assert (grant.state, grant.held, grant.next_on) == (GrantState.SCHEDULED, "", START)
        assert "comes into force on 1 Dec 2026: everybody has acknowledged the secrecy notice" in told(waiting)[-1]
        pass_days(waiting, clock, START)
        assert access(waiting)[0].state is GrantState.ACTIVE

    def test_from_the_first_day_on_it_is_in_force_at_once(self, waiting: Context, clock: TestClock) -> None:
        pass_days(waiting, clock, START)
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        assert access(waiting)[0].state is GrantState.ACTIVE
        assert kept(waiting).state is RequestState.FULFILLED

    def test_each_person_waits_for_themselves_alone(self, context: Context, clock: TestClock) -> None:
        now_known(context, members=EVERYBODY, people=(E1, E2))
        ask(context, people=("E1", "E2"))
        approve_all(context)
        pass_days(context, clock, START)
        record_acknowledgement(context, VERA, FIRST, SAID)
        assert [(one.person, one.state.value) for one in access(context)] == [("E1", "active"), ("E2", "scheduled")]
        assert awaited_for(context, VERA, FIRST).people == {"E2": "Edgar Engineer"}

    def test_every_request_that_waits_for_this_person_goes_on(self, waiting: Context, clock: TestClock) -> None:
        second = ask(waiting, mode=access(waiting)[0].mode)
        for who in ("mo", "dan", "ivy", "sol"):
            answer_to(waiting, second, who)
        pass_days(waiting, clock, START)
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        assert [one.state for one in access(waiting, second)] == [GrantState.ACTIVE]

    def test_the_fact_is_kept_with_text_day_way_and_who_recorded_it(self, waiting: Context) -> None:
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        (fact,) = [one for one in record_of(waiting, "E1") if one.happened.value == "person.acknowledged"]
        assert (fact.actor, fact.entity_id, fact.details["under"]) == ("vera", "E1", FIRST)
        assert {name: fact.details[name] for name in ("class", "text", "on", "how")} == {
            "class": 3,
            "text": "v1",
            "on": "2026-11-24",
            "how": "signed",
        }
        assert not verify_record(waiting, []).breaks

    def test_the_same_person_is_not_asked_again(self, waiting: Context) -> None:
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        second = ask(waiting)
        for who in ("mo", "dan", "ivy", "sol"):
            answer_to(waiting, second, who)
        assert [one.held for one in access(waiting, second)] == [""]

    def test_the_register_file_may_say_it(self, waiting: Context, clock: TestClock) -> None:
        pass_days(waiting, clock, START)
        now_known(waiting, members=EVERYBODY, people=(replace(E1, acknowledged=(acknowledged(3),)), E2))
        pass_days(waiting, clock, START)
        assert access(waiting)[0].state is GrantState.ACTIVE

    def test_what_the_register_says_frees_planned_access_before_its_day(self, waiting: Context, clock: TestClock) -> None:
        now_known(waiting, members=EVERYBODY, people=(replace(E1, acknowledged=(acknowledged(3),)), E2))
        pass_days(waiting, clock, TODAY)
        assert access(waiting)[0].held == ""

    def test_an_entry_that_was_altered_opens_nothing(self, waiting: Context, clock: TestClock) -> None:
        with waiting.store.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO event (subject, number, hash, at, happened, entity, entity_id, actor, details, place, chain) "
                "SELECT 'E1', 1, hash, at, 'person.acknowledged', 'person', 'E1', 'vera', "
                '\'{"class": 3, "text": "v1", "on": "2026-11-24", "how": "signed", "hashes": {}}\', 999999, chain '
                "FROM event WHERE seq = (SELECT max(seq) FROM event)"
            )
        pass_days(waiting, clock, START)
        assert access(waiting)[0].state is GrantState.SCHEDULED


class TestWhoMayRecordIt:
    @pytest.mark.parametrize("who", ["ana", "dan", "sol"])
    def test_nobody_but_a_vendor_manager(self, waiting: Context, who: str) -> None:
        words = refused(waiting, member(who))
        assert words.startswith(f"PPL-06: only a vendor manager who did not ask for {FIRST} can record this: Vera.")
        (noted,) = [one for one in record_of(waiting) if one.happened.value == "click.refused"]
        assert (noted.actor, noted.details["gate"]) == (who, "PPL-06")

    def test_nor_one_who_asked_for_it(self, context: Context) -> None:
        now_known(context, members=members(member("ana", Role.VENDOR_MANAGER)), people=(E1,))
        ask(context)
        approve_all(context)
        assert "can record this: nobody now" in refused(context, member("ana"))

    def test_nor_one_who_is_none_any_more(self, waiting: Context) -> None:
        now_known(waiting, members=members(replace(VERA, active=False)), people=(E1, E2))
        assert refused(waiting).startswith("PPL-06:")
        assert access(waiting)[0].held

    def test_a_second_click_changes_nothing(self, waiting: Context) -> None:
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        assert refused(waiting) == f"Nobody is awaited for {FIRST} any more. Nothing changed."
        assert len([one for one in record_of(waiting, "E1") if one.happened.value == "person.acknowledged"]) == 1

    def test_a_day_to_come_and_nobody_at_all_are_mistakes_of_the_form(self, waiting: Context) -> None:
        with pytest.raises(FormErrors) as caught:
            record_acknowledgement(waiting, VERA, FIRST, replace(SAID, people=(), on=TODAY + ONE_DAY))
        assert set(caught.value.errors) == {"people", "on"}

    def test_a_text_that_changed_while_the_form_was_open_is_read_anew(self, waiting: Context) -> None:
        changed = replace(waiting, notices=(SecrecyNotice(3, "v2", "Another text, for everybody to read anew."),))
        assert "another text by now" in refused(changed)


class TestOtherClasses:
    @pytest.mark.parametrize("rank", [1, 2])
    def test_below_secret_it_is_in_force_with_a_heads_up(self, context: Context, clock: TestClock, rank: int) -> None:
        sections = register_at(rank)
        now_known(context, assets=sections.assets, members=EVERYBODY, people=(E1,))
        ask(context)
        approve_all(context)
        pass_days(context, clock, START)
        assert access(context)[0].state is GrantState.ACTIVE
        assert "Before the first use: PPL-06: Ewa Engineer has not acknowledged" in told(context)[-1]

    def test_material_that_becomes_secret_before_it_opens_is_held_then(self, context: Context, clock: TestClock) -> None:
        low = acknowledged(2)
        now_known(context, assets=(asset(asset_class=2),), members=EVERYBODY, people=(person(acknowledged=(low,)),))
        ask(context)
        approve_all(context)
        now_known(context, assets=(asset(),), members=EVERYBODY, people=(person(acknowledged=(low,)),))
        pass_days(context, clock, START)
        assert access(context)[0].held.startswith("PPL-06:")

    def test_another_text_does_not_touch_access_in_force(self, waiting: Context, clock: TestClock) -> None:
        pass_days(waiting, clock, START)
        record_acknowledgement(waiting, VERA, FIRST, SAID)
        changed = replace(waiting, notices=(SecrecyNotice(3, "v2", "Another text, for everybody to read anew."),))
        now_known(changed, members=EVERYBODY, people=(E1, replace(E2, name="Edgar E.")))
        pass_days(changed, clock, START + ONE_DAY)
        assert access(changed)[0].state is GrantState.ACTIVE


class TestOnPaper:
    def test_it_is_recorded_at_the_command_line(self, waiting: Context, clock: TestClock) -> None:
        pass_days(waiting, clock, START)
        assert record_on_paper(waiting, "vera", "E1", 3, date(2026, 11, 20), HowAcknowledged.EMAIL).version == "v1"
        assert access(waiting)[0].state is GrantState.ACTIVE

    def test_what_is_known_already_is_not_recorded_twice(self, waiting: Context) -> None:
        record_on_paper(waiting, "vera", "E1", 3, TODAY, HowAcknowledged.EMAIL)
        with pytest.raises(Refusal, match="Ewa Engineer has acknowledged text v1 already"):
            record_on_paper(waiting, "vera", "E1", 3, TODAY, HowAcknowledged.EMAIL)

    @pytest.mark.parametrize(("by", "who"), [("dan", "E1"), ("nobody", "E1"), ("vera", "E9")])
    def test_by_a_vendor_manager_about_somebody_who_is_known(self, waiting: Context, by: str, who: str) -> None:
        with pytest.raises(Refusal):
            record_on_paper(waiting, by, who, 3, TODAY, HowAcknowledged.SIGNED)
        assert access(waiting)[0].held
