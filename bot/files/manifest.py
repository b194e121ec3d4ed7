"""What the Slack app's manifest asks for: the scopes of the bot, its slash commands and its events."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.files.yaml_text import read_yaml


@dataclass(frozen=True)
class Manifest:
    """`commands` are the slash commands, each with what is said about its use."""

    scopes: frozenset[str]
    commands: dict[str, str]
    home_tab: bool
    events: frozenset[str]


def read_manifest(path: Path) -> Manifest:
    data: dict[str, Any] = read_yaml(path).data
    features = data["features"]
    return Manifest(
        scopes=frozenset(data["oauth_config"]["scopes"]["bot"]),
        commands={one["command"]: str(one["usage_hint"]) for one in features["slash_commands"]},
        events=frozenset(data["settings"].get("event_subscriptions", {}).get("bot_events", [])),
        home_tab=bool(features["app_home"]["home_tab_enabled"]),
    )
