"""Whether a route can be decided at all: every seat has somebody, and enough different people are left (PRC-03)."""

from collections.abc import Iterator, Mapping

from bot.domain.approvers import Approvers
from bot.domain.register import Asset
from bot.domain.seats import fill
from bot.domain.workflows import Route, Stage


def empty_seats(route: Route, approvers: Approvers, assets: Mapping[str, Asset]) -> Iterator[str]:
    """In words, everything that keeps this route from being decided; nothing means that it can be."""
    for asset_id in (one for one in assets if approvers.asks_about(one)):
        for stage in route.stages:
            yield from _gaps_of(stage, approvers, asset_id)
        yield from _too_few(route, approvers, asset_id)


def _gaps_of(stage: Stage, approvers: Approvers, asset_id: str) -> Iterator[str]:
    people = {seat: approvers.holders(asset_id, seat) for seat in stage.seats}
    missing = [seat for seat, members in people.items() if not members]
    if stage.quantifier != "all":
        several = {member.id for members in people.values() for member in members}
        if len(several) < stage.needed:
            names = " or ".join(seat.words for seat in stage.seats)
            yield f"the stage '{stage.name}' needs {stage.needed} of {names} for {asset_id}, and {len(several)} can decide"
        return
    for seat in missing:
        yield f"nobody can decide as {seat.words} for {asset_id} in the stage '{stage.name}'"
    if not missing:
        wishes = _wishes(stage, approvers, asset_id)
        if len(fill([seat.value for seat in stage.seats], wishes, rarity={})) < len(stage.seats):
            yield f"the stage '{stage.name}' needs {len(stage.seats)} different people for {asset_id}, and fewer are left"


def _wishes(stage: Stage, approvers: Approvers, asset_id: str) -> dict[str, list[str]]:
    wishes: dict[str, list[str]] = {}
    for seat in stage.seats:
        for member in approvers.holders(asset_id, seat):
            wishes.setdefault(member.id, []).append(seat.value)
    return wishes


def _too_few(route: Route, approvers: Approvers, asset_id: str) -> Iterator[str]:
    """A matching over all seats of all stages has as many people as the route can have different deciders."""
    seats: list[str] = []
    wishes: dict[str, list[str]] = {}
    for number, stage in enumerate(route.stages):
        for copy in range(stage.needed):
            name = f"{number}/{copy}"
            seats.append(name)
            choices = stage.seats if stage.quantifier != "all" else (stage.seats[copy],)
            for member in {m for seat in choices for m in approvers.holders(asset_id, seat)}:
                wishes.setdefault(member.id, []).append(name)
    people = len(fill(seats, wishes, rarity={}))
    if people < route.min_distinct_people:
        needed = route.min_distinct_people
        yield f"the route '{route.workflow}' needs {needed} different people for {asset_id}; {people} can decide"
