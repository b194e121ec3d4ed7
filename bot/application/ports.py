"""The outside worlds as the application sees them: Messenger, Tracker, Directory, Clock, Signer.

Adapters carry the product (`SlackMessenger`, `JiraTracker`); fakes for tests stand in `tests/fakes`, and the same contract test
runs over both. An adapter says what went wrong in two words only: `TryLater` (it may work another time; `Unauthorised` if
that is for everything, until a person mends the sign-in) and `GiveUp` (a person has to mend something first).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable


class Message:
    """What somebody is shown in Slack, as a value; the adapter has a picture for each class of it."""

    @property
    def is_worth_posting(self) -> bool:
        """Whether it asks or tells something, and does not only say that there is nothing to be done any more."""
        return True


class TryLater(Exception):
    """The outside world did not take the message now; `after` is its own hint, `uncertain` says that it may have taken it."""

    def __init__(self, reason: str, *, after: timedelta | None = None, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.uncertain = uncertain


class Unauthorised(TryLater):
    """The outside world does not know us any more, as with an expired token. Everything waits until a person mends it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, after=timedelta(minutes=1))


class GiveUp(Exception):
    """The outside world will never take this message as things stand; the reason says what a person has to mend."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(GiveUp):
    """The Slack account of this person takes no message at all; others have to be asked."""

    def __init__(self, account: str, reason: str) -> None:
        super().__init__(reason)
        self.account = account


class Gone(Exception):
    """The message to redraw cannot be had any more: somebody deleted it, or closed its channel. That copy is done with."""


class Clock(Protocol):
    """Where the time comes from; an aware UTC instant."""

    def now(self) -> datetime: ...


@runtime_checkable
class BoundedClock(Protocol):
    """A clock that says when it cannot be trusted, and counts seconds that nobody can set."""

    def now(self) -> datetime: ...

    def steady(self) -> float:
        """Seconds since any moment; they never jump."""
        ...

    def trouble(self) -> str:
        """Why the time cannot be trusted, in words, after asking whoever knows; nothing while it can."""
        ...

    def doubt(self) -> str:
        """As `trouble`, without asking anybody."""
        ...


class Signer(Protocol):
    """Signs the roots of the record with a key that lies outside the database."""

    @property
    def key(self) -> str:
        """The name of the key."""
        ...

    @property
    def public(self) -> str:
        """What others need to prove a signature."""
        ...

    def sign(self, message: bytes) -> str: ...


@dataclass(frozen=True)
class MessageRef:
    """Where one posted message stands, so that it can be redrawn."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Destination:
    """A channel by name (`kind="channel"`) or a person by Slack user id (`kind="person"`)."""

    kind: str
    name: str


class Messenger(Protocol):
    """Posts and redraws messages. Raises TryLater or GiveUp; a post to a person also Unreachable, a redraw Gone."""

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        """With `thread` as a reply under that message; it notifies, as an edit of the first would not."""
        ...

    def redraw(self, ref: MessageRef, message: Message) -> None: ...


FieldValue = str | date | tuple[str, ...]


@dataclass(frozen=True)
class TicketDraft:
    """What a ticket shall say. `key` identifies it for ever: asking twice with one key makes one ticket. The tracker writes it
    below the description, and knows its own ticket by it.

    `fields` are those of the mapping, by their names there; the tracker fills those that it was told of.
    """

    key: str
    summary: str
    description: tuple[tuple[str, str], ...]
    due_on: date | None
    labels: tuple[str, ...] = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Ticket:
    """A ticket that stands in the tracker: its key there (`IPA-31`), its address for a person, its status by name."""

    key: str
    url: str
    status: str


@dataclass(frozen=True)
class Comment:
    """What somebody said on a ticket, as plain text; empty where it is an internal note. The bot's own words are not among it."""

    id: str
    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class TicketSnapshot:
    """A ticket as it stands now. `kind` is its type there, `grade` the value of the field for it, `belongs_to` the tickets
    that it is a part of or linked with; `is_elsewhere` where it stands in another project than ours, `is_done` where its status
    is one of the end by the tracker's own word. Only where it has all remarks, one that is missing was removed."""

    key: str
    url: str
    kind: str
    status: str
    summary: str
    due_on: date | None
    created_at: datetime
    updated_at: datetime
    labels: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    grade: str | None = None
    remarks: tuple[Comment, ...] = ()
    has_all_remarks: bool = True
    is_elsewhere: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class TicketChange:
    """That a ticket changed, and when, in the tracker's own time; and what it is a part of, or linked with."""

    key: str
    kind: str
    updated_at: datetime
    belongs_to: tuple[str, ...] = ()


OUR_LABEL = "ringfence"  # of each ticket that we open


class Tracker(Protocol):
    """Keeps tickets. Raises TryLater or GiveUp."""

    def find(self, key: str, *, since: datetime | None = None) -> Ticket | None:
        """The ticket that we opened with this idempotency key, or None. Search may lag behind a create by some seconds.

        One of somebody else that looks like it is none, and with `since` neither is one that was closed before then.
        """
        ...

    def create(self, draft: TicketDraft) -> Ticket:
        """Create without looking first. A lost reply is `TryLater(uncertain=True)`: the ticket may stand."""
        ...

    def read(self, ticket_key: str) -> Ticket: ...

    def comment(self, ticket_key: str, *, marker: str, text: str) -> None:
        """Add a comment once: a second call with the same marker and text adds nothing. What others say never counts as it."""
        ...

    def own_comments(self, ticket_key: str) -> tuple[str, ...]:
        """The words of the comments that our own account made and nobody else changed since."""
        ...

    def transition(self, ticket_key: str, *, status: str) -> Ticket:
        """Move to the named status; a ticket that is there already stays, and that is no error."""
        ...

    def ways(self, ticket_key: str) -> tuple[str, ...]:
        """The statuses that the ticket can be moved to from where it stands."""
        ...

    def set_due(self, ticket_key: str, due_on: date) -> None: ...

    def look(self, ticket_key: str) -> TicketSnapshot | None:
        """The ticket as it stands, by a key that it has or had, or by the tracker's own id; None if it is gone.

        Raises GiveUp where all of our project is hidden from us: then nothing is known to be gone.
        """
        ...

    def standing(self, ticket_keys: Sequence[str]) -> list[TicketChange]:
        """Those of these tickets that search finds under this very key, in any project; one that is missing may be anywhere."""
        ...

    def changed(self, within: timedelta) -> list[TicketChange]:
        """The tickets of our project that can be ours and changed within that time until now, the longest ago first.

        Those are the ones with our label, and all of the types of a finding, whomever they belong to.
        """
        ...


@dataclass(frozen=True)
class Profile:
    """What the directory knows of one member of the workspace at this moment."""

    slack_id: str
    name: str
    active: bool
    guest: bool
    stranger: bool
    bot: bool

    @property
    def may_take_part(self) -> bool:
        """An active member of our own workspace: no guest, no Slack Connect stranger, no bot."""
        return self.active and not (self.guest or self.stranger or self.bot)


class Directory(Protocol):
    """Who somebody is; None for an id that the workspace does not know or cannot tell about now (fail closed)."""

    def profile(self, slack_id: str) -> Profile | None: ...

    def ask(self, slack_id: str) -> Profile | None:
        """Asked anew; None for an id that the workspace does not know. Raises TryLater or GiveUp where it does not tell."""
        ...
