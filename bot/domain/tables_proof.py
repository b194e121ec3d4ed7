"""Whether what stands in the tables follows from the entries: requests, decisions, snapshots, access and audits.

Rows come as text, whatever stands in them. What entries of older releases do not tell is counted as unproven, never as broken.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.chain import document_hash
from bot.domain.hashes import DECISION_MOVES, GRANT_MOVES, floor_of_document, hash_of_fields, is_at_least
from bot.domain.raw_roots import Row
from bot.domain.replay import Told, ToldAccess, ToldDecision
from bot.domain.replayed_audits import ToldAudit
from bot.domain.root_proof import Break
from bot.domain.vocabulary import GrantState, ItemState, RequestState

_CLOSE = timedelta(minutes=1)  # what is written in one transaction has one time, give or take the wait for a lock
_OPEN = {state.value for state in RequestState if state.is_open}
_GRANTED = (RequestState.APPROVED.value, RequestState.FULFILLED.value)
_PENDING = RequestState.PENDING_APPROVAL.value
_OVER = {state.value for state in (GrantState.EXPIRED, GrantState.REVOKED, GrantState.CLOSED)}


@dataclass
class Tables:
    """The rows of each table, and what the entries tell by subject; `is_whole` if every entry there is tells all it can."""

    told: Mapping[str, Told]
    is_whole: bool
    requests: Iterable[Row] = ()
    items: Iterable[Row] = ()
    decisions: Iterable[Row] = ()
    snapshots: Iterable[Row] = ()
    grants: Iterable[Row] = ()
    audits: Iterable[Row] = ()
    cares: Iterable[Row] = ()
    unproven: dict[str, set[str]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    wanted: dict[str, set[tuple[str, str]]] = field(default_factory=dict)  # by request: asset and mode of what was asked

    def of(self, subject: str | None) -> Told:
        return self.told.get(subject or "", _NOTHING)

    def leave_open(self, what: str, which: str | None) -> None:
        self.unproven.setdefault(what, set()).add(which or "?")


_NOTHING = Told()


def find_differences(tables: Tables) -> Iterator[Break]:
    """One table after the other; a row that cannot be read is named as one that is not what it was."""
    for subject, told in tables.told.items():
        yield from (Break(subject, number, words) for number, words in told.wrong)
    for rows, look in (
        (tables.requests, _request),
        (tables.items, _item),
        (tables.snapshots, _snapshot),
        (tables.grants, _grant),
        (tables.audits, _audit),
        (tables.cares, _care),
    ):
        yield from _each(tables, rows, look)
    yield from _decisions(tables)
    yield from _gone(tables)


Look = Callable[[Tables, Row], Iterator[str]]


def _each(tables: Tables, rows: Iterable[Row], look: Look) -> Iterator[Break]:
    for row in rows:
        subject = next((name for key in ("request", "id", "key", "agreement") if (name := row.get(key))), "?")
        tables.seen.add((look.__name__, subject, row.get("number") or row.get("id") or ""))
        try:
            words = list(look(tables, row))
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as problem:
            words = [f"a row of it cannot be read: {type(problem).__name__}: {problem}"]
        yield from (Break(subject, 0, one) for one in words)


def _request(tables: Tables, row: Row) -> Iterator[str]:
    told, state = tables.of(row["id"]), row["state"]
    if not told.is_asked:
        yield f"stands in the table of requests as {state}, and no entry says that it was asked for"
        return
    if not _is_state(told, state):
        yield f"stands as {state}; its entries leave it {told.state}"
    yield from _turn(told, row)
    yield from _unchanging(tables, told, row)


def _is_state(told: Told, state: str | None) -> bool:
    if state == told.state:
        return True
    return state == RequestState.FULFILLED.value and told.state == RequestState.APPROVED.value and told.was_open


def _turn(told: Told, row: Row) -> Iterator[str]:
    if told.is_strange:
        return
    if int(row["round"] or 0) != told.round:
        yield f"stands in round {row['round']}; its entries leave it in round {told.round}"
    if told.state == _PENDING and told.stage is not None and told.stage_at is not None:
        if int(row["stage"] or 0) != told.stage:
            yield f"stands at stage {row['stage']}; its entries leave it at stage {told.stage}"
        if abs(_instant(row["stage_since"]) - told.stage_at) > _CLOSE:
            yield f"says that its stage began {row['stage_since']}; its entry is of {told.stage_at:%Y-%m-%d %H:%M} UTC"
    if told.hashes and int(row["snapshot"] or 0) != max(told.snapshots):
        yield f"stands on snapshot {row['snapshot']}; its entries tell of {max(told.snapshots)}"
    if told.state in _OPEN and row["look_on"] is None:
        yield "is open, and is never looked at again"


def _unchanging(tables: Tables, told: Told, row: Row) -> Iterator[str]:
    draft = json.loads(row["draft"] or "")
    tables.wanted[row["id"] or ""] = {(item["asset"], item["mode"]) for item in draft["items"]}
    if not told.hashes:
        tables.leave_open("draft, facts and results", row["id"])
        return
    if document_hash(draft) != told.hashes.get("draft"):
        yield "asks for something else than its entry says: its draft was altered"
    known = {name: row[name] for name in ("id", "submit_key", "requester", "requester_slack", "vendor")}
    if hash_of_fields(known | {"submitted_at": _instant(row["submitted_at"])}) != told.hashes.get("request"):
        yield "is not the request of its entry: who asked, when or about whom was altered"
    if told.rank is not None and row["rank"] != str(told.rank):
        yield f"stands as C{row['rank']}; its entries say C{told.rank}"
    if told.floor is not None and not is_at_least(floor_of_document(json.loads(row["route"] or "")), told.floor):
        yield "has a route that asks fewer people than its entry says"


def _item(tables: Tables, row: Row) -> Iterator[str]:
    told, state, asset = tables.of(row["request"]), row["state"], row["asset"]
    wanted = tables.wanted.get(row["request"] or "", set())
    if told.is_asked and (asset, row["mode"]) not in wanted:
        yield f"{asset} ({row['mode']}) is an item that nobody asked for"
    wanted.discard((asset or "", row["mode"] or ""))
    if not told.is_asked or told.is_strange:
        return
    if told.state == RequestState.REJECTED.value or asset in told.rejected:
        expected = ItemState.REJECTED.value
    else:
        is_granted = told.state in _GRANTED or asset in told.open
        expected = ItemState.APPROVED.value if is_granted else ItemState.PENDING.value
    if state != expected:
        yield f"{asset} stands as {state}; its entries leave it {expected}"


def _snapshot(tables: Tables, row: Row) -> Iterator[str]:
    told, number = tables.of(row["request"]), int(row["number"] or 0)
    hashes = told.snapshots.get(number)
    if not hashes:
        if told.hashes or number > min((one for one, known in told.snapshots.items() if known), default=number):
            yield f"snapshot {number} stands without an entry"
        elif told.is_asked:
            tables.leave_open("snapshots", row["request"])
        return
    found = hashes_of_snapshot(number, str(row["digest"]), json.loads(row["facts"] or ""), json.loads(row["results"] or ""))
    yield from altered_parts(number, found, hashes)


def altered_parts(number: int, found: Mapping[str, str], told: Mapping[str, str]) -> Iterator[str]:
    """What of a snapshot is not what its entry tells, by the hashes of both."""
    for name, words in (("facts", "facts"), ("results", "results of the checks"), ("snapshot", "mark of the facts")):
        if found[name] != told.get(name):
            yield f"snapshot {number} was altered: its {words} are not those of its entry"


def hashes_of_snapshot(number: int, digest: str, facts: Any, results: Any) -> dict[str, str]:
    """What an entry carries of one evaluation."""
    return {
        "facts": document_hash(facts),
        "results": document_hash(results),
        "snapshot": document_hash([number, digest]),
    }


def _grant(tables: Tables, row: Row) -> Iterator[str]:
    told = tables.of(row["request"])
    access = told.access.get(row["id"] or "", _NO_ACCESS)
    yield from _given(tables, told, access, row)
    if access.state is not None and row["state"] != access.state:
        yield f"access {row['id']} stands as {row['state']}; its entries leave it {access.state}"
    if access.is_strange:
        yield f"access {row['id']} moved on after it had ended"
    if row["state"] not in _OVER:
        last = date.fromisoformat(row["end_on"] or "") + timedelta(days=1)
        if row["next_on"] is None or date.fromisoformat(row["next_on"]) > last:
            yield f"access {row['id']} is {row['state']}, and would not be looked at when it ends"


_NO_ACCESS = ToldAccess()


def _given(tables: Tables, told: Told, access: ToldAccess, row: Row) -> Iterator[str]:
    """Whether an entry says that it was given as it stands."""
    if not access.is_given:
        if told.is_asked or tables.is_whole:
            yield f"access {row['id']} stands as {row['state']}, and no entry gave it"
        else:
            tables.leave_open("access that a register brought", row["id"])
    elif not access.hash:
        tables.leave_open("window, mode and channel of access", row["id"])
        if (access.person, access.asset) != (row["person"], row["asset"]):
            yield f"access {row['id']} is not the one that its entry gave"
    elif access.hash != hash_of_fields({name: value for name, value in row.items() if name not in GRANT_MOVES}):
        yield f"access {row['id']} is not the one that its entry gave: its person, asset, mode, window or channel was altered"


def _audit(tables: Tables, row: Row) -> Iterator[str]:
    key = row["key"] or ""
    told = next((one.audits[key] for one in (tables.of(row["trigger"]), tables.of(key)) if key in one.audits), None)
    if told is None:
        yield "stands in the table of audits, and no entry opened it"
        return
    if told.is_strange:
        return
    if told.due is not None and row["due_on"] != told.due:
        yield f"is due {row['due_on']}; its entries say {told.due}"
    if told.ticket is not None and row["ticket_key"] != told.ticket:
        yield f"has the ticket {row['ticket_key']}; its entries say {told.ticket}"
    yield from _closing(told, row)


def _closing(told: ToldAudit, row: Row) -> Iterator[str]:
    if (row["result"], row["closed_by"]) != (told.result, told.closed_by):
        here, said = row["result"] or "open", told.result or "open"
        yield f"stands as {here} (by {row['closed_by']}); its entries leave it {said} (by {told.closed_by})"
    elif told.closed_at is not None:
        days = (date.fromisoformat(row["closed_on"] or "") - told.closed_at.date()).days
        if abs(days) > 1:
            yield f"was closed on {told.closed_at:%Y-%m-%d} by its entry; the table says {row['closed_on']}"
        if row["closing_note"] != told.note:
            yield "was closed with another note than its entry says"


def _care(tables: Tables, row: Row) -> Iterator[str]:
    """What was decided about the end of a paper."""
    told = tables.of(row["agreement"]).care
    said = (told.decision, told.decided_by) if told else ("none", None)
    if (row["decision"], row["decided_by"]) != said:
        yield f"is decided as {row['decision']} by {row['decided_by']}; its entries say {said[0]} by {said[1]}"


def _decisions(tables: Tables) -> Iterator[Break]:
    """Each decision has its entry, and each entry of one its decision."""
    left = {subject: list(told.decisions) for subject, told in tables.told.items() if told.decisions}

    def look(_: Tables, row: Row) -> Iterator[str]:
        waiting = left.get(row["request"] or "", [])
        told = next((one for one in waiting if _is_decision(one, row)), None)
        who = f"the decision of {row['actor']} on {row['item']} ({row['outcome']}, stage {row['stage']})"
        if told is None:
            yield f"{who} stands without an entry that says the same"
            return
        waiting.remove(told)
        is_void = row["void"] in ("1", "true")
        if is_void != told.void and not tables.of(row["request"]).is_strange:
            yield f"{who} counts {'no more' if is_void else 'again'}; its entries say otherwise"

    yield from _each(tables, tables.decisions, look)
    for subject, waiting in left.items():
        for told in waiting:
            yield Break(subject, told.number, f"entry {told.number}: the decision of {told.actor} on {told.item} is gone")


def _is_decision(told: ToldDecision, row: Row) -> bool:
    if told.hash:
        return told.hash == _hash_of_decision(row)
    return told.key == tuple(row[name] for name in ("item", "stage", "actor", "outcome", "seat", "snapshot"))


def _hash_of_decision(row: Row) -> str:
    known: dict[str, Any] = {name: value for name, value in row.items() if name not in ("id", "request", *DECISION_MOVES)}
    known |= {name: int(row[name] or "") for name in ("stage", "round", "snapshot")}
    return hash_of_fields(known | {"seats": json.loads(row["seats"] or ""), "at": _instant(row["at"])})


def _gone(tables: Tables) -> Iterator[Break]:
    """What entries tell of, and no table has."""
    for subject, left in tables.wanted.items():
        for asset, mode in sorted(left):
            yield Break(subject, 0, f"{asset} ({mode}) was asked for, and is no item of it any more")
    for subject, told in tables.told.items():
        if told.is_asked and (_request.__name__, subject, subject) not in tables.seen:
            yield Break(subject, 1, "its entries say that it was asked for, and its row is gone")
        for number, known in told.snapshots.items():
            if known and (_snapshot.__name__, subject, str(number)) not in tables.seen:
                yield Break(subject, 0, f"snapshot {number} is gone")
        for access in told.access:
            if (_grant.__name__, subject, access) not in tables.seen:
                yield Break(subject, 0, f"access {access} is gone")
        if told.care and (_care.__name__, subject, "") not in tables.seen:
            yield Break(subject, 0, f"the decision of {told.care.decided_by} to {told.care.decision} it is gone")
        for key in told.audits:
            if (_audit.__name__, key, "") not in tables.seen:
                yield Break(subject, 0, f"the audit {key} is gone")


def _instant(text: str | None) -> datetime:
    found = datetime.fromisoformat(text or "")
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
