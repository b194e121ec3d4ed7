"""What the requester is told as their request moves, from what is true when it is said; None where that is no longer so."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.access_words import TO_OPEN
from bot.domain.checks.results import CheckResult, about, worst_first
from bot.domain.grants import Grant
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import (
    FactsRecovered,
    FactsWorsened,
    ItemRejected,
    RequestApproved,
    RequestRejected,
    RequestSubmitted,
    RouteWidened,
)
from bot.domain.notices import waits_for_notice
from bot.domain.requests import Decision, Request
from bot.domain.vocabulary import DecisionOutcome, ItemState, Outcome, RequestState
from bot.domain.words import Line, Words, access_words, named

NOTHING_TO_DO = "There is nothing for you to do now."
ASK_MENDED = "Mend what the reason names, then ask again with `/ip-request`."
ASK_ONCE_MORE = "If it is still needed, ask again with `/ip-request`, and tell those who decide."
LOOK = "*Details* says who can mend it."
STOPPED = (RequestState.BLOCKED, RequestState.AWAITING_WAIVER)
_APPROVED = (RequestState.APPROVED, RequestState.FULFILLED)


@dataclass(frozen=True)
class RequestTruth:
    """The request as it stands, what the checks find, whom it waits for, and what people are called."""

    request: Request
    vendor: str
    today: date
    grants: tuple[Grant, ...] = ()
    results: tuple[CheckResult, ...] = ()
    waits_for: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def items(self, state: ItemState) -> list[str]:
        return [item.asset for item in self.request.items if item.state is state]


def _said(truth: RequestTruth, assets: Collection[str], *what: str | date) -> Line:
    people = len(set(truth.request.draft.people))
    return (access_words(truth.vendor, assets, people), *what, f" · {truth.request.id}")


def _approved(_event: RequestApproved, truth: RequestTruth) -> Words | None:
    """Not of what is over by now, or has to be approved once more."""
    request, approved = truth.request, truth.items(ItemState.APPROVED)
    if request.state not in _APPROVED or (truth.grants and all(grant.is_over for grant in truth.grants)):
        return None
    if truth.grants and all(waits_for_notice(grant.held) for grant in truth.grants):
        return None  # what it waits for is said by itself, and that it is approved with it
    first, last = request.draft.start_on, request.draft.end_on
    when = (" is approved, in force from ", first) if truth.today < first else (" is approved, in force until ", last)
    return Words(_said(truth, approved, *when), (TO_OPEN,))


def _rejected(event: RequestRejected, truth: RequestTruth) -> Words | None:
    if event.reason is not None:
        return _lapsed(event, truth)
    said = _rejections(truth.request)
    if truth.request.state is not RequestState.REJECTED or not said:
        return None
    return _refused(truth, truth.items(ItemState.REJECTED), said[-1], "")


def _item_rejected(event: ItemRejected, truth: RequestTruth) -> Words | None:
    """The others go on; once nothing does, that is said of the whole."""
    said = [one for one in _rejections(truth.request) if one.item == event.item]
    if truth.request.state is RequestState.REJECTED or not said:
        return None
    return _refused(truth, _together(truth.request, said[-1]), said[-1], "; the rest goes on")


def is_first_of_click(request: Request, event: ItemRejected) -> bool:
    """Of the items that one click rejected one speaks for all; of none where the whole is rejected by it."""
    said = [one for one in _rejections(request) if one.item == event.item]
    is_over = request.state is RequestState.REJECTED
    return bool(said) and not is_over and _together(request, said[-1])[0] == event.item


def _together(request: Request, decision: Decision) -> list[str]:
    """The assets that were rejected by one click."""
    return [one.item for one in _rejections(request) if (one.actor, one.at) == (decision.actor, decision.at)]


def _refused(truth: RequestTruth, assets: Collection[str], decision: Decision, rest: str) -> Words:
    who = truth.names.get(decision.actor, decision.actor)
    return Words(_said(truth, assets, f" is rejected by {who}{rest}"), (ASK_MENDED,), quote=decision.reason)


def _rejections(request: Request) -> list[Decision]:
    return [one for one in request.decisions if one.outcome is DecisionOutcome.REJECT and not one.void]


def _lapsed(event: RequestRejected, truth: RequestTruth) -> Words | None:
    """Silence is a no."""
    rejected = truth.items(ItemState.REJECTED)
    lapsed = [asset for asset in event.items or rejected if asset in rejected]
    rest = "" if truth.request.state is RequestState.REJECTED else " The rest stays approved."
    return Words(_said(truth, lapsed, f" has lapsed. {event.reason}{rest}"), (ASK_ONCE_MORE,)) if lapsed else None


def _stands(event: RequestSubmitted | FactsWorsened | FactsRecovered, truth: RequestTruth) -> Words | None:
    """What it needs now, or that it needs nothing more; each is said of the state that the happening brought."""
    state = truth.request.state
    if event.after != state.value:
        return None
    if state in STOPPED:
        return _needs(truth)
    if state is not RequestState.PENDING_APPROVAL or isinstance(event, RequestSubmitted):
        return None  # the receipt says it
    return _goes_on(event, truth)


def _needs(truth: RequestTruth) -> Words | None:
    found = worst_first(about(truth.results, truth.request.pending_assets))
    stops = [one for one in found if one.effect.severity >= Outcome.WAIVER.severity]
    if not stops:
        return None
    worst, more = stops[0], len(stops) - 1
    others = f" ({more} more in *Details*)" if more else ""
    what = f" {_NEEDED[_kind(worst)]}: {worst.message}"
    return Words(_said(truth, truth.request.pending_assets, what), (f"{worst.remedy or LOOK}{others}",))


def _kind(result: CheckResult) -> Outcome:
    """What counts; but a fact that nobody recorded is said to be missing."""
    return Outcome.UNKNOWN if result.outcome is Outcome.UNKNOWN else result.effect


_NEEDED = {Outcome.BLOCK: "is stopped", Outcome.WAIVER: "needs a waiver", Outcome.UNKNOWN: "waits for a fact"}


def _goes_on(event: FactsWorsened | FactsRecovered, truth: RequestTruth) -> Words | None:
    if isinstance(event, FactsRecovered):
        what = " is no longer stopped"
    else:
        what = f" is asked anew: {' '.join(dict.fromkeys(one.message for one in event.worse))}"
    return Words(_said(truth, truth.request.pending_assets, what), (f"{_waits(truth)} {NOTHING_TO_DO}",))


def _widened(event: RouteWidened, truth: RequestTruth) -> Words | None:
    """Only where it was approved before: then it is not any more."""
    was_approved = event.before == RequestState.APPROVED.value
    if not was_approved or truth.request.state is not RequestState.PENDING_APPROVAL:
        return None
    because = f": {event.because}" if event.because else ""
    line = _said(truth, truth.request.pending_assets, f" needs another approval{because}")
    return Words(line, (f"{_waits(truth)} It is not in force until then.",))


def _waits(truth: RequestTruth) -> str:
    return f"It waits for {named(truth.waits_for)}." if truth.waits_for else "Nobody can decide on it now."


SAID: Mapping[type[Happening], Callable[[Any, RequestTruth], Words | None]] = {
    RequestSubmitted: _stands,
    ItemRejected: _item_rejected,
    RouteWidened: _widened,
    FactsWorsened: _stands,
    FactsRecovered: _stands,
    RequestApproved: _approved,
    RequestRejected: _rejected,
}
