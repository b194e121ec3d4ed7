"""The way back of suspended access by a person: the data owner resumes it, IP counsel accepts days without cover."""

from collections.abc import Iterable
from datetime import date

from bot.application.access.events import GrantMove, access_news
from bot.application.access.gather import AccessContext, gather_access
from bot.application.access.settle import Settled, settle
from bot.application.access.sweep import keep_settled, say_that_it_cannot_be_judged
from bot.application.context import Context
from bot.application.evaluation import LostRecords, evaluate_again
from bot.application.recording import Attempt, attempting, record_events
from bot.domain.carrying import why_not_carried
from bot.domain.checks.results import CheckResult, worst_first
from bot.domain.errors import Refusal
from bot.domain.grants import Grant
from bot.domain.happenings.access import GapAccepted
from bot.domain.happenings.form import Happening
from bot.domain.register import Member
from bot.domain.suspensions import accept_gap, as_of, confirm, gap_reason
from bot.domain.vocabulary import GrantState, Outcome, Role
from bot.store import grants, proof, registers, requests
from bot.store.unit import Unit


def resume_access(context: Context, actor: Member, request_id: str) -> list[Grant]:
    """The grants of one request that are open again, of those that wait for this data owner."""
    with attempting(context, Attempt(actor.id, "request", request_id, {"wanted": "resume_access"})) as unit:
        access = gather_access(unit, context, [request_id])
        if not access.grants[request_id]:
            raise Refusal("unknown_access", f"There is no access of {request_id}.")
        return _resume(unit, context, access, request_id, actor)


def _resume(unit: Unit, context: Context, access: AccessContext, request_id: str, actor: Member) -> list[Grant]:
    mine = [grant for grant in access.grants[request_id] if actor.id in access.owners(grant)]
    if not mine:
        raise Refusal("not_yours", f"Only the data owner can resume access of {request_id}. Ask them.")
    suspended = [grant for grant in mine if grant.state is GrantState.SUSPENDED]
    if not suspended:
        raise Refusal("not_suspended", f"No access of {request_id} to your material is suspended. Nothing changed.")
    _refuse_uncarried(unit, request_id, suspended)
    changes = _confirmed(access, suspended, _stops(unit, context, access, request_id))
    grants.save_all(unit, (new for _, new in changes))
    record_events(unit, context, access_news(access, request_id, changes, actor=actor.id))
    return [new for _, new in changes]


def _refuse_uncarried(unit: Unit, request_id: str, suspended: list[Grant]) -> None:
    """What the record does not carry comes back by nobody's word."""
    for words in why_not_carried(proof.proven_entries(unit, request_id), requests.asked(unit, request_id), suspended).values():
        raise Refusal("not_carried", f"{request_id} stays suspended. {words}")


def _confirmed(access: AccessContext, suspended: list[Grant], stops: list[CheckResult]) -> list[GrantMove]:
    """Those that nothing stops any more; refused with the first reason if that is none."""
    changes: list[GrantMove] = []
    refusals: list[Refusal] = []
    for grant in suspended:
        try:
            new = confirm(as_of(grant, access.cover(grant), access.today))
            _refuse_if_stopped(grant, stops)
        except Refusal as refusal:
            refusals.append(refusal)
        else:
            changes.append((grant, new))
    if not changes:
        raise refusals[0]
    return changes


def _stops(unit: Unit, context: Context, access: AccessContext, request_id: str) -> list[CheckResult]:
    """What the facts of this moment have against it; of access without a request nothing can be checked."""
    request = access.requests.get(request_id)
    if request is None:
        return []
    try:
        results = worst_first(evaluate_again(unit, context, request).results)
    except LostRecords as problem:
        raise Refusal("lost_records", f"{request_id} stays suspended: {problem}. Ask a vendor manager to correct it.") from None
    return [result for result in results if result.effect.severity >= Outcome.WAIVER.severity]


def _refuse_if_stopped(grant: Grant, stops: list[CheckResult]) -> None:
    for result in stops:
        if result.item == grant.asset and result.person in (None, grant.person):
            raise Refusal("stopped", f"{grant.id} stays suspended: {result.message} {result.remedy}".strip())


def accept_gap_days(context: Context, actor: Member, vendor: str, first: date, last: date) -> list[Grant]:
    """IP counsel's word that days without cover need nothing more, for all access of the vendor that waits for it.

    What comes back by itself is open then; for the rest the data owner is asked.
    """
    reason = gap_reason(first, last)
    with attempting(context, _about_gap(context, actor, vendor, reason)) as unit:
        access = gather_access(unit, context, _waiting(unit, vendor, reason))
        return _accept(unit, context, access, reason, actor)


def _about_gap(context: Context, actor: Member, vendor: str, reason: str) -> Attempt:
    """A refusal is about the first request that waits; where none does, about the vendor."""
    with context.store.reading() as unit:
        waiting = _waiting(unit, vendor, reason)
    entity, about = ("request", waiting[0]) if waiting else ("vendor", vendor)
    return Attempt(actor.id, entity, about, {"wanted": "accept_gap"})


def _waiting(unit: Unit, vendor: str, reason: str) -> list[str]:
    return sorted({one.request for one in grants.suspended_because(unit, vendor, reason)})


def _accept(unit: Unit, context: Context, access: AccessContext, reason: str, actor: Member) -> list[Grant]:
    known: Member = registers.one(unit, Member, actor.id) or actor
    if not (known.active and known.holds(Role.IP_COUNSEL)):
        raise Refusal("not_yours", "Only IP counsel can say that days without a paper are fine. Ask them.")
    waiting = {one: [g for g in access.grants[one] if reason in g.reasons] for one in _of_others(access, actor)}
    waiting = {request_id: found for request_id, found in waiting.items() if found}
    if not waiting:
        raise Refusal("over", "No access waits for these days any more, or you asked for it yourself. Nothing changed.")
    events: list[Happening] = [_accepted(grant, reason, actor) for found in waiting.values() for grant in found]
    after: list[Grant] = []
    for request_id, found in waiting.items():
        free = [accept_gap(grant, reason, access.today) for grant in found]
        grants.save_all(unit, free)
        settled = _settled(unit, context, access.with_accepted(free, reason), request_id, free)
        events += keep_settled(unit, access, request_id, settled)
        moved = {new.id: new for _, new in settled.changes}
        after += [moved.get(grant.id, grant) for grant in free]
    record_events(unit, context, events)
    return after


def _settled(unit: Unit, context: Context, access: AccessContext, request_id: str, free: list[Grant]) -> Settled:
    try:
        return settle(unit, context, access, request_id, free)
    except LostRecords as problem:
        say_that_it_cannot_be_judged(request_id, problem)
        return Settled(())


def _of_others(access: AccessContext, actor: Member) -> Iterable[str]:
    """Nobody says so of access that they asked for."""
    for request_id in access.grants:
        request = access.requests.get(request_id)
        if request is None or not request.draft.excludes(actor):
            yield request_id


def _accepted(grant: Grant, reason: str, actor: Member) -> GapAccepted:
    state = grant.state.value
    about = {"grant": grant.id, "request": grant.request, "vendor": grant.vendor}
    return GapAccepted(**about, actor=actor.id, before=state, after=state, reason=reason)
