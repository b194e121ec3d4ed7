"""An approved request becomes grants and, for secret material, a planned audit; all in the unit of the last decision."""

from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.audits import access_audit
from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.facts import Facts
from bot.domain.grants import Grant
from bot.domain.requests import Request, RequestItem
from bot.domain.vocabulary import GrantState, ItemState
from bot.store import audits, grants, requests
from bot.store.unit import Unit


def give_access(unit: Unit, context: Context, request: Request, facts: Facts) -> None:
    """A grant per person and approved item, scheduled for its first day; the sweep opens it on that day, or at once."""
    given = [_grant(unit, context, request, item.asset, person) for item, person in _pairs(request)]
    grants.add(unit, given)
    events = [
        Event(
            Happened.ACCESS_SCHEDULED,
            "grant",
            grant.id,
            OURSELVES,
            after=grant.state.value,
            details={"request": request.id, "person": grant.person, "asset": grant.asset},
        )
        for grant in given
    ]
    record_events(unit, context, [*events, *_audit(unit, context, request, facts)])


def _pairs(request: Request) -> list[tuple[RequestItem, str]]:
    approved = [item for item in request.items if item.state is ItemState.APPROVED]
    return [(item, person) for item in approved for person in request.draft.people]


def _grant(unit: Unit, context: Context, request: Request, asset: str, person: str) -> Grant:
    year = context.today().year
    draft = request.draft
    return Grant(
        id=f"GRT-{year}-{requests.next_number(unit, f'grant-{year}'):04d}",
        request=request.id,
        vendor=draft.vendor,
        person=person,
        asset=asset,
        mode=next(item.mode for item in request.items if item.asset == asset),
        channel=draft.channel,
        start_on=draft.start_on,
        end_on=draft.end_on,
        state=GrantState.SCHEDULED,
        next_on=draft.start_on,
        entity=draft.entity,
    )


def _audit(unit: Unit, context: Context, request: Request, facts: Facts) -> list[Event]:
    audit = access_audit(request, {asset.id: asset.rank for asset in facts.register.assets})
    if audit is None:
        return []
    audits.add(unit, audit, context.now())
    details = {"request": request.id, "kind": audit.kind, "due": audit.due_on.isoformat()}
    return [Event(Happened.AUDIT_PLANNED, "audit", audit.key, OURSELVES, details=details)]
