"""Papers that turn out to be other than was known: days on which access was open, and on which nothing covered it after all.

So it makes no difference whether a termination and the successor are told at once, or one after the other, in whatever order.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.application.access.gather import AccessContext, read_access
from bot.application.context import Context
from bot.domain.events import Happened
from bot.domain.grants import Grant
from bot.domain.register import Agreement
from bot.domain.suspensions import lost_in_hindsight, uncovered_by
from bot.store import grants, record
from bot.store.unit import Unit


def note_days_lost(unit: Unit, context: Context, before: Iterable[Agreement], after: Iterable[Agreement]) -> None:
    """Have the next look find the days that the papers of before covered and those of now do not."""
    was, now = set(before), set(after)
    followed = grants.followed_with(unit, {paper.vendor for paper in was ^ now})
    if not followed:
        return
    access = read_access(unit, context, {grant.request for grant in followed})
    old = replace(access, papers=sorted(was, key=lambda paper: paper.id))
    found = [(grant, lost_on) for grant in followed if (lost_on := _lost_on(old, access, grant, grant.start_on))]
    since = _open_since(unit, context, [grant for grant, _ in found])
    lost = [(grant, _lost_on(old, access, grant, since[grant.id])) for grant, _ in found]
    grants.save_all(unit, (lost_in_hindsight(grant, lost_on, access.today) for grant, lost_on in lost if lost_on))


def _lost_on(old: AccessContext, new: AccessContext, grant: Grant, since: date) -> date | None:
    return uncovered_by(old.cover(grant), new.cover(grant), since, new.today)


def _open_since(unit: Unit, context: Context, followed: Iterable[Grant]) -> dict[str, date]:
    """The day on which each was opened, or came back last: what was before that has been looked at."""
    since = {grant.id: grant.start_on for grant in followed}
    for entry in record.entries_of(unit, since) if since else ():
        if entry.event.happened in (Happened.ACCESS_OPENED, Happened.ACCESS_RESUMED):
            since[entry.event.entity_id] = entry.at.astimezone(context.calendar.zone).date()
    return since
