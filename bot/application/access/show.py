"""The messages about suspended access: what was suspended or is back, and the questions to data owner and IP counsel."""

from collections.abc import Iterable
from datetime import date

from bot.application.access.messages import GAP, RESUME, SUSPENDED, joined
from bot.application.access.scene import read_scene
from bot.application.context import Context
from bot.application.messages import GapQuestion, Message, Notice, ResumeQuestion
from bot.domain.dates import day_words
from bot.domain.events import Happened
from bot.domain.grants import Grant
from bot.domain.suspensions import OWNER, gap_days, reason_words
from bot.domain.vocabulary import GrantState
from bot.store import grants, outbox, registers
from bot.store.outbox import Promise
from bot.store.unit import Unit

NEXT_STEP = "Next: the system owner removes the access. Ringfence recorded the suspension; it has removed nothing."
MOST_NAMED = 12


def show_suspension(unit: Unit, context: Context, promise: Promise) -> Message | None:
    """The message as of now."""
    if promise.kind == RESUME:
        return _resume_question(unit, context, promise)
    if promise.kind == GAP:
        return _gap_question(unit, promise.subject)
    return _bundle(unit, promise)


def _bundle(unit: Unit, promise: Promise) -> Notice:
    told = joined(outbox.payloads(unit, promise.subject, promise.destination, promise.kind))
    lines = [f"{request} · {', '.join(assets)} · {_people(people)}" for request, assets, people in told["lines"]]
    if more := told["requests"] - len(lines):
        lines.append(f"and {more} more")
    name = _vendor_name(unit, told["vendor"])
    if promise.kind == SUSPENDED:
        until = date.fromisoformat(told["covered_until"]) if told["covered_until"] else None
        because = reason_words(told["reason"], until)
        return Notice(f"Access of {name} is suspended: {because}", (*lines, NEXT_STEP, "Suspended days are not given back."))
    return Notice(f"Access of {name} is open again", (*lines, "It ends on the day that was planned."))


def _resume_question(unit: Unit, context: Context, promise: Promise) -> ResumeQuestion | None:
    scene = read_scene(unit, context, [promise.subject])
    given = scene.grants[promise.subject]
    if not given:
        return None
    member = promise.destination.removeprefix("person:")
    mine = [grant for grant in given if member in scene.owners(grant)] or list(given)
    waiting = [grant for grant in mine if grant.state is GrantState.SUSPENDED and grant.reasons == (OWNER,)]
    lines = [f"{scene.name(grant.person)} · {grant.asset} · until {day_words(grant.end_on)}" for grant in waiting or mine]
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


def _gap_question(unit: Unit, subject: str) -> GapQuestion:
    vendor, _, reason = subject.partition(":gap:")
    reason = f"gap:{reason}"
    waiting = grants.suspended_because(unit, vendor, reason)
    first, last = gap_days(reason)
    requests = sorted({grant.request for grant in waiting})
    return GapQuestion(vendor, _vendor_name(unit, vendor), first, last, _cut(requests), waits=bool(waiting))


def notice_without_request(unit: Unit, promise: Promise) -> Notice | None:
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
    vendor = registers.one(unit, "vendors", vendor_id)
    return vendor.name if vendor else vendor_id
