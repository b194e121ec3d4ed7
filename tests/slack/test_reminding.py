"""A reminder in a direct message, and its buttons, clicked by people through the real app."""

from datetime import timedelta

import pytest

from bot.domain.events import Happened
from bot.domain.register import Agreement
from bot.slack import ids
from bot.store import registers
from tests.application.audit_steps import recorded
from tests.builders import nda
from tests.slack.conftest import Room
from tests.slack.reminding import END, VALUE, buttons, message, remind, said, tell


def test_the_owner_is_told_what_it_carries_and_what_they_can_do(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    assert message(eve)["text"] == "NDA-1 with Volt GmbH ends in 51 days (14 Jan 2027)"
    assert "Without a decision nothing new can be granted past that day." in said(eve)
    assert buttons(eve) == ["Renew", "Let it end", "Snooze…", "Not mine…"]


def test_renew_shows_who_decided_and_offers_to_record_the_successor(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.RENEW)
    room.deliver()
    assert "✓ Eve decided to renew it" in said(eve)
    assert buttons(eve) == ["Record the successor…", "Let it end", "Snooze…", "Not mine…"]


def test_let_it_end_shows_who_decided(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.LET_END)
    room.deliver()
    assert "✓ Eve decided to let it end" in said(eve)
    assert buttons(eve) == ["Renew", "Snooze…", "Not mine…"]


def test_the_successor_is_recorded_by_a_form_and_the_message_says_so(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.RENEW)
    room.deliver()
    eve.click(ids.RECORD_SUCCESSOR)
    eve.fill("ends", "2030-01-14")
    eve.fill("survival", "60")
    eve.submit()
    assert eve.view() is None
    room.deliver()
    assert "✓ NDA-V1-2 takes over on" in said(eve)
    assert buttons(eve) == []
    with room.context.store.reading() as unit:
        assert registers.one(unit, Agreement, "NDA-V1-2").nda.survival.months == 60


def test_a_last_covered_day_that_was_emptied_is_no_end(room: Room) -> None:
    """The form offers an end; Slack says null for what somebody took out of it."""
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.RENEW)
    room.deliver()
    eve.click(ids.RECORD_SUCCESSOR)
    form = eve.view()
    assert form is not None
    offered = next(block["element"] for block in form["blocks"] if block["block_id"] == "ends")
    assert "initial_date" in offered
    for optional, nothing in (("ends", ""), ("survival", ""), ("clauses", [])):
        eve.fill(optional, nothing)
    eve.submit()
    assert eve.view() is None
    with room.context.store.reading() as unit:
        successor = registers.one(unit, Agreement, "NDA-V1-2")
    assert successor is not None
    assert (successor.expires_on, successor.nda.survival.months) == (None, None)
    assert not successor.nda.trade_secret_carve_out


def test_days_without_a_paper_are_shown(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.RENEW)
    room.deliver()
    eve.click(ids.RECORD_SUCCESSOR)
    eve.fill("begins", "2027-01-20")
    eve.submit()
    room.deliver()
    assert "No paper covers the 5 days from 15 Jan 2027 to 19 Jan 2027: IP counsel has to look at that" in said(eve)


def test_mistakes_in_the_form_are_said_at_their_fields(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.RENEW)
    room.deliver()
    eve.click(ids.RECORD_SUCCESSOR)
    for field, value in (("signed", "2026-12-24"), ("ends", "2026-12-24"), ("survival", "five")):
        eve.fill(field, value)
    eve.submit()
    assert list((eve.view() or {})["errors"]) == ["survival"]
    eve.fill("survival", "12")
    eve.submit()
    assert sorted((eve.view() or {})["errors"]) == ["ends", "signed"]


def test_snooze_needs_a_reason_and_shows_until_when(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.SNOOZE)
    eve.submit()
    assert "reason" in (eve.view() or {})["errors"]
    eve.fill("reason", "Their counsel is away until then.")
    eve.fill("until", "2026-12-02")
    eve.submit()
    room.deliver()
    assert "Put off by you until 2 Dec 2026." in said(eve)


def test_not_mine_goes_to_whoever_is_named_and_they_are_told(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.NOT_MINE)
    assert "Mo is asked next" in str((eve.view() or {})["blocks"])
    eve.choose(ids.INSTEAD, "sol")
    eve.submit()
    room.clock.advance(timedelta(days=1))
    tell(room)
    assert "Its owner: Sol" in said(eve)
    assert "Not mine…" in buttons(room.as_user("sol"))


@pytest.mark.parametrize("action", [ids.RENEW, ids.LET_END, ids.RECORD_SUCCESSOR, ids.NOT_MINE])
def test_somebody_else_is_refused_in_private_words(room: Room, action: str) -> None:
    remind(room)
    eve, ana = room.as_user("eve"), room.as_user("ana")
    before = message(eve)
    ana.click_raw(action, VALUE, before["ts"], before["channel"])
    room.deliver()
    assert "Eve" in ana.whispers()[-1]["text"]
    assert ana.view() is None
    assert message(eve) == before


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_outsiders_are_refused(room: Room, who: str) -> None:
    remind(room)
    stands = message(room.as_user("eve"))
    user = room.as_user(who)
    user.click_raw(ids.RENEW, VALUE, stands["ts"], stands["channel"])
    assert "take part here" in user.whispers()[-1]["text"] or "cannot ask or decide" in user.whispers()[-1]["text"]


@pytest.mark.parametrize("value", ["v2:end:2027-01-14:NDA-1", "v1:end:2027-99-14:NDA-1", "nonsense"])
def test_a_button_of_another_version_does_nothing(room: Room, value: str) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click_raw(ids.RENEW, value, message(eve)["ts"], message(eve)["channel"])
    assert "another version" in eve.whispers()[-1]["text"]


def test_a_button_in_an_old_message_says_what_has_changed(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    old = message(eve)
    remind(room, nda(expires_on=END + timedelta(days=400), owner="eve"))
    eve.click_raw(ids.RENEW, VALUE, old["ts"], old["channel"])
    assert "The day of NDA-1 has changed since this message." in eve.whispers()[-1]["text"]


def test_a_form_that_was_overtaken_says_so_and_changes_nothing(room: Room) -> None:
    remind(room)
    eve = room.as_user("eve")
    eve.click(ids.SNOOZE)
    eve.fill("reason", "Later.")
    remind(room, nda(expires_on=END + timedelta(days=400), owner="eve"))
    eve.submit()
    assert "has changed since this message" in str((eve.view() or {})["blocks"])


class TestAskingForAnAgreement:
    def test_its_owner_is_told_in_words_and_can_decide_there(self, room: Room) -> None:
        remind(room)
        eve = room.as_user("eve")
        eve.command(ids.COMMAND, "agreement nda-1")
        said_to_eve = str(eve.whispers()[-1]["blocks"])
        assert "It covers what is shown from 1 Jan 2025 to 14 Jan 2027" in said_to_eve
        assert "Next reminder: " in said_to_eve
        eve.click_raw(ids.RENEW, VALUE, eve.whispers()[-1]["ts"], eve.whispers()[-1]["channel"])
        room.deliver()
        assert "✓ Eve decided to renew it" in said(eve)

    @pytest.mark.parametrize(
        ("typed", "words"), [("agreement", "Say which agreement"), ("agreement NDA-9", "no agreement NDA-9")]
    )
    def test_a_mistake_is_answered_with_what_would_be_right(self, room: Room, typed: str, words: str) -> None:
        eve = room.as_user("eve")
        eve.command(ids.COMMAND, typed)
        assert words in eve.whispers()[-1]["text"]

    def test_a_requester_is_told_whom_to_ask(self, room: Room) -> None:
        remind(room)
        ana = room.as_user("ana")
        ana.command(ids.COMMAND, "agreement NDA-1")
        assert "A vendor manager can tell you more." in ana.whispers()[-1]["text"]


def test_an_attempt_by_somebody_who_may_not_take_part_stands_in_the_record_of_the_paper(room: Room) -> None:
    remind(room)
    reminder = message(room.as_user("eve"))
    room.as_user("guest").click_raw(ids.RENEW, VALUE, reminder["ts"], reminder["channel"])

    refused = recorded(room.context)[-1]
    assert (refused.happened, refused.entity_id, refused.actor) == (Happened.CLICK_REFUSED, "NDA-1", "slack:U_GUEST")
