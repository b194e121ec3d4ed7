"""The demo's company on a workspace, a Jira and a clock that a test can trouble, and the whole bot beside it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.application.context import Context
from bot.application.delivery.deliver import Patience
from bot.application.register.load import load_register
from bot.application.requests.submit import Submitted, submit_request
from bot.bootstrap import Bot, assemble, open_context
from bot.demonstration import APP_TOKEN, JIRA_TOKEN, JIRA_USER, demo_file, local_slack, pointed_at
from bot.domain.drafts import Draft, Item
from bot.domain.vocabulary import Mode
from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.scripted_user import ScriptedUser
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.settings import Settings, read_settings
from bot.slack import ids
from bot.slack.socket_mode import connected
from bot.store import outbox
from bot.store.outbox import SLACK
from tests.leases import AT_ONCE
from tests.local.workspace import until

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
CHANNEL = "ip-requests"
JONAS, LENA, TOBIAS, INES, SOFIA = "U_JONAS", "U_LENA", "U_TOBIAS", "U_INES", "U_SOFIA"
DECIDERS = (LENA, TOBIAS, INES, SOFIA)
PATIENCE = 20.0
FIRST_DAY, LAST_DAY = date(2026, 12, 1), date(2027, 1, 15)


@dataclass(frozen=True)
class Scene:
    """Where everything is; `context` looks at the bot's database, and is the bot's own where it runs in this process."""

    url: str
    clock: DemoClock
    slack: LocalSlack
    jira: LocalJira
    settings: Settings
    context: Context

    def as_user(self, who: str) -> ScriptedUser:
        return ScriptedUser(self.url, who)

    def ask(self, key: str) -> str:
        """Jonas asks for the demo's first request, without his form; the id of what came into being."""
        draft = Draft(
            requester="u-jonas",
            vendor="V01",
            entity="V01-A",
            project="PRJ-AURORA",
            items=(Item("AST-001", Mode.VIEW),),
            people=("P01",),
            channel="CH-VDI",
            start_on=FIRST_DAY,
            end_on=LAST_DAY,
            need_text="The review fails without it.",
        )
        outcome = submit_request(self.context, draft, submit_key=key)
        assert isinstance(outcome, Submitted), outcome
        return outcome.request_id

    def ask_for(self, who: str, request: str) -> dict[str, Any]:
        """Waits for the message that asks this person for a decision."""
        user = self.as_user(who)
        message: dict[str, Any] = user.wait_for(lambda: with_button(user.messages(), request), PATIENCE)
        return message

    def approve(self, who: str, request: str) -> None:
        self.as_user(who).click(ids.APPROVE, message_ts=self.ask_for(who, request)["ts"])

    def waiting(self) -> list[outbox.OutboxMessage]:
        with self.context.store.reading() as unit:
            return outbox.undelivered(unit)

    def until_delivered(self) -> None:
        """Everything promised is delivered, without the clock being moved."""
        until(lambda: not self.waiting(), PATIENCE)

    def until_settled(self, step: timedelta = timedelta(seconds=2)) -> None:
        """Everything promised is delivered; the clock runs fast meanwhile."""

        def settled() -> bool:
            if self.waiting():
                self.clock.advance(step)
                return False
            return True

        until(settled, PATIENCE)


def with_button(messages: Sequence[dict[str, Any]], request: str, action: str = ids.APPROVE) -> dict[str, Any] | None:
    """The newest message about this request that has this button."""
    fitting = (m for m in reversed(messages) if request in m["text"] and action in str(m["blocks"]))
    return next(fitting, None)


def fill_the_form(user: ScriptedUser) -> Callable[[], None]:
    """Somebody opens the form and answers everything; what is returned sends it."""
    user.command(ids.COMMAND, channel=CHANNEL)
    for action, value in ((ids.VENDOR, "V01"), (ids.ASSETS, "AST-001"), (ids.PEOPLE, "P01")):
        user.suggest(action, "")
        user.choose(action, value)
    for action, value in ((ids.ENTITY, "V01-A"), (ids.MODE, "view"), (ids.CHANNEL, "CH-VDI")):
        user.choose(action, value)
    for field, value in (
        ("start", FIRST_DAY.isoformat()),
        ("end", LAST_DAY.isoformat()),
        ("need", "The gain cannot be tuned without it."),
    ):
        user.fill(field, value)
    return user.submit


@contextmanager
def company(folder: Path, database_url: str, *, search_lag: timedelta = timedelta(seconds=30), **slack: Any) -> Iterator[Scene]:
    """The company at work, without any bot; `slack` goes to the local Slack."""
    clock = DemoClock(MORNING)
    file = demo_file(clock)
    people = local_slack(file.register, [CHANNEL], clock, **slack)
    jira = LocalJira({"IPA": "IP audits"}, clock=clock, search_lag=search_lag, user=JIRA_USER, token=JIRA_TOKEN)
    with LocalServer(people, jira, clock=clock) as server:
        given = read_settings(_env_file=None, data_dir=folder, database_url=database_url, workflows_dir=None)
        settings = pointed_at(given, server.url, folder)
        with open_context(settings, clock) as context:
            load_register(context, file.register, actor="test")
            yield Scene(server.url, clock, people, jira, settings, context)
    jira.webhooks.close()


@contextmanager
def bot_at_work(scene: Scene, patience: Patience | None = None) -> Iterator[Bot]:
    """The bot in this process, connected; when the scene's clock is moved, its worker looks at once."""
    with assemble(scene.settings, scene.context, patience or AT_ONCE) as bot:
        scene.clock.subscribe(bot.worker.nudge)
        with connected(bot.app, APP_TOKEN):
            until(lambda: scene.slack.connected)
            until(lambda: not [one for one in scene.waiting() if one.promise.world == SLACK])  # what was due when it began
            yield bot
