"""How one person sees things: what the templates ask while they draw."""

import json
import zlib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.local.page.mrkdwn import Reader, as_html, as_plain, format_date
from bot.local.slack import LocalSlack
from bot.local.slack.json_body import Json
from bot.local.slack.people import LocalMember
from bot.local.slack.state import Message, View
from bot.local.slack.values import elements, initial, options_of

HUES = 8


class ViewModel:
    """The eyes of `who`; `view` gives what was entered so far and the errors of a form."""

    def __init__(self, slack: LocalSlack, who: LocalMember, view: View | None = None) -> None:
        self.slack = slack
        self.who = who
        self.view = view
        zone = ZoneInfo(who.tz)
        self.reader = Reader(self.name_of, zone, slack.clock.now().astimezone(zone).date())

    def name_of(self, ident: str) -> str:
        """The name behind a person's or channel's id."""
        member = self.slack.state.members.get(ident)
        channel = self.slack.state.channels.get(ident)
        return member.real_name if member else channel.name if channel else ident

    def text(self, node: Any) -> Markup:
        """A text object, or a bare string in mrkdwn."""
        if isinstance(node, str):
            return as_html(node, self.reader)
        return as_html(node["text"], self.reader) if node.get("type") == "mrkdwn" else as_plain(node.get("text", ""))

    def error(self, block: Json) -> str:
        return self.view.errors.get(block["block_id"], "") if self.view else ""

    def entered(self, block: Json, element: Json) -> Any:
        """What the element holds now."""
        start = initial(element)
        return self.view.values.get((block["block_id"], element["action_id"]), start) if self.view else start

    def chosen(self, block: Json, element: Json) -> list[Json]:
        """What is chosen in a select, as `{value, text}`."""
        value = self.entered(block, element)
        items = value if isinstance(value, list) else [value] if value else []
        return [self._choice(item) for item in items]

    def offered(self, element: Json) -> list[Json]:
        """What a select offers by itself, as `{value, text}`; an external one offers nothing before it is asked."""
        if "users" in element["type"]:
            return [self._choice(member.id) for member in self.slack.people()]
        if "external" in element["type"]:
            return []
        return [self._choice(option) for option in options_of(element)]

    def _choice(self, item: Any) -> Json:
        if isinstance(item, str):
            return {"value": item, "text": self.name_of(item)}
        hint = {"hint": item["description"]["text"]} if item.get("description") else {}
        return {"value": item["value"], "text": item["text"]["text"], **hint}

    def key(self, block: Json) -> str:
        """What must be equal for an input to keep its own node when the form is drawn again."""
        inner = [f"{element['type']}:{element['action_id']}" for _, element in elements([block])]
        return "|".join([block["block_id"], block["type"], *inner])

    def rev(self, message: Message) -> str:
        """Changes when the message must be drawn again."""
        drawn_from = [message.text, message.blocks, message.edited, self.reader.today.isoformat()]
        return f"{zlib.crc32(json.dumps(drawn_from).encode()):x}"

    def moment(self, ts: str) -> datetime:
        return datetime.fromtimestamp(float(ts), UTC)

    def time(self, ts: str) -> str:
        return format_date(self.moment(ts), "{time}", self.reader)

    def day(self, ts: str) -> str:
        return format_date(self.moment(ts), "{day_divider_pretty}", self.reader)

    def initials(self, ident: str) -> str:
        return "".join(word[0] for word in self.name_of(ident).split()[:2]).upper()

    def hue(self, ident: str) -> int:
        return zlib.crc32(ident.encode()) % HUES
