"""`/ip-audit` through the real app: the form, its mistakes, the card's button, and what is refused in private words."""

import pytest

from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.register.load import load_register
from bot.domain.errors import Refusal
from bot.domain.events import Happened
from bot.local.scripted_user import NotAcknowledged, ScriptedUser
from bot.slack import ids
from bot.slack.messenger import SlackMessenger
from bot.store.outbox import JIRA
from tests.application.audit_steps import KEY, recorded, shown
from tests.builders import register, vendor
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE
from tests.slack.conftest import Room
from tests.slack.drawing import words


@pytest.fixture
def tracker() -> FakeTracker:
    return FakeTracker()


def everything_is_told(room: Room, tracker: FakeTracker) -> None:
    outside = Outside(SlackMessenger(room.client), tracker)
    while deliver_next(room.context, outside, JIRA, AT_ONCE):
        pass
    room.deliver()


def form(room: Room, who: str = "ivy", **more: str) -> ScriptedUser:
    """Ivy's form with every question answered; `more` replaces an answer by the block id of its field."""
    user = room.as_user(who)
    user.command(ids.AUDIT_COMMAND, channel="ip-requests")
    user.suggest(ids.AUDIT_VENDOR, "vol")
    user.choose(ids.AUDIT_VENDOR, "V1")
    user.choose(ids.CAUSE, "incident")
    for block_id, value in ({"reference": "INC-7"} | more).items():
        user.fill(block_id, value)
    return user


def opened(room: Room, tracker: FakeTracker) -> ScriptedUser:
    user = form(room)
    user.submit()
    user.close()
    everything_is_told(room, tracker)
    return user


def card(user: ScriptedUser) -> str:
    return words(user.messages()[-1]["blocks"])


class TestOpening:
    def test_the_form_is_filled_in_but_for_what_happened(self, room: Room) -> None:
        user = room.as_user("ivy")
        user.command(ids.AUDIT_COMMAND, channel="ip-requests")
        blocks = {block["block_id"]: block["element"] for block in (user.view() or {})["blocks"]}
        assert list(blocks) == ["vendor", "cause", "reference", "assets", "criteria", "from", "until", "due"]
        assert [blocks[name]["initial_date"] for name in ("from", "until", "due")] == ["2025-11-24", "2026-11-24", "2026-12-08"]
        assert len(blocks["criteria"]["initial_options"]) == 5

    def test_it_opens_and_the_card_comes_with_its_ticket(self, room: Room, tracker: FakeTracker) -> None:
        user = form(room)
        user.suggest(ids.AUDIT_ASSETS, "")
        user.choose(ids.AUDIT_ASSETS, "A1")
        user.submit()
        assert "The audit is open." in words((user.view() or {})["blocks"])

        everything_is_told(room, tracker)

        assert "|IPA-1>" in card(user)
        assert "Because of: A grave incident · INC-7" in card(user)
        assert tracker.tickets["IPA-1"].draft.summary == "[IP audit] V1 · for cause · A1 · due 2026-12-08"

    def test_the_same_number_again_opens_none_and_shows_the_ticket(self, room: Room, tracker: FakeTracker) -> None:
        opened(room, tracker)
        user = form(room, who="sol")
        user.submit()
        said = words((user.view() or {})["blocks"])
        assert "There is one already." in said
        assert "IPA-1" in said
        assert len(tracker.tickets) == 1

    @pytest.mark.parametrize("reference", ["two words", "-x", "x" * 41, "INC-7\u202e"])
    def test_a_number_that_names_nothing_is_told_at_its_field(self, room: Room, reference: str) -> None:
        user = form(room, reference=reference)
        user.submit()
        assert "such as INC-7" in (user.view() or {})["errors"]["reference"]

    def test_days_that_cannot_be_are_told_at_their_fields(self, room: Room) -> None:
        user = form(room, due="2026-11-23", until="2025-01-01")
        user.submit()
        assert set((user.view() or {})["errors"]) == {"due", "until"}

    def test_whoever_may_not_open_one_gets_no_form(self, room: Room) -> None:
        user = room.as_user("ana")
        user.command(ids.AUDIT_COMMAND, channel="ip-requests")
        assert user.view() is None
        assert "opened by vendor managers" in user.whispers()[-1]["text"]

    @pytest.mark.parametrize("who", ["guest", "stranger"])
    def test_outsiders_get_no_form_and_no_suggestion(self, room: Room, who: str) -> None:
        user = room.as_user(who)
        user.command(ids.AUDIT_COMMAND, channel="ip-requests")
        assert user.view() is None


class TestLooking:
    def test_the_list_shows_where_each_stands(self, room: Room, tracker: FakeTracker) -> None:
        user = opened(room, tracker)
        user.command(ids.AUDIT_COMMAND, "list")
        said = user.whispers()[-1]
        assert said["text"] == "1 open audit"
        assert "State: planned" in words(said["blocks"])

    def test_one_is_shown_by_its_ticket_or_its_own_key_however_it_is_typed(self, room: Room, tracker: FakeTracker) -> None:
        user = opened(room, tracker)
        for name in (
            "ipa-1",
            "*IPA\u20131*.",
            "<https://x.test/browse/IPA-1>",
            KEY,
            KEY.upper(),
            KEY.removeprefix("audit:"),
        ):
            user.command(ids.AUDIT_COMMAND, name)
            assert "Audit of Volt GmbH" in user.whispers()[-1]["text"], name

    def test_whoever_may_not_read_it_is_told_no_more(self, room: Room, tracker: FakeTracker) -> None:
        opened(room, tracker)
        user = room.as_user("ana")
        user.command(ids.AUDIT_COMMAND, "IPA-1")
        assert "or it is not yours to read" in user.whispers()[-1]["text"]

    @pytest.mark.parametrize(
        ("text", "said"), [("help", "opens an audit"), ("dance", "I don't know"), ("list all", "I don't know")]
    )
    def test_other_words_get_usage(self, room: Room, text: str, said: str) -> None:
        user = room.as_user("ivy")
        user.command(ids.AUDIT_COMMAND, text)
        assert said in user.whispers()[-1]["text"]


class TestClosing:
    def test_the_button_asks_how_it_ended_and_the_card_says_so(self, room: Room, tracker: FakeTracker) -> None:
        user = opened(room, tracker)
        user.click(ids.CLOSE_AUDIT)
        user.choose(ids.RESULT, "pass_with_conditions")
        user.fill("note", "Logs by March.")
        user.submit()
        everything_is_told(room, tracker)

        assert shown(room.context, KEY).result_words == "pass with conditions"
        assert "Closed by Ivy with the result *pass with conditions*" in card(user)
        assert tracker.tickets["IPA-1"].status == "Closed"

    def test_without_a_result_it_does_not_close(self, room: Room, tracker: FakeTracker) -> None:
        user = opened(room, tracker)
        user.click(ids.CLOSE_AUDIT)
        user.submit()
        assert "required" in (user.view() or {})["errors"]["result"]
        assert shown(room.context, KEY).result_words == ""

    def test_the_owner_of_the_relationship_is_told_who_closes_it(self, room: Room, tracker: FakeTracker) -> None:
        load_register(room.context, register(vendors=(vendor(owner="ivy"),)), actor="test")
        user = opened(room, tracker)
        user.click(ids.CLOSE_AUDIT)
        assert user.view() is None
        assert "You own the relationship" in user.whispers()[-1]["text"]

    def test_a_click_that_comes_too_late_changes_nothing(self, room: Room, tracker: FakeTracker) -> None:
        user = opened(room, tracker)
        user.click(ids.CLOSE_AUDIT)
        other = room.as_user("sol")
        other.command(ids.AUDIT_COMMAND, "IPA-1")
        other.click(ids.CLOSE_AUDIT)
        other.choose(ids.RESULT, "fail")
        other.submit()
        user.choose(ids.RESULT, "pass")
        user.submit()
        assert "with the result fail; that stands" in words((user.view() or {})["blocks"])
        assert shown(room.context, KEY).result_words == "fail"

    @pytest.mark.parametrize("value", ["v1:audit:V1:for_cause:NONE", "v2:audit:V1:for_cause:INC-7", "v1:REQ-2026-0001:1:0"])
    def test_a_forged_button_does_nothing(self, room: Room, tracker: FakeTracker, value: str) -> None:
        user = opened(room, tracker)
        message = user.messages()[-1]
        user.click_raw(ids.CLOSE_AUDIT, value, message["ts"], message["channel"])
        assert user.view() is None
        assert "so I do nothing" in user.whispers()[-1]["text"]

    def test_somebody_without_the_office_is_refused_at_the_click(self, room: Room, tracker: FakeTracker) -> None:
        message = opened(room, tracker).messages()[-1]
        user = room.as_user("guest")
        user.click_raw(ids.CLOSE_AUDIT, ids.audit_value(KEY), message["ts"], message["channel"])
        assert user.view() is None
        assert shown(room.context, KEY).result_words == ""
        refused = recorded(room.context)[-1]
        assert (refused.happened, refused.actor) == (Happened.CLICK_REFUSED, "slack:U_GUEST")


@pytest.mark.parametrize("key", [KEY, "audit:V08:periodic:2027-03-10", "audit:V-1.a:access:REQ-2026-0001"])
def test_what_a_button_carries_is_read(key: str) -> None:
    assert ids.read_audit_value(ids.audit_value(key)) == key


@pytest.mark.parametrize(
    "value", [None, 7, "", "v1:audit:V1:for_cause:", "v1:audit:V1:for_cause:a b", "v1:audit:V1:for_cause:x\n"]
)
def test_a_value_of_another_version_is_refused_with_a_next_step(value: object) -> None:
    with pytest.raises(Refusal, match="/ip-audit list"):
        ids.read_audit_value(value)


def test_nobody_waits_in_silence(room: Room) -> None:
    user = room.as_user("ivy")
    try:
        user.command(ids.AUDIT_COMMAND, channel="ip-requests")
    except NotAcknowledged as silence:
        pytest.fail(str(silence))
