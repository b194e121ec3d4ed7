"""What the administrators are told: that somebody's Slack account takes no message, and that nobody can answer a question."""

from collections.abc import Iterator

from bot.application.access.views import Notice
from bot.application.asking_again import administrators
from bot.application.context import Context
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.domain.events import Happened
from bot.domain.gates import PRC_03
from bot.domain.happenings.questions import AccountUnreachable, NobodyLeft
from bot.domain.happenings.requests import RequestRefused
from bot.domain.hashes import hash_of_fields
from bot.domain.register import Member, Vendor
from bot.store import outbox, registers
from bot.store.outbox import SLACK, Promise, to_person
from bot.store.questions import people_number
from bot.store.unit import Unit

UNREACHABLE, NOBODY_LEFT, NOBODY_TO_ASK = "unreachable", "nobody_left", "nobody_to_ask"


def _unreachable(unit: Unit, event: AccountUnreachable, seq: int) -> Iterator[Promise]:
    """Where a message was given up for it, that is told already."""
    for one in administrators(unit) if not event.known else []:
        yield message(UNREACHABLE, event.member, to_person(one), seq, event.details)


def _draw_unreachable(unit: Unit, _context: Context, promise: Promise) -> Notice:
    member = registers.one(unit, Member, promise.subject)
    name = member.name if member else promise.subject
    account = promise.payload["slack_id"]
    return Notice(
        f"{name} cannot be reached in Slack",
        (
            f"{promise.payload['reason']} It is bound as {account}.",
            "What waits for them is asked of whoever else can answer. Nothing that I say reaches them until this is mended.",
            "Correct `slack_id` in the register (in Slack: profile, ⋮, Copy member ID), or end their roles there; then load it.",
        ),
    )


def _nobody_left(unit: Unit, event: NobodyLeft, seq: int) -> Iterator[Promise]:
    for one in administrators(unit):
        yield message(NOBODY_LEFT, event.subject, to_person(one), seq, {"what": event.what})


def _draw_nobody_left(_unit: Unit, _context: Context, promise: Promise) -> Notice:
    return Notice(
        f"Nobody can answer: {promise.payload['what']}",
        (
            "Nobody who could is active and can be reached in Slack. Its time stands still, and nothing is decided meanwhile.",
            "Name somebody in the register (role, owner or deputy, and their `slack_id`) and load it: they are asked at once.",
            "`ringfence doctor register` says who cannot be reached.",
        ),
    )


def _nobody_to_ask(unit: Unit, event: RequestRefused, _seq: int) -> Iterator[Promise]:
    """Once for each thing that is lacking, until the people of the register change: it may be tried often."""
    lacking = hash_of_fields({"gaps": event.gaps, "people": people_number(unit)})[:12]
    for one in administrators(unit) if event.gaps else []:
        key = f"{NOBODY_TO_ASK}:{event.vendor}:{lacking}:{one}"
        if not outbox.is_promised(unit, key):
            yield Promise(
                key, SLACK, event.vendor, to_person(one), NOBODY_TO_ASK, {"gaps": list(event.gaps), "actor": event.actor}
            )


def _draw_nobody_to_ask(unit: Unit, _context: Context, promise: Promise) -> Notice:
    who = registers.one(unit, Member, promise.payload["actor"])
    asked = who.name if who else promise.payload["actor"]
    vendor = registers.one(unit, Vendor, promise.subject)
    return Notice(
        f"Nobody could decide, so access for {vendor.name if vendor else promise.subject} could not be asked for",
        (
            *(f"{PRC_03.id}: {gap}." for gap in promise.payload["gaps"]),
            f"{asked} wanted to ask for it; nothing was sent.",
            "Name somebody in the register (role, owner or deputy, `slack_id`) and load it, or correct the workflow file.",
        ),
    )


KINDS = (
    Kind(NOBODY_TO_ASK, {Happened.REQUEST_REFUSED: _nobody_to_ask}, draw=_draw_nobody_to_ask),
    Kind(UNREACHABLE, {Happened.ACCOUNT_UNREACHABLE: _unreachable}, draw=_draw_unreachable),
    Kind(NOBODY_LEFT, {Happened.NOBODY_LEFT: _nobody_left}, draw=_draw_nobody_left),
)
