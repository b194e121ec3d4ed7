"""Who is who: ports meet adapters here and nowhere else; what is opened is closed again."""

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from starlette.routing import Route

from bot.application.audits.sync import knows_ticket, note_delivery, poll_tracker
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.delivery.deliver import Outside, Patience
from bot.application.delivery.sign_in import SignIn
from bot.application.people.accounts import AccountWatch
from bot.application.ports import Clock
from bot.application.record.root import root_record
from bot.application.register.note_policy import note_policy
from bot.domain.errors import Refusal
from bot.domain.ticket_mapping import TicketMapping
from bot.files.record_key import read_signer
from bot.files.workflows import Policy, read_policy, refuse_problems, unfilled
from bot.jira.tracker import JiraTracker
from bot.scheduling.timers import Timers
from bot.scheduling.watched_clock import WatchedClock
from bot.scheduling.worker import Worker
from bot.settings import Settings
from bot.slack.app import make_app
from bot.slack.channels import Channels
from bot.slack.click_counts import CountingApp
from bot.slack.directory import SlackDirectory
from bot.slack.failures import date_of
from bot.slack.listeners.members import Office
from bot.slack.messenger import SlackMessenger
from bot.slack.readers import Readers
from bot.store import message_copies, outbox, registers
from bot.store.address import is_elsewhere
from bot.store.engine import open_engine
from bot.store.outbox import JIRA
from bot.store.proof import newest_entry_at
from bot.store.schema import bring_to_this_release
from bot.store.unit import Store
from bot.web.jira_events import jira_events
from bot.web.metrics import Meters

log = structlog.get_logger(__name__)
SLACK_TIMEOUT = 10  # seconds per call of the worker
CLICK_TIMEOUT = 2  # seconds per call while somebody waits, whom Slack gives three


@dataclass(frozen=True)
class Bot:
    """Everything of one running bot."""

    settings: Settings
    context: Context
    app: App
    client: WebClient
    worker: Worker
    timers: Timers
    meters: Meters
    jira_sign_in: SignIn


def workflows_dir(settings: Settings) -> Path:
    """The company's own folder, or the one that is shipped."""
    if settings.workflows_dir is not None:
        return settings.workflows_dir
    shipped = Path(__file__).parent / "_workflows"
    return shipped if shipped.is_dir() else Path(__file__).parent.parent / "workflows"


def manifest_file() -> Path:
    """The manifest of the Slack app, as it is shipped."""
    shipped = Path(__file__).parent / "_manifest.yml"
    return shipped if shipped.is_file() else Path(__file__).parent.parent / "manifest.yml"


def verifier_file() -> Path:
    """The program that proves an exported record without us."""
    shipped = Path(__file__).parent / "_verify_record.py"
    return shipped if shipped.is_file() else Path(__file__).parent.parent / "docs" / "verify_record.py"


@contextmanager
def open_context(settings: Settings, clock: Clock | None = None) -> Iterator[Context]:
    """The database at this release's schema, and the company's workflows; no outside world is touched."""
    policy = read_policy(workflows_dir(settings))
    with open_store(settings) as store:
        yield Context(
            store,
            clock or _watched_clock(store),
            policy.workflows,
            _calendar(policy),
            policy.tickets,
            policy.digest_channels,
            others_may_read=policy.others_may_read,
            check_policy=policy.checks,
            notices=policy.notices,
            kinds=KINDS,
        )


def _watched_clock(store: Store) -> WatchedClock:
    """The machine's clock; a database on another machine has one of its own to hold it against."""
    address = store.engine.url
    is_witness = address.get_backend_name() != "sqlite" and is_elsewhere(address)
    witnesses = [partial(_database_says, store)] if is_witness else []
    return WatchedClock(witnesses=witnesses, newest_entry=partial(_newest_entry, store))


def _database_says(store: Store) -> tuple[str, datetime] | None:
    try:
        return "the database", store.clock()
    except Exception as problem:  # noqa: BLE001 - a driver may raise anything, and then it is no witness
        log.warning("the database cannot be asked what time it is", error=type(problem).__name__)
        return None


def _newest_entry(store: Store) -> datetime | None:
    with store.reading() as unit:
        return newest_entry_at(unit)


def _slack_says(client: WebClient) -> tuple[str, datetime] | None:
    """By the Date of its answer, whatever it answers."""
    try:
        headers: Mapping[str, Any] = client.auth_test().headers
    except SlackApiError as refusal:
        headers = refusal.response.headers if not isinstance(refusal.response, dict) else {}
    except (SlackClientError, OSError):
        return None
    at = date_of(headers)
    return ("Slack", at) if at else None


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The database alone, at this release's schema."""
    if settings.database.startswith("sqlite:///"):
        _make_folder(Path(settings.database.removeprefix("sqlite:///")).absolute().parent)
    store = Store(open_engine(settings.database))
    try:
        if reason := bring_to_this_release(store.engine):
            raise Refusal("database", f"The database cannot be used: {reason}. `ringfence doctor database` says more.")
        yield store
    finally:
        store.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        words = f"The folder {folder} for the database cannot be made ({problem.strerror})."
        raise Refusal("database", f"{words} Set RINGFENCE_DATA_DIR to another one.") from None


def _calendar(policy: Policy) -> Calendar:
    return Calendar(ZoneInfo(policy.time_zone), policy.holidays, policy.reminders_at)


def refuse_unfillable_seats(settings: Settings, context: Context) -> None:
    """Raise BrokenFile if the workflows ask for roles that nobody of the register ever held; the bot does not start then.

    Where whoever held one has left, the rest of the company goes on: what waits for the role is told to the administrators.
    """
    with context.store.reading() as unit:
        members = registers.members(unit)
    if not members:
        raise Refusal("no_register", "No register is loaded, so nobody could decide. Load one: `ringfence register load FILE`.")
    policy = read_policy(workflows_dir(settings))
    refuse_problems(policy, tuple(replace(member, active=True) for member in members))
    for problem in unfilled(policy, members):
        log.warning("a seat has nobody", reason=str(problem), next_step="give the role to somebody in the register")


def slack_client(settings: Settings, timeout: int = SLACK_TIMEOUT) -> WebClient:
    """Without retries of its own: a broken connection would post twice, and the outbox decides when to try again.

    One TLS context for all calls: left to itself each call reads the machine's certificates anew (17 ms of computing).
    """
    token, tls = settings.slack_bot_token.get_secret_value(), trusted(settings)
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=timeout, ssl=tls, retry_handlers=[])


def trusted(settings: Settings) -> ssl.SSLContext:
    """Whom the bot trusts when it calls: the machine's authorities, and the company's own."""
    tls = ssl.create_default_context()
    if settings.ca_file is not None:
        tls.load_verify_locations(settings.ca_file)
    return tls


def jira_tracker(settings: Settings, mapping: TicketMapping | None = None) -> JiraTracker:
    """By the company's mapping, or by the usual one where there is none."""
    return JiraTracker(
        settings.jira_url,
        user=settings.jira_user,
        token=settings.jira_token.get_secret_value(),
        project=settings.jira_project,
        mapping=mapping,
        dialect=settings.jira_kind,
        public_url=settings.jira_browse_url or None,
        tls=trusted(settings) if settings.ca_file else None,
    )


@contextmanager
def assemble(
    settings: Settings, context: Context, patience: Patience | None = None, *, wait_for_sweep: bool = True
) -> Iterator[Bot]:
    """The bot on this context, its worker and timers running; the caller connects it to Slack. Stops what it started.

    Without `wait_for_sweep` people are answered while what fell due in the meantime is still being worked off.
    """
    refuse_unfillable_seats(settings, context)
    note_policy(context)
    context = replace(context, signer=read_signer(settings.record_key_file) if settings.record_key_file else None)
    client, app = slack_client(settings), _answering(settings, context)
    tracker, sign_in = jira_tracker(settings, context.tickets), SignIn(JIRA)
    watch = AccountWatch(context, SlackDirectory(client, context.now))
    timers = Timers(context, polls=(watch.look, partial(sign_in.watching, context, partial(poll_tracker, context, tracker))))
    meters = _meters(context, app, timers, sign_in)
    channels = Channels(client, partial(_posted_to_before, context.store))
    messenger = SlackMessenger(client, channels, Readers(client, context.others_may_read))
    outside = Outside(messenger, tracker, tracker_sign_in=sign_in, heard_of=meters.delivered)
    worker = Worker(context, outside, patience or Patience())
    with ExitStack() as opened:
        opened.callback(tracker.close)
        _find_channels(context, channels)
        worker.start()
        opened.callback(worker.stop)
        opened.callback(_root_at_the_end, context)
        timers.start(wait=wait_for_sweep)
        opened.callback(timers.stop)
        yield Bot(settings, context, app, client, worker, timers, meters, sign_in)


def _answering(settings: Settings, context: Context) -> CountingApp:
    """The app that answers clicks, with a client that does not wait for long; what Slack says then is a word on the time."""
    at_a_click = slack_client(settings, CLICK_TIMEOUT)
    if isinstance(context.clock, WatchedClock):
        context.clock.add_witness(partial(_slack_says, at_a_click))
    office = Office(context, SlackDirectory(at_a_click, context.now))
    return make_app(office, at_a_click, signing_secret=settings.slack_signing_secret.get_secret_value())


def _meters(context: Context, app: CountingApp, timers: Timers, sign_in: SignIn) -> Meters:
    return Meters(
        context.store,
        context.now,
        clicks=app.counts,
        sweeps=lambda: dict(timers.last_success),
        signed_in=lambda: {JIRA: not sign_in.trouble},
    )


def _find_channels(context: Context, channels: Channels) -> None:
    """Look for those that nobody knows yet, beside the start."""
    if unknown := channels.unknown(_channels_named(context)):
        threading.Thread(target=channels.find, args=(unknown,), name="channels", daemon=True).start()


def _channels_named(context: Context) -> set[str]:
    """Those of cards, audits and the digest."""
    named = {*(rule.post_to for rule in context.workflows.rules), *context.digest_channels, context.tickets.post_to}
    return {name for name in named if name}


def _posted_to_before(store: Store, name: str) -> str | None:
    with store.reading() as unit:
        return message_copies.channel_of(unit, outbox.to_channel(name))


def _root_at_the_end(context: Context) -> None:
    """What was recorded since the last root is vouched for before the bot ends; the next one does it where that fails."""
    try:
        root_record(context, at_once=True)
    except Exception as problem:  # noqa: BLE001 - a database may raise anything, and the end must not hang on it
        log.warning("no root was taken at the end", error=str(problem).splitlines()[0], next_step="none: the next start takes it")


def jira_routes(bot: Bot) -> list[Route]:
    """Where Jira may deliver what changed; nowhere as long as no secret is set, and then it is asked each minute alone."""
    secret = bot.settings.jira_webhook_secret.get_secret_value()
    hear, knows = partial(note_delivery, bot.context), partial(knows_ticket, bot.context)
    return [jira_events(hear, secret=secret, project=bot.settings.jira_project, knows=knows)] if secret else []
