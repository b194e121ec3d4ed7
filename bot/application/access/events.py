"""What is recorded, and who is told, when grants moved: an event per grant; the first of each kind says whom to tell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.application.access.scene import Scene
from bot.domain.checks.results import CheckResult
from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.grants import Grant
from bot.domain.suspensions import GAP, NDA, OWNER
from bot.domain.vocabulary import GrantState

Change = tuple[Grant, Grant]
Kind = tuple[Happened, str]  # what happened, and because of which reason


def access_news(
    scene: Scene, request_id: str, changes: Iterable[Change], against: Sequence[CheckResult] = (), *, actor: str = OURSELVES
) -> list[Event]:
    """The events of one request's grants; a change that nobody has to know of (when to look again) is none."""
    kinds: dict[Kind, list[Change]] = {}
    for old, new in changes:
        if kind := _kind_of(old, new):
            kinds.setdefault(kind, []).append((old, new))
    return [event for kind, moved in kinds.items() for event in _events(scene, request_id, kind, moved, against, actor)]


def _kind_of(old: Grant, new: Grant) -> Kind | None:
    if new.state is not old.state:
        return _moved(old, new)
    gained = [reason for reason in new.reasons if reason not in old.reasons]
    for kind, happened in ((NDA, Happened.ACCESS_SUSPENDED), (GAP, Happened.GAP_FOUND), (OWNER, Happened.RESUME_ASKED)):
        if found := next((reason for reason in gained if reason.startswith(kind)), None):
            return happened, found
    return (Happened.ACCESS_HELD, "") if new.held and new.held != old.held else None


def _moved(old: Grant, new: Grant) -> Kind:
    if new.state is GrantState.SUSPENDED:
        return Happened.ACCESS_SUSPENDED, next((reason for reason in new.reasons if reason.startswith(NDA)), "")
    if new.state is GrantState.ACTIVE:
        return (Happened.ACCESS_RESUMED if old.state is GrantState.SUSPENDED else Happened.ACCESS_OPENED), ""
    return Happened.ACCESS_ENDED, ""


def _events(
    scene: Scene, request_id: str, kind: Kind, moved: list[Change], against: Sequence[CheckResult], actor: str
) -> Iterator[Event]:
    happened, reason = kind
    for number, (old, new) in enumerate(moved):
        first = number == 0
        details = {
            "request": request_id,
            "grants": [grant.id for _, grant in moved] if first else [new.id],
            "until": new.end_on.isoformat(),
            "why": [[r.check, r.message] for r in against] if happened is Happened.ACCESS_HELD else [],
            "tell": list(_told(scene, request_id, happened, moved)) if first else [],
        }
        details |= _about(scene, new, reason, moved) if happened in _BY_PAPER else {}
        yield Event(happened, "grant", new.id, actor, old.state.value, new.state.value, details=details)


_BY_PAPER = (Happened.ACCESS_SUSPENDED, Happened.GAP_FOUND, Happened.RESUME_ASKED, Happened.ACCESS_RESUMED)


def _about(scene: Scene, grant: Grant, reason: str, moved: list[Change]) -> dict[str, Any]:
    return {
        "vendor": grant.vendor,
        "on": scene.today.isoformat(),
        "reason": reason,
        "reasons": list(grant.reasons),
        "covered_until": grant.covered_until.isoformat() if grant.covered_until else None,
        "assets": sorted({one.asset for _, one in moved}),
        "people": len({one.person for _, one in moved}),
    }


def _told(scene: Scene, request_id: str, happened: Happened, moved: list[Change]) -> tuple[str, ...]:
    if happened is Happened.ACCESS_SUSPENDED:
        return scene.affected(request_id)
    if happened is Happened.GAP_FOUND:
        return scene.counsels()
    if happened is Happened.RESUME_ASKED:
        return tuple(dict.fromkeys(owner for _, grant in moved for owner in scene.owners(grant)))
    return scene.concerned(request_id)
