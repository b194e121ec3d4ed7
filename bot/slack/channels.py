"""Which id a channel has that the workflows name: found by its name once, and followed by its id when it is renamed.

Slack takes names for public channels at best, and names change; an id stays. What the workflows name may be an id itself.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.application.ports import GiveUp, TryLater
from bot.slack.failures import OF_TOKEN, SlackRefusal, error_name, talk

log = structlog.get_logger(__name__)
Channel = Mapping[str, Any]
PUBLIC, PRIVATE = "public_channel", "private_channel"
PAGE, MOST_PAGES = 999, 20
FRESH = 20.0  # seconds for which the list is not asked for the same name again: Slack allows it some twenty times a minute


class Channels:
    """The ids of the channels that are posted to. `remembered` knows the one that was posted to under this name before."""

    def __init__(
        self,
        client: WebClient,
        remembered: Callable[[str], str | None] = lambda _name: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._remembered, self._now = client, remembered, now
        self._ids: dict[str, str] = {}
        self._looked: dict[str, tuple[float, str | None]] = {}
        self._lock = threading.Lock()

    def id_of(self, name: str) -> str | None:
        """The id of the channel of this name; None if Slack shows none. Raises TryLater where Slack cannot tell now, GiveUp
        where it refuses to."""
        if is_id(name):
            return name
        with self._lock:
            found = self._ids.get(name) or self._remembered(name) or self._look(name)
            if found:
                self._ids[name] = found
            return found

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Those whose id nobody knows yet."""
        return {name for name in names if not (is_id(name) or self._remembered(name))}

    def find(self, names: Collection[str]) -> None:
        """All of them with one look, before anybody renames one; what cannot be found now is looked for when it is needed."""
        try:
            found = talk(lambda: find_channels(self._client, names), writes=False)
        except (SlackRefusal, TryLater) as problem:
            log.warning("the channels cannot be listed", reason=problem.reason)
            return
        with self._lock:
            self._ids = {name: str(channel["id"]) for name, channel in found.items()} | self._ids

    def other_than(self, refused: str | None, name: str) -> str | None:
        """Look anew, because Slack refused that id: another channel that has the name now, or None."""
        if is_id(name):
            return None
        with self._lock:
            found = self._look(name)
            if found is None or found == refused:
                return None
            self._ids[name] = found
            return found

    def learn(self, name: str, ident: str) -> None:
        """Slack took a message for this name into that channel."""
        with self._lock:
            self._ids[name] = ident

    def _look(self, name: str) -> str | None:
        looked = self._looked.get(name)
        if looked is None or self._now() - looked[0] > FRESH:
            looked = self._now(), self._listed(name)
            self._looked[name] = looked
        return looked[1]

    def _listed(self, name: str) -> str | None:
        try:
            found = talk(lambda: find_channels(self._client, {name}), writes=False)
        except SlackRefusal as refusal:
            log.warning("the channels cannot be listed", error=refusal.error)
            if refusal.error in OF_TOKEN:
                raise
            raise GiveUp(f"Which id #{name} has, and so who reads it, cannot be seen. {refusal.reason}") from None
        return str(found[name]["id"]) if name in found else None


def is_id(name: str) -> bool:
    """Whether this is a channel's id; a name has no capitals."""
    return name[:1].isupper()


def is_direct(ident: str) -> bool:
    """Whether this is the id of the conversation of one person with the bot."""
    return ident.startswith("D")


def find_channels(client: WebClient, names: Collection[str]) -> dict[str, Channel]:
    """The channels that the bot may see, by the name or the id that is asked for; also by a name that they had before.

    Of several the one that lives and bears the name now. Raises what Slack says.
    """
    found: dict[str, Channel] = {}
    for channel in _seen(client):
        for name in names:
            rank = _rank(channel, name)
            if rank is not None and (name not in found or rank < (_rank(found[name], name) or 0)):
                found[name] = channel
        if all(name in found and _rank(found[name], name) == 0 for name in names):
            break
    return found


def _rank(channel: Channel, name: str) -> int | None:
    """How well the channel fits, 0 best; None if not at all."""
    if name not in (channel.get("id"), channel.get("name"), *(channel.get("previous_names") or ())):
        return None
    return (1 if name not in (channel.get("id"), channel.get("name")) else 0) + (2 if channel.get("is_archived") else 0)


def _seen(client: WebClient) -> Iterator[Channel]:
    """All channels, or those of one kind where the token may not list both."""
    refused: list[SlackApiError] = []
    for kinds in (f"{PUBLIC},{PRIVATE}", PUBLIC, PRIVATE):
        try:
            yield from _pages(client, kinds)
            if not refused:
                return
        except SlackApiError as error:
            if error_name(error) != "missing_scope":
                raise
            refused.append(error)
    if len(refused) > 2:
        raise refused[0]


def _pages(client: WebClient, kinds: str) -> Iterator[Channel]:
    cursor = ""
    for _ in range(MOST_PAGES):
        page = client.conversations_list(types=kinds, limit=PAGE, cursor=cursor)
        yield from page["channels"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
