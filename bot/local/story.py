"""The demo's story, played by scripted users instead of people: through the same addresses as the page, against the running bot.

Each step says who does what, does it, and waits until what should follow is there; nothing is assumed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bot.local.scripted_board_user import ScriptedBoardUser
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.story_screen import (
    CHANNEL,
    StoryBroken,
    about_paper,
    button,
    in_channel,
    newest,
    paper_value,
    part_about,
    says,
    sent_on,
    whispered_more,
    with_button,
    words_of,
)

Narrate = Callable[[str, str], None]
PATIENCE = 10.0
_TICKET = re.compile(r"[A-Z]+-\d+")


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


class Story:
    """Plays the scenes in order; `names` maps Slack ids to the people's names, `end_paper` ends an agreement as of today."""

    def __init__(self, url: str, names: dict[str, str], narrate: Narrate, end_paper: Callable[[str], None]) -> None:
        self._url, self._names, self._narrate, self._end_paper = url, names, narrate, end_paper
        self._control = Control(url)

    def play(self, sound: Wish, refused: Wish, mended: Wish) -> str:
        """Raises StoryBroken where something did not follow; the id of the first request."""
        request = self._ask("U_JONAS", sound)
        self._decide(request, ["U_LENA", "U_TOBIAS", "U_INES", "U_SOFIA"])
        self._see_ticket(request)
        self._pass_days(request, sound.start)
        self._be_refused("U_JONAS", refused, mended)
        self._click_as_outsiders(request)
        self._suspend(request, "NDA-V01")
        self._end_early(request)
        self._renew_paper("U_RUI", "NDA-V02")
        self._audit("U_INES", "V08", "INC-7")
        self._tell_the_week("U_HENRIK")
        return request

    def _ask(self, who: str, wish: Wish) -> str:
        user = self._user(who)
        self._tell(who, f"/ip-request: {', '.join(wish.assets)} for {wish.vendor}, {wish.mode}, {wish.start} to {wish.end}")
        user.command("/ip-request", channel=CHANNEL)
        self._fill(user, wish)
        user.submit()
        return self._sent(user)

    def _fill(self, user: ScriptedUser, wish: Wish) -> None:
        user.suggest("vendor.choose", wish.vendor)
        user.choose("vendor.choose", wish.vendor)
        for asset in wish.assets:
            user.suggest("assets.choose", asset)
        user.choose("assets.choose", *wish.assets)
        user.suggest("people.choose", "")
        user.choose("people.choose", *wish.people)
        user.choose("entity.choose", wish.entity)
        user.choose("mode.choose", wish.mode)
        user.choose("channel.choose", wish.channel)
        user.fill("start.choose", wish.start.isoformat())
        user.fill("end.choose", wish.end.isoformat())
        user.fill("need", wish.why)

    def _sent(self, user: ScriptedUser) -> str:
        view = user.view() or {}
        if view.get("callback_id") != "request.asked":
            raise StoryBroken(f"the request was not taken: {words_of(view.get('blocks', []))} {view.get('errors')}")
        said = words_of(view["blocks"])
        user.close()
        request = said.split()[0]
        self._tell("bot", said)
        user.wait_for(lambda: self._card(request), PATIENCE)
        self._tell("card", self._card_words(request))
        return request

    def _decide(self, request: str, people: list[str]) -> None:
        for who in people:
            user = self._user(who)
            message = user.wait_for(partial(with_button, user, request, "request.approve_click"), PATIENCE)
            why = [line for line in words_of(message["blocks"]).splitlines() if line.startswith("You are asked")]
            self._tell(who, f"is told: {' '.join(why)}")
            user.click("request.approve_click", message_ts=message["ts"])
            user.wait_for(partial(self._card_says, request, f"✓ {self._names[who]}"), PATIENCE)
            self._tell(who, "Approve")
        self._tell("card", self._card_words(request))

    def _see_ticket(self, request: str) -> None:
        user = self._user("U_JONAS")
        user.wait_for(lambda: "Audit ticket" in self._card_words(request), PATIENCE)
        line = next(line for line in self._card_words(request).splitlines() if "Audit ticket" in line)
        self._tell("jira", line)

    def _pass_days(self, request: str, day: date) -> None:
        self._tell("clock", f"the days pass to {day}")
        self._control.go_to(day)
        user = self._user("U_JONAS")
        user.wait_for(lambda: "in force until" in self._card_words(request), PATIENCE)
        notice = user.wait_for(lambda: newest(user, "is in force until"), PATIENCE)
        self._tell("bot", f"to Jonas Feld: {words_of(notice['blocks'])}")

    def _be_refused(self, who: str, wish: Wish, mended: Wish) -> None:
        user = self._user(who)
        self._tell(who, f"/ip-request: {', '.join(wish.assets)} for {wish.vendor}, {wish.mode}, {wish.start} to {wish.end}")
        user.command("/ip-request", channel=CHANNEL)
        self._fill(user, wish)
        self._tell("form", f"while it is filled in: {self._live(user)}")
        user.submit()
        if "This cannot be asked yet" not in (said := self._live(user)):
            raise StoryBroken(f"{wish.vendor} should have been stopped, but the form says: {said}")
        self._tell("form", said)
        user.choose("mode.choose", mended.mode)
        fix = button(user.view() or {}, "check.fix")
        self._tell(who, f"chooses {mended.mode}, then clicks {fix['text']['text']!r}")
        user.click("check.fix", value=fix["value"])
        self._tell("form", self._live(user))
        user.submit()
        self._sent(user)

    def _live(self, user: ScriptedUser) -> str:
        """What the checks say at the end of the form."""
        blocks = (user.view() or {}).get("blocks", [])
        end = max((number for number, block in enumerate(blocks) if block["type"] == "divider"), default=0)
        return words_of(blocks[end:])

    def _click_as_outsiders(self, request: str) -> None:
        card = self._card(request) or {}
        for who in ("U_STRANGER", "U_GUEST"):
            user = self._user(who)
            before = len(user.whispers())
            self._tell(who, f"clicks Approve on {request}")
            user.click_raw("request.approve_click", f"v1:{request}:1:0", card["ts"], card["channel"])
            user.wait_for(partial(whispered_more, user, before), PATIENCE)
            self._tell("bot", f"only to {self._names[who]}: {user.whispers()[-1]['text']}")

    def _suspend(self, request: str, paper: str) -> None:
        """The paper ends today; with the end of the day the access is suspended, and those concerned are told once."""
        self._tell("register", f"{paper} is terminated, and today is its last day")
        self._end_paper(paper)
        self._tell("clock", f"the day passes to {self._control.next_day()}")
        user = self._user("U_TOBIAS")
        user.wait_for(lambda: "Suspended:" in self._card_words(request), PATIENCE)
        for line in self._card_words(request).splitlines():
            if "Approved · suspended" in line or line.startswith("Suspended:"):
                self._tell("card", line)
        notice = user.wait_for(lambda: newest(user, f"is suspended: {paper}"), PATIENCE)
        self._tell("bot", f"to {self._names['U_TOBIAS']}: {words_of(notice['blocks'])}")

    def _end_early(self, request: str) -> None:
        user = self._user("U_JONAS")
        message = user.wait_for(lambda: with_button(user, request, "access.end_click"), PATIENCE)
        self._tell("U_JONAS", f"End access now on {request}")
        user.click("access.end_click", message_ts=message["ts"])
        user.wait_for(lambda: "ended early" in self._card_words(request), PATIENCE)
        self._tell("card", self._card_words(request).splitlines()[0])

    def _renew_paper(self, who: str, paper: str) -> None:
        """Reminded of its end, decides to renew it, gets a task, and records the signed paper that takes over."""
        user = self._user(who)
        message = user.wait_for(partial(about_paper, user, paper, "agreement.renew_click"), PATIENCE)
        self._tell("bot", f"to {self._names[who]}, on {sent_on(message)}: {part_about(message, paper)}")
        self._tell(who, f"Renew on {paper}")
        user.click("agreement.renew_click", message_ts=message["ts"], value=paper_value(message, paper))
        message = user.wait_for(partial(says, user, message["ts"], paper, "· task "), PATIENCE)
        self._tell("bot", part_about(message, paper).splitlines()[-1])
        self._tell(who, f"Record the successor… of {paper}")
        user.click("agreement.record_click", message_ts=message["ts"], value=paper_value(message, paper))
        user.submit()
        if (view := user.view()) is not None:
            raise StoryBroken(f"the successor was not taken: {view.get('errors')}")
        message = user.wait_for(partial(says, user, message["ts"], paper, "takes over"), PATIENCE)
        self._tell("bot", part_about(message, paper))
        user.command("/ip-request", f"agreement {paper}-2")
        self._tell("bot", f"only to {self._names[who]}: {words_of(user.whispers()[-1]['blocks'])}")

    def _audit(self, who: str, vendor: str, incident: str) -> None:
        """Opened for cause, moved in Jira, heard of once by webhook and once by asking, and closed with a result."""
        user, board = self._user(who), ScriptedBoardUser(self._url)
        self._tell(who, f"/ip-audit: {vendor}, because of {incident}")
        user.command("/ip-audit", channel=CHANNEL)
        user.suggest("audit_vendor.choose", vendor)
        user.choose("audit_vendor.choose", vendor)
        user.choose("cause.choose", "incident")
        user.fill("reference", incident)
        user.submit()
        self._tell("bot", words_of((user.view() or {}).get("blocks", [])))
        user.close()
        said = user.wait_for(partial(self._audit_says, user, vendor, "IPA-"), PATIENCE)
        ticket = str(_TICKET.search(said)[0])  # type: ignore[index]
        self._tell("card", said)
        self._hear_by_webhook(user, board, vendor, ticket)
        self._hear_by_asking(user, board, vendor, ticket)
        self._close_audit(user, vendor)

    def _hear_by_webhook(self, user: ScriptedUser, board: ScriptedBoardUser, vendor: str, ticket: str) -> None:
        self._tell("jira", f"somebody moves {ticket} to Fieldwork; a webhook tells the bot")
        board.move(ticket, "Fieldwork")
        said = user.wait_for(partial(self._audit_says, user, vendor, "State: fieldwork"), PATIENCE)
        self._tell("card", said.splitlines()[-1])

    def _hear_by_asking(self, user: ScriptedUser, board: ScriptedBoardUser, vendor: str, ticket: str) -> None:
        board.lose_webhooks(times=4)
        self._tell("jira", f"a major finding and a comment on {ticket}, and a move; the webhooks are lost")
        board.add_finding(ticket, "Visitors are not logged", "High")
        board.comment(ticket, "The visitor log of May is missing.")
        board.move(ticket, "Draft report")
        self._tell("clock", f"the bot asks what changed; it is {self._control.next_day()}")
        said = user.wait_for(partial(self._audit_says, user, vendor, "major", "State: draft report", "1 comment"), PATIENCE)
        self._tell("card", "\n".join(said.splitlines()[-4:]))

    def _close_audit(self, user: ScriptedUser, vendor: str) -> None:
        self._tell("U_INES", "Close…: pass with conditions")
        user.click("audit.close_click", channel=CHANNEL)
        user.choose("result.choose", "pass_with_conditions")
        user.submit()
        said = user.wait_for(partial(self._audit_says, user, vendor, "Closed by"), PATIENCE)
        self._tell("card", said.splitlines()[-1])

    def _audit_says(self, user: ScriptedUser, vendor: str, *words: str) -> str:
        """What the audit's card in the channel says, once it says all of this."""
        cards = [m for m in user.messages(CHANNEL) if "Audit of" in m["text"] and f"({vendor})" in m["text"]]
        said = words_of(cards[-1]["blocks"]) if cards else ""
        return said if all(word in said for word in words) else ""

    def _tell_the_week(self, who: str) -> None:
        """Monday comes: the digest stands in the channel, and whoever asks is told the same alone."""
        day = self._control.next_monday()
        self._tell("clock", f"the days pass to Monday, {day}")
        user, week = self._user(who), f"IP week {day.isocalendar().week} "
        message = user.wait_for(partial(in_channel, user, week), PATIENCE)
        self._tell("channel", words_of(message["blocks"]))
        self._tell(who, "/ip-digest")
        user.command("/ip-digest", channel=CHANNEL)
        if user.whispers()[-1]["text"] != message["text"]:
            raise StoryBroken(f"the channel was told {message['text']!r}, and {who} {user.whispers()[-1]['text']!r}")
        self._tell("bot", f"only to {self._names[who]}: {words_of(user.whispers()[-1]['blocks'][-1:])}")

    def _user(self, who: str) -> ScriptedUser:
        return ScriptedUser(self._url, who)

    def _card(self, request: str) -> dict[str, Any] | None:
        messages = self._user("U_JONAS").messages(CHANNEL)
        return next((message for message in reversed(messages) if request in message["text"]), None)

    def _card_words(self, request: str) -> str:
        card = self._card(request)
        return words_of(card["blocks"]) if card else ""

    def _card_says(self, request: str, words: str) -> bool:
        return words in self._card_words(request)

    def _tell(self, who: str, what: str) -> None:
        self._narrate(self._names.get(who, who), what)
