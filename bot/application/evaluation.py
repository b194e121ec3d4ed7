"""Gathering: the facts for one draft, its route, the people who could decide, and what the checks find; no judging here."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.application.context import Context
from bot.domain.approvers import Approvers
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.checks.versions import OF_NOW
from bot.domain.dates import add_working_days
from bot.domain.drafts import Draft
from bot.domain.facts import Facts, people_not_found
from bot.domain.held import as_they_stand
from bot.domain.requests import Request
from bot.domain.route_following import grown_route
from bot.domain.seats import Deciders
from bot.domain.vocabulary import GrantState, ItemState, RequestState, Role
from bot.domain.workflows import Route, Workflows, choose_route
from bot.store import grants, registers
from bot.store.unit import Unit


class LostRecords(LookupError):
    """The register in the database no longer has what a request names."""


@dataclass(frozen=True)
class Evaluation:
    """Facts of this moment, the route they choose (None: no rule fits) and what the checks find in them."""

    facts: Facts
    route: Route | None
    approvers: Approvers

    @cached_property
    def results(self) -> tuple[CheckResult, ...]:
        """Judged when first asked for: a click on facts that did not change needs no answer of theirs."""
        return run_checks(self.facts)


def gather_facts(unit: Unit, context: Context, draft: Draft) -> Facts:
    """Two queries, however many people, assets and checks there are: the register, and the access that stands at the vendor."""
    register, versions = registers.gather(unit, draft)
    standing = grants.followed_with(unit, [draft.vendor])
    register = replace(register, grants=as_they_stand(standing, register.grants))
    versions = (*versions, *((f"access:{grant.id}", list(GrantState).index(grant.state)) for grant in standing))
    return Facts(draft, register, context.today(), versions=versions, policy=context.check_policy, rules=OF_NOW)


def facts_about(unit: Unit, context: Context, request: Request) -> Facts:
    """As `gather_facts`, for a request that stands: its own access is known as its own, and what was rejected brings none."""
    return replace(gather_facts(unit, context, request.draft), request=request.id, rejected=request.rejected_assets)


def evaluate(context: Context, facts: Facts) -> Evaluation:
    """Judge a complete draft: its own route, and the checks on it."""
    return evaluate_facts(context.workflows, facts, needs_binding=True)


def evaluate_facts(workflows: Workflows, facts: Facts, *, needs_binding: bool) -> Evaluation:
    """As `evaluate`; without `needs_binding` a seat may be filled by somebody who is bound to no Slack member."""
    route = choose_route(workflows, facts)
    facts = facts.with_route(route.roles if route else ())
    return Evaluation(facts, route, approvers_of(facts, needs_binding=needs_binding))


def evaluate_again(unit: Unit, context: Context, request: Request) -> Evaluation:
    """The same question with the facts of now; its route is the request's own, grown by what they need besides."""
    facts = facts_about(unit, context, request)
    if missing := people_not_found(request.draft, facts.register):
        raise LostRecords(f"the register lost {', '.join(missing)}, which {request.id} needs")
    return evaluation_of(context, request, facts)


def evaluation_of(context: Context, request: Request, facts: Facts) -> Evaluation:
    """As `evaluate_again`, where the facts of now are gathered already."""
    route = _route_of_now(context, request, facts)
    also = escalated_seats(context, request)
    return Evaluation(facts.with_route((route or request.route).roles), route, replace(approvers_of(facts), escalated=also))


def _route_of_now(context: Context, request: Request, facts: Facts) -> Route | None:
    """For the items that are not rejected; None where no rule fits them any more."""
    facts = facts.about({item.asset for item in request.items if item.state is not ItemState.REJECTED})
    if not facts.draft.items or facts.highest_class == 0:
        return request.route
    now = choose_route(context.workflows, facts)
    return grown_route(request, now) if now is not None else None


def approvers_of(facts: Facts, *, needs_binding: bool = True) -> Approvers:
    members = facts.register.members
    deciders = Deciders(members, facts.draft.excluded, needs_binding=needs_binding)
    return Approvers({asset.id: asset for asset in facts.register.assets}, deciders)


def escalates_on(context: Context, request: Request) -> date | None:
    """From which day on others may decide in the open stage too; the days on which it stood still do not count."""
    stage, paused = request.current_stage, request.paused
    if stage is None or stage.escalate_after is None or request.state is not RequestState.PENDING_APPROVAL or paused.on:
        return None
    since = request.stage_since.astimezone(context.calendar.zone).date()
    return add_working_days(since, stage.escalate_after + paused.days, context.calendar.holidays)


def escalated_seats(context: Context, request: Request) -> dict[Role, tuple[str, ...]]:
    """The seats that others may fill by now, and who these are."""
    stage, day = request.current_stage, escalates_on(context, request)
    if stage is None or day is None or day > context.newest_morning():
        return {}
    return dict.fromkeys(stage.seats, stage.escalate_to)


def last_day_of_stage(context: Context, request: Request) -> date | None:
    """The last day on which the current stage can be answered; after it, silence is a no. None while its clock stands still."""
    stage, paused = request.current_stage, request.paused
    if stage is None or stage.reject_after is None or request.state is not RequestState.PENDING_APPROVAL or paused.on:
        return None
    since = request.stage_since.astimezone(context.calendar.zone).date()
    return add_working_days(since, stage.reject_after + paused.days, context.calendar.holidays)
