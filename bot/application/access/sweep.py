"""Open, suspend, resume and end access as its days come, computed from dates and never from the moment of firing.

The longest due goes first, a few requests to a unit: clicks come in between, memory stays bounded, and cost follows what is due.
"""

from collections.abc import Iterable
from dataclasses import replace

import structlog

from bot.application.access.events import access_news, ending_soon
from bot.application.access.gather import AccessContext, gather_access
from bot.application.access.settle import Settled, settle
from bot.application.context import Context
from bot.application.evaluation import LostRecords
from bot.application.recording import record_events
from bot.domain.grants import Grant
from bot.domain.happenings.form import Happening
from bot.domain.vocabulary import GrantState, RequestState
from bot.store import grants, requests
from bot.store.grants import DueRequest
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
PAGE = 200  # requests that are known ahead, and one batch
TOGETHER = 5  # requests in one unit: for so long a click may have to wait; its commit costs more than its work
REST = 0.04  # seconds after each unit of a full batch: on a day on which many are due clicks have most of the time

OPENING = "access opens"  # one after the other: what has just opened counts for what opens next, also in another process


def sweep_grants(context: Context) -> int:
    """How many requests had access that changed: a batch of those that are due today, none if nothing is left to change.

    One that cannot be judged is logged and stays due; it holds up none that comes after it.
    """
    moved = 0
    after: DueRequest | None = None
    while not moved and (page := _due(context, after)):
        rest = REST if len(page) == PAGE else 0.0
        ids = list(dict.fromkeys(one.id for one in page))
        for begin in range(0, len(ids), TOGETHER):
            moved += _move(context, ids[begin : begin + TOGETHER])
            context.store.give_way(rest)
        after = page[-1]
    return moved


def _due(context: Context, after: DueRequest | None) -> list[DueRequest]:
    with context.store.reading() as unit:
        return grants.requests_due(unit, context.today(), PAGE, after=after)


def _move(context: Context, request_ids: Iterable[str]) -> int:
    moved = 0
    events: list[Happening] = []
    with context.store.writing() as unit:
        unit.hold_facts()
        unit.one_at_a_time(OPENING)
        access = gather_access(unit, context, request_ids)
        for request_id in access.grants:
            try:
                settled = settle(unit, context, access, request_id)
            except LostRecords as problem:
                say_that_it_cannot_be_judged(request_id, problem)
                continue
            events += keep_settled(unit, access, request_id, settled)
            events += ending_soon(unit, access, request_id, settled)
            moved += bool(settled.changes)
        record_events(unit, context, events)
    return moved


def keep_settled(unit: Unit, access: AccessContext, request_id: str, settled: Settled) -> list[Happening]:
    """Keep what moved, and say it; a request whose access is open for the first time is fulfilled."""
    grants.save_all(unit, (new for _, new in settled.changes))
    request = settled.request
    if request and request.state is RequestState.APPROVED and any(_is_open(new) for _, new in settled.changes):
        fulfilled = replace(request, state=RequestState.FULFILLED)
        requests.save(unit, request, fulfilled, due_on=None, look_on=access.today)
    return access_news(access, request_id, settled.changes, settled.against)


def say_that_it_cannot_be_judged(request_id: str, problem: LostRecords) -> None:
    log.error("request cannot be judged", request=request_id, reason=str(problem), next_step="ringfence register load")


def _is_open(grant: Grant) -> bool:
    return grant.state is GrantState.ACTIVE
