"""What happens on the way to the outside: messages that were given up, and a sign-in that is not accepted."""

from dataclasses import dataclass

from bot.domain.events import Happened
from bot.domain.happenings.form import Happening, Names, Text


@dataclass(frozen=True, kw_only=True)
class _OfMessage(Happening):
    """`about` is what the message is about, `message` its key in the outbox."""

    entity, named_by = "message", "about"
    about: str
    message: Text


@dataclass(frozen=True, kw_only=True)
class MessageGivenUp(_OfMessage):
    """`known` where something else is kept back there for the same reason, so that it need not be told again."""

    happened = Happened.MESSAGE_GIVEN_UP
    destination: Text
    reason: Text
    known: bool | None = None


@dataclass(frozen=True, kw_only=True)
class MessageArrived(_OfMessage):
    """What was given up stands there at last, or something that says all of it."""

    happened = Happened.MESSAGE_ARRIVED
    destination: Text


@dataclass(frozen=True, kw_only=True)
class TicketRefused(_OfMessage):
    """The tracker did not take it: what it was, in words, and whom that concerns."""

    happened = Happened.TICKET_REFUSED
    what: Text
    reason: Text
    concerns: Names
    known: bool | None = None


@dataclass(frozen=True, kw_only=True)
class _OfTracker(Happening):
    entity, named_by = "tracker", "world"
    world: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class TrackerLockedOut(_OfTracker):
    happened = Happened.TRACKER_LOCKED_OUT


@dataclass(frozen=True, kw_only=True)
class TrackerLetIn(_OfTracker):
    happened = Happened.TRACKER_LET_IN


ALL: tuple[type[Happening], ...] = (MessageGivenUp, MessageArrived, TicketRefused, TrackerLockedOut, TrackerLetIn)
