"""Gathering what the digest of a Monday is made from: as of half past eight that morning, whenever it is asked.

How requests, access and audits stood comes from the record. The register is read as it is now and judged by its dates; what it
said before it was last loaded nobody keeps, so a digest is written down when it is first posted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.application.context import Context
from bot.application.members import place_words
from bot.domain.checks.results import about, worst_first
from bot.domain.digest import WEEK, Digest, digest_of, moment_of
from bot.domain.digest_endings import vendors_concerned
from bot.domain.digest_lines import HeldBack, LateAudit, Numbers, OpenRequest, Question, Undelivered, WeekFacts
from bot.domain.digest_numbers import numbers_of, secret_assets
from bot.domain.events import OURSELVES, Happened
from bot.domain.exposure import Access
from bot.domain.recipients import RenewalDecision
from bot.domain.register import Finding, Register
from bot.domain.requests import Request
from bot.domain.state_at import Then, Told, seats_open, stood_at, time_with_deciders
from bot.domain.suspensions import GAP, OWNER, reason_words
from bot.domain.vocabulary import GrantState, Outcome, Role
from bot.store import accounts, digests, proof, registers, reminders, requests, state_at
from bot.store.record import Entry
from bot.store.state_at import Before, Stood
from bot.store.unit import Unit


def gather_digest(unit: Unit, context: Context, monday: date, moment: datetime | None = None) -> Digest:
    """The digest as worked out now; the one that was posted stands in the record. `moment` is another time of that day."""
    moment = moment or moment_of(monday, context.calendar.zone)
    before = state_at.moved_since(unit, moment)
    register = _register_at(unit, context, moment)
    facts = WeekFacts(
        monday=monday,
        register=register,
        numbers=_numbers(unit, context, register, monday, before),
        before=_earlier_numbers(unit, context, register, monday - WEEK),
        holidays=frozenset(context.calendar.holidays),
        requests=_open_requests(unit, context, moment),
        questions=_questions(unit, context, moment, before),
        held=_held(unit, context, moment, before),
        audits=tuple(_late_audits(unit, context, moment)),
        undelivered=_undelivered(unit, context, moment),
        unreachable=tuple((one, _day(context, since)) for one, since in accounts.unreachable_by(unit, moment)),
        cares=_cares(unit, register, moment),
    )
    facts = replace(facts, access=_access(unit, register, vendors_concerned(facts), monday, before))
    return digest_of(facts, digests.root_before(unit, monday))


def _register_at(unit: Unit, context: Context, moment: datetime) -> Register:
    """The register, with the findings of the tracker as they were heard by then."""
    register, before = registers.whole_register(unit), state_at.findings_since(unit, moment)
    day = moment.astimezone(context.calendar.zone).date()
    findings = (_finding_at(one, before) for one in register.findings if one.opened_on is None or one.opened_on <= day)
    return replace(register, findings=tuple(one for one in findings if one is not None))


def _finding_at(finding: Finding, before: Before) -> Finding | None:
    if finding.id not in before:
        return finding
    status = before[finding.id]
    return None if status is None else replace(finding, status="open" if status == "open" else "closed")


def _earlier_numbers(unit: Unit, context: Context, register: Register, monday: date) -> Numbers | None:
    """To compare with; None if there was no record then."""
    moment, begins = moment_of(monday, context.calendar.zone), proof.first_entry_at(unit)
    if begins is None or begins > moment:
        return None
    return _numbers(unit, context, register, monday, state_at.moved_since(unit, moment))


def _numbers(unit: Unit, context: Context, register: Register, monday: date, moved: Before) -> Numbers:
    """The numbers of a Monday and of the seven days before it."""
    moment = moment_of(monday, context.calendar.zone)
    return numbers_of(
        register,
        monday,
        took=_took(unit, context, moment_of(monday - WEEK, context.calendar.zone), moment),
        secret_access=state_at.open_access(unit, secret_assets(register), monday, moved),
    )


def _took(unit: Unit, context: Context, after: datetime, until: datetime) -> list[timedelta]:
    """How long people took for each decision of this time; what silence or the calendar ended is none."""
    decided = [entry for entry in state_at.decisions_between(unit, after, until) if _is_by_people(entry)]
    entries = state_at.entries_of_requests(unit, {entry.event.entity_id for entry in decided})
    local, holidays = partial(_told, context), context.calendar.holidays
    return [time_with_deciders(local(entries[one.event.entity_id], one.at), holidays) for one in decided]


def _is_by_people(entry: Entry) -> bool:
    return entry.event.happened is Happened.REQUEST_APPROVED or entry.event.actor != OURSELVES


def _told(context: Context, entries: Iterable[Entry], until: datetime) -> list[Told]:
    return [(entry.at.astimezone(context.calendar.zone), entry.event) for entry in entries if entry.at <= until]


def _open_requests(unit: Unit, context: Context, moment: datetime) -> tuple[OpenRequest, ...]:
    ids = state_at.open_requests(unit, moment)
    entries = state_at.entries_of_requests(unit, ids)
    found = []
    for request in requests.some(unit, ids):
        then = stood_at(_told(context, entries.get(request.id, ()), moment), moment)
        if then is not None and then.state.is_open:
            found.append(_open_request(unit, request, then, moment))
    return tuple(found)


def _open_request(unit: Unit, request: Request, then: Then, moment: datetime) -> OpenRequest:
    items = [item.asset for item in request.items if item.asset not in then.rejected]
    results = worst_first(about(state_at.results_at(unit, request.id, moment), items))
    against = [one for one in results if one.effect.severity >= Outcome.WAIVER.severity]
    return OpenRequest(
        id=request.id,
        vendor=request.draft.vendor,
        requester=request.draft.requester,
        rank=request.rank,
        state=then.state,
        since=then.since.date(),
        asked_on=then.asked_at.date(),
        seats=seats_open(request.route, then, items),
        assets=tuple(items),
        against=tuple(dict.fromkeys((one.check, one.outcome is Outcome.UNKNOWN) for one in against)),
    )


def _questions(unit: Unit, context: Context, moment: datetime, before: Before) -> tuple[Question, ...]:
    """All suspended access that is not over, one line per request and office."""
    found: dict[tuple[str, Role | None], Question] = {}
    for stood in state_at.access_in(unit, GrantState.SUSPENDED, moment, _day(context, moment), before):
        if stood.end_on >= _day(context, moment):
            role = _asked(stood.reasons)
            first = found.get((stood.request, role)) or _question(context, stood, role, moment)
            assets = tuple(dict.fromkeys([*first.assets, stood.asset]))
            found[stood.request, role] = replace(first, assets=assets)
    return tuple(found.values())


def _question(context: Context, stood: Stood, role: Role | None, moment: datetime) -> Question:
    since = _day(context, stood.last.at if stood.last else moment)
    why = "; ".join(reason_words(reason, stood.covered_until) for reason in stood.reasons)
    return Question(stood.request, stood.vendor, role, since, why)


def _asked(reasons: Sequence[str]) -> Role | None:
    if any(reason.startswith(GAP) for reason in reasons):
        return Role.IP_COUNSEL
    return Role.DATA_OWNER if OWNER in reasons else None


def _held(unit: Unit, context: Context, moment: datetime, before: Before) -> tuple[HeldBack, ...]:
    found: dict[str, HeldBack] = {}
    for stood in state_at.access_in(unit, GrantState.SCHEDULED, moment, _day(context, moment), before):
        if stood.last is not None and stood.last.event.happened is Happened.ACCESS_HELD:
            found.setdefault(stood.request, HeldBack(stood.request, stood.vendor, _day(context, stood.last.at)))
    return tuple(found.values())


def _late_audits(unit: Unit, context: Context, moment: datetime) -> Iterable[LateAudit]:
    for one in state_at.open_audits(unit, moment, _day(context, moment)):
        name = one.ticket or f"{one.audit.kind.words} audit"
        yield LateAudit(name, one.audit.vendor, one.audit.due_on, one.reopened_on)


def _undelivered(unit: Unit, context: Context, moment: datetime) -> tuple[Undelivered, ...]:
    """By place, the one that waits longest first."""
    since: dict[str, list[date]] = {}
    for destination, at in state_at.given_up(unit, moment):
        since.setdefault(destination, []).append(_day(context, at))
    return tuple(Undelivered(place_words(unit, where), len(days), days[0]) for where, days in since.items())


def _day(context: Context, moment: datetime) -> date:
    return moment.astimezone(context.calendar.zone).date()


def _cares(unit: Unit, register: Register, moment: datetime) -> dict[str, RenewalDecision]:
    known = reminders.cares(unit, [paper.id for paper in register.agreements])
    return {name: care for name, care in known.items() if care.decided_at is not None and care.decided_at <= moment}


def _access(unit: Unit, register: Register, vendors: set[str], day: date, before: Before) -> tuple[Access, ...]:
    """The access with these vendors as it stood, as far as it says on which paper it rests."""
    assets = {asset.id: asset for asset in register.assets}
    employers = {person.id: person.employer_entity for person in register.people}
    found = []
    for row, state in state_at.access_of(unit, vendors, day, before):
        asset = assets.get(row.asset)
        companies = (row.entity, employers.get(row.person))
        found.append(
            Access(
                id=row.id,
                request=row.request,
                vendor=row.vendor,
                person=row.person,
                person_name=row.person,
                asset=row.asset,
                rank=asset.rank if asset else 0,
                project=asset.project if asset else "",
                state=state,
                end_on=row.end_on,
                start_on=row.start_on,
                owner_entity=asset.owner_entity if asset else None,
                companies=tuple(dict.fromkeys(one for one in companies if one is not None)),
            )
        )
    return tuple(found)
