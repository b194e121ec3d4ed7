"""A Jira on this machine: REST as Jira Cloud speaks it, and a board page where a person moves and comments issues."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from starlette.applications import Starlette

from bot.local.jira.board import STATUSES, Board, Clock, RealClock
from bot.local.jira.door import Account, Door
from bot.local.jira.faults import Faults
from bot.local.jira.pages import Pages
from bot.local.jira.webhooks import Webhooks


class LocalJira:
    """The whole of it; `app` is an ASGI application to be mounted under any path, `board` what stands on the board.

    `calls` logs every REST call as (method, path, status), with 0 where the connection was broken off. `faults` arms what goes
    wrong. `webhooks.url` and `webhooks.secret` say who hears of changes. With `strict` an issue moves to the next or the last
    status only.
    """

    def __init__(
        self,
        projects: Mapping[str, str],
        *,
        clock: Clock | None = None,
        search_lag: timedelta = timedelta(0),
        user: str = "ringfence@example.test",
        token: str = "local-jira-token",  # noqa: S107  # opens nothing but this machine's own Jira
        statuses: Sequence[str] = STATUSES,
        strict: bool = False,
    ) -> None:
        clock = clock or RealClock()
        self.faults = Faults()
        self.calls: list[tuple[str, str, int]] = []
        self.board = Board(projects, statuses=statuses, clock=clock, search_lag=search_lag, strict=strict)
        self.webhooks = Webhooks(self.board)
        door = Door(self.board, Account(user, token), self.faults, self.calls)
        self.app = Starlette(routes=[*door.routes(), *Pages(self.board).routes()])
