"""What a promised message shows now, whichever kind it is of."""

from bot.application.context import Context
from bot.application.delivery.catalogue import KINDS
from bot.application.ports import Message
from bot.store.outbox import Promise
from bot.store.unit import Unit

is_living = KINDS.is_living


def draw(unit: Unit, context: Context, promise: Promise) -> Message | None:
    show = context.kinds.named(promise.kind).draw
    assert show is not None, f"a {promise.kind} is nothing to show"
    return show(unit, context, promise)
