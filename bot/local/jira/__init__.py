"""A Jira on this machine: REST as Jira Cloud or a Data Center speaks it, and a board page where a person works on issues."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette

from bot.application.ports import Clock
from bot.local.faults import OF_JIRA, Faults
from bot.local.jira.auth import Account, AuthenticatedRest
from bot.local.jira.board import Board, House, RealClock
from bot.local.jira.pages import Pages
from bot.local.jira.webhooks import Webhooks


class LocalJira:
    """The whole of it; `app` is an ASGI application to be mounted under any path, `board` what stands on the board.

    `calls` logs every REST call as (method, path, status), with 0 where the connection was broken off. `faults` arms what goes
    wrong. `webhooks.url` and `webhooks.secret` say who hears of changes. `house` sets it up (see `House`): with `strict` an issue
    moves to the next or the last status only, and `dialect` is cloud or datacenter.
    """

    def __init__(
        self,
        projects: Mapping[str, str],
        *,
        clock: Clock | None = None,
        search_lag: timedelta = timedelta(0),
        user: str = "ringfence@example.test",
        token: str = "local-jira-token",  # noqa: S107  # opens nothing but this machine's own Jira
        **house: Any,
    ) -> None:
        clock = clock or RealClock()
        self.faults = Faults(OF_JIRA)
        self.calls: list[tuple[str, str, int]] = []
        self.board = Board(projects, House(**house), clock=clock, search_lag=search_lag)
        self.webhooks = Webhooks(self.board, self.faults)
        rest = AuthenticatedRest(self.board, Account(user, token), self.faults, self.calls)
        self.app = Starlette(routes=[*rest.routes(), *Pages(self.board).routes()])
