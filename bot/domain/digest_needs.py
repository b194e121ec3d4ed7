"""Who is needed, and what is stuck: whatever is past the day on which it should have been done, the longest first."""

from collections.abc import Iterator
from datetime import date

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.dates import add_working_days, working_days_after
from bot.domain.digest_lines import Need, NeedKind, OpenRequest, Stuck, StuckKind, WeekFacts
from bot.domain.vocabulary import RequestState

TARGET_DAYS = {1: 1, 2: 2, 3: 4, 4: 7}  # working days to a decision, by class (4.1); C1's four hours end with the day
_TITLES = {check.id: check.title for check in CATALOGUE}
_STOPPED_BY = {RequestState.BLOCKED: StuckKind.STOPPED, RequestState.AWAITING_WAIVER: StuckKind.WAIVER}


def needs_of(facts: WeekFacts) -> list[Need]:
    """The oldest first."""
    found = [*_approvals(facts), *_findings(facts), *_returns(facts), *_audits(facts), *_questions(facts)]
    return sorted(found, key=lambda need: (need.on, need.kind, need.id))


def _approvals(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.requests:
        due = add_working_days(one.asked_on, TARGET_DAYS.get(one.rank, TARGET_DAYS[1]), facts.holidays)
        late = working_days_after(due, facts.monday, facts.holidays)
        if one.state is RequestState.PENDING_APPROVAL and late:
            seats = tuple(seat.words for seat in one.seats)
            yield Need(NeedKind.APPROVAL, one.id, facts.vendor_name(one.vendor), due, late, seats)


def _findings(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.register.findings:
        if one.status == "open" and one.due is not None and one.due < facts.monday:
            yield _late(facts, NeedKind.FINDING, one.id, one.vendor, one.due)


def _returns(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.register.returns:
        if one.document is None and one.due_on is not None and one.due_on < facts.monday:
            yield _late(facts, NeedKind.RETURN, one.id, one.vendor, one.due_on)


def _late(facts: WeekFacts, kind: NeedKind, name: str, vendor: str, due: date) -> Need:
    return Need(kind, name, facts.vendor_name(vendor), due, (facts.monday - due).days, facts.owner_of(vendor))


def _audits(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.audits:
        late = max((facts.monday - one.due_on).days, 0)
        if late or one.reopened_on:
            day = one.due_on if late else one.reopened_on or one.due_on
            yield Need(NeedKind.AUDIT, one.name, facts.vendor_name(one.vendor), day, late, reopened=one.reopened_on)


def _questions(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.questions:
        late = working_days_after(one.since, facts.monday, facts.holidays)
        yield Need(NeedKind.SUSPENDED, one.request, facts.vendor_name(one.vendor), one.since, late, (one.role.words,))


def stuck_of(facts: WeekFacts) -> list[Stuck]:
    """Requests that a check or a missing fact stops, access that does not open, messages that reach nobody; the oldest first."""
    found = [Stuck(StuckKind.UNDELIVERED, one.place, "", one.since, more=one.count - 1) for one in facts.undelivered]
    found += [_stopped(facts, one) for one in facts.requests if one.state in _STOPPED_BY]
    found += [Stuck(StuckKind.HELD, one.request, facts.vendor_name(one.vendor), one.since) for one in facts.held]
    found += [Stuck(StuckKind.UNREACHABLE, facts.member_name(member), "", since) for member, since in facts.unreachable]
    return sorted(found, key=lambda stuck: (stuck.since, stuck.id))


def _stopped(facts: WeekFacts, one: OpenRequest) -> Stuck:
    check, is_fact = one.against[0] if one.against else ("", False)
    return Stuck(
        kind=StuckKind.FACT if is_fact else _STOPPED_BY[one.state],
        id=one.id,
        vendor=facts.vendor_name(one.vendor),
        since=one.since,
        check=check,
        title=_TITLES.get(check, ""),
        more=max(len(one.against) - 1, 0),
        who=facts.member_name(one.requester),
    )
