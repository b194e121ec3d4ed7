"""The control addresses: faults, the sockets and the clock, for tests and for the page's clock bar."""

import asyncio
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local.clock import DemoClock
from bot.local.slack import LocalSlack


class Controls:
    """What a person never does, but a test or the demo's host may."""

    def __init__(self, slack: LocalSlack, clock: DemoClock) -> None:
        self.slack = slack
        self.clock = clock

    def routes(self) -> list[Route]:
        names = {"faults": self.faults, "socket": self.socket, "clock": self.move_clock}
        return [
            *(Route(f"/control/{name}", endpoint, methods=["POST"]) for name, endpoint in names.items()),
            Route("/control/faults", self.clear, methods=["DELETE"]),
            Route("/control/clock", self.tell_time),
        ]

    async def faults(self, request: Request) -> Response:
        """Arms a fault: `{"kind": …, "method": …, "times": …, "seconds": …, "status": …}`."""
        try:
            self.slack.faults.add(**await request.json())
        except (TypeError, ValueError) as problem:
            return JSONResponse({"ok": False, "words": str(problem)}, status_code=400)
        return JSONResponse({"ok": True})

    async def clear(self, _: Request) -> Response:
        self.slack.faults.clear()
        return JSONResponse({"ok": True})

    async def socket(self, request: Request) -> Response:
        """Cuts the sockets (`{"cut": "close_frame"}` or `"silently"`), or asks the app to come back on a fresh one."""
        how = (await request.json()).get("cut")
        if how is None:
            await self.slack.sockets.ask_to_reconnect()
        else:
            await self.slack.sockets.cut(close_frame=how == "close_frame")
        return JSONResponse({"ok": True})

    async def move_clock(self, request: Request) -> Response:
        """Moves the clock: `{"step": "next_day" | "next_monday"}`, `{"day": "2026-12-01"}` or `{"seconds": 90}`."""
        asked = await request.json()
        try:
            if "day" in asked:
                await asyncio.to_thread(self.clock.go_to, date.fromisoformat(asked["day"]))
            elif "seconds" in asked:
                await asyncio.to_thread(self.clock.advance, timedelta(seconds=asked["seconds"]))
            else:
                steps = {"next_day": self.clock.next_day, "next_monday": self.clock.next_monday}
                await asyncio.to_thread(steps[asked["step"]])
        except (KeyError, ValueError) as problem:
            return JSONResponse({"ok": False, "words": str(problem)}, status_code=400)
        return await self.tell_time(request)

    async def tell_time(self, _: Request) -> Response:
        return JSONResponse({"ok": True, "today": self.clock.today().isoformat(), "now": self.clock.now().isoformat()})
