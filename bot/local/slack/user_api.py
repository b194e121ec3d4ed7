"""Where a person sits: what they see (`/look/…`) and do (`/do/…`), as JSON, for the page and for scripted users alike."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local.broadcast import Broadcast
from bot.local.slack.json_body import Json
from bot.local.slack.state import Channel, Message, View
from bot.local.slack.user_actions import failed
from bot.local.slack.values import as_state
from bot.local.slack.workspace import LocalSlack

LONG_POLL = 0.25
Doing = Callable[[str, Json], Awaitable[Json]]


class UserApi:
    """The endpoints of one workspace's people."""

    def __init__(self, slack: LocalSlack, news: Broadcast) -> None:
        self.slack = slack
        self.state = slack.state
        self.news = news

    def routes(self) -> list[Route]:
        user_actions = self.slack.user_actions
        table: dict[str, Doing] = {
            "say": lambda user, d: self._say(user, d),
            "act": lambda user, d: user_actions.act(
                user, self.filled(user, d), block_id=d.get("block_id"), action_id=d["action_id"], value=d.get("value")
            ),
            "forge": lambda user, d: user_actions.forge(user, d["spot"], action_id=d["action_id"], value=d["value"]),
            "suggest": lambda user, d: user_actions.suggest(
                user, self.filled(user, d), block_id=d.get("block_id"), action_id=d["action_id"], typed=d["typed"]
            ),
            "submit": lambda user, d: user_actions.submit(user, d["view"], d.get("values") or {}),
            "close": lambda user, d: user_actions.close(user, d["view"]),
            "home": lambda user, _: user_actions.open_home(user),
        }
        looks = {
            "place": self.place,
            "view": self.view,
            "home": self.home,
            "whispers": self.whispers,
            "version": self.version,
        }
        return [
            *(Route(f"/do/{name}", self._doing(doing), methods=["POST"]) for name, doing in table.items()),
            *(Route(f"/look/{name}", look) for name, look in looks.items()),
        ]

    def _doing(self, doing: Doing) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            """JSON only, so that no foreign page can send it without being asked."""
            if not request.headers.get("content-type", "").startswith("application/json"):
                return JSONResponse(failed("Only JSON is taken here."), status_code=415)
            said = await request.json()
            member = self.state.members.get(said.get("as", ""))
            if member is None or not member.active:
                return JSONResponse(failed("There is no such active person here."), status_code=404)
            return JSONResponse(await doing(member.id, said))

        return endpoint

    async def _say(self, user: str, said: Json) -> Json:
        channel = self.channel(user, said["in"])
        if channel is None or user not in channel.members:
            return failed("You are not in this channel.")
        return await self.slack.user_actions.say(user, channel.id, said["text"])

    def filled(self, user: str, said: Json) -> Json:
        """The spot of the doing, after what the person's screen holds was noted."""
        spot: Json = said["spot"]
        view = self.state.view(spot["view"]) if spot.get("view") else None
        if view and view.user == user:
            self.slack.user_actions.fill(view, said.get("values") or {})
        return spot

    def channel(self, user: str, name: str) -> Channel | None:
        """A place by channel id, by name with or without `#`, or `@bot` for the direct conversation."""
        if name.startswith("@"):
            return self.state.direct(user)
        plain = name.removeprefix("#")
        return self.state.channels.get(plain) or self.state.named(plain)

    async def place(self, request: Request) -> Response:
        user = request.query_params["as"]
        channel = self.channel(user, request.query_params["in"])
        if channel is None or user not in channel.members:
            return JSONResponse({"messages": [], "words": "You are not in this channel."}, status_code=404)
        return JSONResponse({"messages": [seen(m) for m in self.state.visible(channel.id, user)]})

    async def whispers(self, request: Request) -> Response:
        user = request.query_params["as"]
        mine = sorted((m for m in self.state.messages.values() if m.only_for == user), key=lambda m: m.ts)
        return JSONResponse({"messages": [seen(message) for message in mine]})

    async def view(self, request: Request) -> Response:
        view = self.slack.views.top(request.query_params["as"])
        return JSONResponse({"view": self._shown(view) if view else None})

    async def home(self, request: Request) -> Response:
        view = self.state.homes.get(request.query_params["as"])
        return JSONResponse({"view": self._shown(view) if view else None})

    def _shown(self, view: View) -> Json:
        entered = as_state(view.blocks, view.values)
        return view.body | {"id": view.id, "hash": view.hash, "errors": view.errors, "values": entered}

    async def version(self, request: Request) -> Response:
        """The version of the workspace, as soon as it is above `after`, or after a quarter of a second."""
        after = int(request.query_params.get("after", "-1"))
        queue = self.news.open()
        try:
            async with asyncio.timeout(LONG_POLL):
                while self.state.version <= after and await queue.get() is not None:
                    pass
        except TimeoutError:
            pass
        finally:
            self.news.leave(queue)
        return JSONResponse({"version": self.state.version})


def seen(message: Message) -> Json:
    """A message as a person sees it."""
    where = {"channel": message.channel, "ts": message.ts, "thread_ts": message.thread_ts}
    return where | {
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "ephemeral": message.only_for is not None,
        "edited": message.edited,
    }
