"""Who is who: ports meet adapters here and nowhere else; what is opened is closed again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_sdk import WebClient

from bot.application.deliver_outbox import Outside, Patience
from bot.application.desk import Calendar, Desk
from bot.application.ports import Clock
from bot.files.workflows import Policy, read_policy, refuse_problems
from bot.jira.tracker import JiraTracker
from bot.scheduling.timers import Timers
from bot.scheduling.worker import Worker
from bot.settings import Settings
from bot.slack.app import make_app
from bot.slack.directory import SlackDirectory
from bot.slack.listeners.office import Office
from bot.slack.messenger import SlackMessenger
from bot.store import registers
from bot.store.engine import open_engine
from bot.store.schema import upgrade
from bot.store.unit import Store

SLACK_TIMEOUT = 10  # seconds per call


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Bot:
    """Everything of one running bot."""

    settings: Settings
    desk: Desk
    app: App
    client: WebClient
    worker: Worker
    timers: Timers


def workflows_dir(settings: Settings) -> Path:
    """The company's own folder, or the one that is shipped."""
    if settings.workflows_dir is not None:
        return settings.workflows_dir
    shipped = Path(__file__).parent / "_workflows"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent / "workflows"


@contextmanager
def open_desk(settings: Settings, clock: Clock | None = None) -> Iterator[Desk]:
    """The database at this release's schema, and the company's workflows; no outside world is touched."""
    policy = read_policy(workflows_dir(settings))
    if settings.database.startswith("sqlite:///"):
        Path(settings.database.removeprefix("sqlite:///")).absolute().parent.mkdir(parents=True, exist_ok=True)
    store = Store(open_engine(settings.database))
    try:
        upgrade(store.engine)
        yield Desk(store, clock or SystemClock(), policy.workflows, _calendar(policy))
    finally:
        store.close()


def _calendar(policy: Policy) -> Calendar:
    return Calendar(ZoneInfo(policy.time_zone), policy.holidays)


def refuse_unfillable_seats(settings: Settings, desk: Desk) -> None:
    """Raise BrokenFile if the people of the register cannot carry the workflows; the bot does not start then."""
    with desk.store.reading() as unit:
        members = registers.members(unit)
    refuse_problems(read_policy(workflows_dir(settings)), members)


def slack_client(settings: Settings) -> WebClient:
    """Without retries of its own: a broken connection would post twice, and the outbox decides when to try again."""
    token = settings.slack_bot_token.get_secret_value()
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=SLACK_TIMEOUT, retry_handlers=[])


@contextmanager
def assemble(settings: Settings, desk: Desk, patience: Patience | None = None) -> Iterator[Bot]:
    """The bot on this desk, its worker and timers running; the caller connects it to Slack. Stops what it started."""
    refuse_unfillable_seats(settings, desk)
    client = slack_client(settings)
    tracker = JiraTracker(
        settings.jira_url,
        user=settings.jira_user,
        token=settings.jira_token.get_secret_value(),
        project=settings.jira_project,
        issue_type=settings.jira_issue_type,
    )
    office = Office(desk, SlackDirectory(client, desk.now))
    app = make_app(office, client, signing_secret=settings.slack_signing_secret.get_secret_value())
    worker = Worker(desk, Outside(SlackMessenger(client), tracker), patience or Patience())
    timers = Timers(desk)
    with ExitStack() as opened:
        opened.callback(tracker.close)
        worker.start()
        opened.callback(worker.stop)
        timers.start()
        opened.callback(timers.stop)
        yield Bot(settings, desk, app, client, worker, timers)
