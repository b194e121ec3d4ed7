"""The text beside the blocks stands alone in a notification: which request, what, for whom, how it stands; never a raw token."""

import pytest

from bot.application.access.views import Notice
from bot.application.ports import Message
from bot.application.requests.views import Card, Receipt, Told
from bot.domain.words import Words
from bot.slack.messenger import drawn
from tests.builders import END
from tests.slack.drawing import approved, ask, every_state, grant, view

STATES = every_state()
ASKED = "Ana Asker asked for Volt GmbH: Pump controller (A1)"
WISH = "Ana Asker asks for Volt GmbH: Pump controller (A1)"


@pytest.mark.parametrize("state", STATES)
def test_card_and_receipt_say_which_request_for_whom_and_how_it_stands(state: str) -> None:
    for message in (Card(STATES[state]), Receipt(STATES[state])):
        text, _ = drawn(message)
        assert text.startswith((f"{WISH} · ", f"{ASKED} · "))
        assert text.endswith(" · REQ-2026-0001")
        assert "<" not in text


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Card(view()), f"{WISH} · waits for approval · REQ-2026-0001"),
        (
            ask(),
            f"Your decision is needed: {WISH} · waits for approval · REQ-2026-0001",
        ),
        (ask(asked_now=False), f"{WISH} · waits for approval · REQ-2026-0001"),
        (
            Receipt(approved(grant())),
            f"{ASKED} · approved · in force from 1 Dec 2026 · REQ-2026-0001",
        ),
        (
            Receipt(approved(grant("active"))),
            f"{ASKED} · approved · in force until 15 Jan 2027 · REQ-2026-0001",
        ),
        (Notice("REQ-1: access is held", ("Until then.",)), "REQ-1: access is held"),
        (Told(Words(("Access ends on ", END), ("Ask again.",))), "Access ends on 15 Jan 2027"),
    ],
)
def test_the_text_makes_sense_alone(message: Message, text: str) -> None:
    assert drawn(message)[0] == text


def test_a_name_in_the_text_cannot_call_a_channel() -> None:
    loud = "<!channel> & Söhne"
    assert drawn(Card(view(vendor=loud)))[0].count("&lt;!channel&gt; &amp; Söhne") == 1
    assert "<!" not in drawn(Notice(loud))[0]
