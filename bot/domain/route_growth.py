"""The route follows the facts (3.6, The route of now): what a request carries is a floor, never a ceiling.

Decisions name their stage by its number, so no stage that somebody has decided in changes its place: what is needed now and was
not asked for is added at its place, or before the next stage where that has passed; nothing is taken away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.domain.vocabulary import Overlay, Role, class_words
from bot.domain.workflows import Route, Stage, Subject


@dataclass
class _Growing:
    """A route while it grows. `spare` are the kept seats that no stage of the route of now has claimed."""

    stages: list[Stage]
    open_from: int
    insert_from: int
    spare: list[tuple[str, Role]] = field(default_factory=list)

    def index(self, name: str) -> int | None:
        return next((number for number, stage in enumerate(self.stages) if stage.name == name), None)

    def claim(self, seat: Role) -> bool:
        found = next((one for one in self.spare if one[1] is seat), None)
        if found is not None:
            self.spare.remove(found)
        return found is not None


def grow(kept: Route, now: Route, *, open_from: int, insert_from: int) -> Route:
    """The kept route with what the route of now needs besides; the kept one itself if that is nothing.

    `open_from` is the first stage that may be given another seat, `insert_from` the first place at which one may come in.
    """
    growing = _Growing(list(kept.stages), open_from, insert_from, list(_unclaimed(kept, now)))
    for number, stage in enumerate(now.stages):
        _make_room_for(growing, stage, now.stages[number + 1 :])
    stages = tuple(growing.stages)
    added = sum(len(stage.seats) for stage in stages) > sum(len(stage.seats) for stage in kept.stages)
    people = max([kept.min_distinct_people, now.min_distinct_people, *(stage.needed for stage in now.stages if added)])
    if (stages, people) == (kept.stages, kept.min_distinct_people):
        return kept
    post_to = kept.post_to or now.post_to
    return Route(now.workflow, stages, post_to, people, now.policy_version, kept.because)


def another_person(route: Route) -> Route:
    """The route with a stage for one more human: all its seats are filled, and by too few different people."""
    last = route.stages[-1]
    seats = tuple(dict.fromkeys(seat for stage in route.stages for seat in stage.seats))
    stage = Stage(_free_name("another-person", route.stages), seats, "any", last.reject_after, last.reason_to_approve)
    return replace(route, stages=(*route.stages, stage))


def what_changed(then: Subject, now: Subject, kept: Route, grown: Route) -> Iterator[str]:
    """Which fact, from what, to what; and what that adds, in words for a channel."""
    if then.rank != now.rank:
        yield f"{class_words(now.rank)} instead of {class_words(then.rank)}"
    for overlay in sorted(now.overlays - then.overlays):
        yield f"{_overlay_words(overlay)} is new"
    if then.tier != now.tier:
        yield f"the vendor is of {_tier_words(now.tier)} instead of {_tier_words(then.tier)}"
    if kept.policy_version != grown.policy_version:
        yield "the workflow files changed"
    if added := list(added_seats(kept, grown)):
        yield f"added: {', '.join(seat.words for _, seat in added)}"


def added_seats(kept: Route, grown: Route) -> Iterator[tuple[str, Role]]:
    """Stage and seat of all that the grown route has more."""
    before = {stage.name: stage.seats for stage in kept.stages}
    for stage in grown.stages:
        yield from ((stage.name, seat) for seat in stage.seats if seat not in before.get(stage.name, ()))


def _unclaimed(kept: Route, now: Route) -> Iterator[tuple[str, Role]]:
    wanted = {stage.name: stage.seats for stage in now.stages}
    for stage in kept.stages:
        if _asks_all(stage):
            yield from ((stage.name, seat) for seat in stage.seats if seat not in wanted.get(stage.name, ()))


def _make_room_for(growing: _Growing, wanted: Stage, later: tuple[Stage, ...]) -> None:
    at = growing.index(wanted.name)
    there = growing.stages[at] if at is not None else None
    missing = wanted if there is None or not _meets(there, wanted) else None
    if missing is not None and _asks_all(wanted):
        has = there.seats if there is not None and _asks_all(there) else ()
        seats = tuple(seat for seat in wanted.seats if seat not in has and not growing.claim(seat))
        missing = _of(wanted, seats) if seats else None
    if at is not None and there is not None and at >= growing.open_from:
        growing.stages[at] = there = _as_strict(there, wanted)
        if missing is not None and _asks_all(there) and _asks_all(missing):
            growing.stages[at] = replace(there, seats=(*there.seats, *missing.seats), quantifier="all")
            return
    if missing is not None:
        _insert(growing, missing, later)


def _of(wanted: Stage, seats: tuple[Role, ...]) -> Stage:
    return wanted if seats == wanted.seats else replace(wanted, seats=seats, quantifier="all")


def _insert(growing: _Growing, stage: Stage, later: tuple[Stage, ...]) -> None:
    """Before the first stage that comes later in the route of now too; where its place has passed, before the next one."""
    places = [place for one in later if (place := growing.index(one.name)) is not None]
    place = min(places, default=len(growing.stages))
    at = max(place, growing.insert_from)
    growing.stages.insert(at, replace(stage, name=_free_name(stage.name, growing.stages)))
    if place < growing.insert_from:
        growing.insert_from = at + 1


def _free_name(name: str, stages: list[Stage] | tuple[Stage, ...]) -> str:
    taken = {stage.name for stage in stages}
    names = (name, f"{name}-added", *(f"{name}-added-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)


def _asks_all(stage: Stage) -> bool:
    """Every seat must be filled: also where any one is asked of a single seat."""
    return stage.quantifier == "all" or (len(stage.seats) == 1 and stage.needed == 1)


def _meets(there: Stage, wanted: Stage) -> bool:
    """Whether whoever fills the one has filled the other."""
    if _asks_all(wanted):
        return _asks_all(there) and set(wanted.seats) <= set(there.seats)
    if _asks_all(there):
        return len(set(there.seats) & set(wanted.seats)) >= wanted.needed
    return set(there.seats) <= set(wanted.seats) and there.needed >= wanted.needed


def _as_strict(there: Stage, wanted: Stage) -> Stage:
    """A reason where either asks for one, and the shorter time."""
    days = [one for one in (there.reject_after, wanted.reject_after) if one is not None]
    reason = there.reason_to_approve or wanted.reason_to_approve
    return replace(there, reason_to_approve=reason, reject_after=min(days, default=None))


def _overlay_words(overlay: Overlay) -> str:
    return overlay.value.replace("_", " ")


def _tier_words(tier: int | None) -> str:
    return "no tier" if tier is None else f"tier {tier}"
