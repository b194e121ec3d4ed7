"""The people of the local workspace, as the Web API describes them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.local.slack.json_body import TEAM_ID, Json

OTHER_TEAM = "T0ELSEWHERE"


@dataclass(frozen=True)
class LocalMember:
    """One person (or bot). A guest is restricted to some channels, a stranger belongs to another company's workspace."""

    id: str
    name: str
    real_name: str
    title: str = ""
    active: bool = True
    guest: bool = False
    stranger: bool = False
    bot: bool = False
    tz: str = "Europe/Berlin"

    @property
    def label(self) -> str:
        """What the page says beside the name: nothing for an ordinary colleague."""
        marks = (("guest", self.guest), ("another company", self.stranger), ("deactivated", not self.active))
        return ", ".join(word for word, holds in marks if holds)

    def email(self, domain: str) -> str:
        return f"{self.name}@{domain}.example"

    def as_user(self, now: datetime, *, email: str | None) -> Json:
        """The user object of `users.info`; `email` only for who may see it."""
        profile: Json = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": TEAM_ID,
        }
        user: Json = {
            "id": self.id,
            "team_id": OTHER_TEAM if self.stranger else TEAM_ID,
            "name": self.name,
            "deleted": not self.active,
            "real_name": self.real_name,
            "profile": profile | ({"email": email} if email else {}),
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        return user if not self.active else user | self._standing(now)

    def _standing(self, now: datetime) -> Json:
        """What Slack says of active users only: zone and rights."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        return {
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
        } | ({"is_stranger": True} if self.stranger else {})
