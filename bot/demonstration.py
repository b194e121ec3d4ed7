"""The demo: a local workspace and a local Jira on this machine, and the real bot connected to them as to the real ones.

Only this module knows both sides; nothing in the bot knows the difference.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from bot.application.delivery.deliver import Patience
from bot.application.record.verify import verify_record
from bot.application.register.load import load_register
from bot.bootstrap import Bot, assemble, jira_routes, manifest_file, open_context, workflows_dir
from bot.domain.register import Agreement, Member, Register
from bot.files.manifest import read_manifest
from bot.files.register import RegisterFile, ScriptedRequest, read_register
from bot.files.workflows import read_policy
from bot.local.beginning import begin, tuesday
from bot.local.clock import DemoClock
from bot.local.folder import SETTINGS as SETTINGS
from bot.local.folder import DemoFolder
from bot.local.jira import LocalJira
from bot.local.keeping import kept_of, put_back
from bot.local.server import LOOPBACK, LocalServer
from bot.local.slack import LocalMember, LocalSlack
from bot.local.story import Narrate, Story, Wish
from bot.local.story_screen import StoryBroken as StoryBroken
from bot.local.tampering import tampered_copy
from bot.local.tries import Buttons, Tries, first_tries
from bot.settings import PREFIX, Settings
from bot.slack import ids
from bot.slack.socket_mode import connected
from bot.store import registers
from bot.store.process_lock import only_one_process
from bot.web.app import make_web
from bot.web.server import serving

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-local", "xapp-local", "local-signing-secret"
JIRA_USER, JIRA_TOKEN, JIRA_SECRET = "ringfence@aldermoor.example", "local-jira-token", "local-jira-secret"
GUEST = LocalMember("U_GUEST", "pim", "Pim Verhoeven", title="Photographer", guest=True)
STRANGER = LocalMember("U_STRANGER", "yara", "Yara Novak", title="Brannwald Konstruktion", stranger=True)
DEMO_REGISTER = Path(__file__).parent / "local" / "demo-register.yml"
SHORTLY = timedelta(seconds=2)
PATIENCE = Patience(lease=timedelta(seconds=45), settle=SHORTLY, hands_off=SHORTLY, first=timedelta(milliseconds=200))
CONNECT_WITHIN = 10.0
SQLITE = "sqlite:///"
BUTTONS = Buttons(fix=ids.FIX, approve=ids.APPROVE, renew=ids.RENEW)


@dataclass(frozen=True)
class Demo:
    """The running demo: where its page is, its people's Slack ids, and both counterparts."""

    url: str
    bot: Bot
    clock: DemoClock
    slack: LocalSlack
    jira: LocalJira
    file: RegisterFile
    tries: Tries | None = None


def slack_id(member_id: str) -> str:
    """`u-jonas` is `U_JONAS` in the local workspace."""
    return member_id.upper().replace("-", "_")


def demo_file(clock: DemoClock, as_of: date | None = None) -> RegisterFile:
    """The demo's register with all its days around today or that day, its members bound to those of the local workspace."""
    file = read_register(DEMO_REGISTER).at(as_of or clock.today())
    members = tuple(replace(member, slack_id=slack_id(member.id)) for member in file.register.members)
    return replace(file, register=replace(file.register, members=members))


@contextmanager
def running_demo(settings: Settings, *, port: int = 0, clock: DemoClock | None = None, database_url: str = "") -> Iterator[Demo]:
    """Local workspace and bot, connected, on a database that is made anew; never on the company's own, whatever is set."""
    settings = settings.model_copy(update={"database_url": database_url})
    clock = clock or DemoClock(zone=read_policy(workflows_dir(settings)).time_zone)
    with TemporaryDirectory(prefix="ringfence-demo-") as folder, _running(settings, Path(folder), clock, port=port) as demo:
        yield demo


@contextmanager
def kept_demo(settings: Settings, *, port: int = 0, fresh: bool = False) -> Iterator[Demo]:
    """As `running_demo`, on data that stay in the folder that the settings name, until somebody begins anew.

    It begins with a queue that looks like a Tuesday. Raises Refusal where another database lies there.
    """
    folder = DemoFolder(settings.data_dir)
    with only_one_process(folder.database):
        kept = folder.begin(fresh=fresh)
        zone = read_policy(workflows_dir(settings)).time_zone
        start = datetime.now(UTC) + timedelta(seconds=kept["ahead"]) if kept else tuesday(zone)
        settings = settings.model_copy(update={"database_url": folder.database})
        with _running(settings, folder.path, DemoClock(start, zone=zone), port=port, kept=kept, guided=True) as demo:
            if kept is None:
                _begin(demo)
            _keep(folder, demo)
            folder.tell_settings(_settings_of(folder, demo))
            yield demo
        _keep(folder, demo)  # once the bot has stopped, so that nothing is said after it


def _begin(demo: Demo) -> None:
    """People at work, and all that the bot has to say of it."""
    wishes = {one.id: replace(one.draft, need_text=_need(one)) for one in demo.file.scripts}
    begin(demo.bot.context, demo.file.register, wishes)
    demo.bot.timers.sweep()
    demo.bot.worker.catch_up()


def _keep(folder: DemoFolder, demo: Demo) -> None:
    tried = sorted(demo.tries.done) if demo.tries else []
    now = {"ahead": demo.clock.ahead.total_seconds(), "as_of": demo.file.as_of.isoformat(), "tried": tried}
    folder.keep(now | kept_of(demo.slack.state, demo.jira.board))


def _settings_of(folder: DemoFolder, demo: Demo) -> dict[str, str]:
    own = {"DATA_DIR": str(folder.path.absolute()), "DATABASE_URL": ""}
    return {f"{PREFIX}{name}": value for name, value in own.items()} | settings_of_workspace(demo.url)


@contextmanager
def _running(
    settings: Settings,
    folder: Path,
    clock: DemoClock,
    *,
    port: int,
    kept: dict[str, Any] | None = None,
    guided: bool = False,
) -> Iterator[Demo]:
    """On the database that these settings name, as it was kept, or from its beginning."""
    file = demo_file(clock, date.fromisoformat(kept["as_of"]) if kept else None)
    slack = local_slack(file.register, list(read_policy(workflows_dir(settings)).channels), clock)
    jira = LocalJira(projects={settings.jira_project: "IP audits"}, clock=clock, user=JIRA_USER, token=JIRA_TOKEN)
    if kept:
        put_back(kept, slack.state, jira.board)
    tries = first_tries(slack, clock, BUTTONS, (kept or {}).get("tried", ())) if guided else None
    with (
        LocalServer(slack, jira, clock=clock, port=port, tries=tries) as server,
        open_context(pointed_at(settings, server.url, folder), clock) as context,
    ):
        if not kept:
            load_register(context, file.register, actor="demo")
        with assemble(pointed_at(settings, server.url, folder), context, PATIENCE) as bot:
            clock.subscribe(bot.timers.sweep)
            clock.subscribe(bot.timers.poll)
            clock.wait_for(bot.worker.catch_up)
            with _reached(bot, slack), _told_by_jira(bot, jira):
                yield Demo(server.url, bot, clock, slack, jira, file, tries)


@contextmanager
def _reached(bot: Bot, slack: LocalSlack) -> Iterator[None]:
    """Slack delivers to the bot as the settings say: through a socket, or signed to an address of this machine."""
    if bot.settings.slack_delivery == "http":
        with serving(make_web(bot.app, bot.context.store, meters=bot.meters)) as port:
            slack.set_request_url(f"http://{LOOPBACK}:{port}/slack/events")
            yield
    else:
        with connected(bot.app, APP_TOKEN):
            _wait_until_connected(slack)
            yield


@contextmanager
def _told_by_jira(bot: Bot, jira: LocalJira) -> Iterator[None]:
    """Jira delivers its signed webhooks to an address of this machine."""
    with serving(make_web(None, bot.context.store, meters=bot.meters, more=jira_routes(bot))) as port:
        jira.webhooks.secret = JIRA_SECRET
        jira.webhooks.url = f"http://{LOOPBACK}:{port}/jira/events"
        try:
            yield
        finally:
            jira.webhooks.url = None
            jira.webhooks.close()


@contextmanager
def running_workspace(settings: Settings, *, port: int = 0, deliver_to: str | None = None) -> Iterator[str]:
    """Slack and Jira on this machine without any bot, as strict as the real ones; yields where.

    They know the demo's people and nothing of a register. Tokens and the manifest's scopes are asked for, and the bot is in no
    channel until somebody invites it.
    """
    policy = read_policy(workflows_dir(settings))
    clock = DemoClock(zone=policy.time_zone)
    channels = list(policy.channels)
    register = read_register(DEMO_REGISTER).at(clock.today()).register
    slack = local_slack(register, channels, clock, bot_not_in=channels, deliver_to=deliver_to)
    jira = LocalJira(projects={settings.jira_project: "IP audits"}, clock=clock, user=JIRA_USER, token=JIRA_TOKEN)
    with LocalServer(slack, jira, clock=clock, port=port) as server:
        yield server.url


def settings_of_workspace(url: str) -> dict[str, str]:
    """What a bot's `.env` says to reach the workspace there, by the names of the environment."""
    given = {
        "slack_api_url": f"{url}/api/",
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_signing_secret": SIGNING_SECRET,
        "jira_url": f"{url}/jira",
        "jira_user": JIRA_USER,
        "jira_token": JIRA_TOKEN,
    }
    return {f"{PREFIX}{name.upper()}": value for name, value in given.items()}


def end_paper(demo: Demo, paper: str) -> None:
    """Load the demo's register anew, with this agreement terminated: today is its last day."""
    context = demo.bot.context
    with context.store.reading() as unit:
        known = registers.all_of(unit, Agreement)
    ended = tuple(replace(one, terminated_on=context.today()) if one.id == paper else one for one in known)
    load_register(context, replace(demo.file.register, agreements=ended), actor="demo")


def play_story(demo: Demo, narrate: Narrate) -> None:
    """Play the demo's story by itself, and prove its record. Raises StoryBroken, TimeoutError or LookupError where it breaks."""
    people = {slack_id(m.id): m.name for m in demo.file.register.members} | {m.id: m.real_name for m in (GUEST, STRANGER)}
    scripts = {script.id: script for script in demo.file.scripts}
    refused = _wish(scripts["R02"])
    nda_ends = next(a.expires_on for a in demo.file.register.agreements if a.id == "NDA-V02")
    mended = replace(refused, end=nda_ends or refused.end, mode="view")
    request = Story(demo.url, people, narrate, end_paper=lambda paper: end_paper(demo, paper)).play(
        _wish(scripts["R01"]), refused, mended
    )
    _prove(demo, request, narrate)


def _prove(demo: Demo, request: str, narrate: Narrate) -> None:
    """The record of all that holds; a copy in which one entry was altered does not, and the entry is named."""
    settings = demo.bot.settings
    if breaks := verify_record(demo.bot.context).breaks:
        raise StoryBroken(f"the record does not hold: {breaks[0].subject}: {breaks[0].words}")
    narrate("record verify", "the record is what it was")
    if settings.database.startswith(SQLITE):
        copy = settings.data_dir / "tampered.db"
        tampered_copy(Path(settings.database.removeprefix(SQLITE)), copy, request, 2)
        with open_context(settings.model_copy(update={"database_url": f"{SQLITE}{copy}"}), demo.clock) as context:
            breaks = verify_record(context).breaks
        if [(one.subject, one.number) for one in breaks] != [(request, 2)]:
            raise StoryBroken(f"the tampered copy was not found out: {breaks}")
        narrate("record verify", f"on a tampered copy: {breaks[0].subject}: {breaks[0].words}")


def _wish(script: ScriptedRequest) -> Wish:
    draft = script.draft
    return Wish(
        vendor=draft.vendor,
        entity=draft.entity,
        assets=tuple(item.asset for item in draft.items),
        people=draft.people,
        mode=draft.items[0].mode.value,
        channel=draft.channel,
        start=draft.start_on,
        end=draft.end_on,
        why=_need(script),
    )


def _need(script: ScriptedRequest) -> str:
    return f"{script.case.capitalize()}: the work cannot be reviewed without it."


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
        "jira_webhook_secret": SecretStr(JIRA_SECRET),
        "data_dir": folder,
        "record_key_file": None,
        "database_url": settings.database_url or f"sqlite:///{folder / 'demo.db'}",
    }
    return settings.model_copy(update=given)


def local_slack(
    register: Register, channels: list[str], clock: DemoClock, *, outsiders_read: bool = False, **more: Any
) -> LocalSlack:
    """A workspace with the register's people, a guest and a stranger to be refused, and what the manifest asks for.

    The channels are for the people of the company, unless `outsiders_read` them too.
    """
    manifest = read_manifest(manifest_file())
    people = [_local_member(member) for member in register.members]
    everyone = [member.id for member in [*people, *([GUEST, STRANGER] if outsiders_read else [])]]
    return LocalSlack(
        [*people, GUEST, STRANGER],
        dict.fromkeys(channels, everyone),
        scopes=manifest.scopes,
        commands=manifest.commands,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=SIGNING_SECRET,
        clock=clock,
        home_tab=manifest.home_tab,
        events=manifest.events,
        **more,
    )


def _local_member(member: Member) -> LocalMember:
    title = ", ".join(role.words for role in member.roles)
    return LocalMember(slack_id(member.id), member.id.removeprefix("u-"), member.name, title=title, active=member.active)


def _wait_until_connected(slack: LocalSlack) -> None:
    until = time.monotonic() + CONNECT_WITHIN
    while not slack.connected:
        if time.monotonic() > until:
            raise RuntimeError("the bot did not reach the local workspace; see the log lines above")
        time.sleep(0.01)
