"""The page's addresses: the whole page, its fragments, and the stream that says what changed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.local.broadcast import Broadcast, News
from bot.local.clock import DemoClock
from bot.local.page.chart import bars
from bot.local.page.view_model import ViewModel
from bot.local.slack import LocalMember, LocalSlack
from bot.local.slack.json_body import BOT_USER
from bot.local.slack.state import Channel, View
from bot.local.slack.user_api import UserApi
from bot.local.tries import Tries

HERE = Path(__file__).parent
TYPES = {"page.css": "text/css", "page.js": "text/javascript"}
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"


class Page:
    """Draws one workspace for whoever `?as=` says, at the place that `&in=` says (a channel, `@bot` or `home`)."""

    def __init__(
        self,
        slack: LocalSlack,
        user_api: UserApi,
        *,
        broadcast: Broadcast,
        clock: DemoClock,
        has_jira: bool,
        tries: Tries | None = None,
    ) -> None:
        self.slack, self.user_api, self.broadcast, self.clock, self.has_jira = slack, user_api, broadcast, clock, has_jira
        self.tries = tries
        loader = FileSystemLoader(HERE / "templates")
        self._jinja = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._jinja.globals |= {"bars": bars, "BOT": BOT_USER}

    def routes(self) -> list[Route]:
        fragments = {
            "sidebar": self.sidebar,
            "messages": self.messages,
            "view": self.view,
            "home": self.home,
            "tries": self.draw_tries,
        }
        return [
            Route("/", self.whole),
            Route("/news", self.stream),
            Route("/static/{name}", self.static),
            *(Route(f"/fragment/{name}", endpoint) for name, endpoint in fragments.items()),
        ]

    async def whole(self, request: Request) -> Response:
        """The page; without a known person it goes to the first one, in the first channel."""
        who = self._who(request)
        if who is None:
            return RedirectResponse(self._front_door())
        place = request.query_params.get("in", "@bot")
        if place == "home" and not self.slack.home_tab:
            return RedirectResponse(f"/?as={who.id}&in=@bot")
        channel = None if place == "home" else self.user_api.channel(who.id, place)
        if place != "home" and (channel is None or who.id not in channel.members):
            return RedirectResponse(f"/?as={who.id}&in=@bot")
        return self._html("page.html", **self._everything(who, place, channel))

    def _front_door(self) -> str:
        first = self.slack.people()[0].id
        channels = (one.id for one in self.slack.state.channels.values() if not one.person and first in one.members)
        return f"/?as={first}&in={next(channels, '@bot')}"

    def _everything(self, who: LocalMember, place: str, channel: Channel | None) -> dict[str, Any]:
        top, home = self.slack.views.top(who.id), self.slack.state.homes.get(who.id)
        return {
            **self._side(who, place),
            **self._log(who, channel),
            "view": top,
            "home": home,
            "view_model_of_form": ViewModel(self.slack, who, top),
            "view_model_of_home": ViewModel(self.slack, who, home),
            "commands": self.slack.commands,
            "today": self.clock.today(),
            "has_jira": self.has_jira,
            "tries": self.tries,
        }

    def _side(self, who: LocalMember, place: str) -> dict[str, Any]:
        mine = [c for c in self.slack.state.channels.values() if not c.person and who.id in c.members]
        direct = self.slack.state.direct(who.id)
        here = self.user_api.channel(who.id, place) if place != "home" else None
        unread = {c.id: self.slack.state.unread(c.id, who.id) for c in [*mine, direct] if c is not here}
        me = ViewModel(self.slack, who)
        return {
            "me": me,
            "place": place,
            "here": here,
            "channels": mine,
            "direct": direct,
            "unread": unread,
            "slack": self.slack,
        }

    def _log(self, who: LocalMember, channel: Channel | None) -> dict[str, Any]:
        messages = self.slack.state.visible(channel.id, who.id) if channel else []
        if channel and messages:
            self.slack.state.read[channel.id, who.id] = max(message.ts for message in messages)
        return {"messages": messages, "me": ViewModel(self.slack, who), "channel": channel, "slack": self.slack}

    async def sidebar(self, request: Request) -> Response:
        who = self._who(request)
        return self._html("sidebar.html", **self._side(who, request.query_params["in"])) if who else _nobody()

    async def messages(self, request: Request) -> Response:
        who = self._who(request)
        return self._html("messages.html", **self._log(who, self._channel(request, who))) if who else _nobody()

    def _channel(self, request: Request, who: LocalMember) -> Channel | None:
        channel = self.user_api.channel(who.id, request.query_params["in"])
        return channel if channel and who.id in channel.members else None

    async def draw_tries(self, _: Request) -> Response:
        return self._html("tries.html", tries=self.tries)

    async def view(self, request: Request) -> Response:
        who = self._who(request)
        return self._drawn("modal.html", who, self.slack.views.top(who.id)) if who else _nobody()

    async def home(self, request: Request) -> Response:
        who = self._who(request)
        return self._drawn("home.html", who, self.slack.state.homes.get(who.id)) if who else _nobody()

    def _drawn(self, template: str, who: LocalMember, view: View | None) -> Response:
        return self._html(template, view=view, view_model=ViewModel(self.slack, who, view), slack=self.slack)

    def _who(self, request: Request) -> LocalMember | None:
        member = self.slack.state.members.get(request.query_params.get("as", ""))
        return member if member in self.slack.people() else None

    def _html(self, template: str, **values: Any) -> Response:
        with self.slack.state.lock:
            drawn = self._jinja.get_template(template).render(values)
        return HTMLResponse(drawn, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in TYPES:
            return Response(status_code=404)
        return Response((HERE / "static" / name).read_bytes(), media_type=TYPES[name], headers={"Cache-Control": "no-store"})

    async def stream(self, request: Request) -> Response:
        """Server-sent events: only what changed, and only what concerns this person."""
        who = self._who(request)
        return StreamingResponse(self._news_for(who), media_type="text/event-stream") if who else _nobody()

    async def _news_for(self, who: LocalMember) -> AsyncIterator[str]:
        queue = self.broadcast.open()
        try:
            yield ": hello\n\n"
            while (news := await queue.get()) is not None:
                if self._concerns(who, news):
                    yield f"data: {json.dumps({key: news[key] for key in ('what', 'channel') if key in news})}\n\n"
        finally:
            self.broadcast.leave(queue)

    def _concerns(self, who: LocalMember, news: News) -> bool:
        if news["what"] == "messages":
            channel = self.slack.state.channels[news["channel"]]
            return who.id in channel.members and news.get("only_for") in (None, who.id)
        return news["what"] in ("clock", "tries") or news.get("user") == who.id


def _nobody() -> Response:
    return Response("There is no such person here.", status_code=404)
