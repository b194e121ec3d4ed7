"""What is recorded, and who is told, when grants moved: an event per grant; the first of each kind says whom to tell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.application.access.gather import AccessContext
from bot.application.access.settle import Settled
from bot.domain.checks.results import CheckResult
from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.grants import OPEN, Grant, ends_soon
from bot.domain.stops import STOPS
from bot.domain.suspensions import GAP, NDA, OWNER
from bot.domain.vocabulary import GrantState
from bot.store import outbox
from bot.store.unit import Unit

Change = tuple[Grant, Grant]
Kind = tuple[Happened, str]  # what happened, and because of which reason


def access_news(
    access: AccessContext,
    request_id: str,
    changes: Iterable[Change],
    against: Sequence[CheckResult] = (),
    *,
    actor: str = OURSELVES,
) -> list[Event]:
    """The events of one request's grants; a change that nobody has to know of (when to look again) is none."""
    kinds: dict[Kind, list[Change]] = {}
    for old, new in changes:
        for kind in _kinds_of(old, new):
            kinds.setdefault(kind, []).append((old, new))
    return [event for kind, moved in kinds.items() for event in _events(access, request_id, kind, moved, against, actor)]


def ending_soon(unit: Unit, access: AccessContext, request_id: str, settled: Settled) -> list[Event]:
    """That open access ends in 14 days, in 7 or tomorrow; told once for each step of each last day."""
    request, moved = access.requests.get(request_id), {new.id: new for _, new in settled.changes}
    given = [moved.get(grant.id, grant) for grant in access.grants[request_id]]
    due = [(grant, step) for grant in given if (step := ends_soon(grant, access.today)) is not None]
    if request is None or not due:
        return []
    until, step = min((grant.end_on, step) for grant, step in due)
    key = f"ends_soon:{request_id}:{until.isoformat()}:{step}"
    if outbox.is_promised(unit, key):
        return []
    details = {
        "key": key,
        "step": step,
        "until": until.isoformat(),
        "assets": sorted({grant.asset for grant, _ in due}),
        "people": len({grant.person for grant, _ in due}),
        "tell": access.requester(request),
    }
    return [Event(Happened.ACCESS_ENDS_SOON, "request", request_id, OURSELVES, details=details)]


_OF_REASON = (
    *((reason, Happened.ACCESS_SUSPENDED) for reason in STOPS),
    (NDA, Happened.ACCESS_SUSPENDED),
    (GAP, Happened.GAP_FOUND),
    (OWNER, Happened.RESUME_ASKED),
)


def _kinds_of(old: Grant, new: Grant) -> list[Kind]:
    """One, or none; of days without cover one for each run of them, because each is a question of its own."""
    if new.state is not old.state:
        return [_moved(old, new)]
    gained = [reason for reason in new.reasons if reason not in old.reasons]
    for kind, happened in _OF_REASON:
        if found := [reason for reason in gained if reason.startswith(kind)]:
            return [(happened, reason) for reason in (found if kind == GAP else found[:1])]
    if not new.held or new.held == old.held:
        return []
    return [(Happened.ACCESS_ALARMED if new.state in OPEN else Happened.ACCESS_HELD, "")]


def _moved(old: Grant, new: Grant) -> Kind:
    if new.state is GrantState.SUSPENDED:
        reasons = (reason for reason in new.reasons if reason in STOPS or reason.startswith(NDA))
        return Happened.ACCESS_SUSPENDED, next(reasons, "")
    if new.state is GrantState.ACTIVE:
        return (Happened.ACCESS_RESUMED if old.state is GrantState.SUSPENDED else Happened.ACCESS_OPENED), ""
    return Happened.ACCESS_ENDED, ""


def _events(
    access: AccessContext, request_id: str, kind: Kind, moved: list[Change], against: Sequence[CheckResult], actor: str
) -> Iterator[Event]:
    happened, reason = kind
    for number, (old, new) in enumerate(moved):
        first = number == 0
        details = {
            "request": request_id,
            "grants": [grant.id for _, grant in moved] if first else [new.id],
            "until": new.end_on.isoformat(),
            "why": _why(new, against) if happened in _SAY_WHY else [],
            "tell": list(_told(access, request_id, happened, moved)) if first else [],
        }
        details |= _about(access, new, reason, moved) if happened in _BY_PAPER else {}
        yield Event(happened, "grant", new.id, actor, old.state.value, new.state.value, details=details)


_SAY_WHY = (Happened.ACCESS_HELD, Happened.ACCESS_ALARMED)


def _why(grant: Grant, against: Sequence[CheckResult]) -> list[list[str]]:
    """What the checks say, and what holds this one back besides."""
    said = [[result.check, result.message] for result in against]
    return said if any(message == grant.held for _, message in said) else [["record", grant.held], *said]


_BY_PAPER = (Happened.ACCESS_SUSPENDED, Happened.GAP_FOUND, Happened.RESUME_ASKED, Happened.ACCESS_RESUMED)


def _about(access: AccessContext, grant: Grant, reason: str, moved: list[Change]) -> dict[str, Any]:
    return {
        "vendor": grant.vendor,
        "on": access.today.isoformat(),
        "reason": reason,
        "reasons": list(grant.reasons),
        "covered_until": grant.covered_until.isoformat() if grant.covered_until else None,
        "assets": sorted({one.asset for _, one in moved}),
        "people": len({one.person for _, one in moved}),
    }


def _told(access: AccessContext, request_id: str, happened: Happened, moved: list[Change]) -> tuple[str, ...]:
    if happened in (Happened.ACCESS_SUSPENDED, Happened.ACCESS_ALARMED):
        return access.affected(request_id)
    if happened is Happened.GAP_FOUND:
        return access.counsels()
    if happened is Happened.RESUME_ASKED:
        return tuple(dict.fromkeys(owner for _, grant in moved for owner in access.owners(grant)))
    return access.concerned(request_id)
