"""What is recorded, and who is told, when grants moved: an event per grant; the first of each kind says whom to tell."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.application.access.gather import AccessContext
from bot.application.access.settle import Settled
from bot.domain.checks.results import CheckResult
from bot.domain.events import OURSELVES
from bot.domain.gates import PPL_06
from bot.domain.grants import OPEN, Grant, ends_soon
from bot.domain.happenings.access import (
    AccessAlarmed,
    AccessEnded,
    AccessEndsSoon,
    AccessHeld,
    AccessMoved,
    AccessOpened,
    AccessResumed,
    AccessStopped,
    AccessSuspended,
    GapFound,
    ResumeAsked,
    Why,
)
from bot.domain.happenings.form import Happening
from bot.domain.notices import awaited_words, waits_for_notice
from bot.domain.stops import STOPS
from bot.domain.suspensions import GAP, NDA, OWNER
from bot.domain.vocabulary import GrantState
from bot.store import outbox
from bot.store.unit import Unit

GrantMove = tuple[Grant, Grant]
Kind = tuple[type[AccessMoved], str]  # what happened, and because of which reason


def access_news(
    access: AccessContext,
    request_id: str,
    changes: Iterable[GrantMove],
    against: Sequence[CheckResult] = (),
    *,
    actor: str = OURSELVES,
) -> list[Happening]:
    """The events of one request's grants; a change that nobody has to know of (when to look again) is none."""
    kinds: dict[Kind, list[GrantMove]] = {}
    for old, new in changes:
        for kind in _kinds_of(old, new):
            kinds.setdefault(kind, []).append((old, new))
    return [event for kind, moved in kinds.items() for event in _events(access, request_id, kind, moved, against, actor)]


def ending_soon(unit: Unit, access: AccessContext, request_id: str, settled: Settled) -> list[Happening]:
    """That open access ends in 14 days, in 7 or tomorrow; told once for each step of each last day."""
    told, moved = access.told(request_id), {new.id: new for _, new in settled.changes}
    given = [moved.get(grant.id, grant) for grant in access.grants[request_id]]
    due = [(grant, step) for grant in given if (step := ends_soon(grant, access.today)) is not None]
    if not told or not due:
        return []
    until, step = min((grant.end_on, step) for grant, step in due)
    key = f"ends_soon:{request_id}:{until.isoformat()}:{step}"
    if outbox.is_promised(unit, key):
        return []
    soon = AccessEndsSoon(
        request=request_id,
        key=key,
        step=step,
        until=until,
        assets=tuple(sorted({grant.asset for grant, _ in due})),
        people=len({grant.person for grant, _ in due}),
        requester=told[0],
    )
    return [soon]


_OF_REASON: tuple[tuple[str, type[AccessMoved]], ...] = (
    *((reason, AccessSuspended) for reason in STOPS),
    (NDA, AccessSuspended),
    (GAP, GapFound),
    (OWNER, ResumeAsked),
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
    return [(AccessAlarmed if new.state in OPEN else AccessHeld, "")]


def _moved(old: Grant, new: Grant) -> Kind:
    if new.state is GrantState.SUSPENDED:
        reasons = (reason for reason in new.reasons if reason in STOPS or reason.startswith(NDA))
        return AccessSuspended, next(reasons, "")
    if new.state is GrantState.ACTIVE:
        return (AccessResumed if old.state is GrantState.SUSPENDED else AccessOpened), ""
    return AccessEnded, ""


def _events(
    access: AccessContext, request_id: str, kind: Kind, moved: list[GrantMove], against: Sequence[CheckResult], actor: str
) -> Iterator[AccessMoved]:
    happening, reason = kind
    together, told = tuple(new.id for _, new in moved), _told(access, request_id, happening, moved)
    heads_up = tuple(_unread(access, moved)) if happening is AccessOpened else ()
    for number, (old, new) in enumerate(moved):
        first = number == 0
        yield happening(
            grant=new.id,
            request=request_id,
            actor=actor,
            before=old.state.value,
            after=new.state.value,
            grants=together if first else (new.id,),
            until=new.end_on,
            why=_why(new, against) if happening in _SAY_WHY else heads_up if first else (),
            tell=told if first else (),
            **(_stopped(access, new, reason, moved) if issubclass(happening, AccessStopped) else {}),
        )


def _unread(access: AccessContext, opened: Iterable[GrantMove]) -> Iterator[Why]:
    """Who has not acknowledged the secrecy notice, where that holds nothing back."""
    for name, notice in dict.fromkeys((access.name(new.person), access.unknown_notice(new)) for _, new in opened):
        if notice is not None:
            yield Why(PPL_06.id, awaited_words(name, notice))


_SAY_WHY = (AccessHeld, AccessAlarmed)


def _why(grant: Grant, against: Sequence[CheckResult]) -> tuple[Why, ...]:
    """What the checks say, and what holds this one back besides."""
    said = tuple(Why(result.check, result.message) for result in against)
    if any(one.message == grant.held for one in said):
        return said
    return (Why(PPL_06.id if waits_for_notice(grant.held) else "record", grant.held), *said)


def _stopped(access: AccessContext, grant: Grant, reason: str, moved: list[GrantMove]) -> dict[str, Any]:
    """The fields of `AccessStopped`."""
    return {
        "vendor": grant.vendor,
        "on": access.today,
        "reason": reason,
        "reasons": grant.reasons,
        "covered_until": grant.covered_until,
        "assets": tuple(sorted({one.asset for _, one in moved})),
        "people": len({one.person for _, one in moved}),
    }


def _told(access: AccessContext, request_id: str, kind: type[AccessMoved], moved: list[GrantMove]) -> tuple[str, ...]:
    if kind in (AccessSuspended, AccessAlarmed):
        return access.affected(request_id)
    if kind is GapFound:
        return access.counsels()
    if kind is ResumeAsked:
        return tuple(dict.fromkeys(owner for _, grant in moved for owner in access.owners(grant)))
    if kind is AccessHeld and all(waits_for_notice(grant.held) for _, grant in moved):
        return access.told(request_id)  # those who can do something about it are asked
    return access.concerned(request_id)
