"""How much of what there is, for whoever watches the bot: a handful of counts, none of them about a single person or paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Table, func, select

from bot.store.outbox import DEAD, PENDING
from bot.store.tables import GRANTS, OUTBOX, REQUESTS
from bot.store.unit import Unit


@dataclass(frozen=True)
class Figures:
    """`undelivered` counts by (outside world, state), `oldest` is when each world's oldest waiting message was promised."""

    undelivered: Mapping[tuple[str, str], int]
    oldest: Mapping[str, datetime]
    requests: Mapping[str, int]
    grants: Mapping[str, int]


def figures(unit: Unit) -> Figures:
    return Figures(
        undelivered=_undelivered(unit),
        oldest=_oldest(unit),
        requests=_counted(unit, REQUESTS, REQUESTS.c.state),
        grants=_counted(unit, GRANTS, GRANTS.c.state),
    )


def _undelivered(unit: Unit) -> dict[tuple[str, str], int]:
    by = (OUTBOX.c.world, OUTBOX.c.state)
    query = select(*by, func.count()).where(OUTBOX.c.state.in_((PENDING, DEAD))).group_by(*by)
    return {(world, state): count for world, state, count in unit.connection.execute(query)}


def _oldest(unit: Unit) -> dict[str, datetime]:
    query = select(OUTBOX.c.world, func.min(OUTBOX.c.created_at)).where(OUTBOX.c.state == PENDING).group_by(OUTBOX.c.world)
    return {row[0]: row[1] for row in unit.connection.execute(query)}


def _counted(unit: Unit, table: Table, state: Column[str]) -> dict[str, int]:
    query = select(state, func.count()).select_from(table).group_by(state)
    return {row[0]: row[1] for row in unit.connection.execute(query)}
