"""Who somebody is, from Slack's directory: cached for a minute, and nobody when Slack cannot tell (fail closed)."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.application.ports import Profile

log = structlog.get_logger(__name__)
FRESH = timedelta(minutes=1)
MOST_KEPT = 10_000


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

    def _ask(self, slack_id: str) -> Profile | None:
        try:
            self._ours = self._ours or self._our_teams()
            user = self._client.users_info(user=slack_id).get("user") or {}
        except SlackApiError as error:
            log.warning("directory refuses", slack_id=slack_id, error=error.response.get("error"))
            return None
        except (SlackClientError, OSError) as error:
            log.warning("directory is out of reach", slack_id=slack_id, error=type(error).__name__)
            return None
        return _profile(slack_id, user, ours=self._ours)

    def _our_teams(self) -> frozenset[str]:
        """The workspace of the bot, and its Enterprise organisation if it has one."""
        about = self._client.auth_test()
        return frozenset(str(about[name]) for name in ("team_id", "enterprise_id") if about.get(name))


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
