"""One request as people see it now: gathered in a short read, the same facts for card, direct message, receipt and details."""

from collections.abc import Iterable, Mapping

from bot.application.audits.show import short_words
from bot.application.context import Context
from bot.application.evaluation import evaluation_of, gather_facts, last_day_of_stage
from bot.application.requests.views import CheckLine, DecisionLine, GrantLine, ItemLine, RequestView, SeatLine
from bot.application.rerouting import followed
from bot.domain.approvals import Bench, open_seats, seat_states
from bot.domain.checks.results import CheckResult, checks_run, worst_first
from bot.domain.events import Happened
from bot.domain.facts import Facts
from bot.domain.filling import stuck_for
from bot.domain.requests import Request
from bot.domain.suspensions import reason_words
from bot.domain.vocabulary import GrantState, Outcome, Role, class_words
from bot.store import audits, grants, record, requests
from bot.store.unit import Unit


def show_request(unit: Unit, context: Context, request: Request) -> RequestView:
    """Everything that any of its messages may show; what a place must not show is left out when it is drawn."""
    return show_facts(unit, context, request, gather_facts(unit, context, request.draft))


def show_facts(unit: Unit, context: Context, request: Request, facts: Facts) -> RequestView:
    """As `show_request`, where the facts of now are gathered already."""
    evaluation = evaluation_of(context, request, facts)
    bench, request = evaluation.bench, followed(unit, context, request, evaluation)
    results = requests.results_of(unit, request.id, request.snapshot)
    audit = audits.of_access(unit, request.id)
    ticket = audit.ticket if audit else None
    people = {person.id: person.name for person in facts.people}
    waiting = list(dict.fromkeys(member for _, member in open_seats(request, bench)))
    stage = request.current_stage
    return RequestView(
        id=request.id,
        state=request.state,
        state_words=request.state.words,
        class_words=class_words(request.rank),
        requester=name_of(bench, request.draft.requester),
        vendor=facts.vendor.name,
        entity=facts.performing_entity.registered_name if facts.performing_entity else request.draft.entity,
        channel=facts.channel.name,
        project=next((project.title for project in facts.register.projects), request.draft.project),
        people=tuple(people.get(person, person) for person in request.draft.people),
        items=_item_lines(request, facts),
        need_text=request.draft.need_text,
        start_on=request.draft.start_on,
        end_on=request.draft.end_on,
        checks_run=checks_run(results),
        against=check_lines(results),
        stage=request.stage,
        round=request.round,
        stage_names=tuple(stage.name for stage in request.route.stages),
        seats=tuple(
            SeatLine(seat.words, name_of(bench, actor) if actor else None) for seat, actor in seat_states(request, bench)
        ),
        waiting_for=tuple(member.name for member in waiting),
        waiting_ids=frozenset(member.id for member in waiting),
        due_on=last_day_of_stage(context, request),
        reason_to_approve=stage.reason_to_approve if stage else False,
        decisions=tuple(_decision_lines(request, bench)),
        changed=_what_changed(unit, request),
        grants=_grant_lines(unit, request, people),
        audit_planned=audit is not None,
        audit_words=short_words(unit, context, audit) if audit else "",
        ticket_key=ticket.key if ticket else None,
        ticket_url=ticket.url if ticket else None,
        route_because=request.route.because,
        rejected_because=_why_rejected(unit, request),
        suspended_because=_why_suspended(unit, request),
        stuck=stuck_for(request, bench),
    )


def name_of(bench: Bench, member_id: str) -> str:
    """The member's name; somebody outside the register is known by their Slack id alone."""
    return bench.name(member_id)


def check_lines(results: Iterable[CheckResult]) -> tuple[CheckLine, ...]:
    return tuple(CheckLine(r.check, _told(r).words, r.message, r.remedy, r.why, r.clauses, r.fix) for r in worst_first(results))


def _told(result: CheckResult) -> Outcome:
    """What counts; but a fact that is missing is said to be missing."""
    return result.outcome if result.outcome is Outcome.UNKNOWN else result.effect


def seats_by_member(request: Request, bench: Bench) -> dict[str, tuple[Role, ...]]:
    """For each person who can move the current stage, the open seats that they could fill."""
    found: dict[str, dict[Role, None]] = {}
    for role, member in open_seats(request, bench):
        found.setdefault(member.id, {})[role] = None
    return {member_id: tuple(roles) for member_id, roles in found.items()}


def role_holders(seats: Mapping[str, tuple[Role, ...]], role: Role) -> list[str]:
    """The ids of those who could fill an open seat of this role."""
    return [member_id for member_id, roles in seats.items() if role in roles]


def _item_lines(request: Request, facts: Facts) -> tuple[ItemLine, ...]:
    assets = {asset.id: asset for asset in facts.register.assets}
    return tuple(
        ItemLine(
            item.asset,
            assets[item.asset].public_title,
            class_words(assets[item.asset].rank),
            item.mode.words,
            item.state.value,
        )
        for item in request.items
    )


def _decision_lines(request: Request, bench: Bench) -> Iterable[DecisionLine]:
    for decision in request.decisions:
        yield DecisionLine(
            who=name_of(bench, decision.actor),
            outcome=decision.outcome.value,
            item=decision.item,
            seat=Role(decision.seat).words,
            at=decision.at,
            reason=decision.reason,
            void=decision.void,
        )


def _grant_lines(unit: Unit, request: Request, people: Mapping[str, str]) -> tuple[GrantLine, ...]:
    return tuple(
        GrantLine(grant.id, people.get(grant.person, grant.person), grant.asset, grant.state.value, grant.held)
        for grant in grants.of_request(unit, request.id)
    )


def _why_suspended(unit: Unit, request: Request) -> tuple[str, ...]:
    """Each reason once, in words that may stand in a channel."""
    suspended = [one for one in grants.of_request(unit, request.id) if one.state is GrantState.SUSPENDED]
    words = [reason_words(reason, one.covered_until) for one in suspended for reason in one.reasons]
    if any(not one.reasons for one in suspended):
        words.append("a paper covers it again, but a check stands against it")
    return tuple(dict.fromkeys(words))


def _what_changed(unit: Unit, request: Request) -> tuple[str, ...]:
    """What got worse when the route last started again, in the words of the checks."""
    if request.round == 1:
        return ()
    worse = [e.event for e in record.entries_of(unit, [request.id]) if e.event.happened is Happened.FACTS_WORSENED]
    return tuple(dict.fromkeys(row[-1] for row in worse[-1].details["worse"])) if worse else ()


def _why_rejected(unit: Unit, request: Request) -> str:
    """The words of a refusal by silence; a person's own words stand with their decision."""
    if request.state.value != "rejected":
        return ""
    entries = record.entries_of(unit, [request.id])
    closing = [e.event for e in entries if e.event.happened is Happened.REQUEST_REJECTED]
    return str(closing[-1].details.get("reason", "")) if closing else ""
