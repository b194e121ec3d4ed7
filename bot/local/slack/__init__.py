"""A counterpart of Slack on loopback: Web API, Socket Mode, signed HTTP, and what people do in it."""

from bot.local.slack.people import LocalMember
from bot.local.slack.workspace import LocalSlack

__all__ = ["LocalMember", "LocalSlack"]
