"""The route of a request follows the facts: what is needed now and was not asked for is added, recorded and told (3.6)."""

from collections.abc import Collection
from dataclasses import replace

from bot.application.context import Context
from bot.application.evaluation import Evaluation, last_day_of_stage
from bot.application.recording import record_events
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.events import OURSELVES
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import GainedSeat, RouteWidened
from bot.domain.hashes import floor_of
from bot.domain.request_events import stage_opened
from bot.domain.requests import Request
from bot.domain.route_following import follow
from bot.domain.route_growth import added_seats, what_changed
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import GrantState, ItemState, RequestState
from bot.domain.workflows import subject_of
from bot.store import grants, requests, snapshots
from bot.store.unit import Unit

NO_ROUTE = "no rule of the workflow files fits what is asked for now, so nobody can decide on it"


def reroute(unit: Unit, context: Context, request: Request, evaluation: Evaluation) -> Request:
    """The locked request on the route that the facts of now need; kept with its entry if that is not the one it has.

    One whose items are all decided or open is left as it is.
    """
    after = followed(unit, context, request, evaluation)
    if after == request:
        return request
    after = _explained(unit, request, after, evaluation)
    due_on = last_day_of_stage(context, after)
    requests.save(unit, request, after, due_on=due_on, look_on=context.today() + ONE_DAY)
    grew = (request.route, request.rank, request.items) != (after.route, after.rank, after.items)
    events: list[Happening] = [_widened(request, after)] if grew else []
    if after.state is RequestState.PENDING_APPROVAL and after.current_stage != request.current_stage:
        asked = tuple(member.id for member in waiting_for(after, evaluation.approvers))
        events.append(stage_opened(after, actor=OURSELVES, asked=asked))
    record_events(unit, context, events)
    return after


def followed(unit: Unit, context: Context, request: Request, evaluation: Evaluation) -> Request:
    """As `reroute`, only to look at."""
    if evaluation.route is None:
        return request
    unopened = never_opened(unit, request)
    live = {item.asset for item in request.pending} | set(unopened)
    if not live or not (request.state.is_open or unopened):
        return request
    return follow(
        request,
        evaluation.route,
        rank=evaluation.facts.about(live).highest_class,
        unopened=unopened,
        at=context.now(),
        approvers=evaluation.approvers,
    )


def never_opened(unit: Unit, request: Request) -> Collection[str]:
    """The approved items of which no access has been open yet."""
    approved = {item.asset for item in request.items if item.state is ItemState.APPROVED}
    if not approved or request.state is RequestState.REJECTED:
        return ()
    given = grants.of_request(unit, request.id)
    opened = {grant.asset for grant in given if grant.state is not GrantState.SCHEDULED}
    return approved & {grant.asset for grant in given} - opened


def refuse_without_route(request: Request, evaluation: Evaluation) -> None:
    """Deny by default: where no rule fits any more, nothing is decided."""
    if evaluation.route is None:
        raise Refusal("no_route", f"Nothing was decided on {request.id}: {NO_ROUTE}. Ask an administrator to add a rule for it.")


def _explained(unit: Unit, before: Request, after: Request, evaluation: Evaluation) -> Request:
    if after.route == before.route:
        return after
    live = {item.asset for item in after.pending} or {item.asset for item in after.items}
    then = snapshots.one(unit, before.id, before.snapshot).facts.about(live)
    words = what_changed(subject_of(then), subject_of(evaluation.facts.about(live)), before.route, after.route)
    because = (*before.route.because, "; ".join(words))
    return replace(after, route=replace(after.route, because=because))


def _widened(before: Request, after: Request) -> RouteWidened:
    asked_again = {item.asset for item in after.pending} - {item.asset for item in before.pending}
    return RouteWidened(
        request=after.id,
        before=before.state.value,
        after=after.state.value,
        because=after.route.because[-1] if after.route != before.route else "",
        ranks=(before.rank, after.rank),
        workflows=(before.route.workflow, after.route.workflow),
        added=tuple(GainedSeat(stage, seat.value) for stage, seat in added_seats(before.route, after.route)),
        people=(before.route.min_distinct_people, after.route.min_distinct_people),
        asked_again=tuple(sorted(asked_again)),
        open=tuple(sorted(item.asset for item in after.items if item.state is ItemState.APPROVED)),
        route=floor_of(after.route),
        round=after.round,
        stage=after.stage,
        post_to=after.route.post_to if not before.route.post_to else None,
    )
