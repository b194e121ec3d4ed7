"""Bring grants to where calendar, papers and checks want them today; nothing is kept here."""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog

from bot.application.access.scene import Scene
from bot.application.context import Context
from bot.application.evaluation import evaluate_again
from bot.application.rerouting import reroute
from bot.domain.carrying import why_not_carried
from bot.domain.checks.results import CheckResult, worst_first
from bot.domain.grants import Grant, hold
from bot.domain.requests import Request
from bot.domain.suspensions import as_of, come_back, may_come_back
from bot.domain.vocabulary import GrantState, ItemState, Outcome
from bot.store import proof, requests
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
NOTHING_TO_CHECK = "No NDA covers it, and no request stands behind it that could be checked."


@dataclass(frozen=True)
class Settled:
    """Grants before and after, as far as anything about them changed, and what a re-check found against them, worst first.

    `request` is the one behind them, as it stands now.
    """

    changes: tuple[tuple[Grant, Grant], ...]
    against: tuple[CheckResult, ...] = ()
    request: Request | None = None


def settle(unit: Unit, context: Context, scene: Scene, request_id: str, given: Iterable[Grant] | None = None) -> Settled:
    """One request's grants as of today. Before access opens or comes back the facts are looked at once more.

    Raises LostRecords if they are needed and the register no longer has them.
    """
    before = list(scene.grants[request_id] if given is None else given)
    wanted = [(grant, as_of(grant, scene.cover(grant), scene.today)) for grant in before]
    uncarried = _uncarried(unit, request_id, wanted)
    request, against = _recheck(unit, context, scene, request_id, wanted)
    after = [(old, _decided(scene, request, old, new, against, uncarried.get(old.id, ""))) for old, new in wanted]
    return Settled(tuple((old, new) for old, new in after if new != old), tuple(against), request)


def _opens(old: Grant, new: Grant) -> bool:
    return old.state is GrantState.SCHEDULED and new.state in (GrantState.ACTIVE, GrantState.SUSPENDED)


def _uncarried(unit: Unit, request_id: str, wanted: list[tuple[Grant, Grant]]) -> dict[str, str]:
    """Why the record does not carry what would open now, or come back, by grant; asked of nothing else."""
    due = [old for old, new in wanted if _opens(old, new) or may_come_back(new)]
    found = why_not_carried(proof.proven_entries(unit, request_id), requests.asked(unit, request_id), due) if due else {}
    for grant, words in found.items():
        log.error("access is not carried by its entries", request=request_id, grant=grant, reason=words)
    return found


def _recheck(
    unit: Unit, context: Context, scene: Scene, request_id: str, wanted: list[tuple[Grant, Grant]]
) -> tuple[Request | None, list[CheckResult]]:
    """What stands against access that opens or could come back: blocks, and waivers that nobody has given.

    Before it opens the route is chosen once more; the request waits for approval again if that needs more.
    """
    request = scene.requests.get(request_id)
    opens = any(_opens(old, new) for old, new in wanted)
    if request is None or not (opens or any(may_come_back(new) for _, new in wanted)):
        return request, []
    evaluation = evaluate_again(unit, context, request)
    against = [one for one in worst_first(evaluation.results) if one.effect.severity >= Outcome.WAIVER.severity]
    return (reroute(unit, context, request, evaluation) if opens else request), against


def _undecided(request: Request | None, asset: str) -> str:
    """Why this access may not open yet, whatever the checks find."""
    if request is None or any(item.asset == asset and item.state is ItemState.APPROVED for item in request.items):
        return ""
    because = f": {request.route.because[-1]}" if request.route.because else ""
    return f"{request.id} needs another approval{because}."


def _decided(scene: Scene, request: Request | None, old: Grant, new: Grant, against: list[CheckResult], uncarried: str) -> Grant:
    found = (r.message for r in against if r.item == new.asset and r.person in (None, new.person))
    why = uncarried or _undecided(request, new.asset) or next(found, "")
    checked = old.request in scene.requests
    if _opens(old, new):
        if not checked and new.covered_until is None:
            why = why or NOTHING_TO_CHECK
        return hold(old, scene.today, why) if why else new
    if may_come_back(new):
        return come_back(new, rank=scene.rank(new), rechecked=checked, today=scene.today, against=why)
    return new
