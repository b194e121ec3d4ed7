"""`/ip-check` through the real app: asked by words or from lists, answered to one person alone, and a form that is filled in."""

import json
from typing import Any

import pytest

from bot.application.register.load import load_register
from bot.domain.happenings.requests import VendorChecked
from bot.domain.vocabulary import Role
from bot.slack import ids
from bot.slack.question_pace import MOST_CHECKS
from bot.store import record
from tests.builders import asset, member, members, register, vendor
from tests.slack.conftest import Room


def answer(room: Room, who: str, text: str) -> dict[str, Any]:
    room.as_user(who).command(ids.CHECK_COMMAND, text, channel="ip-requests")
    return room.as_user(who).whispers()[-1]


def entries(room: Room) -> list[VendorChecked]:
    with room.context.store.reading() as unit:
        return record.happenings_of(unit, ["V1"], VendorChecked)


def now_known(room: Room, **sections: Any) -> None:
    load_register(room.context, register(**sections), actor="test")


class TestByWords:
    def test_a_vendor_is_answered_about_by_class(self, room: Room) -> None:
        told = answer(room, "ana", "Volt")

        assert told["text"] == "For Volt GmbH you could ask for material up to Secret (C3) today."
        said = json.dumps(told["blocks"], ensure_ascii=False)
        assert "Volt GmbH is cleared up to Secret (C3); such material is Strictly secret (C4)." in said
        assert "Not known before people are named: who employs them, their undertakings, their training" in said
        assert "Tried as: to view, 24 Nov 2026 to 7 Dec 2026 (14 days), through Partner Git, for Volt Sp. z o.o." in said

    def test_material_is_answered_about_as_it_is_and_who_can_mend_it_is_named(self, room: Room) -> None:
        rui = member("rui", Role.VENDOR_MANAGER)
        now_known(room, vendors=(vendor(clearance=2, owner="rui"),), members=members(rui))

        told = answer(room, "ana", "pump VOLT")
        assert told["text"] == "As it stands, you cannot ask for Pump controller, which is Secret (C3), for Volt GmbH."
        assert "Rui" in str(told["blocks"])

    def test_it_is_found_however_it_was_typed_or_pasted(self, room: Room) -> None:
        pasted = ("pump for <http://volt.example|Volt>", "\u201cVOLT\u201d\u00a0pump")
        for typed in ("*v1* `a1`.", "/ip-check volt gmbh, Pump Controller", *pasted):
            assert "Pump controller, which is Secret (C3), for Volt GmbH today" in answer(room, "ana", typed)["text"], typed

    def test_nobody_else_sees_the_answer(self, room: Room) -> None:
        told = answer(room, "ana", "Volt")
        assert told["ephemeral"]
        assert room.as_user("mo").messages("ip-requests") == []

    def test_whoever_may_fill_in_the_form_may_ask_and_is_recorded_and_nobody_else_may(self, room: Room) -> None:
        now_known(room, members=tuple(one for one in members() if one.id != "ana"))
        assert answer(room, "ana", "Volt")["text"].startswith("For Volt GmbH")
        (entry,) = entries(room)
        assert entry.actor == "slack:U_ANA"
        told = answer(room, "guest", "Volt")
        assert "Guests of the workspace cannot ask" in told["text"]
        assert not told.get("blocks")
        assert len(entries(room)) == 1

    def test_help_says_what_can_be_typed(self, room: Room) -> None:
        assert "*/ip-check Wislanka perception pipeline*" in answer(room, "ana", "help")["text"]

    def test_nothing_found_is_answered_in_words_with_the_next_step(self, room: Room) -> None:
        assert answer(room, "ana", "xyzzy")["text"] == (
            "I know no vendor called `xyzzy`. Type a part of its name or its id. `/ip-check` alone lets you choose from lists."
        )
        assert answer(room, "ana", "pump")["text"].startswith("Pump controller is material. Say for which vendor, too")
        assert entries(room) == []


class TestAChoice:
    def test_what_may_mean_several_is_offered_and_the_one_chosen_is_answered(self, room: Room) -> None:
        now_known(room, vendors=(vendor(), vendor(id="V2", name="Volt Tooling")), assets=(asset(),))

        told = answer(room, "ana", "vol pump")
        assert told["text"] == "`vol pump` may mean several. Which one?"
        assert "*Volt Tooling* (V2) · Pump controller (A1)" in str(told["blocks"])
        assert entries(room) == []
        room.as_user("ana").click(ids.CHECK_THIS, channel="ip-requests", value="v1:meant:V1:A1")
        assert "Pump controller, which is Secret (C3), for Volt GmbH" in room.as_user("ana").whispers()[-1]["text"]
        assert len(entries(room)) == 1

    def test_a_word_that_is_off_is_answered_with_the_nearest_and_never_guessed(self, room: Room) -> None:
        told = answer(room, "ana", "vlot pump")
        assert told["text"] == "I know nothing called `vlot`. Did you mean:"
        assert [block["accessory"]["value"] for block in told["blocks"] if "accessory" in block] == ["v1:meant:V1:A1"]
        assert entries(room) == []

    def test_of_many_the_first_are_offered_and_the_others_counted(self, room: Room) -> None:
        now_known(room, vendors=(vendor(), *(vendor(id=f"V{number}", name=f"Volt {number}") for number in range(20, 40))))
        assert "13 more: type another part of the name, or the id." in str(answer(room, "ana", "vol")["blocks"])

    def test_what_is_gone_when_it_is_chosen_is_refused_in_words(self, room: Room) -> None:
        told = answer(room, "ana", "vlot")
        now_known(room, vendors=(vendor(id="V9"),), people=(), agreements=(), assessments=())
        room.as_user("ana").click(ids.CHECK_THIS, channel="ip-requests", message_ts=told["ts"])
        assert "The register does not know the vendor V1 any more" in room.as_user("ana").whispers()[-1]["text"]


class TestChosenFromLists:
    def test_without_words_it_is_chosen_from_lists_and_answered_in_their_place(self, room: Room) -> None:
        user = room.as_user("ana")
        user.command(ids.CHECK_COMMAND, channel="ip-requests")
        assert [one["text"]["text"] for one in user.suggest(ids.VENDOR, "vol")] == ["Volt GmbH"]
        user.choose(ids.VENDOR, "V1")
        user.suggest(ids.ASSETS, "pump")
        user.choose(ids.ASSETS, "A1")
        user.submit()

        view = user.view() or {}
        assert "You could ask for Pump controller, which is Secret (C3), for Volt GmbH today" in str(view["blocks"])
        assert [entry.asset for entry in entries(room)] == ["A1"]
        user.click(ids.ASK_FOR)
        assert (user.view() or {})["callback_id"] == ids.REQUEST_FORM

    def test_without_material_it_is_answered_by_class(self, room: Room) -> None:
        user = room.as_user("ana")
        user.command(ids.CHECK_COMMAND, channel="ip-requests")
        user.suggest(ids.VENDOR, "")
        user.choose(ids.VENDOR, "V1")
        user.submit()
        assert "material up to Secret (C3) today" in str((user.view() or {})["blocks"])


class TestTheFormFilledIn:
    def test_it_stands_as_it_was_tried_and_can_be_sent_once_people_and_need_are_there(self, room: Room) -> None:
        answer(room, "ana", "volt pump")
        user = room.as_user("ana")
        user.click(ids.ASK_FOR, channel="ip-requests")
        user.suggest(ids.PEOPLE, "")
        user.choose(ids.PEOPLE, "E1")
        user.fill("need", "The test fails without it.")
        user.submit()

        assert "is on its way" in str((user.view() or {})["blocks"])

    def test_without_material_the_vendor_and_the_days_stand_in_it(self, room: Room) -> None:
        answer(room, "ana", "volt")
        room.as_user("ana").click(ids.ASK_FOR, channel="ip-requests")
        elements = {
            block["block_id"]: block["element"] for block in (room.as_user("ana").view() or {})["blocks"] if "element" in block
        }
        assert elements["vendor"]["initial_option"]["value"] == "V1"
        assert (elements["start"]["initial_date"], elements["end"]["initial_date"]) == ("2026-11-24", "2026-12-07")

    def test_it_is_refused_in_words_once_the_vendor_is_gone(self, room: Room) -> None:
        answer(room, "ana", "volt")
        now_known(room, vendors=(vendor(id="V9"),), people=(), agreements=(), assessments=())
        room.as_user("ana").click(ids.ASK_FOR, channel="ip-requests")
        assert "does not know that vendor any more" in room.as_user("ana").whispers()[-1]["text"]


def test_so_many_in_a_minute_and_then_it_says_when_to_go_on(room: Room) -> None:
    for _ in range(MOST_CHECKS):
        answer(room, "ana", "volt")

    told = answer(room, "ana", "volt")
    assert told["text"].startswith("You asked 10 times within a minute, so I wait. Ask again in ")
    assert not told.get("blocks")
    user = room.as_user("ana")
    user.command(ids.CHECK_COMMAND, channel="ip-requests")
    user.suggest(ids.VENDOR, "")
    user.choose(ids.VENDOR, "V1")
    user.submit()
    assert (user.view() or {})["errors"]["vendor"].startswith("You asked 10 times within a minute")
    assert len(entries(room)) == MOST_CHECKS
    assert answer(room, "mo", "volt")["text"].startswith("For Volt GmbH")


@pytest.mark.parametrize("value", ["v1:meant:", "v2:meant:V1", "v1:meant:V1:A1:B", None, "v1:REQ-2026-0001:1:0"])
def test_a_button_of_another_version_is_refused(value: object) -> None:
    with pytest.raises(Exception, match="Ask anew with `/ip-check`"):
        ids.read_meant(value)
