"""The demo: a local workspace and a local Jira on this machine, and the real bot connected to them as to the real ones.

Only this module knows both sides; nothing in the bot knows the difference.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from bot.application.deliver_outbox import Patience
from bot.application.load_register import load_register
from bot.bootstrap import Bot, assemble, open_desk, workflows_dir
from bot.domain.register import Member, Register
from bot.files.register import RegisterFile, read_register
from bot.files.workflows import read_policy
from bot.files.yaml_text import read_yaml
from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.server import LocalServer
from bot.local.slack import LocalMember, LocalSlack
from bot.settings import Settings
from bot.slack.socket_mode import connected

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-local", "xapp-local", "local-signing-secret"
JIRA_USER, JIRA_TOKEN = "ringfence@aldermoor.example", "local-jira-token"
GUEST = LocalMember("U_GUEST", "pim", "Pim Verhoeven", title="Photographer", guest=True)
STRANGER = LocalMember("U_STRANGER", "yara", "Yara Novak", title="Brannwald Konstruktion", stranger=True)
DEMO_REGISTER = Path(__file__).parent / "local" / "demo-register.yml"
PATIENCE = Patience(lease=timedelta(seconds=45), settle=timedelta(seconds=2), first=timedelta(milliseconds=200))
CONNECT_WITHIN = 10.0


@dataclass(frozen=True)
class Demo:
    """The running demo: where its page is, its people's Slack ids, and both counterparts."""

    url: str
    bot: Bot
    clock: DemoClock
    slack: LocalSlack
    jira: LocalJira
    file: RegisterFile


def slack_id(member_id: str) -> str:
    """`u-jonas` is `U_JONAS` in the local workspace."""
    return member_id.upper().replace("-", "_")


@contextmanager
def running_demo(settings: Settings, *, port: int = 0, clock: DemoClock | None = None) -> Iterator[Demo]:
    """Local workspace and bot, connected, on a database of the settings' data folder that is made anew."""
    policy = read_policy(workflows_dir(settings))
    clock = clock or DemoClock(zone=policy.time_zone)
    file = read_register(DEMO_REGISTER).at(clock.today())
    channels = sorted({rule.post_to for rule in policy.workflows.rules})
    slack = local_slack(file.register, channels, clock)
    jira = LocalJira(projects={settings.jira_project: "IP audits"}, clock=clock, user=JIRA_USER, token=JIRA_TOKEN)
    with (
        LocalServer(slack, jira, clock=clock, port=port) as server,
        TemporaryDirectory(prefix="ringfence-demo-") as folder,
        open_desk(pointed_at(settings, server.url, Path(folder)), clock) as desk,
    ):
        load_register(desk, file.register, actor="demo", bindings={m.id: slack_id(m.id) for m in file.register.members})
        with assemble(pointed_at(settings, server.url, Path(folder)), desk, PATIENCE) as bot:
            clock.subscribe(bot.timers.sweep)
            clock.subscribe(bot.worker.nudge)
            with connected(bot.app, APP_TOKEN):
                _wait_until_connected(slack)
                yield Demo(server.url, bot, clock, slack, jira, file)


def pointed_at(settings: Settings, url: str, folder: Path) -> Settings:
    """The same settings, with Slack and Jira replaced by their counterparts and the data in a folder of its own."""
    given: dict[str, Any] = {
        "slack_api_url": f"{url}/api/",
        "slack_bot_token": SecretStr(BOT_TOKEN),
        "slack_app_token": SecretStr(APP_TOKEN),
        "slack_signing_secret": SecretStr(SIGNING_SECRET),
        "jira_url": f"{url}/jira",
        "jira_user": JIRA_USER,
        "jira_token": SecretStr(JIRA_TOKEN),
        "data_dir": folder,
        "database_url": settings.database_url or f"sqlite:///{folder / 'demo.db'}",
    }
    return settings.model_copy(update=given)


def local_slack(register: Register, channels: list[str], clock: DemoClock, **more: Any) -> LocalSlack:
    """A workspace with the register's people, a guest and a stranger to be refused, and what the manifest asks for."""
    manifest = _manifest()
    people = [_local_member(member) for member in register.members]
    everyone = [member.id for member in [*people, GUEST, STRANGER]]
    commands = {c["command"]: str(c["usage_hint"]) for c in manifest["features"]["slash_commands"]}
    return LocalSlack(
        [*people, GUEST, STRANGER],
        dict.fromkeys(channels, everyone),
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        commands=commands,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=SIGNING_SECRET,
        clock=clock,
        home_tab=bool(manifest["features"]["app_home"]["home_tab_enabled"]),
        **more,
    )


def _local_member(member: Member) -> LocalMember:
    title = ", ".join(role.words for role in member.roles)
    return LocalMember(slack_id(member.id), member.id.removeprefix("u-"), member.name, title=title, active=member.active)


def _manifest() -> dict[str, Any]:
    shipped = Path(__file__).parent / "_workflows" / "manifest.yml"
    path = shipped if shipped.exists() else Path(__file__).parent.parent / "manifest.yml"
    data: dict[str, Any] = read_yaml(path).data
    return data


def _wait_until_connected(slack: LocalSlack) -> None:
    until = time.monotonic() + CONNECT_WITHIN
    while not slack.connected:
        if time.monotonic() > until:
            raise RuntimeError("the bot did not reach the local workspace; see the log lines above")
        time.sleep(0.01)
