"""Every message and view in every state is what Slack's own types and limits allow."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.application.access.views import Notice
from bot.application.ports import Message
from bot.application.requests.views import Card, Receipt, Told
from bot.domain.vocabulary import Role
from bot.domain.words import Words
from bot.slack import ids
from bot.slack.blocks.answers import draw_asked, draw_mine, draw_status, draw_words
from bot.slack.blocks.decision import draw_approve_form, draw_reject_form
from bot.slack.blocks.details import draw_details
from bot.slack.blocks.kit import actions, button, context, field, modal, option, section, static_select
from bot.slack.blocks.usage import help_words
from bot.slack.ids import Picture
from bot.slack.messenger import drawn
from tests.builders import END, member
from tests.slack.drawing import LIMITS, ask, check, every_state, item, message_problems, view, view_problems

STATES = every_state()
PICTURE = Picture("REQ-2026-10000", 99, 9)
MESSAGES: dict[str, Callable[[Any], Message]] = {
    "card": Card,
    "receipt": Receipt,
    "question": ask,
    "answered question": lambda request: ask(request, asked_now=False),
}
needs_schemas = pytest.mark.skipif(not LIMITS.exists(), reason=f"{LIMITS} is not there: the schemas are not part of the project")


@needs_schemas
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", MESSAGES)
def test_slack_takes_every_message_about_a_request(kind: str, state: str) -> None:
    assert message_problems(*drawn(MESSAGES[kind](STATES[state]))) == []


@needs_schemas
@pytest.mark.parametrize("state", STATES)
def test_slack_takes_the_details_in_every_state(state: str) -> None:
    assert view_problems(draw_details(STATES[state], may_end=True)) == []


@needs_schemas
def test_slack_takes_the_details_of_a_request_with_much_against_it() -> None:
    much = view(against=(check(message="x" * 400, remedy="y" * 400, why="z" * 400),) * 60, items=(item(),) * 10)
    assert view_problems(draw_details(much, may_end=True)) == []


@needs_schemas
@pytest.mark.parametrize(
    "form",
    [
        draw_reject_form(PICTURE, [item()]),
        draw_reject_form(PICTURE, [item(f"A{number}") for number in range(10)]),
        draw_approve_form(PICTURE),
        draw_asked("REQ-2026-0001", "is on its way."),
        draw_words("Nothing changed", "It is too late."),
    ],
)
def test_slack_takes_every_small_form(form: dict[str, Any]) -> None:
    assert view_problems(form) == []


@needs_schemas
def test_slack_takes_every_private_answer() -> None:
    for text, blocks in (draw_mine([]), draw_mine(list(STATES.values())), *map(draw_status, STATES.values())):
        assert message_problems(text, blocks) == []
    assert message_problems(*drawn(Notice("Access is in force", ("Until 15 Jan 2027.",)))) == []
    words = Words(("Access ends on ", END), ("Ask again.",), quote="Not this quarter.")
    assert message_problems(*drawn(Told(words))) == []
    told = help_words(member("all", *Role), ids.COMMAND)
    assert message_problems(told, [section(told)]) == []


@needs_schemas
@pytest.mark.parametrize(
    "wrong",
    [
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [section("")],
        [context()],
        [section("x", block_id="same"), section("y", block_id="same")],
        [actions("a", [button("x", "same", "1"), button("y", "same", "2")])],
        [actions("a", [{**button("x", "act", "1"), "colour": "red"}])],
        [actions("a", [{**button("x", "act", "v" * 2001)}])],
        [section("x")] * 51,
        [],
    ],
    ids=["long", "empty", "no words", "equal blocks", "equal buttons", "unknown field", "long value", "many", "none"],
)
def test_these_tests_would_find_what_slack_refuses(wrong: list[Any]) -> None:
    assert message_problems("text", wrong)


@needs_schemas
@pytest.mark.parametrize(
    "wrong",
    [
        modal("A", "c", [field("b", "L", {"type": "plain_text_input", "action_id": "a"})]),
        modal("A", "c", [field("b", "L", static_select("a", []))], submit="Ask"),
        {**modal("A", "c", [section("x")]), "title": {"type": "plain_text", "text": "x" * 25}},
        modal("A", "c", [section("x")], metadata="m" * 3001),
        modal("A", "c", [field("b", "L", static_select("a", [{**option("x", "1"), "value": "v" * 151}]))], submit="Ask"),
        modal("A", "c", [section("x" * 2900)] * 99),
    ],
    ids=["no submit", "no options", "long title", "long metadata", "long option", "heavy"],
)
def test_these_tests_would_find_what_slack_refuses_in_a_view(wrong: dict[str, Any]) -> None:
    assert view_problems(wrong)
