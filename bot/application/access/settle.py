"""Bring grants to where calendar, papers and checks want them today; nothing is kept here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import structlog

from bot.application.access.gather import AccessContext
from bot.application.context import Context
from bot.application.evaluation import Evaluation, LostRecords, evaluate_again
from bot.application.rerouting import NO_ROUTE, reroute
from bot.domain.carrying import why_not_carried
from bot.domain.checks.results import CheckResult, worst_first
from bot.domain.dates import ONE_DAY
from bot.domain.grants import FOLLOWS, OPEN, Grant, hold
from bot.domain.requests import Request
from bot.domain.route_growth import added_seats
from bot.domain.stops import UNWAIVED, is_over, lapses_on, stopped, stops_of, waiver_ends_on
from bot.domain.suspensions import REGISTER, as_of, come_back, may_come_back
from bot.domain.vocabulary import GrantState, ItemState, Outcome, class_words
from bot.store import proof, requests
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
PAPERS = "NDA-"  # the checks that are about papers
NOTHING_TO_CHECK = "No NDA covers it, and no request stands behind it that could be checked."


@dataclass(frozen=True)
class Settled:
    """Grants before and after, as far as anything about them changed, and what a re-check found against them, worst first.

    `request` is the one behind them, as it stands now.
    """

    changes: tuple[tuple[Grant, Grant], ...]
    against: tuple[CheckResult, ...] = ()
    request: Request | None = None


def settle(unit: Unit, context: Context, access: AccessContext, request_id: str, given: Iterable[Grant] | None = None) -> Settled:
    """One request's grants as of today. Before access opens or comes back the facts are looked at once more.

    Of access that is open they are looked at too, and what stands against it is said. Raises LostRecords if they are needed and
    the register no longer has them.
    """
    before = list(access.grants[request_id] if given is None else given)
    wanted = [(grant, _wanted(access, grant)) for grant in before]
    found = _recheck(unit, context, access.requests.get(request_id), wanted)
    uncarried = _uncarried(unit, access.requests.get(request_id), request_id, wanted)
    after = [(old, _decided(access, found, old, new, uncarried.get(old.id, ""))) for old, new in wanted]
    return Settled(tuple((old, new) for old, new in after if new != old), found.against, found.request)


def _wanted(access: AccessContext, grant: Grant) -> Grant:
    """As the calendar, the papers and the facts that suspend want it today."""
    asset, person, vendor = access.about(grant)
    new = stopped(as_of(grant, access.cover(grant), access.today), stops_of(person, vendor, asset, access.today), access.today)
    ends = (lapses_on(person, asset, access.today), waiver_ends_on(access.waivers_for(grant), access.today))
    lapses = min((day for day in ends if day is not None), default=None)
    if new.state not in FOLLOWS or lapses is None or (new.next_on is not None and new.next_on <= lapses):
        return new
    return replace(new, next_on=lapses)


def _opens(old: Grant, new: Grant) -> bool:
    return old.state is GrantState.SCHEDULED and new.state in (GrantState.ACTIVE, GrantState.SUSPENDED)


def _is_open(old: Grant, new: Grant) -> bool:
    return old.state in OPEN and new.state in OPEN


def _uncarried(unit: Unit, request: Request | None, request_id: str, wanted: list[tuple[Grant, Grant]]) -> dict[str, str]:
    """Why the record does not carry what would open now, or come back, by grant; asked of nothing else.

    What waits for another approval is held for that alone.
    """
    decided = [(old, new) for old, new in wanted if not _undecided(request, new.asset)]
    due = [old for old, new in decided if _opens(old, new) or may_come_back(new)]
    found = why_not_carried(proof.proven_entries(unit, request_id), requests.asked(unit, request_id), due) if due else {}
    for grant, words in found.items():
        log.error("access is not carried by its entries", request=request_id, grant=grant, reason=words)
    return found


@dataclass(frozen=True)
class _Found:
    """The request as it stands now, what stands against its access, and what the route of now asks besides what was asked.

    `unruled` says that no rule fits any more: then nothing opens.
    """

    request: Request | None
    against: tuple[CheckResult, ...] = ()
    unasked: str = ""
    unruled: str = ""

    def about(self, grant: Grant) -> str:
        """The worst that the checks say of this access."""
        return next(self._said(grant), "")

    def of_open(self, grant: Grant) -> str:
        """As `about`, of access that is open: what becomes of its papers is announced and suspends by itself."""
        return next(self._said(grant, besides=PAPERS), "")

    def unwaived(self, access: AccessContext, grant: Grant) -> bool:
        """Whether what stands against it was waived, and is not any more."""
        known = [one for one in access.waivers_for(grant) if one.expires_on >= grant.start_on]
        ended = {one.check for one in known if is_over(one, access.today)}
        about = (one for one in self.against if one.item == grant.asset and one.person in (None, grant.person))
        return any(one.check in ended for one in about)

    def _said(self, grant: Grant, besides: str = " ") -> Iterator[str]:
        for one in self.against:
            told = one.waiver is not None or not one.check.startswith(besides)
            if one.item == grant.asset and one.person in (None, grant.person) and told:
                yield one.message


def _recheck(unit: Unit, context: Context, request: Request | None, wanted: list[tuple[Grant, Grant]]) -> _Found:
    """Blocks, and waivers that nobody has given, wherever access opens, could come back or is open.

    Before it opens the route is chosen once more; the request waits for approval again if that needs more.
    """
    opens = any(_opens(old, new) for old, new in wanted)
    is_needed = opens or any(may_come_back(new) for _, new in wanted)
    if request is None or not (is_needed or any(_is_open(old, new) for old, new in wanted)):
        return _Found(request)
    try:
        evaluation = evaluate_again(unit, context, request)
    except LostRecords:
        if is_needed:
            raise
        return _Found(request)
    against = tuple(one for one in worst_first(evaluation.results) if one.effect.severity >= Outcome.WAIVER.severity)
    unruled = f"For {request.id} {NO_ROUTE}." if evaluation.route is None else ""
    now = reroute(unit, context, request, evaluation) if opens else request
    return _Found(now, against, _unasked(request, evaluation), unruled)


def _unasked(request: Request, evaluation: Evaluation) -> str:
    """Of open access: whom the facts of now would ask besides those who were asked."""
    if evaluation.route is None:
        return ""
    seats = list(dict.fromkeys(seat.words for _, seat in added_seats(request.route, evaluation.route)))
    words = class_words(evaluation.facts.highest_class)
    return f"It is {words} now, and {', '.join(seats)} would have to agree, who was never asked." if seats else ""


def _undecided(request: Request | None, asset: str) -> str:
    """Why this access may not open yet, whatever the checks find."""
    if request is None or not request.state.is_open:
        return ""
    if any(item.asset == asset and item.state is ItemState.APPROVED for item in request.items):
        return ""
    because = f": {request.route.because[-1]}" if request.route.because else ""
    return f"{request.id} needs another approval{because}."


def _decided(access: AccessContext, found: _Found, old: Grant, new: Grant, uncarried: str) -> Grant:
    if (_is_open(old, new) or may_come_back(new)) and found.unwaived(access, new):
        return replace(stopped(new, (UNWAIVED,), access.today), next_on=access.today + ONE_DAY)
    if _is_open(old, new):
        return replace(new, held=found.of_open(new) or found.unruled or found.unasked)
    why = _undecided(found.request, new.asset) or uncarried or found.unruled or found.about(new)
    checked = old.request in access.requests
    if _opens(old, new):
        if not checked and new.covered_until is None:
            why = why or NOTHING_TO_CHECK
        why = why or access.held_for_notice(old)
        return hold(old, access.today, why) if why else new
    if old.state is new.state is GrantState.SCHEDULED and checked:
        return replace(old, held=access.held_for_notice(old), next_on=old.start_on)
    if may_come_back(new):
        by_itself = checked and REGISTER not in old.reasons
        return come_back(new, rank=access.rank(new), rechecked=by_itself, today=access.today, against=why)
    return new
