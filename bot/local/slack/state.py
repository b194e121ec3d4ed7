"""What stands in the local workspace: channels, messages, open forms, Home tabs, triggers; one lock around all of it."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.application.ports import Clock
from bot.local.slack.json_body import BOT_USER, Json, Refused, new_id
from bot.local.slack.people import LocalMember
from bot.local.slack.values import kinds, offered_by, seeded

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5

Key = tuple[str, str]


@dataclass
class Channel:
    """A channel, or the direct conversation of one person with the bot (`person`)."""

    id: str
    name: str
    members: set[str]
    private: bool = False
    person: str | None = None
    archived: bool = False
    previous_names: list[str] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)  # marks of the conversation object, `is_ext_shared` say

    def rename(self, name: str) -> None:
        self.previous_names.append(self.name)
        self.name = name


@dataclass
class Message:
    """A message; `only_for` makes it one that a single person sees and nobody can edit later."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json]
    only_for: str | None = None
    thread_ts: str | None = None
    edited: bool = False
    metadata: Json | None = None


@dataclass
class View:
    """An open form or a Home tab with what the person entered so far."""

    id: str
    user: str
    body: Json
    root_id: str
    previous_id: str | None = None
    hash: str = field(default_factory=lambda: new_id("h."))
    values: dict[Key, Any] = field(default_factory=dict)
    offered: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    untouched: set[Key] = field(default_factory=set)

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    def replace(self, body: Json) -> None:
        """Another body. An input with equal block_id, action_id and type keeps what was entered; its new initial value is
        ignored."""
        before, after = kinds(self.blocks), kinds(body["blocks"])
        kept = {key: value for key, value in self.values.items() if before[key] == after.get(key)}
        self.values = seeded(body["blocks"]) | kept
        self.untouched = (self.untouched & kept.keys()) | (after.keys() - kept.keys() if before else set())
        self.body, self.hash, self.errors = body, new_id("h."), {}
        self.offered |= offered_by(body["blocks"])

    def enter(self, key: Key, value: Any) -> None:
        """What the screen holds; only what differs from before was touched."""
        if self.values.get(key) != value:
            self.untouched.discard(key)
        self.values[key] = value


@dataclass
class Trigger:
    user: str
    until: datetime
    used: bool = False


@dataclass
class ResponseUrl:
    user: str
    channel: str
    until: datetime
    message: str | None = None
    uses: int = 0


class State:
    """The whole workspace. Every change counts the version up and is told to who listens.

    With `silent_on_presets` the state of a form lacks what an update has set and nobody has touched, as Slack's was seen to;
    with `forgetful_suggestions` a request for options says of each field that it is empty (bolt-js#1146);
    with `ids_only` no channel can be posted to by its name. Blocks of the types in `unknown_blocks` are not known here yet.
    """

    def __init__(self, members: Iterable[LocalMember], clock: Clock) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.members = {member.id: member for member in members}
        self.groups: dict[str, tuple[str, Sequence[str]]] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.read: dict[Key, str] = {}
        self.version = 0
        self.silent_on_presets = False
        self.forgetful_suggestions = False
        self.ids_only = False
        self.unknown_blocks: set[str] = set()
        self.listeners: list[Callable[[Json], None]] = []
        self._last_ts = 0

    def add_channels(self, channels: Mapping[str, Sequence[str]], private: Iterable[str], bot_not_in: Iterable[str]) -> None:
        """What begins with a capital is an id, and the channel's name is the same in small letters."""
        for name, members in channels.items():
            joined = set(members) | (set() if name in bot_not_in else {BOT_USER})
            ident = name if name[:1].isupper() else channel_id(name)
            channel = Channel(ident, name.lower(), joined, private=name in private)
            self.channels[channel.id] = channel

    def changed(self, what: str, **where: str | None) -> None:
        """Counts the version up and tells every listener what changed."""
        with self.lock:
            self.version += 1
            news = {"what": what, "version": self.version, **where}
            listeners = tuple(self.listeners)
        for listener in listeners:
            listener(news)

    def new_ts(self) -> str:
        """A message id as Slack writes it: seconds and microseconds, never twice."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(micros, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def named(self, name: str) -> Channel | None:
        """The channel that bears this name now; not the one that bore it before."""
        return next((one for one in self.channels.values() if one.name == name and not one.person), None)

    def direct(self, user: str) -> Channel:
        """The conversation of a person with the bot; it comes into being when first asked for."""
        ident = "D_" + user.removeprefix("U_")
        return self.channels.setdefault(ident, Channel(ident, "directmessage", {user, BOT_USER}, person=user))

    def post(self, message: Message) -> Message:
        self.messages[message.channel, message.ts] = message
        self.changed("messages", channel=message.channel, only_for=message.only_for)
        return message

    def visible(self, channel: str, user: str) -> list[Message]:
        """What one person sees in one channel, oldest first, replies below what they reply to."""
        seen = [m for m in self.messages.values() if m.channel == channel and m.only_for in (None, user)]
        return sorted(seen, key=lambda m: (m.thread_ts or m.ts, m.ts))

    def unread(self, channel: str, user: str) -> int:
        since = self.read.get((channel, user), "")
        return sum(m.ts > since and m.user != user for m in self.visible(channel, user))

    def view(self, view_id: str) -> View | None:
        """An open form or Home tab by its id, wherever it lies in a stack."""
        everywhere = [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())
        return next((view for view in everywhere if view.id == view_id), None)

    def new_trigger(self, user: str) -> str:
        ident = new_id(f"{len(self.triggers) + 1}.")
        self.triggers[ident] = Trigger(user, self.clock.now() + TRIGGER_LIFE)
        return ident

    def use_trigger(self, ident: str) -> Trigger:
        """Raises Refused unless the trigger is known, fresh and unused."""
        trigger = self.triggers.get(ident)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.clock.now() > trigger.until:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, user: str, channel: str, message: str | None = None) -> str:
        ident = new_id()
        self.response_urls[ident] = ResponseUrl(user, channel, self.clock.now() + RESPONSE_URL_LIFE, message)
        return f"/response/{ident}"


def channel_id(name: str) -> str:
    """The id that a channel of this name has here: `ip-requests` is `C_IP_REQUESTS`."""
    return "C_" + name.upper().replace("-", "_")
