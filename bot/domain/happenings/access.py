"""What happens to access: it is planned, opens, is suspended, comes back and ends."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from bot.domain.events import Happened
from bot.domain.happenings.form import Happening, Hashes, KeptAs, Names, Number, Older, Text
from bot.domain.vocabulary import HowAcknowledged


class Why(NamedTuple):
    """What holds access back: the check that says so, or `record`."""

    check: str
    message: str


@dataclass(frozen=True, kw_only=True)
class _OfGrant(Happening):
    """`request` is the request under which the grant was given; the entry belongs to it."""

    entity, named_by = "grant", "grant"
    grant: str
    request: str


@dataclass(frozen=True, kw_only=True)
class AccessGiven(_OfGrant):
    person: str | None = None
    asset: str | None = None
    hashes: Hashes


@dataclass(frozen=True, kw_only=True)
class AccessTakenIn(AccessGiven):
    happened = Happened.ACCESS_TAKEN_IN


@dataclass(frozen=True, kw_only=True)
class AccessScheduled(AccessGiven):
    happened = Happened.ACCESS_SCHEDULED


@dataclass(frozen=True, kw_only=True)
class AccessMoved(_OfGrant):
    """One grant moved. Of several that moved together one speaks for all: it names them in `grants`, and in `tell` who hears."""

    grants: Names
    until: Annotated[date | None, Older(None)]
    why: Annotated[tuple[Why, ...], Older(())] = ()
    tell: Names = ()


@dataclass(frozen=True, kw_only=True)
class AccessOpened(AccessMoved):
    happened = Happened.ACCESS_OPENED


@dataclass(frozen=True, kw_only=True)
class AccessHeld(AccessMoved):
    happened = Happened.ACCESS_HELD


@dataclass(frozen=True, kw_only=True)
class AccessAlarmed(AccessMoved):
    happened = Happened.ACCESS_ALARMED


@dataclass(frozen=True, kw_only=True)
class AccessEnded(AccessMoved):
    happened = Happened.ACCESS_ENDED


@dataclass(frozen=True, kw_only=True)
class AccessStopped(AccessMoved):
    """Access that is suspended for a reason, or was: `assets` and `people` are those of all that moved together."""

    vendor: Text
    on: Annotated[date | None, Older(None)]
    reason: Text
    reasons: Names  # all that stand against this grant now
    covered_until: Annotated[date | None, Older(None)]
    assets: Names
    people: Number


@dataclass(frozen=True, kw_only=True)
class AccessSuspended(AccessStopped):
    happened = Happened.ACCESS_SUSPENDED


@dataclass(frozen=True, kw_only=True)
class AccessResumed(AccessStopped):
    happened = Happened.ACCESS_RESUMED


@dataclass(frozen=True, kw_only=True)
class ResumeAsked(AccessStopped):
    happened = Happened.RESUME_ASKED


@dataclass(frozen=True, kw_only=True)
class GapFound(AccessStopped):
    happened = Happened.GAP_FOUND


@dataclass(frozen=True, kw_only=True)
class GapAccepted(_OfGrant):
    happened = Happened.GAP_ACCEPTED
    vendor: Text
    reason: str


@dataclass(frozen=True, kw_only=True)
class AccessEndsSoon(Happening):
    """Told once for each step of each last day, by its key."""

    happened, entity, named_by = Happened.ACCESS_ENDS_SOON, "request", "request"
    request: str
    key: Text
    step: Number
    until: date
    assets: Names
    people: Number
    requester: Annotated[str, KeptAs("tell"), Older("")]


@dataclass(frozen=True, kw_only=True)
class NoticeAcknowledged(Happening):
    """A person knows the secrecy notice of a class. `version` names its text, `under` the request for which it was recorded."""

    happened, entity, named_by = Happened.NOTICE_ACKNOWLEDGED, "person", "person"
    person: str
    rank: Annotated[int, KeptAs("class")]
    version: Annotated[str, KeptAs("text")]
    on: date
    how: HowAcknowledged
    under: str | None = None
    hashes: Hashes


@dataclass(frozen=True, kw_only=True)
class AcknowledgementNoted(Happening):
    """Of these people of a request it is recorded now that they know the notice; nobody is awaited for it once `left` is 0."""

    happened, entity, named_by = Happened.ACKNOWLEDGEMENT_NOTED, "request", "request"
    request: str
    people: Names
    left: Number


ALL: tuple[type[Happening], ...] = (
    AccessTakenIn,
    AccessScheduled,
    AccessOpened,
    AccessHeld,
    AccessAlarmed,
    AccessEndsSoon,
    AccessEnded,
    AccessSuspended,
    AccessResumed,
    ResumeAsked,
    GapFound,
    GapAccepted,
    NoticeAcknowledged,
    AcknowledgementNoted,
)
