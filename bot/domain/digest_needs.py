"""Who is needed, and what is stuck: whatever is past the day on which it should have been done, the longest first."""

from collections.abc import Iterator
from datetime import date

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.coverage import Needed, cover_of
from bot.domain.dates import add_working_days, day_words, working_days_after
from bot.domain.digest_lines import HeldBack, Need, NeedKind, OpenRequest, Stuck, StuckKind, WeekFacts
from bot.domain.exposure import Access
from bot.domain.grants import OPEN
from bot.domain.vocabulary import RequestState, Role

TARGET_DAYS = {1: 1, 2: 2, 3: 4, 4: 7}  # working days to a decision, by class (4.1); C1's four hours end with the day
_TITLES = {check.id: check.title for check in CATALOGUE}
_STOPPED_BY = {RequestState.BLOCKED: StuckKind.STOPPED, RequestState.AWAITING_WAIVER: StuckKind.WAIVER}


def needs_of(facts: WeekFacts) -> list[Need]:
    """Access that stands still or has no paper any more comes first, then the oldest."""
    stopped = [*_ended(facts), *_suspended(facts)]
    late = [*_approvals(facts), *_findings(facts), *_returns(facts), *_audits(facts)]
    return [one for found in (stopped, late) for one in sorted(found, key=lambda need: (need.on, need.kind, need.id))]


def _approvals(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.requests:
        due = add_working_days(one.asked_on, TARGET_DAYS.get(one.rank, TARGET_DAYS[1]), facts.holidays)
        late = working_days_after(due, facts.monday, facts.holidays)
        if one.state is RequestState.PENDING_APPROVAL and late:
            who = tuple(facts.holders_of(seat, one.assets, besides=one.requester) for seat in one.seats)
            asked = " and ".join(seat.words for seat in one.seats)
            yield Need(NeedKind.APPROVAL, one.id, facts.vendor_name(one.vendor), due, late, tuple(dict.fromkeys(who)), asked)


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
            who = (facts.holders_of(Role.AUDITOR),)
            yield Need(NeedKind.AUDIT, one.name, facts.vendor_name(one.vendor), day, late, who, reopened=one.reopened_on)


def _suspended(facts: WeekFacts) -> Iterator[Need]:
    for one in facts.questions:
        late = working_days_after(one.since, facts.monday, facts.holidays)
        who = facts.owner_of(one.vendor) if one.role is None else (facts.holders_of(one.role, one.assets),)
        yield Need(NeedKind.SUSPENDED, one.request, facts.vendor_name(one.vendor), one.since, late, who, one.why)


def _ended(facts: WeekFacts) -> Iterator[Need]:
    """Access that is open although the NDA under it has ended; one line for each request and paper."""
    found: dict[tuple[str, str], Need] = {}
    for one in facts.access:
        lost = _lost(facts, one) if one.state in OPEN else None
        if lost is not None:
            on, paper = lost
            late, why = (facts.monday - on).days, f"{paper} ended {day_words(on)}"
            need = Need(NeedKind.ENDED, one.request, facts.vendor_name(one.vendor), on, late, facts.owner_of(one.vendor), why)
            found.setdefault((one.request, paper), need)
    yield from found.values()


def _lost(facts: WeekFacts, access: Access) -> tuple[date, str] | None:
    """The last day that was covered, and the paper; None where it is covered, or was approved without a paper."""
    since = access.start_on or facts.monday
    cover = cover_of(facts.register.agreements, Needed(access.vendor, access.owner_entity, access.companies, since), facts.monday)
    ended = cover.ended(facts.monday)
    return ended if cover.until(facts.monday) is None and ended is not None and ended[0] >= since else None


def stuck_of(facts: WeekFacts) -> list[Stuck]:
    """Requests that a check or a missing fact stops, access that does not open, messages that reach nobody; the oldest first."""
    admin = facts.holders_of(Role.ADMINISTRATOR)
    found = [Stuck(StuckKind.UNDELIVERED, one.place, "", one.since, more=one.count - 1, who=admin) for one in facts.undelivered]
    found += [_stopped(facts, one) for one in facts.requests if one.state in _STOPPED_BY]
    found += [_held(facts, one) for one in facts.held]
    found += [Stuck(StuckKind.UNREACHABLE, facts.member_name(who), "", since, who=admin) for who, since in facts.unreachable]
    return sorted(found, key=lambda stuck: (stuck.since, stuck.id))


def _held(facts: WeekFacts, one: HeldBack) -> Stuck:
    return Stuck(StuckKind.HELD, one.request, facts.vendor_name(one.vendor), one.since, who=facts.owner_of(one.vendor)[0])


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
