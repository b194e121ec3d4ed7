"""The messages about suspended access: what was suspended or is back, and the questions to data owner and IP counsel."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.application.access.gather import read_access
from bot.application.access.views import GapQuestion, Notice, ResumeQuestion
from bot.application.context import Context
from bot.domain.dates import day_words
from bot.domain.events import Happened
from bot.domain.grants import OPEN, Grant
from bot.domain.register import Member, Vendor
from bot.domain.suspensions import OWNER, gap_days, reason_words
from bot.domain.vocabulary import GrantState
from bot.store import grants, outbox, registers, requests
from bot.store.outbox import Promise
from bot.store.unit import Unit

SUSPENDED, RESUMED, RESUME, GAP = "suspended", "resumed", "resume", "gap"
MOST_LINES = 15
NEXT_STEP = "Next: the system owner removes the access. Ringfence recorded the suspension; it has removed nothing."
MOST_NAMED = 12
ALARM_STEP = "Nothing was shut. Mend the fact, or end the access: *End access now* stands in the receipt and in *Details*."


def joined(payloads: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Several parts of one bundle as one: all are counted, the first lines are kept."""
    first, *others = payloads
    whole = dict(first)
    for part in others:
        whole["requests"] += part["requests"]
        whole["lines"] = [*whole["lines"], *part["lines"]][:MOST_LINES]
    return whole


def draw_ends_soon(unit: Unit, context: Context, promise: Promise) -> Notice | None:
    """None once the access has ended, or ends on another day: then there is nothing to announce."""
    told, request = promise.payload, requests.load(unit, promise.subject)
    until = date.fromisoformat(told["until"])
    given = grants.of_request(unit, promise.subject)
    if request is None or not any(one.end_on == until and one.state in OPEN for one in given):
        return None
    days = (until - context.today()).days
    when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    about = f"{request.id}: access of {_vendor_name(unit, request.draft.vendor)} to {', '.join(told['assets'])}"
    who = f"{_people(told['people']).capitalize()}; the last day counts in full."
    next_step = "If the work goes on after it, ask again with `/ip-request` in good time; else there is nothing to do."
    return Notice(f"{about} ends {when} ({day_words(until)})", (who, next_step))


def draw_suspended(unit: Unit, _context: Context, promise: Promise) -> Notice:
    told, lines = _bundle(unit, promise)
    until = date.fromisoformat(told["covered_until"]) if told["covered_until"] else None
    because = reason_words(told["reason"], until)
    headline = f"Access of {_vendor_name(unit, told['vendor'])} is suspended: {because}"
    return Notice(headline, (*lines, NEXT_STEP, "Suspended days are not given back."))


def draw_resumed(unit: Unit, _context: Context, promise: Promise) -> Notice:
    told, lines = _bundle(unit, promise)
    headline = f"Access of {_vendor_name(unit, told['vendor'])} is open again"
    return Notice(headline, (*lines, "It ends on the day that was planned."))


def _bundle(unit: Unit, promise: Promise) -> tuple[Mapping[str, Any], list[str]]:
    """All that was said of it so far, and the lines of it."""
    told = joined(outbox.payloads(unit, promise.subject, promise.destination, promise.kind))
    lines = [f"{request} · {', '.join(assets)} · {_people(people)}" for request, assets, people in told["lines"]]
    if more := told["requests"] - len(lines):
        lines.append(f"and {more} more")
    return told, lines


def draw_resume_question(unit: Unit, context: Context, promise: Promise) -> ResumeQuestion | None:
    access = read_access(unit, context, [promise.subject])
    given = access.grants[promise.subject]
    if not given:
        return None
    own = [grant for grant in given if promise.addressee in access.owners(grant)]
    mine = own or list(given)
    waiting = [grant for grant in own if grant.state is GrantState.SUSPENDED and grant.reasons == (OWNER,)]
    lines = [f"{access.name(grant.person)} · {grant.asset} · until {day_words(grant.end_on)}" for grant in waiting or mine]
    return ResumeQuestion(
        request=promise.subject,
        vendor=_vendor_name(unit, given[0].vendor),
        lines=_cut(lines),
        standing=_standing(mine),
        waits=bool(waiting),
    )


def _standing(given: Iterable[Grant]) -> str:
    """What has become of it, once there is nothing to answer any more."""
    states = {grant.state for grant in given}
    if GrantState.SUSPENDED in states:
        return "is still suspended"
    return "is open again" if GrantState.ACTIVE in states else "has ended"


def draw_gap_question(unit: Unit, context: Context, promise: Promise) -> GapQuestion:
    vendor, _, reason = promise.subject.partition(":gap:")
    reason = f"gap:{reason}"
    waiting = grants.suspended_because(unit, vendor, reason)
    first, last = gap_days(reason)
    requests = sorted({grant.request for grant in waiting})
    access = read_access(unit, context, requests)
    waits = promise.addressee in access.counsels_for(waiting)
    return GapQuestion(vendor, _vendor_name(unit, vendor), first, last, _cut(requests), waits=waits)


def draw_notice(unit: Unit, _context: Context, promise: Promise) -> Notice | None:
    request = requests.load(unit, promise.subject)
    if request is None:
        return _notice_without_request(unit, promise)
    payload = promise.payload
    happened = Happened(payload["happened"])
    vendor = registers.one(unit, Vendor, request.draft.vendor)
    name = vendor.name if vendor else request.draft.vendor
    approved = [item.asset for item in request.items if item.state.value == "approved"]
    assets = ", ".join(approved)
    count = len(payload["grants"]) // max(len(approved), 1)
    people = "For 1 person" if count == 1 else f"For {count} people"
    if happened is Happened.ACCESS_OPENED:
        headline = f"{request.id}: access of {name} to {assets} is open"
        return Notice(headline, (f"{people}, until {day_words(request.draft.end_on)}. It ends by itself on that day.",))
    if happened is Happened.ACCESS_HELD:
        why = tuple(message for _, message in payload["why"])
        return Notice(
            f"{request.id}: access of {name} to {assets} is held back", (*why, "It opens by itself once that is cleared.")
        )
    if happened is Happened.ACCESS_ALARMED:
        why = tuple(message for _, message in payload["why"])
        return Notice(f"{request.id}: access of {name} to {assets} is open, and would not be given today", (*why, ALARM_STEP))
    if payload["actor"] == "ringfence":
        return Notice(f"{request.id}: access of {name} to {assets} has ended", (f"{people}; the last day was planned.",))
    actor = registers.one(unit, Member, payload["actor"])
    who = actor.name if actor else payload["actor"]
    return Notice(f"{request.id}: {who} ended the access of {name} to {assets} early", (f"{people}; nothing more may be shown.",))


def _notice_without_request(unit: Unit, promise: Promise) -> Notice | None:
    """News of access that the register brought: no request stands behind it."""
    given = [one for one in grants.of_request(unit, promise.subject) if one.id in promise.payload["grants"]]
    if not given:
        return None
    assets = ", ".join(sorted({grant.asset for grant in given}))
    about = f"{promise.subject}: access of {_vendor_name(unit, given[0].vendor)} to {assets}"
    if Happened(promise.payload["happened"]) is Happened.ACCESS_OPENED:
        return Notice(f"{about} is open", (f"Until {day_words(given[0].end_on)}.",))
    if Happened(promise.payload["happened"]) is Happened.ACCESS_HELD:
        return Notice(f"{about} is held back", tuple(sorted({grant.held for grant in given if grant.held})))
    return Notice(f"{about} has ended", ("The last day was planned.",))


def _cut(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - MOST_NAMED
    return (*lines[:MOST_NAMED], *([f"and {more} more"] if more > 0 else []))


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _vendor_name(unit: Unit, vendor_id: str) -> str:
    vendor = registers.one(unit, Vendor, vendor_id)
    return vendor.name if vendor else vendor_id
