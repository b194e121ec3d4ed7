"""A message in hand: whoever lost it to another bot says nothing more to the outside world."""

from dataclasses import dataclass
from typing import TypeVar, cast

from bot.store.leases import Lease
from bot.store.outbox import OutboxMessage

W = TypeVar("W")


@dataclass(frozen=True)
class Held:
    """A message that was claimed, and the lease on it."""

    message: OutboxMessage
    lease: Lease

    def speaking_to(self, world: W) -> W:
        """The outside world, as long as the message is ours: raises Overtaken, and says nothing, once it is not."""
        return cast(W, _WhileHeld(world, self))


class _WhileHeld:
    """Asks for the lease before each call."""

    def __init__(self, world: object, held: Held) -> None:
        self._world, self._held = world, held

    def __getattr__(self, name: str) -> object:
        self._held.lease.keep(self._held.message)
        return getattr(self._world, name)
