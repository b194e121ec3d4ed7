"""Every slash command forgives how it was typed or pasted; what is read of it is tried in `tests/domain/test_typed_words.py`."""

from datetime import date

from bot.application.requests.submit import submit_request
from bot.slack import ids
from tests.builders import draft
from tests.slack.conftest import Room
from tests.slack.steps import ask

COMMANDS = (ids.COMMAND, ids.CHECK_COMMAND, ids.AUDIT_COMMAND, ids.DIGEST_COMMAND)


def answer(room: Room, who: str, command: str, text: str) -> str:
    room.as_user(who).command(command, text, channel="ip-requests")
    return str(room.as_user(who).whispers()[-1]["text"])


def test_one_request_is_found_however_it_was_typed(room: Room) -> None:
    ask(room)
    for typed in (
        "*Status* `req\u20132026\u20130001`.",
        "\u201cstatus\u201d\u00a0REQ-2026-0001",
        "status <http://REQ-2026-0001|REQ-2026-0001>",
        "STATUS 1",
        "req-2026-0001",
        "/ip-request status 1",
    ):
        assert answer(room, "ana", ids.COMMAND, typed).endswith("· REQ-2026-0001"), typed


def test_a_number_alone_is_this_years_or_the_last_ones_that_this_person_may_read(room: Room) -> None:
    ask(room)
    room.clock.go_to(date(2027, 1, 5))
    assert answer(room, "ana", ids.COMMAND, "status 1").endswith("· REQ-2026-0001")
    assert answer(room, "ana", ids.COMMAND, "status 9").startswith("There is no request REQ-2027-0009 that you may read")


def test_a_number_alone_tells_nobody_what_exists(room: Room) -> None:
    submit_request(room.context, draft(requester="eve", requester_slack="U_EVE"), submit_key="V1")
    assert answer(room, "ana", ids.COMMAND, "status 1").startswith("There is no request REQ-2026-0001 that you may read")


def test_a_paper_is_found_however_it_was_typed(room: Room) -> None:
    for typed in ("agreement NDA-1", "Agreement *nda\u20111*.", "agreement <http://nda-1.it|nda-1>"):
        assert answer(room, "ivy", ids.COMMAND, typed).startswith("NDA-1: active"), typed


def test_help_is_given_by_every_command(room: Room) -> None:
    for command in COMMANDS:
        for typed in ("`help`", "HELP.", "?"):
            assert f"*{command} help* shows this." in answer(room, "ivy", command, typed)


def test_an_unknown_word_is_answered_with_the_nearest_by_every_command(room: Room) -> None:
    for command, typed, near in (
        (ids.COMMAND, "stauts 1", "/ip-request status REQ-2026-0001"),
        (ids.AUDIT_COMMAND, "*lsit*", "/ip-audit list"),
        (ids.DIGEST_COMMAND, "hlep", "/ip-digest help"),
    ):
        assert f"Did you mean `{near}`?" in answer(room, "ivy", command, typed)


def test_a_day_is_read_however_it_was_typed(room: Room) -> None:
    for typed in ("2026\u201311\u201324", "`2026-11-24`.", "24 Nov 2026"):
        assert answer(room, "ivy", ids.DIGEST_COMMAND, typed).startswith("24 Nov 2026 is a Tuesday. Say a Monday:")


def test_nothing_but_formatting_is_nothing_typed(room: Room) -> None:
    for command in (ids.COMMAND, ids.AUDIT_COMMAND, ids.CHECK_COMMAND):
        room.as_user("ivy").command(command, "`\u2014`", channel="ip-requests")
        assert room.as_user("ivy").view() is not None
        room.as_user("ivy").close()
