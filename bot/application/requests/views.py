"""A request as people are shown it, as values; how it looks is the business of the package that shows it.

A living message (card, ask, receipt) shows one request as it stands; it is redrawn as the request moves on.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.application.ports import Message
from bot.domain.checks.evidence import Passed
from bot.domain.checks.verdicts import Fix
from bot.domain.notices import waits_for_notice
from bot.domain.relied_papers import ReliedPaper
from bot.domain.vocabulary import RequestState
from bot.domain.words import Words


@dataclass(frozen=True)
class ItemLine:
    """One asset of a request; the title is fit for a direct message, the id alone for a channel."""

    asset: str
    title: str
    class_words: str
    mode_words: str
    state: str


@dataclass(frozen=True)
class SeatLine:
    """One seat of the current stage and who has filled it."""

    words: str
    filled_by: str | None
    asked: tuple[str, ...] = ()  # who can fill it, by name


@dataclass(frozen=True)
class DecisionLine:
    """One decision that counts (or counted, if void)."""

    who: str
    outcome: str
    item: str
    seat: str
    at: datetime
    reason: str
    void: bool


@dataclass(frozen=True)
class CheckLine:
    """One result that speaks: what it means, what is wrong, what to do, and behind *Why?* the reason and the clauses."""

    check: str
    effect: str
    message: str
    remedy: str
    why: str
    clauses: tuple[str, ...]
    fix: Fix | None = None
    needs_fact: bool = False


@dataclass(frozen=True)
class WantedLine:
    """A fact that the request waits for: which check asks for it, in words that may stand in a channel, and who was asked."""

    check: str
    title: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class GrantLine:
    id: str
    person: str
    asset: str
    state: str
    held: str


@dataclass(frozen=True)
class RequestView:
    """A request as anybody's screen may need it; each message shows the part that fits its place."""

    id: str
    state: RequestState
    state_words: str
    class_words: str
    requester: str
    vendor: str
    entity: str
    channel: str
    project: str
    people: tuple[str, ...]
    items: tuple[ItemLine, ...]
    need_text: str
    start_on: date
    end_on: date
    checks_run: int
    against: tuple[CheckLine, ...]
    stage: int
    round: int
    stage_names: tuple[str, ...]
    seats: tuple[SeatLine, ...] = ()
    waiting_for: tuple[str, ...] = ()
    waiting_ids: frozenset[str] = frozenset()
    due_on: date | None = None
    reason_to_approve: bool = False
    decisions: tuple[DecisionLine, ...] = ()
    changed: tuple[str, ...] = ()
    grants: tuple[GrantLine, ...] = ()
    audit_planned: bool = False
    ticket_key: str | None = None
    ticket_url: str | None = None
    rejected_because: str = ""
    route_because: tuple[str, ...] = ()
    suspended_because: tuple[str, ...] = ()
    audit_words: str = ""
    stuck: tuple[str, ...] = ()  # what nobody who can be reached can decide as, in words
    wanted: tuple[WantedLine, ...] = ()
    unreached: tuple[str, ...] = ()  # where something about it was given up, in words
    passed: tuple[Passed, ...] = ()
    papers: tuple[ReliedPaper, ...] = ()
    figures: str = ""  # the version of what the checks judged by
    heads_up: tuple[str, ...] = ()  # what gates say that stop nothing

    @property
    def days(self) -> int:
        return (self.end_on - self.start_on).days + 1

    @property
    def access_is_running(self) -> bool:
        return any(grant.state in ("scheduled", "active", "suspended") for grant in self.grants)

    @property
    def waits_for_notice(self) -> int:
        """How many people have to acknowledge the secrecy notice first."""
        waiting = {grant.person for grant in self.grants if grant.state == "scheduled" and waits_for_notice(grant.held)}
        return len(waiting)

    @property
    def access_words(self) -> str:
        """What has become of what was approved, in a few words; empty while there is nothing. Whether somebody opened or
        removed an access is not known here: the record is kept, no account is."""
        states = {grant.state for grant in self.grants}
        if "suspended" in states:
            return "suspended" if "active" not in states else "in force, partly suspended"
        if "active" in states:
            return "in force"
        if any(grant.held for grant in self.grants):
            return "held back"
        if "scheduled" in states:
            return "in force from"
        if states:
            return "ended early" if "revoked" in states else "ended"
        return ""


@dataclass(frozen=True)
class Card(Message):
    """The request in the workflow's channel: ids, class, vendor, who decided; never purpose, people or reasons."""

    request: RequestView


@dataclass(frozen=True)
class Ask(Message):
    """The request in a direct message to somebody who can decide (or could, when it was sent)."""

    request: RequestView
    because: str
    others: tuple[str, ...]
    asked_now: bool


@dataclass(frozen=True)
class Receipt(Message):
    """The request in a direct message to the requester."""

    request: RequestView


@dataclass(frozen=True)
class Told(Message):
    """To whoever asked, under the receipt: what happened, and what to do now."""

    words: Words
