"""The form answers while it is being filled in: worst first, three at most, with a way out that keeps all that was typed."""

import threading
from datetime import date
from typing import Any

import pytest

from bot.application.register.load import load_register
from bot.application.requests.preview_draft import WAITS_FOR
from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.register import LegalEntity, Register
from bot.domain.vocabulary import PersonStatus
from bot.local.scripted_user import ScriptedUser
from bot.local.story_screen import words_of
from bot.slack import ids
from tests.builders import asset, channel, contract, nda, person, register, vendor
from tests.local.schemas import problems
from tests.slack.conftest import Room

NDA_ENDS = date(2026, 12, 20)
WHY = "The controller cannot be tuned without it."
WAITS = "The checks answer here as soon as"


def opened(room: Room, known: Register | None = None) -> ScriptedUser:
    """Ana has chosen everything but the last day."""
    load_register(room.context, known or register(), actor="test")
    user = room.as_user("ana")
    user.command(ids.COMMAND, channel="ip-requests")
    choose(user, ids.VENDOR, "Volt", "V1")
    choose(user, ids.ASSETS, "A1", "A1")
    choose(user, ids.PEOPLE, "", "E1")
    user.choose(ids.MODE, "view")
    user.choose(ids.CHANNEL, "CH")
    user.fill("need", WHY)
    return user


def choose(user: ScriptedUser, action: str, typed: str, *values: str) -> None:
    user.suggest(action, typed)
    user.choose(action, *values)


def answer(user: ScriptedUser) -> str:
    """What stands below the fields."""
    blocks = form(user)["blocks"]
    end = max(number for number, block in enumerate(blocks) if block["type"] == "divider")
    return words_of(blocks[end:])


def form(user: ScriptedUser) -> dict[str, Any]:
    view = user.view()
    assert view is not None
    return view


def entered(user: ScriptedUser, action: str) -> dict[str, Any]:
    """What Slack would send of this field now."""
    values = form(user)["values"]
    return next(elements[action] for elements in values.values() if action in elements)


def buttons(user: ScriptedUser, action: str) -> list[dict[str, Any]]:
    elements = [element for block in form(user)["blocks"] for element in block.get("elements", [])]
    return [element for element in elements if element.get("action_id") == action]


def late_nda() -> Register:
    return register(agreements=(nda(expires_on=NDA_ENDS), contract()))


def many_reasons() -> Register:
    """More than three checks speak: NDA-01, PPL-02, PPL-05, VEN-01 and ACC-01."""
    people = (person(), person(id="E2", name="Otto Other", status=PersonStatus.LEFT, undertaking_signed_on=None))
    return register(agreements=(nda(expires_on=NDA_ENDS), contract()), people=people, vendors=(vendor(clearance=2, owner=None),))


def test_before_enough_is_chosen_the_form_says_what_it_waits_for(room: Room) -> None:
    assert WAITS in answer(opened(room))


def test_as_soon_as_enough_is_chosen_the_checks_answer_and_say_who_would_be_asked(room: Room) -> None:
    user = opened(room)
    user.fill(ids.END, "2027-01-15")

    said = answer(user)
    assert "Nothing stands against it so far." in said
    assert f"{len(CATALOGUE)} checks run, none against · would go to: " in said
    assert "would go to: engineering manager → data owner and IP counsel → security officer" in said


def test_a_reason_stands_with_its_remedy_and_the_fix_that_clears_it(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")

    said = answer(user)
    assert "As it stands, this cannot be asked." in said
    assert "ends 20 Dec 2026, 26 days before your last day." in said
    assert [one["text"]["text"] for one in buttons(user, ids.FIX)] == ["Until 20 Dec 2026 instead"]


def test_taking_the_fix_changes_that_field_alone_and_clears_the_reason(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    user.click(ids.FIX)

    assert "Nothing stands against it so far." in answer(user)
    assert entered(user, ids.END)["selected_date"] == NDA_ENDS.isoformat()
    assert entered(user, ids.NEED)["value"] == WHY
    user.submit()
    assert form(user)["callback_id"] == ids.REQUEST_DONE


def test_people_are_offered_though_slack_has_forgotten_the_vendor_when_it_asks_for_them(room: Room) -> None:
    room.slack.state.forgetful_suggestions = True
    user = opened(room)
    assert [one["value"] for one in user.suggest(ids.PEOPLE, "")] == ["E1"]


def test_a_day_that_a_button_has_set_counts_though_slack_is_silent_on_it(room: Room) -> None:
    """Nobody has touched the field since; bolt-js#1258."""
    room.slack.state.silent_on_presets = True
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    user.click(ids.FIX)

    user.submit()
    assert form(user)["callback_id"] == ids.REQUEST_DONE


def test_a_day_that_a_button_has_set_and_a_person_has_taken_out_again_is_none(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    user.click(ids.FIX)
    user.fill(ids.END, "")

    assert WAITS in answer(user)
    assert entered(user, ids.END)["selected_date"] is None


def test_after_a_fix_the_field_can_be_changed_by_hand_again(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    user.click(ids.FIX)
    user.fill(ids.END, "2027-01-10")

    assert "As it stands, this cannot be asked." in answer(user)
    user.click(ids.FIX)
    assert entered(user, ids.END)["selected_date"] == NDA_ENDS.isoformat()


def test_a_way_that_is_too_weak_is_changed_by_its_fix(room: Room) -> None:
    known = register(
        channels=(channel(id="CH", name="Mail", max_class=3), channel(id="VDI", name="Virtual desktop", max_class=4))
    )
    user = opened(room, known)
    user.fill(ids.END, "2026-12-15")
    weaker = (channel(id="CH", name="Mail", max_class=2), channel(id="VDI", name="Virtual desktop", max_class=4))
    load_register(room.context, register(channels=weaker), actor="test")
    user.fill(ids.END, "2026-12-16")

    assert "Mail is approved up to Confidential (C2)" in answer(user)
    user.click(ids.FIX)
    assert entered(user, ids.CHANNEL)["selected_option"]["value"] == "VDI"
    assert "Nothing stands against it so far." in answer(user)


def test_a_person_is_left_out_by_the_fix_and_the_others_stay(room: Room) -> None:
    people = (person(), person(id="E2", name="Otto Other", status=PersonStatus.LEFT))
    user = opened(room, register(people=people))
    choose(user, ids.PEOPLE, "", "E1", "E2")
    user.fill(ids.END, "2026-12-15")

    assert [one["text"]["text"] for one in buttons(user, ids.FIX)] == ["Without Otto Other"]
    user.click(ids.FIX)
    assert [one["value"] for one in entered(user, ids.PEOPLE)["selected_options"]] == ["E1"]


def test_three_reasons_are_shown_and_the_rest_on_demand(room: Room) -> None:
    user = opened(room, many_reasons())
    choose(user, ids.PEOPLE, "", "E1", "E2")
    user.fill(ids.END, "2027-01-15")

    assert len(buttons(user, ids.WHY)) == 3
    (more,) = buttons(user, ids.SHOW_ALL)
    user.click(ids.SHOW_ALL)
    all_of_them = len(buttons(user, ids.WHY))
    assert all_of_them > 3
    assert more["text"]["text"] == f"Show all ({all_of_them - 3} more)"
    assert buttons(user, ids.SHOW_ALL) == []


def test_the_reasons_behind_a_check_open_and_close(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")

    assert "Annex A 6.6" not in answer(user)
    user.click(ids.WHY, value="NDA-01")
    assert (
        "What is shown on a day without an NDA may stop being a trade secret. (ISO/IEC 27001:2022, Annex A 6.6 and 5.20; "
        in answer(user)
    )
    user.fill(ids.END, "2027-01-14")
    assert "Annex A 6.6" in answer(user)
    user.click(ids.WHY, value="NDA-01")
    assert "Annex A 6.6" not in answer(user)


def test_every_state_of_the_form_obeys_slacks_rules(room: Room) -> None:
    user = opened(room, many_reasons())
    choose(user, ids.PEOPLE, "", "E1", "E2")
    user.fill(ids.END, "2027-01-15")
    user.click(ids.SHOW_ALL)
    for check in ("NDA-01", "PPL-02", "PPL-05"):
        user.click(ids.WHY, value=check)
    calls = [call for call in room.slack.calls if call.method in ("views.open", "views.update")]

    assert len(calls) > 8
    for call in calls:
        args = {key: value for key, value in call.args.items() if key != "team_id"}
        assert problems("slack-web-api", call.method.replace(".", "_"), args) == []


def test_a_vendor_chosen_anew_empties_what_belonged_to_the_other(room: Room) -> None:
    other = vendor(id="V2", name="Watt AS", entities=(vendor().entities[0].__class__("V2-A", "Watt AS", "NO"),))
    user = opened(
        room, register(vendors=(vendor(), other), people=(person(), person(id="F1", vendor="V2", employer_entity="V2-A")))
    )
    user.fill(ids.END, "2027-01-15")
    choose(user, ids.VENDOR, "Watt", "V2")

    assert entered(user, ids.PEOPLE)["selected_options"] == []
    assert WAITS in answer(user)
    assert entered(user, ids.NEED)["value"] == WHY


def test_the_last_answer_belongs_to_the_last_choice_although_the_earlier_one_was_slow(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    room.slack.faults.add("latency", method="views.update", seconds=0.4, times=1)
    slow = threading.Thread(target=user.fill, args=(ids.END, "2027-01-14"))
    slow.start()
    user.wait_for(lambda: entered(user, ids.END)["selected_date"] == "2027-01-14")
    room.as_user("ana").fill(ids.END, "2026-12-15")
    slow.join(5)

    assert "Nothing stands against it so far." in answer(user)


def test_a_fix_of_another_version_changes_nothing_and_is_logged(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    before = answer(user)
    for value in ("v9:end_on:2027-01-01", "v1:end_on:tomorrow", "v1:need:anything"):
        with pytest.raises(Exception, match=r"."):
            user.click(ids.FIX, value=value)

    assert answer(user) == before


def test_a_higher_class_offers_other_ways_and_keeps_one_that_is_still_good(room: Room) -> None:
    assets = (asset(asset_class=2), asset(id="A2", asset_class=3), asset(id="A3", asset_class=4))
    user = opened(room, register(assets=assets))
    choose(user, ids.ASSETS, "A", "A1", "A2")
    assert entered(user, ids.CHANNEL)["selected_option"]["value"] == "CH"

    choose(user, ids.ASSETS, "A", "A1", "A2", "A3")
    assert entered(user, ids.CHANNEL)["selected_option"] is None


def test_what_is_not_chosen_yet_is_said_to_be_left_out(room: Room) -> None:
    load_register(room.context, register(), actor="test")
    user = room.as_user("ana")
    user.command(ids.COMMAND, channel="ip-requests")
    choose(user, ids.VENDOR, "Volt", "V1")
    choose(user, ids.ASSETS, "A1", "A1")
    choose(user, ids.PEOPLE, "", "E1")
    user.fill(ids.END, "2027-01-15")

    looked_at = len(CATALOGUE) - len(WAITS_FOR["mode"] | WAITS_FOR["channel"])
    assert f"{looked_at} checks run, none against · not looked at yet: how, through · would go to:" in answer(user)


def test_one_check_does_not_take_all_places_of_the_others(room: Room) -> None:
    assets = tuple(asset(id=f"A{number}", asset_class=3) for number in (1, 2, 3))
    known = register(assets=assets, vendors=(vendor(clearance=2),), agreements=(nda(expires_on=NDA_ENDS), contract()))
    user = opened(room, known)
    choose(user, ids.ASSETS, "A", "A1", "A2", "A3")
    user.fill(ids.END, "2027-01-15")

    assert {one["value"] for one in buttons(user, ids.WHY)} >= {"ACC-01", "NDA-01"}


def test_a_form_that_was_not_sent_says_so_at_its_head(room: Room) -> None:
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    user.submit()

    assert words_of(form(user)["blocks"][:1]) == "Not sent: the reasons stand below the last field."
    assert "This cannot be asked yet." in answer(user)


def test_a_company_of_many_is_typed_for_and_the_rest_is_counted(room: Room) -> None:
    companies = tuple(LegalEntity(f"E{number}", f"Volt Company {number}", "DE") for number in range(151))
    others = (vendor(entities=companies), vendor(id="V2", name="Watt AG", entities=()))
    load_register(room.context, register(vendors=others, people=(person(employer_entity="E1"),)), actor="test")
    ana = room.as_user("ana")
    ana.command(ids.COMMAND, channel="ip-requests")
    assert {one["value"] for one in ana.suggest(ids.VENDOR, "WATT")} == {"V2"}
    ana.suggest(ids.VENDOR, "volt gmbh")
    ana.choose(ids.VENDOR, "V1")
    assert len(ana.suggest(ids.ENTITY, "")) == 50
    assert [one["value"] for one in ana.suggest(ids.ENTITY, "COMPANY 150")] == ["E150"]
    ana.choose(ids.ENTITY, "E150")
    assert "E150" in str((ana.view() or {})["values"])
