"""What an entry carries of a value that stands in a table: a hash over all that does not change about it.

Empty fields are left out, so that a field which a later release adds leaves the hashes of what was written before as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.domain.chain import document_hash, instant_text
from bot.domain.drafts import Draft
from bot.domain.grants import Grant
from bot.domain.requests import Decision
from bot.domain.workflows import Route

DECISION_MOVES = ("void",)
GRANT_MOVES = ("state", "next_on", "held", "covered_until", "reasons")
HASHES = "hashes"  # where they stand in the details of an entry


def hash_of_decision(decision: Decision) -> str:
    return hash_of_fields(_fields(decision, DECISION_MOVES))


def hash_of_grant(grant: Grant) -> str:
    return hash_of_fields(_fields(grant, GRANT_MOVES))


def hash_of_fields(known: Mapping[str, Any]) -> str:
    """Over the fields that say something."""
    return document_hash({name: _plain(value) for name, value in known.items() if value not in (None, "", (), [], {})})


def hash_of_request(request_id: str, submit_key: str, draft: Draft, submitted_at: datetime) -> str:
    """What the row of a request says beside its draft, as far as it never changes."""
    known = {
        "requester": draft.requester,
        "requester_slack": draft.requester_slack,
        "vendor": draft.vendor,
        "submitted_at": submitted_at,
    }
    return hash_of_fields({"id": request_id, "submit_key": submit_key, "submitted_at": submitted_at, **known})


def floor_of(route: Route) -> dict[str, Any]:
    """What an entry keeps of a route: its seats and how many have to answer. A route may grow, and never falls below it."""
    stages = [[sorted(seat.value for seat in stage.seats), stage.needed] for stage in route.stages]
    return {"stages": stages, "people": route.min_distinct_people}


def floor_of_document(route: Mapping[str, Any]) -> dict[str, Any]:
    """As `floor_of`, of a route as a table keeps it."""
    stages = [[sorted(stage["seats"]), _needed(stage)] for stage in route["stages"]]
    return {"stages": stages, "people": route["min_distinct_people"]}


def _needed(stage: Mapping[str, Any]) -> int:
    quantifier = stage["quantifier"]
    return quantifier if isinstance(quantifier, int) else 1 if quantifier == "any" else len(stage["seats"])


def is_at_least(route: Mapping[str, Any], floor: Mapping[str, Any]) -> bool:
    """Whether a route still has each stage of the floor, in this order, with all of its seats and as many answers."""
    stages = iter(route["stages"])
    kept = all(any(_covers(stage, wanted) for stage in stages) for wanted in floor["stages"])
    return kept and route["people"] >= floor["people"]


def _covers(stage: Any, wanted: Any) -> bool:
    return set(wanted[0]) <= set(stage[0]) and stage[1] >= wanted[1]


def _fields(value: Any, moves: Collection[str]) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value) if one.name not in moves}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _ if is_dataclass(value):
            return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value
