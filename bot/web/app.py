"""A small web application: `/health`, `/metrics`, and the addresses to which Slack and Jira deliver signed requests."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from slack_bolt import App
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.store.unit import Store
from bot.web.exposition import CONTENT_TYPE
from bot.web.health import Health, Sign
from bot.web.metrics import Meters
from bot.web.slack_events import slack_events
from bot.web.together import Together

WATCHERS = 4  # threads of their own for health and metrics: a database that hangs must not take those of the clicks


def make_web(
    slack: App | None,
    store: Store,
    *,
    signs: Mapping[str, Sign] | None = None,
    neighbours: Mapping[str, Sign] | None = None,
    meters: Meters | None = None,
    more: Sequence[Route] = (),
) -> Starlette:
    """With `slack` the deliveries are taken; without, only health and metrics. `signs` are parts whose health is asked too,
    `neighbours` those whose trouble is told and does not make us unwell.

    `more` are routes of other worlds that deliver to us.
    """
    health, counted = Health(store, signs or {}, neighbours or {}), meters or Meters(store, lambda: datetime.now(UTC))
    watchers = ThreadPoolExecutor(WATCHERS, thread_name_prefix="watchers")
    asked = Together(lambda: health.asked(watchers))
    measured = Together(lambda: asyncio.get_running_loop().run_in_executor(watchers, counted.text))

    async def look(_request: Request) -> Response:
        said = await asked()
        return JSONResponse(health.in_words(said), status_code=503 if health.is_unwell(said) else 200)

    async def metrics(_request: Request) -> Response:
        return Response(await measured(), media_type=CONTENT_TYPE)

    routes = [Route("/health", look), Route("/metrics", metrics), *more]
    if slack is not None:
        routes.append(slack_events(slack))
    return Starlette(routes=routes)
