"""Sweep many requests, each in a unit of its own, so that one that cannot be judged holds up no other."""

from collections.abc import Callable, Iterable

import structlog

from bot.application.context import Context
from bot.application.evaluation import LostRecords
from bot.store.unit import Unit

log = structlog.get_logger(__name__)


def each_alone(context: Context, ids: Iterable[str], look_at: Callable[[Unit, Context, str], None]) -> int:
    """How many could be looked at; one that lost its records is logged, and stays due."""
    looked_at = 0
    for request_id in ids:
        try:
            with context.store.writing() as unit:
                look_at(unit, context, request_id)
        except LostRecords as problem:
            log.error("request cannot be judged", request=request_id, reason=str(problem), next_step="ringfence register load")
        else:
            looked_at += 1
    return looked_at
