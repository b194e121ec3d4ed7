"""The strip *Try this* above the page: what a newcomer can do in the first minutes, ticked once it is done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.local.clock import MONDAY, DemoClock
from bot.local.slack import LocalSlack

Done = Callable[[], bool]
BOARD = "board"  # the try that is ticked by looking
JONAS, LENA, RUI = "/?as=U_JONAS&in=C_IP_REQUESTS", "/?as=U_LENA&in=@bot", "/?as=U_RUI&in=@bot"
FIX = "Choose Wislanka, Kasia Wrobel and a long time: under what stops it is a button that mends it"


@dataclass(frozen=True)
class Try:
    """`link` leads to where it is done, `hint` says how; without a link the hint alone does."""

    name: str
    words: str
    hint: str
    is_done: Done
    link: str = ""


class Tries:
    """What was done stays done, also over a stop."""

    def __init__(self, tries: Sequence[Try], done: Iterable[str] = ()) -> None:
        self.tries = tries
        self._done = set(done)

    @property
    def done(self) -> frozenset[str]:
        self._done |= {one.name for one in self.tries if one.name not in self._done and one.is_done()}
        return frozenset(self._done)

    def tick(self, name: str) -> None:
        self._done.add(name)


@dataclass(frozen=True)
class Buttons:
    """The actions of the app's buttons, by what they do."""

    fix: str
    approve: str
    renew: str


def first_tries(slack: LocalSlack, clock: DemoClock, buttons: Buttons, done: Iterable[str] = ()) -> Tries:
    """Six things that show what it is for, in the order in which they make sense."""
    approved = clicked(slack, buttons.approve, by="U_LENA")
    return Tries(
        (
            Try("ask", "Ask", "Type /ip-request below, as Jonas Feld", posted_one_more(slack, "receipt"), JONAS),
            Try("fix", "Take the fix", FIX, clicked(slack, buttons.fix), JONAS),
            Try("approve", "Approve as Lena", "Her direct messages ask her", approved, LENA),
            Try("monday", "Move to Monday", "Next Monday, at the top: the week is told", next_monday_came(clock)),
            Try("renew", "Renew", "Rui Teixeira is reminded of NDAs that end", clicked(slack, buttons.renew), RUI),
            Try(BOARD, "Look at the board", "Audits stand in Jira", never, "/jira/board"),
        ),
        done,
    )


def never() -> bool:
    """Of what somebody else ticks."""
    return False


def clicked(slack: LocalSlack, action: str, *, by: str | None = None) -> Done:
    """Whether somebody has pressed such a button."""

    def is_done() -> bool:
        clicks = (one.payload for one in tuple(slack.sent) if one.kind == "block_actions")
        return any(one["actions"][0]["action_id"] == action and by in (None, one["user"]["id"]) for one in clicks)

    return is_done


def posted_one_more(slack: LocalSlack, block_id: str) -> Done:
    """Whether a message with such a block has come since now; a message that is redrawn is the same one."""

    def count() -> int:
        with slack.state.lock:
            return sum(any(b.get("block_id") == block_id for b in one.blocks) for one in slack.state.messages.values())

    before: list[int] = []

    def is_done() -> bool:
        before[:] = before or [count()]
        return count() > before[0]

    return is_done


def next_monday_came(clock: DemoClock) -> Done:
    today = clock.today()
    monday = today + timedelta(days=(MONDAY - today.weekday() - 1) % 7 + 1)
    return lambda: clock.today() >= monday
