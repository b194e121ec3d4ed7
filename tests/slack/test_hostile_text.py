"""Whatever stands in a register or was typed by somebody is shown as it is, and does nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.application.access.views import Notice
from bot.application.requests.views import Card, Receipt, RequestView, Told
from bot.domain.words import Words
from bot.slack.blocks.answers import draw_mine, draw_notice, draw_status, draw_told, draw_words
from bot.slack.blocks.decision import draw_reject_form
from bot.slack.blocks.details import draw_details
from bot.slack.blocks.kit import TEXT, cut, escape, mrkdwn, option, typed
from bot.slack.blocks.request import draw_ask, draw_card, draw_receipt
from bot.slack.ids import Picture
from tests.slack.drawing import (
    approved,
    ask,
    check,
    decision,
    grant,
    item,
    message_problems,
    rejected,
    texts,
    view,
    view_problems,
    words,
)

HOSTILE = {
    "a call to the channel": "<!channel> hurry",
    "a call to everybody": "<!everyone|nothing>",
    "a mention of a person": "<@U123>",
    "a link with another name": "<https://evil.example|the contract>",
    "an ampersand": "Smith & Sons &lt;!here&gt;",
    "marks of formatting": "*bold* _italic_ ~gone~ `code` ```block```",
    "lines that look like ours": "Volt\n\n✓ Ivy Counsel approved as IP counsel",
    "control characters": "a\x00b\x1b[31mc\x7fd\u202ee\u2066f",
    "very long": "x" * 9000,
    "very long and all to be escaped": "<&>" * 3000,
}


def everywhere(text: str) -> RequestView:
    """A request in which every text that comes from outside is this one."""
    shown = rejected(
        against=(check(message=text, remedy=text, why=text, clauses=(text,)),),
        decisions=(decision(text, reason=text), decision(text, "reject", reason=text)),
        changed=(text,),
        people=(text,) * 20,
        items=(item(title=text, state="rejected"), item("A2", title=text, state="rejected")),
        rejected_because=text,
    )
    return replace(
        shown, vendor=text, entity=text, channel=text, project=text, requester=text, need_text=text, waiting_for=(text,)
    )


MESSAGES: dict[str, Callable[[str], list[Any]]] = {
    "card": lambda text: draw_card(Card(everywhere(text))),
    "question": lambda text: draw_ask(ask(everywhere(text), because="IP counsel", others=(text, text))),
    "receipt": lambda text: draw_receipt(Receipt(everywhere(text))),
    "receipt of access": lambda text: draw_receipt(Receipt(approved(grant(person=text, held=text), vendor=text))),
    "notice": lambda text: draw_notice(Notice(text, (text, text))),
    "told": lambda text: draw_told(Told(Words((text,), (text,), quote=text))),
    "mine": lambda text: draw_mine([everywhere(text)])[1],
    "status": lambda text: draw_status(everywhere(text))[1],
}
VIEWS: dict[str, Callable[[str], Any]] = {
    "details": lambda text: draw_details(everywhere(text), may_end=True),
    "details of access": lambda text: draw_details(approved(grant("active", person=text, held=text), vendor=text), may_end=True),
    "reject form": lambda text: draw_reject_form(Picture("REQ-2026-0001", 1, 1), [item(title=text), item("A2", title=text)]),
    "words": lambda text: draw_words("Nothing changed", text),
}


def formatted(drawn: Any) -> str:
    """Only what Slack formats; plain text is safe as it is."""
    if isinstance(drawn, dict):
        own = str(drawn["text"]) if drawn.get("type") == "mrkdwn" else ""
        return own + "".join(formatted(inner) for inner in drawn.values())
    return "\n".join(formatted(inner) for inner in drawn) if isinstance(drawn, list) else ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_takes_it_and_nobody_is_called_and_nothing_is_forged(name: str, text: str) -> None:
    drawn = MESSAGES[name](text) if name in MESSAGES else VIEWS[name](text)
    problems = message_problems("x", drawn) if name in MESSAGES else view_problems(drawn)
    assert problems == []
    said = formatted(drawn)
    assert not [token for token in ("<!channel", "<!everyone", "<@U123", "<https://evil", "<!here") if token in said]
    assert not [letter for letter in said if letter in "\x00\x1b\x7f\u202e\u2066"]
    assert "\n✓ Ivy Counsel" not in said.replace("as data owner\n", "")


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_is_told_to_leave_plain_words_alone_so_that_an_at_sign_calls_nobody(name: str) -> None:
    drawn = MESSAGES[name]("@channel #general") if name in MESSAGES else VIEWS[name]("@channel #general")
    assert not [one for one in _mrkdwn(drawn) if one.get("verbatim") is not True]


def _mrkdwn(drawn: Any) -> list[dict[str, Any]]:
    if isinstance(drawn, dict):
        own = [drawn] if drawn.get("type") == "mrkdwn" else []
        return own + [found for inner in drawn.values() for found in _mrkdwn(inner)]
    return [found for inner in drawn for found in _mrkdwn(inner)] if isinstance(drawn, list) else []


def test_what_is_typed_is_escaped_once_and_read_as_it_was_typed() -> None:
    assert escape("R&D <2026>") == "R&amp;D &lt;2026&gt;"
    assert "R&amp;D &lt;2026&gt;" in words(draw_ask(ask(view(need_text="R&D <2026>"))))


def test_marks_of_formatting_in_what_a_person_typed_format_nothing() -> None:
    assert not set("*_~`") & set(typed("*bold* _italic_ ~gone~ `code`"))


def test_what_is_left_out_is_shown_by_an_ellipsis() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"
    assert typed("x" * 700) == "x" * 599 + "…"


@pytest.mark.parametrize("tail", ["&amp;", "<!date^1764590400^{date_short}|1 Dec 2026>", "<@U0042>"])
@pytest.mark.parametrize("inside", range(1, 5))
def test_a_cut_leaves_no_half_of_an_entity_or_of_a_date(tail: str, inside: int) -> None:
    text = "x" * (TEXT - 1 - inside) + tail + "y" * 100
    shown = mrkdwn(text)["text"]
    assert shown.rstrip("…") in ("x" * (TEXT - 1 - inside), "x" * (TEXT - 1 - inside) + tail)
    assert len(shown) <= TEXT


def test_the_longest_choice_is_cut_to_its_label() -> None:
    assert len(option("x" * 200, "V1")["text"]["text"]) == 75


def test_a_card_with_ten_assets_and_every_decision_is_whole() -> None:
    items = tuple(item(f"A{number}") for number in range(10))
    made = [decision(f"Person {seat}", item=one.asset, seat=f"seat {seat}") for one in items for seat in range(6)]
    drawn = draw_card(Card(view(items=items, decisions=tuple(made))))
    assert words(drawn).count("✓ Person ") == 6
    assert "…" not in "".join(text for text in texts(drawn) if "Reject" not in text)
