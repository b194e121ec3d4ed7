"""What people do: say, call a command, click, fill, send or close a form, open the Home tab; and what the app's answer changes.

Each doing returns `{"ok": true}`, or `{"ok": false, "words": …}` with what the person is shown.
"""

import html
import logging
import re
from typing import Any

from bot.local.slack.delivery import Delivery
from bot.local.slack.json_body import BOT_USER, Json, Refused
from bot.local.slack.limits import with_ids
from bot.local.slack.message_events import MessageEvents
from bot.local.slack.payloads import Payloads
from bot.local.slack.posting import Posting
from bot.local.slack.state import Message, State, View
from bot.local.slack.values import FIELDS, TEXTS, as_action, as_state, chosen, emptied, find, missing, options_of
from bot.local.slack.views import Views

log = logging.getLogger(__name__)
OK: Json = {"ok": True}
INVITE = "/invite"


def failed(words: str) -> Json:
    return {"ok": False, "words": words}


class UserActions:
    """What everybody in the workspace can do."""

    def __init__(
        self,
        state: State,
        *,
        payloads: Payloads,
        delivery: Delivery,
        views: Views,
        posting: Posting,
        commands: frozenset[str],
        message_events: MessageEvents,
    ) -> None:
        self.state = state
        self.message_events = message_events
        self.payloads = payloads
        self.delivery = delivery
        self.views = views
        self.posting = posting
        self.commands = commands

    async def say(self, user: str, channel: str, text: str) -> Json:
        """A plain message, or a slash command if it begins with one."""
        first, _, rest = text.strip().partition(" ")
        if first.startswith("/"):
            return await self.command(user, channel, first, rest.strip())
        said = self._mentioning(html.escape(text, quote=False))
        await self.message_events.said(self.state.post(Message(self.state.new_ts(), channel, user, said, [])))
        return OK

    def _mentioning(self, text: str) -> str:
        """A name after an @ is a mention: Slack's own editor makes it one."""
        bot = self.state.members[BOT_USER]
        return re.sub(rf"@{re.escape(bot.real_name)}\b", f"<@{BOT_USER}>", text, flags=re.IGNORECASE)

    async def command(self, user: str, channel: str, command: str, text: str) -> Json:
        if command == INVITE:
            return self._invite(user, channel, text)
        if command not in self.commands:
            return failed(f"{command} is not a valid command.")
        where = self.state.channels[channel]
        payload = self.payloads.command(self.state.members[user], where, command, text)
        payload["response_url"] = self.payloads.url + self.state.new_response_url(user, channel)
        reply = await self.delivery.interaction(payload | {"trigger_id": self.state.new_trigger(user)})
        if reply is None:
            return failed(f"{command} failed because the app did not respond (operation timed out).")
        return self._answered(lambda: self.posting.respond(user, channel, reply) if reply else None)

    def _invite(self, user: str, channel: str, text: str) -> Json:
        """Slack's own command; here the app is the only one who can be missing."""
        bot, where = self.state.members[BOT_USER], self.state.channels[channel]
        if text.removeprefix("@").lower() != bot.name:
            return failed(f"{text or 'Nobody'} cannot be invited here; it is `{INVITE} @{bot.real_name}`.")
        if BOT_USER in where.members:
            return failed(f"@{bot.real_name} is in #{where.name} already.")
        where.members.add(BOT_USER)
        words = f"was added to #{where.name} by {self.state.members[user].real_name}."
        self.state.post(Message(self.state.new_ts(), channel, BOT_USER, words, []))
        return OK

    def _answered(self, work: Any) -> Json:
        """Carries out what an acknowledgement asked for; what Slack would refuse is logged loudly."""
        try:
            work()
        except Refused as refused:
            log.error("The acknowledgement was refused: %s %s", refused.error, refused.messages)
            return failed(f"We had some trouble connecting. Try again? ({refused.error})")
        return OK

    async def act(self, user: str, spot: Json, *, block_id: str | None, action_id: str, value: Any) -> Json:
        """A click, choice or entry in a message (`channel`, `message`) or view (`view`); only what dispatches is sent."""
        place = self._place(user, spot)
        if place is None:
            return failed("This message or form is no longer there.")
        found = find(place.blocks, action_id, block_id=block_id, value=value)
        if found is None:
            return failed(f"There is no {action_id} here.")
        block, element = found
        try:
            taken = self._take(place, block, element, value)
        except KeyError:
            return failed(f"{value} is not one of the options.")
        if not _dispatches(block, element):
            return OK
        return await self._send_action(user, place, as_action(block["block_id"], element, taken, self.state.new_ts()))

    async def forge(self, user: str, spot: Json, *, action_id: str, value: str) -> Json:
        """A click on a button that does not stand there, as only somebody with the app's secrets could send it."""
        place = self._place(user, spot) or Message(spot.get("message") or "1.000000", spot["channel"], BOT_USER, "", [])
        button = {
            "type": "button",
            "action_id": action_id,
            "text": {"type": "plain_text", "text": "Forged"},
            "value": value,
        }
        return await self._send_action(user, place, as_action("forged", button, value, self.state.new_ts()))

    def _place(self, user: str, spot: Json) -> Message | View | None:
        if spot.get("view"):
            view = self.state.view(spot["view"])
            return view if view and view.user == user else None
        message = self.state.messages.get((spot["channel"], spot.get("message", "")))
        member = user in self.state.channels[spot["channel"]].members
        return message if message and member and message.only_for in (None, user) else None

    def _take(self, place: Message | View, block: Json, element: Json, value: Any) -> Any:
        """Keeps what was entered, and returns it as the element means it."""
        if element["type"] == "overflow":
            return {option["value"]: option for option in options_of(element)}[value]
        if element["type"] not in FIELDS:
            return value
        taken = chosen(element, value, place.offered if isinstance(place, View) else {})
        if isinstance(place, View):
            place.enter((block["block_id"], element["action_id"]), taken)
            place.errors.pop(block["block_id"], None)
        return taken

    async def _send_action(self, user: str, place: Message | View, action: Json) -> Json:
        payload = self.payloads.interaction("block_actions", self.state.members[user]) | {"actions": [action]}
        if isinstance(place, View):
            payload |= self.payloads.in_view(place) | {"trigger_id": self.state.new_trigger(user)}
        else:
            url = self.payloads.url + self.state.new_response_url(user, place.channel, place.ts)
            payload |= self.payloads.in_message(self.state.channels[place.channel], place)
            payload |= {"response_url": url, "trigger_id": self.state.new_trigger(user)}
        reply = await self.delivery.interaction(payload)
        return failed("Ringfence did not respond: operation timed out.") if reply is None else OK

    def fill(self, view: View, sent: Json) -> None:
        """What the person's screen holds: `{block_id: {action_id: value}}`; an unknown option or field is left out."""
        for block_id, fields in sent.items():
            for action_id, value in fields.items():
                found = find(view.blocks, action_id, block_id=block_id)
                if found and found[1]["type"] in FIELDS:
                    try:
                        view.enter((block_id, action_id), chosen(found[1], value, view.offered))
                    except KeyError:
                        log.warning("%s is not an option of %s", value, action_id)

    async def suggest(self, user: str, spot: Json, *, block_id: str | None, action_id: str, typed: str) -> Json:
        """The options that the app offers for what was typed: `{"ok": true, "options": […]}`, or groups of them."""
        place = self._place(user, spot)
        found = find(place.blocks, action_id, block_id=block_id) if place else None
        if place is None or found is None:
            return failed("This field is no longer there.")
        payload = self.payloads.interaction("block_suggestion", self.state.members[user])
        payload |= {"action_id": action_id, "block_id": found[0]["block_id"], "value": typed}
        payload |= self._whereabouts(place)
        reply = await self.delivery.interaction(payload)
        if reply is None:
            return failed("No result: operation timed out.")
        groups = reply.get("option_groups") or [{"options": reply.get("options") or []}]
        if isinstance(place, View):
            place.offered |= {option["value"]: option for group in groups for option in group["options"]}
        return OK | {"options": [option for group in groups for option in group["options"]]}

    def _whereabouts(self, place: Message | View) -> Json:
        if isinstance(place, View):
            said = self.payloads.in_view(place)
            if self.state.forgetful_suggestions:
                said["view"]["state"] = {"values": as_state(place.blocks, emptied(place.blocks))}
            return said
        said = self.payloads.in_message(self.state.channels[place.channel], place)
        return {key: said[key] for key in ("container", "channel")}

    async def submit(self, user: str, view_id: str, sent: Json) -> Json:
        """Sends the form, unless a required input is empty; then does what the app's answer says."""
        view = self.views.top(user)
        if view is None or view.id != view_id:
            return failed("This form is no longer open.")
        self.fill(view, sent)
        view.errors = missing(view.blocks, view.values)
        if view.errors:
            self.state.changed("view", user=user)
            return failed("The form has errors.")
        payload = self.payloads.interaction("view_submission", self.state.members[user])
        payload |= {
            "view": self.payloads.view(view),
            "trigger_id": self.state.new_trigger(user),
            "response_urls": [],
        }
        reply = await self.delivery.interaction(payload)
        if reply is None:
            return failed("We had some trouble connecting. Try again? (operation timed out)")
        return self._answered(lambda: self.views.answered(view, reply))

    async def close(self, user: str, view_id: str) -> Json:
        """Closes the top form; the app hears of it if it asked to."""
        view = self.views.top(user)
        if view is None or view.id != view_id:
            return failed("This form is no longer open.")
        for gone in self.views.close(view):
            if gone.body.get("notify_on_close"):
                payload = self.payloads.interaction("view_closed", self.state.members[user])
                cleared = bool(view.body.get("clear_on_close"))
                await self.delivery.interaction(payload | {"view": self.payloads.view(gone), "is_cleared": cleared})
        return OK

    async def open_home(self, user: str) -> Json:
        """Opens the Home tab; the app hears of it as an event."""
        event = {"type": "app_home_opened", "user": user, "channel": self.state.direct(user).id, "tab": "home"}
        event["event_ts"] = self.state.new_ts()
        home = self.state.homes.get(user)
        now = self.state.clock.now().timestamp()
        acknowledged = await self.delivery.event(self.payloads.event(event | _shown(home), now))
        return OK if acknowledged else failed("Ringfence did not respond: operation timed out.")


def _shown(home: View | None) -> Json:
    return {"view": home.body | {"blocks": with_ids(home.blocks)}} if home else {}


def _dispatches(block: Json, element: Json) -> bool:
    """Inputs keep to themselves unless they say otherwise; everything else is sent at once."""
    if block["type"] == "input":
        return bool(block.get("dispatch_action"))
    return element["type"] not in TEXTS
