"""The messages about suspended access: what was suspended or is back, and the questions to data owner and IP counsel."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.application.access.gap_subject import GapSubject
from bot.application.access.gather import read_access
from bot.application.access.views import GapQuestion, Notice, NoticeQuestion, ResumeQuestion
from bot.application.context import Context
from bot.domain.access_words import SAID, TO_OPEN_AGAIN, AccessTruth
from bot.domain.dates import day_words
from bot.domain.events import Happened
from bot.domain.grants import Grant
from bot.domain.happenings.access import (
    AccessAlarmed,
    AccessEnded,
    AccessEndsSoon,
    AccessHeld,
    AccessMoved,
    AccessOpened,
)
from bot.domain.happenings.form import Happening
from bot.domain.notices import waits_for_notice
from bot.domain.register import Member, Vendor
from bot.domain.suspensions import OWNER, gap_days, reason_words
from bot.domain.vocabulary import GrantState, class_words
from bot.domain.words import Words, as_text
from bot.store import grants, outbox, registers
from bot.store.outbox import Promise
from bot.store.unit import Unit

SUSPENDED, RESUMED, RESUME, GAP, ACKNOWLEDGE = "suspended", "resumed", "resume", "gap", "acknowledge"
MOST_LINES = 15
TOLD_AT_ONCE: tuple[type[AccessMoved], ...] = (AccessOpened, AccessHeld, AccessAlarmed, AccessEnded)
NEXT_STEP = "Next: the system owner removes the access. Ringfence recorded the suspension; it has removed nothing."
MOST_NAMED = 12


def joined(payloads: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Several parts of one bundle as one: all are counted, the first lines are kept."""
    first, *others = payloads
    whole = dict(first)
    for part in others:
        whole["requests"] += part["requests"]
        whole["lines"] = [*whole["lines"], *part["lines"]][:MOST_LINES]
    return whole


def draw_ends_soon(unit: Unit, context: Context, promise: Promise) -> Notice | None:
    event = AccessEndsSoon.from_details(promise.payload, request=promise.subject)
    words = words_about(unit, context, event, of_request=promise.subject)
    return Notice(as_text(words.line), (as_text(words.next_step),)) if words else None


def draw_suspended(unit: Unit, _context: Context, promise: Promise) -> Notice:
    told, lines = _bundle(unit, promise)
    until = date.fromisoformat(told["covered_until"]) if told["covered_until"] else None
    because = reason_words(told["reason"], until)
    headline = f"Access of {_vendor_name(unit, told['vendor'])} is suspended: {because}"
    return Notice(headline, (*lines, NEXT_STEP, "Suspended days are not given back."))


def draw_resumed(unit: Unit, _context: Context, promise: Promise) -> Notice:
    told, lines = _bundle(unit, promise)
    headline = f"Access of {_vendor_name(unit, told['vendor'])} is no longer suspended"
    return Notice(headline, (*lines, TO_OPEN_AGAIN))


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


def draw_notice_question(unit: Unit, context: Context, promise: Promise) -> NoticeQuestion | None:
    access = read_access(unit, context, [promise.subject])
    given = access.grants[promise.subject]
    if not given:
        return None
    waiting = [(grant, notice) for grant in given if (notice := access.waits_for(grant))]
    about = dict.fromkeys((access.name(grant.person), notice.rank, notice.version) for grant, notice in waiting)
    able = promise.addressee in {one.id for one in access.witnesses(promise.subject)}
    return NoticeQuestion(
        request=promise.subject,
        vendor=_vendor_name(unit, given[0].vendor),
        lines=_cut([f"{name} · {class_words(rank)} · text {version}" for name, rank, version in about]),
        start_on=min((grant.start_on for grant, _ in waiting), default=given[0].start_on),
        waits=bool(waiting) and able,
        is_done=not waiting,
    )


def _standing(given: Iterable[Grant]) -> str:
    """What has become of it, once there is nothing to answer any more."""
    states = {grant.state for grant in given}
    if GrantState.SUSPENDED in states:
        return "is still suspended"
    return "is in force again" if GrantState.ACTIVE in states else "has ended"


def draw_gap_question(unit: Unit, context: Context, promise: Promise) -> GapQuestion:
    gap = GapSubject.read(promise.subject)
    waiting = grants.suspended_because(unit, gap.vendor, gap.reason)
    first, last = gap_days(gap.reason)
    requests = sorted({grant.request for grant in waiting})
    waits = promise.addressee in read_access(unit, context, requests).counsels_for(waiting)
    return GapQuestion(gap.vendor, _vendor_name(unit, gap.vendor), first, last, _cut(requests), waits=waits)


def draw_notice(unit: Unit, context: Context, promise: Promise) -> Notice | None:
    """To those who approved it or answer for it, who have nothing to do."""
    kinds: Mapping[Happened, type[AccessMoved]] = {one.happened: one for one in TOLD_AT_ONCE}
    payload = promise.payload
    event = kinds[Happened(payload["happened"])].from_details(payload, grant="", request=promise.subject, actor=payload["actor"])
    words = words_about(unit, context, event, of_request=promise.subject)
    return Notice(as_text(words.line)) if words else None


def words_about(unit: Unit, context: Context, event: Happening, *, of_request: str) -> Words | None:
    """What is to be said of this now: None where access has moved on since."""
    given = grants.of_request(unit, of_request)
    if isinstance(event, AccessMoved):
        given = [one for one in given if one.id in event.grants]
    if not given:
        return None
    actor = registers.one(unit, Member, event.actor)
    names = {actor.id: actor.name} if actor else {}
    witnesses = _witnesses(unit, context, of_request) if any(waits_for_notice(one.held) for one in given) else ()
    truth = AccessTruth(of_request, _vendor_name(unit, given[0].vendor), tuple(given), context.today(), names, witnesses)
    return SAID[type(event)](event, truth)


def _witnesses(unit: Unit, context: Context, request_id: str) -> tuple[str, ...]:
    return tuple(one.name for one in read_access(unit, context, [request_id]).witnesses(request_id))


def _cut(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - MOST_NAMED
    return (*lines[:MOST_NAMED], *([f"and {more} more"] if more > 0 else []))


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _vendor_name(unit: Unit, vendor_id: str) -> str:
    vendor = registers.one(unit, Vendor, vendor_id)
    return vendor.name if vendor else vendor_id
