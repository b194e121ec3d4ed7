"""Who reads along in a channel: nothing is posted where guests or other companies do, unless the workflows name it.

Slack is asked before each message, and what it does not tell counts as a no (ADR 24).
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient

from bot.application.ports import GiveUp, Profile, TryLater
from bot.slack.directory import SlackDirectory
from bot.slack.failures import OF_TOKEN, SlackRefusal, talk

Channel = Mapping[str, Any]
FRESH = 60.0  # seconds for which somebody who was looked up stays what they were
ONE_BY_ONE = 10  # people; more are looked up in the list of all members
AT_ONCE = 50  # people whom that list does not name: Slack allows some hundred look-ups a minute, and clicks need them too
PAGE, MOST_PAGES = 200, 50
TO_DO = "Take them out, post to a channel of your own, or name this one under `others_may_read` in organisation.yml"
AGAIN = "; then `ringfence outbox retry`."
_ELSEWHERE = frozenset({"channel_not_found"})  # whoever posts knows what that means
_SHARED = (
    (("is_ext_shared",), "is shared with other companies (Slack Connect)"),
    (
        ("is_pending_ext_shared", "pending_shared", "pending_connected_team_ids"),
        "is about to be shared with other companies (Slack Connect)",
    ),
    (("is_org_shared", "is_shared"), "is shared with other workspaces"),
)


class Readers:
    """The readers of channels; the ones in `others_may_read`, by name or id, are nobody's business here."""

    def __init__(
        self, client: WebClient, others_may_read: Collection[str] = (), now: Callable[[], float] = time.monotonic
    ) -> None:
        self._client, self._allowed, self._now = client, frozenset(others_may_read), now
        self._directory = SlackDirectory(client, lambda: datetime.now(UTC))
        self._known: dict[str, tuple[float, bool]] = {}

    def refuse_others(self, ident: str) -> None:
        """Raises GiveUp where others read along or Slack refuses to tell, TryLater where it cannot tell now."""
        if ident in self._allowed:
            return
        try:
            channel = talk(lambda: self._client.conversations_info(channel=ident), writes=False)["channel"]
            why_not = "" if self.is_allowed(channel) else self.others_in(channel)
        except SlackRefusal as refusal:
            if refusal.error in OF_TOKEN | _ELSEWHERE:
                raise
            raise GiveUp(f"Nobody knows who reads that channel, so nothing is posted there. {refusal.reason}") from None
        if why_not:
            raise GiveUp(f"#{channel.get('name') or ident} {why_not}, so nothing is posted there. {TO_DO}{AGAIN}")

    def is_allowed(self, channel: Channel) -> bool:
        """Whether the workflows name it although others read it; also by a name that it had before."""
        return not self._allowed.isdisjoint((channel.get("id"), channel.get("name"), *(channel.get("previous_names") or ())))

    def others_in(self, channel: Channel) -> str:
        """Who else reads it, as the rest of a sentence; empty where nobody does. Raises what Slack says."""
        for marks, words in _SHARED:
            if any(channel.get(mark) for mark in marks):
                return words
        members = set(self._members(str(channel["id"])))
        return "has guests or people of other companies in it" if self._any_of_others(members) else ""

    def _members(self, ident: str) -> Iterator[str]:
        cursor = ""
        for _ in range(MOST_PAGES):
            page = self._page(ident, cursor)
            yield from page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise GiveUp(f"More than {PAGE * MOST_PAGES} people are in that channel: too many to know them, so nothing is posted.")

    def _page(self, ident: str, cursor: str) -> Mapping[str, Any]:
        reply = talk(lambda: self._client.conversations_members(channel=ident, limit=PAGE, cursor=cursor), writes=False)
        return {"members": reply["members"], "response_metadata": reply.get("response_metadata")}

    def _any_of_others(self, members: Collection[str]) -> bool:
        """Whoever is not known to be one of us is none: Slack hides people of elsewhere."""
        self._known = {who: known for who, known in self._known.items() if self._now() - known[0] <= FRESH}
        if len(self._unknown(members)) > ONE_BY_ONE:
            for profile in self._directory.everybody():
                self._learn(profile.slack_id, profile)
        left = self._unknown(members)
        for who in left[:AT_ONCE]:
            self._learn(who, self._directory.ask(who))
        if any(self._known[who][1] for who in members if who in self._known):
            return True
        if len(left) > AT_ONCE:
            raise TryLater("There are many people in that channel; the others are looked up in a moment.")
        return False

    def _unknown(self, members: Collection[str]) -> list[str]:
        return sorted(set(members) - self._known.keys())

    def _learn(self, who: str, profile: Profile | None) -> None:
        self._known[who] = self._now(), profile is None or profile.guest or profile.stranger
