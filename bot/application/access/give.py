"""An approved request becomes grants and, for secret material, a planned audit; all in the unit of the last decision."""

from collections.abc import Sequence
from dataclasses import replace

from bot.application.access.events import access_news
from bot.application.access.gather import read_access
from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.audits import access_audit
from bot.domain.facts import Facts
from bot.domain.gates import PPL_06
from bot.domain.grants import Grant
from bot.domain.happenings.access import AccessEnded, AccessScheduled
from bot.domain.happenings.audits import AuditPlanned
from bot.domain.happenings.form import Happening
from bot.domain.hashes import hash_of_grant
from bot.domain.requests import Request, RequestItem
from bot.domain.vocabulary import GrantState, ItemState
from bot.store import audits, grants, requests
from bot.store.unit import Unit


def give_access(unit: Unit, context: Context, request: Request, facts: Facts) -> None:
    """A grant per person and approved item, scheduled for its first day; the sweep opens it on that day, or at once.

    What was given before and had to be decided again is looked at again.
    """
    there = grants.of_request(unit, request.id)
    planned = [replace(one, held="", next_on=one.start_on) for one in there if one.state is GrantState.SCHEDULED]
    grants.save_all(unit, planned)
    known = {(grant.asset, grant.person) for grant in there}
    wanted = [(item.asset, person) for item, person in _pairs(request) if (item.asset, person) not in known]
    given = [_grant(unit, context, request, asset, person) for asset, person in wanted]
    grants.add(unit, given)
    events = [
        AccessScheduled(
            grant=grant.id,
            request=request.id,
            after=grant.state.value,
            person=grant.person,
            asset=grant.asset,
            hashes={"grant": hash_of_grant(grant)},
        )
        for grant in given
    ]
    record_events(unit, context, [*events, *_held(unit, context, request, facts), *_audit(unit, context, request, facts)])


def _held(unit: Unit, context: Context, request: Request, facts: Facts) -> Sequence[Happening]:
    """What has to be acknowledged first is said at once, and not only on the first day."""
    if not PPL_06.stops(facts.highest_class):
        return ()
    access = read_access(unit, context, [request.id])
    changes = [(one, replace(one, held=words)) for one in access.grants[request.id] if (words := access.held_for_notice(one))]
    grants.save_all(unit, (held for _, held in changes))
    return access_news(access, request.id, changes)


def take_back(unit: Unit, context: Context, before: Request, after: Request, *, actor: str) -> None:
    """Access that was planned ends where its item is rejected after all; it was never open."""
    rejected = {new.asset for old, new in zip(before.items, after.items, strict=True) if _is_rejected_now(old, new)}
    if not rejected:
        return
    planned = [one for one in grants.of_request(unit, after.id) if one.asset in rejected and not one.is_over]
    ended = [replace(one, state=GrantState.REVOKED, next_on=None) for one in planned]
    grants.save_all(unit, ended)
    record_events(unit, context, [_ended(old, new, actor) for old, new in zip(planned, ended, strict=True)])


def _is_rejected_now(old: RequestItem, new: RequestItem) -> bool:
    return new.state is ItemState.REJECTED and old.state is not new.state


def _ended(old: Grant, new: Grant, actor: str) -> AccessEnded:
    return AccessEnded(
        grant=new.id,
        request=new.request,
        actor=actor,
        before=old.state.value,
        after=new.state.value,
        grants=(new.id,),
        until=new.end_on,
    )


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


def _audit(unit: Unit, context: Context, request: Request, facts: Facts) -> list[AuditPlanned]:
    audit = access_audit(request, {asset.id: asset.rank for asset in facts.register.assets})
    if audit is None or audits.of_access(unit, request.id) is not None:
        return []
    audits.add(unit, audit, context.now())
    return [AuditPlanned(audit=audit.key, request=request.id, kind=audit.kind, due=audit.due_on)]
