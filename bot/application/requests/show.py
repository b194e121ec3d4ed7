"""One request as people see it now: gathered in a short read, the same facts for card, direct message, receipt and details."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot.application.audits.show import short_words
from bot.application.context import Context
from bot.application.evaluation import evaluation_of, facts_about, last_day_of_stage
from bot.application.members import place_words
from bot.application.requests.views import CheckLine, DecisionLine, GrantLine, ItemLine, RequestView, SeatLine, WantedLine
from bot.application.rerouting import followed
from bot.domain.approvers import Approvers
from bot.domain.checks.catalogue import BY_ID
from bot.domain.checks.evidence import passed_checks
from bot.domain.checks.results import CheckResult, checks_run, worst_first
from bot.domain.clauses import written_out
from bot.domain.facts import Facts
from bot.domain.filling import stuck_for
from bot.domain.happenings.requests import FactsWorsened, RequestRejected
from bot.domain.justification import not_said_words, says_why
from bot.domain.missing_facts import keepers_of, missing_facts, waits_for_words
from bot.domain.relied_papers import relied_papers
from bot.domain.requests import Request
from bot.domain.stage_progress import open_seats, seat_states, waiting_for
from bot.domain.suspensions import why_suspended
from bot.domain.vocabulary import Outcome, RequestState, Role, class_words
from bot.store import audits, given_up, grants, record, snapshots
from bot.store.unit import Unit


def show_request(unit: Unit, context: Context, request: Request) -> RequestView:
    """Everything that any of its messages may show; what a place must not show is left out when it is drawn."""
    return show_facts(unit, context, request, facts_about(unit, context, request))


def show_facts(unit: Unit, context: Context, request: Request, facts: Facts) -> RequestView:
    """As `show_request`, where the facts of now are gathered already."""
    evaluation = evaluation_of(context, request, facts)
    approvers, request = evaluation.approvers, followed(unit, context, request, evaluation)
    results, figures = snapshots.judged(unit, request.id, request.snapshot)
    view = _with_answers(_as_asked(request, facts, approvers, results), request, approvers)
    view = replace(view, figures=figures, due_on=last_day_of_stage(context, request))
    return _with_what_became_of_it(unit, context, view, request, facts)


def _as_asked(request: Request, facts: Facts, approvers: Approvers, results: Collection[CheckResult]) -> RequestView:
    """Who wants what, and what the checks say of it."""
    people = _names(facts)
    return RequestView(
        id=request.id,
        state=request.state,
        state_words=waits_for_words(request, results),
        class_words=class_words(request.rank),
        requester=name_of(approvers, request.draft.requester),
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
        passed=passed_checks(results, people | _our_names(facts)),
        papers=relied_papers(results, facts.register.agreements, facts.today),
        wanted=_wanted_lines(request, facts, results),
        heads_up=() if says_why(facts) else (not_said_words(),),
        stage=request.stage,
        round=request.round,
        stage_names=tuple(stage.name for stage in request.route.stages),
        route_because=request.route.because,
    )


def _with_answers(view: RequestView, request: Request, approvers: Approvers) -> RequestView:
    """Who has answered, and for whom it waits."""
    waiting, stage = waiting_for(request, approvers), request.current_stage
    asked: dict[Role, list[str]] = {}
    for seat, member in open_seats(request, approvers):
        asked.setdefault(seat, []).append(member.name)
    return replace(
        view,
        seats=tuple(
            SeatLine(seat.words, name_of(approvers, actor) if actor else None, tuple(dict.fromkeys(asked.get(seat, ()))))
            for seat, actor in seat_states(request, approvers)
        ),
        waiting_for=tuple(member.name for member in waiting),
        waiting_ids=frozenset(member.id for member in waiting),
        stuck=stuck_for(request, approvers),
        reason_to_approve=stage.reason_to_approve if stage else False,
        decisions=tuple(_decision_lines(request, approvers)),
    )


def _with_what_became_of_it(unit: Unit, context: Context, view: RequestView, request: Request, facts: Facts) -> RequestView:
    """The access, its audit, and what went otherwise than it was asked."""
    audit = audits.of_access(unit, request.id)
    ticket = audit.ticket if audit else None
    return replace(
        view,
        changed=_what_changed(unit, request),
        grants=_grant_lines(unit, request, _names(facts)),
        audit_planned=audit is not None,
        audit_words=short_words(unit, context, audit) if audit else "",
        ticket_key=ticket.key if ticket else None,
        ticket_url=ticket.url if ticket else None,
        rejected_because=_why_rejected(unit, request),
        suspended_because=why_suspended(grants.of_request(unit, request.id)),
        unreached=tuple(place_words(unit, one) for one in given_up.unreached(unit, request.id)),
    )


def _names(facts: Facts) -> dict[str, str]:
    return {person.id: person.name for person in facts.people}


def _our_names(facts: Facts) -> dict[str, str]:
    """What ids of members and companies stand for."""
    known = facts.register
    theirs = {entity.id: entity.registered_name for vendor in known.vendors for entity in vendor.entities}
    ours = {entity.id: entity.name for entity in known.own_entities}
    return theirs | ours | {member.id: member.name for member in known.members}


def name_of(approvers: Approvers, member_id: str) -> str:
    """The member's name; somebody outside the register is known by their Slack id alone."""
    return approvers.name(member_id)


def check_lines(results: Iterable[CheckResult]) -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine(r.check, _told(r).words, r.message, r.remedy, r.why, written_out(r.clauses), r.fix, r.needs_fact)
        for r in worst_first(results)
    )


def _told(result: CheckResult) -> Outcome:
    """What counts; but a fact that is missing is said to be missing."""
    return result.outcome if result.outcome is Outcome.UNKNOWN else result.effect


def seats_by_member(request: Request, approvers: Approvers) -> dict[str, tuple[Role, ...]]:
    """For each person who can move the current stage, the open seats that they could fill."""
    found: dict[str, dict[Role, None]] = {}
    for role, member in open_seats(request, approvers):
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


def _decision_lines(request: Request, approvers: Approvers) -> Iterable[DecisionLine]:
    for decision in request.decisions:
        yield DecisionLine(
            who=name_of(approvers, decision.actor),
            outcome=decision.outcome.value,
            item=decision.item,
            seat=Role(decision.seat).words,
            at=decision.at,
            reason=decision.reason,
            void=decision.void,
        )


def _wanted_lines(request: Request, facts: Facts, results: Iterable[CheckResult]) -> tuple[WantedLine, ...]:
    """Each check once, with those who keep what it asks for."""
    if request.state is not RequestState.AWAITING_WAIVER:
        return ()
    asked: dict[str, dict[str, None]] = {}
    for one in missing_facts(results, request.pending_assets):
        keepers = keepers_of(one, facts.register.members, facts.vendor.owner)
        asked.setdefault(one.check, {}).update((member.name, None) for member in keepers)
    return tuple(WantedLine(check, BY_ID[check].title, tuple(names)) for check, names in asked.items())


def _grant_lines(unit: Unit, request: Request, people: Mapping[str, str]) -> tuple[GrantLine, ...]:
    return tuple(
        GrantLine(grant.id, people.get(grant.person, grant.person), grant.asset, grant.state.value, grant.held)
        for grant in grants.of_request(unit, request.id)
    )


def _what_changed(unit: Unit, request: Request) -> tuple[str, ...]:
    """What got worse when the route last started again, in the words of the checks."""
    if request.round == 1:
        return ()
    worsened = record.happenings_of(unit, [request.id], FactsWorsened)
    return tuple(dict.fromkeys(one.message for one in worsened[-1].worse)) if worsened else ()


def _why_rejected(unit: Unit, request: Request) -> str:
    """The words of a refusal by silence; a person's own words stand with their decision."""
    if request.state.value != "rejected":
        return ""
    closing = record.happenings_of(unit, [request.id], RequestRejected)
    return closing[-1].reason or "" if closing else ""
