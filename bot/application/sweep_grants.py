"""Open access on its first day and end it after its last, computed from dates and never from the moment of firing."""

from dataclasses import replace
from datetime import date

from bot.application.desk import Desk
from bot.application.gathering import evaluate_again
from bot.application.recording import record_events
from bot.application.sweeping import each_alone
from bot.domain.checks.results import CheckResult, overall, worst_first
from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.grants import Grant, due, hold
from bot.domain.requests import Request
from bot.domain.vocabulary import GrantState, Outcome, RequestState
from bot.store import grants, requests
from bot.store.unit import Unit

BATCH = 500


def sweep_grants(desk: Desk) -> int:
    """How many requests had access that changed; each is one unit, and cost follows what is due."""
    with desk.store.reading() as unit:
        ids = grants.requests_due(unit, desk.today(), BATCH)
    return each_alone(desk, ids, move_grants)


def move_grants(unit: Unit, desk: Desk, request_id: str) -> None:
    """Bring all grants of one request to where today wants them, and tell requester and approvers once per kind of news."""
    request = requests.load(unit, request_id, lock=True)
    if request is None:
        return
    today = desk.today()
    before = grants.of_request(unit, request_id, lock=True)
    against = _against(unit, desk, request, before, today)
    changes = [(old, new) for old in before if (new := _as_of(old, today, against)) is not None]
    for _, new in changes:
        grants.save(unit, new)
    _note_fulfilled(unit, request, changes)
    record_events(unit, desk, _news(request, changes, against))


def _against(unit: Unit, desk: Desk, request: Request, held: list[Grant], today: date) -> list[CheckResult]:
    """Before access opens the facts are looked at once more; what stops it, worst first."""
    if not any((new := due(grant, today)) and new.state is GrantState.ACTIVE for grant in held):
        return []
    results = evaluate_again(unit, desk, request).results
    stopping = [r for r in worst_first(results) if r.effect.severity >= Outcome.WAIVER.severity]
    return stopping if overall(results).severity >= Outcome.WAIVER.severity else []


def _as_of(grant: Grant, today: date, against: list[CheckResult]) -> Grant | None:
    new = due(grant, today)
    if new is None or new.state is not GrantState.ACTIVE:
        return new
    stopping = [r for r in against if r.item == grant.asset and r.person in (None, grant.person)]
    return hold(grant, today, stopping[0].message) if stopping else new


def _note_fulfilled(unit: Unit, request: Request, changes: list[tuple[Grant, Grant]]) -> None:
    if request.state is RequestState.APPROVED and any(new.state is GrantState.ACTIVE for _, new in changes):
        fulfilled = replace(request, state=RequestState.FULFILLED)
        requests.save(unit, request, fulfilled, due_on=None, look_on=date.max)


def those_to_tell(request: Request) -> list[str]:
    return list(dict.fromkeys([request.draft.requester, *request.deciders]))


def _news(request: Request, changes: list[tuple[Grant, Grant]], against: list[CheckResult]) -> list[Event]:
    """An event per grant; only the first of each kind carries whom to tell, with all grants of that kind."""
    events: list[Event] = []
    for happened, kind in _kinds(changes).items():
        told = those_to_tell(request)
        for number, (old, new) in enumerate(kind):
            details = {
                "request": request.id,
                "grants": [g.id for _, g in kind] if number == 0 else [new.id],
                "until": new.end_on.isoformat(),
                "why": [[r.check, r.message] for r in against] if happened is Happened.ACCESS_HELD else [],
                "tell": told if number == 0 else [],
            }
            events.append(Event(happened, "grant", new.id, OURSELVES, old.state.value, new.state.value, details=details))
    return events


def _kinds(changes: list[tuple[Grant, Grant]]) -> dict[Happened, list[tuple[Grant, Grant]]]:
    kinds: dict[Happened, list[tuple[Grant, Grant]]] = {}
    for old, new in changes:
        if new.state is GrantState.ACTIVE:
            kinds.setdefault(Happened.ACCESS_OPENED, []).append((old, new))
        elif new.state is GrantState.EXPIRED:
            kinds.setdefault(Happened.ACCESS_ENDED, []).append((old, new))
        elif new.held and new.held != old.held:
            kinds.setdefault(Happened.ACCESS_HELD, []).append((old, new))
    return kinds
