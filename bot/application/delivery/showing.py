"""What is to stand where for one promise to Slack: the message as of now, the copies that stand, and where a new one would go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from bot.application.context import Context
from bot.application.message_kinds import Kind
from bot.application.ports import Destination, GiveUp, Message, MessageRef
from bot.domain.register import Member, bound_id, unbound_name
from bot.store import accounts, message_copies, registers
from bot.store.message_copies import Copy
from bot.store.outbox import CHANNEL, PERSON, Promise, read_destination, to_person
from bot.store.unit import Unit


@dataclass(frozen=True)
class Address:
    """Where a destination is now; `why_not` says why nothing can be posted there."""

    destination: Destination
    why_not: GiveUp | None = None
    closed: str = ""  # why its account took no message before

    @property
    def account(self) -> str | None:
        return self.destination.name or None if self.destination.kind == PERSON else None


@dataclass(frozen=True)
class Shown:
    """`here` are the copies in the account that the person has now; in any other account nobody is asked anything."""

    drawn: Message | None
    here: tuple[Copy, ...]
    elsewhere: tuple[tuple[Copy, Message], ...]
    address: Address
    thread: MessageRef | None

    def is_posted(self, kind: Kind, gone: Collection[Copy]) -> bool:
        """Whether a new copy is wanted: of what is redrawn in place, where none stands, or none any more."""
        if self.drawn is None or not kind.is_living:
            return self.drawn is not None
        if any(copy not in gone for copy in self.here):
            return False
        return self.drawn.is_worth_posting or not self.elsewhere


def shown(unit: Unit, context: Context, kind: Kind, promise: Promise) -> Shown:
    if kind.draw is None:
        raise LookupError(f"a {kind.name} is nothing to show")
    address = _address(unit, promise.destination)
    known = message_copies.about(unit, promise.subject, destination=promise.destination, kind=promise.kind)
    here = tuple(copy for copy in known if copy.account in (None, address.account))
    others = [copy for copy in known if copy not in here] if kind.is_living else []
    return Shown(
        kind.draw(unit, context, promise),
        here,
        tuple(_for_nobody(unit, context, kind, promise, others)),
        address,
        _thread(unit, kind, promise, address),
    )


def _for_nobody(unit: Unit, context: Context, kind: Kind, promise: Promise, copies: list[Copy]) -> Iterator[tuple[Copy, Message]]:
    """As it is for an account that is nobody's, or is somebody else's by now."""
    for copy in copies:
        stranger = replace(promise, destination=to_person(unbound_name(str(copy.account))))
        drawn = kind.draw(unit, context, stranger) if kind.draw else None
        if drawn is not None:
            yield copy, drawn


def _thread(unit: Unit, kind: Kind, promise: Promise, address: Address) -> MessageRef | None:
    """The message under which this one stands; none where that was never posted, or is gone."""
    if kind.in_thread_of is None:
        return None
    heads = message_copies.about(unit, promise.subject, destination=promise.destination, kind=kind.in_thread_of)
    heads = [one for one in heads if one.account in (None, address.account)]
    return MessageRef(heads[0].channel, heads[0].ts) if heads else None


def _address(unit: Unit, text: str) -> Address:
    kind, name = read_destination(text)
    if kind == CHANNEL:
        return Address(Destination(kind, name))
    member = registers.one(unit, Member, name)
    slack_id = member.slack_id if member is not None else bound_id(name)
    if slack_id is None:
        words = f"{name} is bound to no Slack member; bind them, then `ringfence outbox retry`."
        return Address(Destination(PERSON, ""), GiveUp(words))
    return Address(Destination(PERSON, slack_id), closed=accounts.why_unreachable(unit, slack_id))
