"""A request as its entries tell it and as its tables keep it, so that a test can make the two disagree."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.chain import Head, document_hash, entry_hash
from bot.domain.events import Event, Happened
from bot.domain.hashes import HASHES, floor_of_document, hash_of_decision, hash_of_fields
from bot.domain.raw_entries import Proven
from bot.domain.replay import Told, replayed
from bot.domain.requests import Decision
from bot.domain.tables_proof import Tables, find_differences, hashes_of_snapshot
from bot.domain.vocabulary import DecisionOutcome
from tests.builders import NOW

REQUEST, GRANT, AUDIT = "REQ-1", "GRT-1", "audit:V1:access:REQ-1"
Row = dict[str, str | None]
DRAFT = '{"requester": "ana", "items": [{"asset": "A1", "mode": "view"}], "people": ["E1"]}'
ROUTE = (
    '{"stages": [{"seats": ["data_owner", "ip_counsel"], "quantifier": "all"}, '
    '{"seats": ["security_officer"], "quantifier": "any"}], "min_distinct_people": 2}'
)


def decision(actor: str = "dan", **more: Any) -> Decision:
    usual: dict[str, Any] = {"item": "A1", "stage": 0, "round": 1, "actor": actor, "outcome": DecisionOutcome.APPROVE}
    filled = {"seats": ("data_owner",), "seat": "data_owner", "at": NOW, "snapshot": 1}
    return Decision(**(usual | filled | more))


def request_row(**more: str | None) -> Row:
    usual: Row = {
        "id": REQUEST,
        "submit_key": "K",
        "requester": "ana",
        "requester_slack": None,
        "vendor": "V1",
        "state": "pending_approval",
        "rank": "3",
    }
    turn: Row = {"round": "1", "stage": "0", "snapshot": "1", "submitted_at": NOW.isoformat(), "stage_since": NOW.isoformat()}
    return usual | turn | {"due_on": None, "look_on": "2026-11-25", "draft": DRAFT, "route": ROUTE} | more


def item_row(**more: str | None) -> Row:
    return {"request": REQUEST, "number": "0", "asset": "A1", "mode": "view", "state": "pending"} | more


def snapshot_row(**more: str | None) -> Row:
    facts: Row = {"request": REQUEST, "number": "1", "taken_at": NOW.isoformat(), "digest": "d1", "facts": '{"today": 0.5}'}
    return facts | {"results": "[]"} | more


def decision_row(one: Decision | None = None, **more: str | None) -> Row:
    one = one or decision()
    usual: Row = {"id": "7", "request": REQUEST, "item": one.item, "stage": str(one.stage), "round": str(one.round)}
    seats = f'["{one.seat}"]'
    filled: Row = {"actor": one.actor, "outcome": one.outcome.value, "seats": seats, "seat": one.seat, "at": one.at.isoformat()}
    return usual | filled | {"snapshot": str(one.snapshot), "reason": one.reason, "void": "0"} | more


def grant_row(**more: str | None) -> Row:
    usual: Row = {"id": GRANT, "request": REQUEST, "vendor": "V1", "person": "E1", "asset": "A1", "mode": "view", "channel": "CH"}
    window: Row = {"start_on": "2026-12-01", "end_on": "2027-01-15", "entity": "V1-A"}
    standing: Row = {"state": "scheduled", "next_on": "2026-12-01", "held": "", "covered_until": None, "reasons": "[]"}
    return usual | window | standing | more


def audit_row(**more: str | None) -> Row:
    usual: Row = {"key": AUDIT, "trigger": REQUEST, "due_on": "2027-02-14", "ticket_key": None, "result": None, "closed_by": None}
    return usual | {"closed_on": None, "closing_note": ""} | more


def hashes_of_request(row: Row) -> dict[str, str]:
    known = {name: row[name] for name in ("id", "submit_key", "requester", "requester_slack", "vendor")}
    at = datetime.fromisoformat(str(row["submitted_at"]))
    return {
        "draft": document_hash(json.loads(str(row["draft"]))),
        "request": hash_of_fields(known | {"submitted_at": at}),
        **hashes_of(snapshot_row()),
    }


def hashes_of(row: Row) -> dict[str, str]:
    facts, results = json.loads(str(row["facts"])), json.loads(str(row["results"]))
    return hashes_of_snapshot(int(row["number"] or 0), str(row["digest"]), facts, results)


def hash_of_grant_row(row: Row) -> str:
    return hash_of_fields({name: row[name] for name in list(row)[:10]})


@dataclass
class Telling:
    """Entries of one subject, each chained to the one before."""

    entries: list[Proven] = field(default_factory=list)

    def add(
        self,
        happened: Happened,
        *,
        entity: str = "request",
        about: str = REQUEST,
        actor: str = "ringfence",
        moved: str | None = None,
        **details: Any,
    ) -> "Telling":
        """`moved` are the states before and after, `a>b`, or only the one after."""
        before, _, after = moved.rpartition(">") if moved else (None, None, None)
        event = Event(happened, entity, about, actor, before or None, after, details)
        last = self.entries[-1].head if self.entries else Head(REQUEST, 0, "")
        at = NOW + timedelta(seconds=len(self.entries))
        self.entries.append(Proven(Head(REQUEST, last.number + 1, entry_hash(last.hash, last.number + 1, at, event)), at, event))
        return self

    def asked(self, *, hashed: bool = True, moved: str = "pending_approval", **more: Any) -> "Telling":
        known = {HASHES: hashes_of_request(request_row()), "route": floor_of_document(json.loads(ROUTE))} if hashed else {}
        return self.add(Happened.REQUEST_SUBMITTED, actor="ana", moved=moved, snapshot=1, **known, **more)

    def opened(self, stage: int = 0, round_: int = 1) -> "Telling":
        return self.add(Happened.STAGE_OPENED, stage=stage, round=round_, asked=[])

    def decided(self, one: Decision | None = None, *, hashed: bool = True) -> "Telling":
        one = one or decision()
        happened = Happened.ITEM_APPROVED if one.outcome is DecisionOutcome.APPROVE else Happened.ITEM_REJECTED
        known = {HASHES: {"decision": hash_of_decision(one)}} if hashed else {}
        told = {name: getattr(one, name) for name in ("item", "stage", "seat", "snapshot", "round")}
        return self.add(happened, actor=one.actor, **told, **known)

    def approved(self) -> "Telling":
        return self.add(Happened.REQUEST_APPROVED, moved="pending_approval>approved")

    def given(self, *, hashed: bool = True, happened: Happened = Happened.ACCESS_SCHEDULED) -> "Telling":
        known = {HASHES: {"grant": hash_of_grant_row(grant_row())}} if hashed else {}
        told = {"request": REQUEST, "person": "E1", "asset": "A1", **known}
        return self.add(happened, entity="grant", about=GRANT, moved="scheduled", **told)

    def told(self) -> Told:
        return replayed(self.entries)


def broken(telling: Telling, *, is_whole: bool = True, **rows: list[Row]) -> list[str]:
    """What is said of these rows beside these entries."""
    return [one.words for one in find_differences(tables(telling, is_whole=is_whole, **rows))]


def tables(telling: Telling, *, is_whole: bool = True, **rows: list[Row]) -> Tables:
    told: Mapping[str, Told] = {REQUEST: telling.told()} if telling.entries else {}
    return Tables(told, is_whole, **rows)


def kept(**more: list[Row]) -> dict[str, list[Row]]:
    """The rows of a request that waits in its first stage."""
    return {"requests": [request_row()], "items": [item_row()], "snapshots": [snapshot_row()]} | more


def at_rest() -> Telling:
    return Telling().asked().opened()
