"""The demo's story, played by hands instead of a person: through the same addresses as the page, against the running bot.

Each step says who does what, does it, and waits until what should follow is there; nothing is assumed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bot.local.hands import Control, Hands

Narrate = Callable[[str, str], None]
CHANNEL = "ip-requests"
PATIENCE = 10.0
_LINK = re.compile(r"<[^|>]+\|([^>]+)>")


@dataclass(frozen=True)
class Wish:
    """What one request of the story asks for, in register ids."""

    vendor: str
    entity: str
    assets: tuple[str, ...]
    people: tuple[str, ...]
    mode: str
    channel: str
    start: date
    end: date
    why: str


class StoryBroken(Exception):
    """The story did not go as it should; the words say where."""


class Story:
    """Plays the scenes in order; `names` maps Slack ids to the people's names."""

    def __init__(self, url: str, names: dict[str, str], narrate: Narrate) -> None:
        self._url, self._names, self._narrate = url, names, narrate
        self._control = Control(url)

    def play(self, sound: Wish, refused: Wish, mended: Wish) -> None:
        request = self._ask("U_JONAS", sound)
        self._decide(request, ["U_LENA", "U_TOBIAS", "U_INES", "U_SOFIA"])
        self._see_ticket(request)
        self._pass_days(request, sound.start)
        self._be_refused("U_JONAS", refused, mended)
        self._click_as_outsiders(request)
        self._end_early(request)

    def _ask(self, who: str, wish: Wish) -> str:
        hands = self._hands(who)
        self._tell(who, f"/ip-request: {', '.join(wish.assets)} for {wish.vendor}, {wish.mode}, {wish.start} to {wish.end}")
        hands.command("/ip-request", channel=CHANNEL)
        self._fill(hands, wish)
        hands.submit()
        return self._sent(hands)

    def _fill(self, hands: Hands, wish: Wish) -> None:
        hands.suggest("vendor.choose", wish.vendor)
        hands.choose("vendor.choose", wish.vendor)
        for asset in wish.assets:
            hands.suggest("assets.choose", asset)
        hands.choose("assets.choose", *wish.assets)
        hands.suggest("people.choose", "")
        hands.choose("people.choose", *wish.people)
        hands.choose("entity.choose", wish.entity)
        hands.choose("mode.choose", wish.mode)
        hands.choose("channel.choose", wish.channel)
        hands.fill("start.choose", wish.start.isoformat())
        hands.fill("end.choose", wish.end.isoformat())
        hands.fill("need", wish.why)

    def _sent(self, hands: Hands) -> str:
        view = hands.view() or {}
        if view.get("callback_id") != "request.asked":
            raise StoryBroken(f"the request was not taken: {words_of(view.get('blocks', []))} {view.get('errors')}")
        said = words_of(view["blocks"])
        hands.close()
        request = said.split()[0]
        self._tell("bot", said)
        hands.wait_for(lambda: self._card(request), PATIENCE)
        self._tell("card", self._card_words(request))
        return request

    def _decide(self, request: str, people: list[str]) -> None:
        for who in people:
            hands = self._hands(who)
            message = hands.wait_for(partial(_with_button, hands, request, "request.approve_click"), PATIENCE)
            why = [line for line in words_of(message["blocks"]).splitlines() if line.startswith("You are asked")]
            self._tell(who, f"is told: {' '.join(why)}")
            hands.click("request.approve_click", message_ts=message["ts"])
            hands.wait_for(partial(self._card_says, request, self._names[who]), PATIENCE)
            self._tell(who, "Approve")
        self._tell("card", self._card_words(request))

    def _see_ticket(self, request: str) -> None:
        hands = self._hands("U_JONAS")
        hands.wait_for(lambda: "Audit ticket" in self._card_words(request), PATIENCE)
        line = next(line for line in self._card_words(request).splitlines() if "Audit ticket" in line)
        self._tell("jira", line)

    def _pass_days(self, request: str, day: date) -> None:
        self._tell("clock", f"the days pass to {day}")
        self._control.go_to(day)
        hands = self._hands("U_JONAS")
        hands.wait_for(lambda: "access open" in self._card_words(request), PATIENCE)
        notice = hands.wait_for(lambda: _newest(hands, "is open"), PATIENCE)
        self._tell("bot", f"to Jonas Feld: {words_of(notice['blocks'])}")

    def _be_refused(self, who: str, wish: Wish, mended: Wish) -> None:
        hands = self._hands(who)
        self._tell(who, f"/ip-request: {', '.join(wish.assets)} for {wish.vendor}, {wish.mode}, {wish.start} to {wish.end}")
        hands.command("/ip-request", channel=CHANNEL)
        self._fill(hands, wish)
        self._tell("form", f"while it is filled in: {self._live(hands)}")
        hands.submit()
        if "This cannot be asked yet" not in (said := self._live(hands)):
            raise StoryBroken(f"{wish.vendor} should have been stopped, but the form says: {said}")
        self._tell("form", said)
        hands.choose("mode.choose", mended.mode)
        fix = _button(hands.view() or {}, "check.fix")
        self._tell(who, f"chooses {mended.mode}, then clicks {fix['text']['text']!r}")
        hands.click("check.fix", value=fix["value"])
        self._tell("form", self._live(hands))
        hands.submit()
        self._sent(hands)

    def _live(self, hands: Hands) -> str:
        """What the checks say at the end of the form."""
        blocks = (hands.view() or {}).get("blocks", [])
        end = max((number for number, block in enumerate(blocks) if block["type"] == "divider"), default=0)
        return words_of(blocks[end:])

    def _click_as_outsiders(self, request: str) -> None:
        card = self._card(request) or {}
        for who in ("U_STRANGER", "U_GUEST"):
            hands = self._hands(who)
            before = len(hands.whispers())
            self._tell(who, f"clicks Approve on {request}")
            hands.click_raw("request.approve_click", f"v1:{request}:1:0", card["ts"], card["channel"])
            hands.wait_for(partial(_whispered_more, hands, before), PATIENCE)
            self._tell("bot", f"only to {self._names[who]}: {hands.whispers()[-1]['text']}")

    def _end_early(self, request: str) -> None:
        hands = self._hands("U_JONAS")
        message = hands.wait_for(lambda: _with_button(hands, request, "access.end_click"), PATIENCE)
        self._tell("U_JONAS", f"End access now on {request}")
        hands.click("access.end_click", message_ts=message["ts"])
        hands.wait_for(lambda: "ended early" in self._card_words(request), PATIENCE)
        self._tell("card", self._card_words(request).splitlines()[0])

    def _hands(self, who: str) -> Hands:
        return Hands(self._url, who)

    def _card(self, request: str) -> dict[str, Any] | None:
        messages = self._hands("U_JONAS").messages(CHANNEL)
        return next((message for message in reversed(messages) if request in message["text"]), None)

    def _card_words(self, request: str) -> str:
        card = self._card(request)
        return words_of(card["blocks"]) if card else ""

    def _card_says(self, request: str, words: str) -> bool:
        return words in self._card_words(request)

    def _tell(self, who: str, what: str) -> None:
        self._narrate(self._names.get(who, who), what)


def _with_button(hands: Hands, request: str, action: str) -> dict[str, Any] | None:
    """The newest direct message about this request that has this button."""
    for message in reversed(hands.messages()):
        elements = [element for block in message["blocks"] for element in block.get("elements", [])]
        if request in message["text"] and any(element.get("action_id") == action for element in elements):
            return message
    return None


def _button(view: dict[str, Any], action: str) -> dict[str, Any]:
    """The first button of the form with this action."""
    for block in view.get("blocks", []):
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                return dict(element)
    raise StoryBroken(f"the form has no button {action}")


def _whispered_more(hands: Hands, before: int) -> bool:
    return len(hands.whispers()) > before


def _newest(hands: Hands, words: str) -> dict[str, Any] | None:
    return next((message for message in reversed(hands.messages()) if words in message["text"]), None)


def words_of(blocks: list[dict[str, Any]]) -> str:
    """What a person reads in these blocks, without buttons and marks; links and dates by their words."""
    lines = []
    for block in blocks:
        texts = [block.get("text"), *block.get("elements", [])] if block["type"] in ("section", "context") else []
        lines += [_LINK.sub(r"\1", text["text"]) for text in texts if text]
    return "\n".join(lines).replace("*", "")
