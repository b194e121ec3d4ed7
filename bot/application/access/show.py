"""The messages about suspended access: what was suspended or is back, and the questions to data owner and IP counsel."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.application.access.gap_subject import GapSubject
from bot.application.access.gather import read_access
from bot.application.access.views import GapQuestion, Notice, ResumeQuestion
from bot.application.context import Context
from bot.domain.dates import day_words
from bot.domain.events import OURSELVES, Happened
from bot.domain.grants import OPEN, Grant
from bot.domain.happenings.access import (
    AccessAlarmed,
    AccessEnded,
    AccessEndsSoon,
    AccessHeld,
    AccessMoved,
    AccessOpened,
)
from bot.domain.register import Member, Vendor
from bot.domain.suspensions import OWNER, gap_days, reason_words
from bot.domain.vocabulary import GrantState
from bot.store import grants, outbox, registers, requests
from bot.store.outbox import Promise
from bot.store.unit import Unit

SUSPENDED, RESUMED, RESUME, GAP = "suspended", "resumed", "resume", "gap"
MOST_LINES = 15
TOLD_AT_ONCE: tuple[type[AccessMoved], ...] = (AccessOpened, AccessHeld, AccessAlarmed, AccessEnded)
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
    request = requests.load(unit, promise.subject)
    told = AccessEndsSoon.from_details(promise.payload, request=promise.subject)
    given = grants.of_request(unit, promise.subject)
    if request is None or not any(one.end_on == told.until and one.state in OPEN for one in given):
        return None
    days = (told.until - context.today()).days
    when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    about = f"{request.id}: access of {_vendor_name(unit, request.draft.vendor)} to {', '.join(told.assets)}"
    who = f"{_people(told.people).capitalize()}; the last day counts in full."
    next_step = "If the work goes on after it, ask again with `/ip-request` in good time; else there is nothing to do."
    return Notice(f"{about} ends {when} ({day_words(told.until)})", (who, next_step))


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
    gap = GapSubject.read(promise.subject)
    waiting = grants.suspended_because(unit, gap.vendor, gap.reason)
    first, last = gap_days(gap.reason)
    requests = sorted({grant.request for grant in waiting})
    waits = promise.addressee in read_access(unit, context, requests).counsels_for(waiting)
    return GapQuestion(gap.vendor, _vendor_name(unit, gap.vendor), first, last, _cut(requests), waits=waits)


def draw_notice(unit: Unit, _context: Context, promise: Promise) -> Notice | None:
    request = requests.load(unit, promise.subject)
    if request is None:
        return _notice_without_request(unit, promise)
    told = _told(promise)
    vendor = registers.one(unit, Vendor, request.draft.vendor)
    name = vendor.name if vendor else request.draft.vendor
    approved = [item.asset for item in request.items if item.state.value == "approved"]
    assets = ", ".join(approved)
    count = len(told.grants) // max(len(approved), 1)
    people = "For 1 person" if count == 1 else f"For {count} people"
    if isinstance(told, AccessOpened):
        headline = f"{request.id}: access of {name} to {assets} is open"
        return Notice(headline, (f"{people}, until {day_words(request.draft.end_on)}. It ends by itself on that day.",))
    why = tuple(one.message for one in told.why)
    if isinstance(told, AccessHeld):
        return Notice(
            f"{request.id}: access of {name} to {assets} is held back", (*why, "It opens by itself once that is cleared.")
        )
    if isinstance(told, AccessAlarmed):
        return Notice(f"{request.id}: access of {name} to {assets} is open, and would not be given today", (*why, ALARM_STEP))
    if told.actor == OURSELVES:
        return Notice(f"{request.id}: access of {name} to {assets} has ended", (f"{people}; the last day was planned.",))
    actor = registers.one(unit, Member, told.actor)
    who = actor.name if actor else told.actor
    return Notice(f"{request.id}: {who} ended the access of {name} to {assets} early", (f"{people}; nothing more may be shown.",))


def _told(promise: Promise) -> AccessMoved:
    """What the message is about: it carries the details of the entry, with the word and the actor."""
    kinds: Mapping[Happened, type[AccessMoved]] = {one.happened: one for one in TOLD_AT_ONCE}
    payload = promise.payload
    return kinds[Happened(payload["happened"])].from_details(payload, grant="", actor=payload["actor"])


def _notice_without_request(unit: Unit, promise: Promise) -> Notice | None:
    """News of access that the register brought: no request stands behind it."""
    told = _told(promise)
    given = [one for one in grants.of_request(unit, promise.subject) if one.id in told.grants]
    if not given:
        return None
    assets = ", ".join(sorted({grant.asset for grant in given}))
    about = f"{promise.subject}: access of {_vendor_name(unit, given[0].vendor)} to {assets}"
    if isinstance(told, AccessOpened):
        return Notice(f"{about} is open", (f"Until {day_words(given[0].end_on)}.",))
    if isinstance(told, AccessHeld):
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
