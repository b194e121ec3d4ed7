"""Who somebody is, from Slack's directory: cached for a minute, and nobody when Slack cannot tell (fail closed)."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from slack_sdk import WebClient

from bot.application.ports import Profile, TryLater
from bot.slack.failures import SlackRefusal, talk

log = structlog.get_logger(__name__)
FRESH = timedelta(minutes=1)
MOST_KEPT = 10_000
PAGE, MOST_PAGES = 200, 50
_UNKNOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


class SlackDirectory:
    """`users.info` behind a cache; a guest, stranger, bot or deactivated member is said to be so, not left out.

    Slack's own mark `is_stranger` is silent about people of another company who share a channel with the bot, so that everybody
    of another workspace counts as a stranger, unless it belongs to our own Enterprise organisation.
    """

    def __init__(self, client: WebClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._kept: dict[str, tuple[datetime, Profile]] = {}
        self._lock = threading.Lock()
        self._ours: frozenset[str] = frozenset()

    def profile(self, slack_id: str) -> Profile | None:
        now = self._now()
        with self._lock:
            kept = self._kept.get(slack_id)
        if kept is not None and timedelta(0) <= now - kept[0] <= FRESH:
            return kept[1]
        found = self._ask(slack_id)
        if found is not None:
            with self._lock:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[slack_id] = (now, found)
        return found

    def ask(self, slack_id: str) -> Profile | None:
        """Asked anew; None for an id that Slack does not know. Raises TryLater or SlackRefusal where it does not tell."""
        ours = self._our_teams()
        try:
            user = talk(lambda: self._client.users_info(user=slack_id), writes=False).get("user") or {}
        except SlackRefusal as refusal:
            if refusal.error in _UNKNOWN:
                return None
            raise
        return _profile(slack_id, user, ours=ours)

    def everybody(self) -> Iterator[Profile]:
        """All members, some hundred a call; people of other companies may be missing. Raises as `ask` does."""
        cursor = ""
        for _ in range(MOST_PAGES):
            page = talk(partial(self._client.users_list, limit=PAGE, cursor=cursor), writes=False)
            yield from (_profile(user["id"], user, ours=self._our_teams()) for user in page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _ask(self, slack_id: str) -> Profile | None:
        try:
            return self.ask(slack_id)
        except SlackRefusal as refusal:
            log.warning("directory refuses", slack_id=slack_id, error=refusal.error)
        except TryLater as problem:
            log.warning("directory is out of reach", slack_id=slack_id, error=problem.reason)
        return None

    def _our_teams(self) -> frozenset[str]:
        """The workspace of the bot, and its Enterprise organisation if it has one."""
        if not self._ours:
            about = talk(self._client.auth_test, writes=False)
            self._ours = frozenset(str(about[name]) for name in ("team_id", "enterprise_id") if about.get(name))
        return self._ours


def _profile(slack_id: str, user: Mapping[str, Any], *, ours: frozenset[str]) -> Profile:
    teams = {user.get("team_id"), (user.get("enterprise_user") or {}).get("enterprise_id")}
    return Profile(
        slack_id=slack_id,
        name=user.get("real_name") or user.get("name") or slack_id,
        active=not user.get("deleted", False),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=bool(user.get("is_stranger")) or not teams & ours,
        bot=bool(user.get("is_bot")),
    )
