"""What the administrators are told: that somebody's Slack account takes no message."""

from collections.abc import Iterator

from bot.application.access.views import Notice
from bot.application.context import Context
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.domain.events import Event, Happened
from bot.domain.register import Member
from bot.domain.vocabulary import Role
from bot.store import registers
from bot.store.outbox import Promise, to_person
from bot.store.unit import Unit

UNREACHABLE = "unreachable"


def administrators(unit: Unit) -> list[str]:
    """Those who can be told something now."""
    return [one.id for one in registers.members(unit) if one.can_decide and one.holds(Role.ADMINISTRATOR)]


def _unreachable(unit: Unit, event: Event, seq: int) -> Iterator[Promise]:
    for one in administrators(unit):
        yield message(UNREACHABLE, event.entity_id, to_person(one), seq, event.details)


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


KINDS = (Kind(UNREACHABLE, {Happened.ACCOUNT_UNREACHABLE: _unreachable}, draw=_draw_unreachable),)
