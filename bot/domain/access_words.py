"""What is said as access moves, from what is true when it is said; None where that is no longer so.

Ringfence keeps the record and opens no account: it says *in force* and *ended*, never *open* or *removed*.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.grants import OPEN, Grant
from bot.domain.happenings.access import (
    AccessAlarmed,
    AccessEnded,
    AccessEndsSoon,
    AccessHeld,
    AccessOpened,
    AccessResumed,
    AccessSuspended,
    AcknowledgementNoted,
)
from bot.domain.happenings.form import Happening
from bot.domain.notices import waits_for_notice
from bot.domain.suspensions import why_suspended
from bot.domain.vocabulary import GrantState
from bot.domain.words import Line, Words, access_words, named

ASK_AGAIN = "if the work goes on, ask again with `/ip-request`"
IN_GOOD_TIME = "If the work goes on after it, ask again with `/ip-request` in good time; else there is nothing to do."
TO_OPEN = "Ask the system owner to open it; I keep the record and open no account."
TO_SHUT = "Ask the system owner to remove it meanwhile; I have only recorded it, and suspended days are not given back."
TO_OPEN_AGAIN = "Ask the system owner to open it again, if it was removed; it ends on the day that was planned."
BY_ITSELF = "It comes into force by itself once that is mended; *Details* says who can mend it."
TO_MEND = "Nothing was shut. Have the fact mended, or end the access: *End access now* stands in *Details*."
AFTER_THE_END = f"Ask the system owner to remove it; {ASK_AGAIN}."


@dataclass(frozen=True)
class AccessTruth:
    """The grants that something happened to, as they stand now, and what members are called."""

    subject: str
    vendor: str
    grants: tuple[Grant, ...]
    today: date
    names: Mapping[str, str]
    witnesses: tuple[str, ...] = ()  # who can record that a secrecy notice was acknowledged, by name


def _said(truth: AccessTruth, given: Iterable[Grant], *what: str | date) -> Line:
    found = list(given)
    about = access_words(truth.vendor, {grant.asset for grant in found}, len({grant.person for grant in found}))
    return (about, *what, f" · {truth.subject}")


def _in_force(truth: AccessTruth) -> list[Grant]:
    return [grant for grant in truth.grants if grant.state in OPEN]


def _opened(event: AccessOpened, truth: AccessTruth) -> Words | None:
    given = _in_force(truth)
    first = f" Before the first use: {' '.join(one.message for one in event.why)}" if event.why else ""
    return Words(_said(truth, given, " is in force until ", given[0].end_on), (f"{TO_OPEN}{first}",)) if given else None


def _held(_event: AccessHeld, truth: AccessTruth) -> Words | None:
    given = [grant for grant in truth.grants if grant.state is GrantState.SCHEDULED and grant.held]
    next_step = _to_acknowledge(truth) if all(waits_for_notice(grant.held) for grant in given) else BY_ITSELF
    return Words(_said(truth, given, f" is approved and not in force: {_why(given)}"), (next_step,)) if given else None


def _to_acknowledge(truth: AccessTruth) -> str:
    """Whom to turn to; the next day of access is told once it is in force."""
    if not truth.witnesses:
        return "Nobody can record it now; the administrators are told."
    step = f"{named(truth.witnesses, last='or')} has the notice for them to read, and records who has."
    return f"{step} It comes into force then, or on its first day."


def _noted(event: AcknowledgementNoted, truth: AccessTruth) -> Words | None:
    """Only where it is not in force at once, which is said by itself."""
    given = [grant for grant in truth.grants if grant.state is GrantState.SCHEDULED and not grant.held]
    if event.left or not given:
        return None
    line = (" comes into force on ", given[0].start_on, ": everybody has acknowledged the secrecy notice")
    return Words(_said(truth, given, *line), ("There is nothing for you to do now.",))


def _alarmed(_event: AccessAlarmed, truth: AccessTruth) -> Words | None:
    given = [grant for grant in _in_force(truth) if grant.held]
    line = f" is in force and would not be approved today: {_why(given)}"
    return Words(_said(truth, given, line), (TO_MEND,)) if given else None


def _suspended(_event: AccessSuspended, truth: AccessTruth) -> Words | None:
    given = [grant for grant in truth.grants if grant.state is GrantState.SUSPENDED]
    line = f" is suspended: {'; '.join(why_suspended(given))}"
    return Words(_said(truth, given, line), (TO_SHUT,)) if given else None


def _resumed(_event: AccessResumed, truth: AccessTruth) -> Words | None:
    given = _in_force(truth)
    line = (" is no longer suspended, and in force until ", given[0].end_on) if given else ()
    return Words(_said(truth, given, *line), (TO_OPEN_AGAIN,)) if given else None


def _ends_soon(event: AccessEndsSoon, truth: AccessTruth) -> Words | None:
    """None once it has ended, or ends on another day."""
    given = [grant for grant in _in_force(truth) if grant.end_on == event.until and grant.asset in event.assets]
    days = (event.until - truth.today).days
    when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return Words(_said(truth, given, f" ends {when} (", event.until, ")"), (IN_GOOD_TIME,)) if given else None


def _ended(event: AccessEnded, truth: AccessTruth) -> Words | None:
    given = [grant for grant in truth.grants if grant.is_over]
    if not given:
        return None
    by_hand = given[0].state is GrantState.REVOKED
    how = (f" was ended early by {truth.names.get(event.actor, event.actor)}",)
    line = how if by_hand else (" has ended, its last day was ", given[0].end_on)
    return Words(_said(truth, given, *line), (AFTER_THE_END,))


def _why(given: Iterable[Grant]) -> str:
    return " ".join(dict.fromkeys(grant.held for grant in given))


SAID: Mapping[type[Happening], Callable[[Any, AccessTruth], Words | None]] = {
    AccessOpened: _opened,
    AccessHeld: _held,
    AcknowledgementNoted: _noted,
    AccessAlarmed: _alarmed,
    AccessSuspended: _suspended,
    AccessResumed: _resumed,
    AccessEndsSoon: _ends_soon,
    AccessEnded: _ended,
}
