"""A messenger in memory, which can be told what goes wrong."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from bot.application.ports import Destination, GiveUp, Gone, Message, MessageRef, TryLater, Unauthorised, Unreachable


@dataclass
class Posted:
    """One message as it stands; `drawings` counts how often it was drawn, the posting included."""

    ref: MessageRef
    destination: Destination
    message: Message
    drawings: int = 1
    thread: MessageRef | None = None


class FakeMessenger:
    """A `Messenger`.

    Set `down`, `out_of_order` or `refuses` for as long as it shall be so, `asks_to_wait` for the next call and
    `loses_next_reply` for the next message. A channel in `closed` is not open to the bot, a person in `gone` has left; any
    other exists. `posted` is what stands, in the order of posting.
    """

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.down = False
        self.out_of_order = False
        self.refuses = False
        self.asks_to_wait: timedelta | None = None
        self.loses_next_reply = False
        self.closed: set[str] = set()
        self.unknown: set[str] = set()
        self.gone: set[str] = set()
        self._lock = threading.Lock()
        self._count = 0

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        self._answer()
        self._enter(destination)
        with self._lock:
            self._count += 1
            ref = MessageRef(f"{destination.kind}:{destination.name}", f"{self._count}.0")
            self.posted.append(Posted(ref, destination, message, thread=thread))
        self._reply()
        return ref

    def redraw(self, ref: MessageRef, message: Message) -> None:
        self._answer()
        with self._lock:
            standing = next((one for one in self.posted if one.ref == ref), None)
            if standing is None or standing.destination.name in self.closed:
                raise Gone("The message was deleted, or its channel closed.")
            standing.message = message
            standing.drawings += 1
        self._reply()

    def delete(self, ref: MessageRef) -> None:
        """As somebody in the channel does it."""
        with self._lock:
            self.posted = [one for one in self.posted if one.ref != ref]

    def count(self) -> Counter[tuple[str, str]]:
        """How many messages of each kind stand in each place."""
        with self._lock:
            return Counter((type(one.message).__name__, one.destination.name) for one in self.posted)

    def _enter(self, destination: Destination) -> None:
        if destination.kind == "channel" and destination.name in self.closed:
            raise GiveUp(f"Invite the bot to {destination.name}.")
        if destination.kind == "channel" and destination.name in self.unknown:
            raise GiveUp(f"Create the channel {destination.name}.")
        if destination.kind == "person" and destination.name in self.gone:
            raise Unreachable(destination.name, f"{destination.name} has left.")

    def _answer(self) -> None:
        if self.down:
            raise TryLater("The messenger cannot be reached.")
        if self.out_of_order:
            raise TryLater("The messenger is out of order.", uncertain=True)
        if self.refuses:
            raise Unauthorised("The messenger does not accept the bot's token.")
        if self.asks_to_wait is not None:
            self._ask_to_wait()

    def _ask_to_wait(self) -> NoReturn:
        after, self.asks_to_wait = self.asks_to_wait, None
        raise TryLater("The messenger asks to slow down.", after=after)

    def _reply(self) -> None:
        if self.loses_next_reply:
            self.loses_next_reply = False
            raise TryLater("The connection broke before the messenger answered.", uncertain=True)
