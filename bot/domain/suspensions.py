"""When access is suspended because its paper has ended, and the way back (4.2): a grant holds a set of reasons.

Suspended time is not given back. A reason is a short text with its kind first: `nda:NDA-7` (that paper ended),
`gap:2027-01-15..2027-01-20` (days without cover, IP counsel looks at them), `owner` (the data owner confirms), `register`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.coverage import FOR_EVER, Cover, Gap
from bot.domain.dates import ONE_DAY, day_words, span_words
from bot.domain.errors import Refusal
from bot.domain.grants import FOLLOWS, OPEN, Grant, due, next_telling
from bot.domain.stops import STOPS
from bot.domain.vocabulary import GrantState

OWNER, REGISTER = "owner", "register"
NDA, GAP = "nda:", "gap:"
NO_PAPER = "nda:none"
BY_ITSELF = 2  # up to this class access comes back without a person


def as_of(grant: Grant, cover: Cover, today: date) -> Grant:
    """The grant as calendar and papers want it today, before anything is re-checked."""
    return follow(due(grant, today) or grant, cover, today)


def follow(grant: Grant, cover: Cover, today: date) -> Grant:
    """The grant as its papers want it today. One that never had cover was approved so, and goes on."""
    if grant.state not in FOLLOWS:
        return grant
    until = cover.until(today)
    if until is not None:
        if grant.state in OPEN and (gaps := _missing(grant, cover, today)):
            lost_on, _ = gaps[0]
            return replace(_suspended(grant, cover, lost_on), next_on=today)  # nobody looked: suspended first, then the way back
        back = _covered_again(grant, cover, today)
        return replace(grant, reasons=back, covered_until=until, next_on=next_look(grant, cover, today))
    had = grant.covered_until or cover.until(grant.start_on)
    if had is None:
        real = _ordered({NO_PAPER if reason == REGISTER else reason for reason in grant.reasons})
        return replace(grant, reasons=real, next_on=next_look(grant, cover, today))
    return _suspended(replace(grant, covered_until=had), cover, today)


def next_look(grant: Grant, cover: Cover, today: date) -> date:
    """The next day on which something is due: after the cover, when a signed paper begins, near the end, after the last day."""
    until = cover.until(today)
    change = cover.next_from(today) if until is None else None if until == FOR_EVER else until + ONE_DAY
    return min(day for day in (change, next_telling(grant, today), grant.end_on + ONE_DAY) if day is not None)


def _suspended(grant: Grant, cover: Cover, today: date) -> Grant:
    """It holds the paper that ended as a reason; suspended twice is suspended once."""
    last = _last_covered(grant, cover, today)
    ended = cover.ended(last + ONE_DAY)
    kept = {reason for reason in grant.reasons if not reason.startswith((NDA, OWNER, REGISTER))}
    return replace(
        grant,
        state=GrantState.SUSPENDED,
        reasons=_ordered({*kept, f"{NDA}{ended[1]}" if ended else NO_PAPER}),
        covered_until=last,
        next_on=next_look(grant, cover, today),
        held="",
    )


def _last_covered(grant: Grant, cover: Cover, today: date) -> date:
    """The day before the cover was lost, as known now: it may have been corrected, or have ended earlier than was planned."""
    known = min(grant.covered_until or today, today - ONE_DAY)
    ended = cover.ended(today)
    return cover.until(known) or (ended[0] if ended else known)


def _covered_again(grant: Grant, cover: Cover, today: date) -> tuple[str, ...]:
    """What is left of the reasons once a paper covers again: days without cover come in the place of the paper.

    That the register calls it suspended is no reason of its own: what is the matter is found here, or the data owner is asked.
    """
    left = {reason for reason in grant.reasons if not reason.startswith((NDA, GAP, REGISTER))}
    if gaps := _missing(grant, cover, today):
        left = (left - {OWNER}) | {gap_reason(*gap) for gap in gaps}
    return _ordered(left)


def _missing(grant: Grant, cover: Cover, today: date) -> list[Gap]:
    """The days without cover since it was lost, or since the last look: nothing depends on when that was."""
    lost = [gap_days(reason)[0] for reason in grant.reasons if reason.startswith(GAP)]
    if grant.covered_until is not None:
        lost.append(min(grant.covered_until, today) + ONE_DAY)  # cover may last for ever
    return cover.gaps(min(lost), today) if lost else []


def uncovered_by(before: Cover, after: Cover, since: date, today: date) -> date | None:
    """The first day since then that was covered as was known before, and is not as is known now; None if there is none."""
    return next((day for day in after.uncovered(since, today + ONE_DAY) if before.until(day) is not None), None)


def lost_in_hindsight(grant: Grant, lost_on: date, today: date) -> Grant:
    """Facts of today say that it was without cover from that day on: the next look finds the days, whatever covers it by now."""
    eve = lost_on - ONE_DAY
    return replace(grant, covered_until=min(grant.covered_until or eve, eve), next_on=today)


def days_of(reason: str) -> frozenset[date]:
    """Every day of a gap."""
    first, last = gap_days(reason)
    return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))


def may_come_back(grant: Grant) -> bool:
    """Suspended, and no reason is left: a re-check decides now."""
    return grant.state is GrantState.SUSPENDED and not grant.reasons


def come_back(grant: Grant, *, rank: int, rechecked: bool, today: date, against: str = "") -> Grant:
    """After a re-check: open again by itself, waiting for the data owner, or still stopped by what was found.

    Where nothing could be re-checked (the register brought the access, no request) the data owner confirms at every class.
    """
    if against:
        return replace(grant, held=against, next_on=today + ONE_DAY)
    if rechecked and rank <= BY_ITSELF:
        return opened_again(grant)
    return replace(grant, reasons=(OWNER,), held="")


def opened_again(grant: Grant) -> Grant:
    return replace(grant, state=GrantState.ACTIVE, reasons=(), held="")


def confirm(grant: Grant) -> Grant:
    """The data owner's yes; refused with words while something else stands against it."""
    if grant.state is not GrantState.SUSPENDED:
        raise Refusal("not_suspended", f"{grant.id} is {grant.state.value}, not suspended. Nothing changed.")
    if grant.reasons != (OWNER,):
        why = "; ".join(reason_words(reason, grant.covered_until) for reason in grant.reasons)
        words = why or grant.held.rstrip(".") or "its facts are looked at within a minute"
        raise Refusal("still_suspended", f"{grant.id} cannot be resumed yet: {words}. Nothing changed.")
    return opened_again(grant)


def accept_gap(grant: Grant, reason: str, today: date) -> Grant:
    """IP counsel's word that these days need nothing more; what else is in the set stays, and it is looked at again."""
    return replace(grant, reasons=tuple(one for one in grant.reasons if one != reason), next_on=today)


def gap_reason(first: date, last: date) -> str:
    return f"{GAP}{first.isoformat()}..{last.isoformat()}"


def gap_days(reason: str) -> tuple[date, date]:
    first, _, last = reason.removeprefix(GAP).partition("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def reason_words(reason: str, covered_until: date | None) -> str:
    """Why it is suspended, as it may stand in a channel."""
    if reason in STOPS:
        return STOPS[reason]
    if reason == OWNER:
        return "what stopped it is mended, and the data owner has to confirm"
    if reason.startswith(GAP):
        return f"no paper covered {span_words(*gap_days(reason))}, and IP counsel has to look at that"
    if reason == NO_PAPER or (reason.startswith(NDA) and covered_until is None):
        return "no paper covers it"
    if reason.startswith(NDA) and covered_until is not None:
        return f"{reason.removeprefix(NDA)} ended {day_words(covered_until)}"
    return "the register says that it is suspended"


def why_suspended(given: Iterable[Grant]) -> tuple[str, ...]:
    """Of what is suspended among it each reason once, in words that may stand in a channel."""
    suspended = [one for one in given if one.state is GrantState.SUSPENDED]
    words = [reason_words(reason, one.covered_until) for one in suspended for reason in one.reasons]
    if any(not one.reasons for one in suspended):
        words.append("a paper covers it again, but a check stands against it")
    return tuple(dict.fromkeys(words))


def _ordered(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(reasons))
