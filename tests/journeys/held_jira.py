"""A local Jira that can hold back one reply: the ticket is created, and the caller never hears of it."""

import threading

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.local.jira import LocalJira


class HeldJira:
    """Serves the local Jira. After `hold_next_create`, `created` is set once the next ticket stands; its caller hears nothing."""

    def __init__(self, jira: LocalJira) -> None:
        self._jira = jira
        self._armed = False
        self.created = threading.Event()

    @property
    def app(self) -> ASGIApp:
        return self._serve

    def hold_next_create(self) -> None:
        self.created.clear()
        self._armed = True

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not (self._armed and scope.get("method") == "POST" and scope["path"].endswith("/issue")):
            await self._jira.app(scope, receive, send)
            return
        self._armed = False
        await self._jira.app(scope, receive, _nobody_hears)
        self.created.set()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _nobody_hears(message: Message) -> None:
    """The reply is kept back for good."""
