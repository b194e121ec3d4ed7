"""What somebody with the database's password can do to it: each kind with a name, how it is done, and what must be said of it.

A kind of which nothing can be said (`words` is empty) stands in docs/proof.md.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.domain.chain import NOTHING_YET, Head, Seal, Tail, entry_hash, link, sealed_root_hash
from bot.domain.events import Event, Happened
from bot.domain.raw_entries import Proven
from bot.domain.root_proof import signed_message
from bot.store import proof, record
from bot.store.unit import Unit
from tests.builders import NOW
from tests.roots import TestKeys

How = str | Callable[[Unit], object]
OURS = TestKeys({"k1": "secret of the bot"}, since=NOW)
THEIRS = TestKeys({"k1": "a guess", "k9": "a key of their own"})


@dataclass(frozen=True)
class Kind:
    """`posted`: the roots that were posted are at hand."""

    name: str
    how: tuple[How, ...]
    words: tuple[str, ...]
    posted: bool = False


def kind(name: str, *how: How, says: tuple[str, ...] | str, posted: bool = False) -> Kind:
    return Kind(name, how, (says,) if isinstance(says, str) else says, posted)


ONE = "REQ-2026-0001"  # approved, its access open
TWO = "REQ-2026-0002"  # waits in its second stage
LAST = "REQ-2026-0003"  # asked after the last root, and the newest of all
AUDIT = "audit:V1:for_cause:INC-7"


def entries(unit: Unit) -> list[Proven]:
    return [entry for entry in proof.proven_entries(unit) if isinstance(entry, Proven)]


def run(unit: Unit, statement: str, **values: object) -> None:
    unit.connection.execute(text(statement), values)


def cut_off(unit: Unit, *, note: bool) -> None:
    """The newest request, with its head, and with the note of how many entries there are."""
    for table, column in (("event", "subject"), ("record_head", "subject")):
        run(unit, f"DELETE FROM {table} WHERE {column} = :id", id=LAST)
    for table in ("decision", "snapshot", "request_item"):
        run(unit, f"DELETE FROM {table} WHERE request = :id", id=LAST)
    run(unit, "DELETE FROM request WHERE id = :id", id=LAST)
    if note:
        end = entries(unit)[-1]
        run(unit, "UPDATE record_tail SET place = :place, chain = :chain", place=end.place, chain=end.chain)


def alter_with_its_hash(unit: Unit) -> None:
    first, second = [one for one in entries(unit) if one.head.subject == TWO][:2]
    forged = entry_hash(first.head.hash, 2, second.at, Event(**(second.event.__dict__ | {"actor": "eve"})))
    run(unit, "UPDATE event SET actor = 'eve', hash = :hash WHERE subject = :id AND number = 2", hash=forged, id=TWO)


def rewrite(unit: Unit, keys: TestKeys | None = None, key: str = "k1") -> None:
    """Every entry by another actor, with all hashes, heads, the end and all roots; signed by what keys they have."""
    heads: dict[str, Head] = {}
    tail, chains = NOTHING_YET, {0: NOTHING_YET}
    by_place: dict[int, Head] = {}
    for one in entries(unit):
        actor = "eve" if one.event.actor == "mo" else one.event.actor
        before = heads.get(one.head.subject, Head(one.head.subject, 0, ""))
        event = Event(**(one.event.__dict__ | {"actor": actor}))
        head = Head(one.head.subject, one.head.number, entry_hash(before.hash, one.head.number, one.at, event))
        heads[head.subject], tail = head, link(tail, head.hash)
        chains[tail.place], by_place[tail.place] = tail, head
        row = {"actor": actor, "hash": head.hash, "chain": tail.chain, "subject": head.subject, "number": head.number}
        run(
            unit,
            "UPDATE event SET actor = :actor, hash = :hash, chain = :chain WHERE subject = :subject AND number = :number",
            **row,
        )
        run(unit, "UPDATE record_head SET hash = :hash WHERE subject = :subject", hash=head.hash, subject=head.subject)
    run(unit, "UPDATE record_tail SET chain = :chain", chain=tail.chain)
    run(unit, "UPDATE decision SET actor = 'eve' WHERE actor = 'mo'")
    _rewrite_roots(unit, chains, by_place, keys, key)


def _rewrite_roots(unit: Unit, chains: dict[int, Tail], heads: dict[int, Head], keys: TestKeys | None, key: str) -> None:
    kept, _ = proof.kept(unit)
    before, place = "", 0
    for root in kept.roots:
        assert root.tail is not None
        assert root.at is not None
        moved = {heads[one].subject: heads[one] for one in range(place + 1, root.tail.place + 1)}
        found = sealed_root_hash(before, Seal(root.number, root.at, chains[root.tail.place]), moved.values())
        written = [[head.subject, head.number, head.hash] for head in sorted(moved.values(), key=lambda head: head.subject)]
        signature = keys.signature(key, signed_message(root.name, found)) if keys else root.signature
        run(
            unit,
            "UPDATE record_root SET root = :root, heads = :heads, chain = :chain, signature = :signature, key = :key "
            "WHERE number = :number",
            root=found,
            heads=json.dumps(written),
            chain=chains[root.tail.place].chain,
            signature=signature,
            key=key,
            number=root.number,
        )
        before, place = found, root.tail.place


def unsigned(unit: Unit) -> None:
    rewrite(unit)
    run(unit, "UPDATE record_root SET signature = NULL, key = NULL")


def exchange(unit: Unit, table: str, column: str, one: str, other: str) -> None:
    """What two rows say in one column, the one for the other; `one` and `other` choose them."""
    values: list[Any] = [
        unit.connection.execute(text(f"SELECT {column} FROM {table} WHERE {where}")).scalars().first() for where in (one, other)
    ]
    marked = [json.dumps(value) if isinstance(value, dict | list) else value for value in values]
    for where, value in ((one, "{}"), (other, marked[0]), (one, marked[1])):  # in between they are not equal
        run(unit, f"UPDATE {table} SET {column} = :value WHERE {where}", value=value)


def change_document(unit: Unit, table: str, column: str, where: str, how: Callable[[Any], object]) -> None:
    kept = unit.connection.execute(text(f"SELECT {column} FROM {table} WHERE {where}")).scalars().first()
    document = json.loads(kept) if isinstance(kept, str) else kept
    run(unit, f"UPDATE {table} SET {column} = :value WHERE {where}", value=json.dumps(how(document)))


def forge(unit: Unit, *events: Event) -> None:
    """Entries as the bot itself would write them: whoever can write the tables can compute their hashes."""
    record.append(unit, list(events), NOW + timedelta(hours=3))


REJECTION = Event(Happened.CLICK_REFUSED, "request", TWO, "eve", details={"code": "double"})
APPROVAL = Event(
    Happened.ITEM_APPROVED, "request", TWO, "dan", details={"item": "A1", "stage": 1, "seat": "data_owner", "snapshot": 1}
)
SECOND = f"subject = '{TWO}' AND number = 2"
GRANT = "id = 'GRT-2026-0001'"
ENTRY_COLUMNS = "subject, number, hash, at, happened, entity, entity_id, actor, details"
NEW_ENTRY = (
    f"INSERT INTO event ({ENTRY_COLUMNS}) SELECT {{}}, {{}}, hash, at, happened, entity, entity_id, actor, details FROM event"
)
NEW_GRANT = (
    "INSERT INTO access_grant (id, request, vendor, person, asset, mode, channel, start_on, end_on, state, next_on, held, entity, "
    "reasons) SELECT 'GRT-9', {}, vendor, person, asset, mode, channel, start_on, end_on, state, next_on, held, entity, reasons "
    f"FROM access_grant WHERE {GRANT}"
)
NEW_DECISION = (
    "INSERT INTO decision (request, item, stage, round, actor, outcome, seats, seat, at, snapshot, reason, void) "
    f"SELECT '{TWO}', item, 1, round, 'dan', outcome, seats, seat, at, snapshot, reason, void FROM decision "
    f"WHERE request = '{TWO}'"
)
NEW_AUDIT = (
    "INSERT INTO audit (key, vendor, kind, trigger, due_on, assets, criteria, closing_note) SELECT 'audit:V1:for_cause:X', vendor, "
    f"kind, 'X', due_on, assets, criteria, closing_note FROM audit WHERE key = '{AUDIT}'"
)
NEW_SNAPSHOT = (
    "INSERT INTO snapshot (request, number, taken_at, digest, facts, results) SELECT request, 2, taken_at, digest, facts, results "
    f"FROM snapshot WHERE request = '{TWO}'"
)
NEW_REQUEST = (
    "INSERT INTO request (id, submit_key, requester, vendor, state, rank, round, stage, snapshot, submitted_at, stage_since, due_on, "
    "look_on, draft, route) SELECT 'REQ-2026-0900', 'K', requester, vendor, 'approved', rank, round, stage, snapshot, submitted_at, "
    f"stage_since, due_on, look_on, draft, route FROM request WHERE id = '{TWO}'"
)
WITHOUT_NULL = {
    "sqlite": ("CREATE TABLE other AS SELECT * FROM event", "DROP TABLE event", "ALTER TABLE other RENAME TO event"),
    "postgresql": ("ALTER TABLE event ALTER actor DROP NOT NULL",),
}


def nothing_for_an_actor(unit: Unit) -> None:
    for statement in WITHOUT_NULL[unit.connection.dialect.name]:
        run(unit, statement)
    run(unit, f"UPDATE event SET actor = NULL WHERE {SECOND}")


def no_date(unit: Unit) -> None:
    bad = "infinity" if unit.connection.dialect.name == "postgresql" else "the day before"
    run(unit, f"UPDATE event SET at = '{bad}' WHERE {SECOND}")


def remove_request(unit: Unit) -> None:
    for table in ("decision", "snapshot", "request_item"):
        run(unit, f"DELETE FROM {table} WHERE request = '{TWO}'")
    run(unit, f"DELETE FROM request WHERE id = '{TWO}'")


def remove_subject(unit: Unit) -> None:
    """All that there is of a request that stood in a root."""
    run(unit, f"DELETE FROM event WHERE subject = '{TWO}'")
    run(unit, f"DELETE FROM record_head WHERE subject = '{TWO}'")
    remove_request(unit)


def thin(route: Any) -> object:
    return route | {"stages": route["stages"][:1], "min_distinct_people": 1}


ENTRIES = (
    kind("an entry altered", f"UPDATE event SET actor = 'eve' WHERE {SECOND}", says=f"{TWO}: entry 2 (stage.opened"),
    kind("an entry altered together with its hash", alter_with_its_hash, says=f"{TWO}: entry 3 (item.approved"),
    kind("an entry removed", f"DELETE FROM event WHERE {SECOND}", says=f"{TWO}: entry 2 is missing"),
    kind("an entry inserted", NEW_ENTRY.format(f"'{TWO}'", "7") + f" WHERE {SECOND}", says=f"{TWO}: entries 5 to 6 are missing"),
    kind(
        "an entry inserted for another subject",
        NEW_ENTRY.format("'REQ-2026-0900'", "1") + f" WHERE {SECOND}",
        says="REQ-2026-0900: entry 1 (stage.opened",
    ),
    kind(
        "two entries exchanged",
        lambda unit: exchange(unit, "event", "details", SECOND, f"subject = '{TWO}' AND number = 3"),
        says=(f"{TWO}: entry 2 (stage.opened", f"{TWO}: entry 3 (item.approved"),
    ),
    kind(
        "an entry back-dated",
        f"UPDATE event SET at = '2026-11-01 09:00:00' WHERE {SECOND}",
        says="2026-11-01 09:00 UTC) was altered",
    ),
    kind(
        "a number with a fraction in an entry",
        f"UPDATE event SET details = '{{\"a\": 0.5}}' WHERE {SECOND}",
        says=f"{TWO}: entry 2",
    ),
    kind("a date that is none in an entry", no_date, says=f"{TWO}: entry 2"),
    kind(
        "a kind that does not exist in an entry",
        f"UPDATE event SET happened = 'item.blessed' WHERE {SECOND}",
        says="'item.blessed'",
    ),
    kind("nothing where an entry needs something", nothing_for_an_actor, says="its actor is empty"),
    kind("the order of an entry altered", f"UPDATE event SET chain = 'ab' WHERE {SECOND}", says=f"{TWO}: entry 2 is not the one"),
    kind(
        "the place of an entry taken away", f"UPDATE event SET place = NULL WHERE {SECOND}", says=f"{TWO}: entry 2 has no place"
    ),
    kind("a whole subject removed", remove_subject, says=("of the whole record, entries", f"{TWO}: entry 4 stood in the root")),
    kind("the newest entries cut off", lambda unit: cut_off(unit, note=False), says="of the whole record, entries"),
    kind("an approval forged with right hashes", lambda unit: forge(unit, APPROVAL), says="the decision of dan on A1 is gone"),
)
HEADS = (
    kind("a head removed", f"DELETE FROM record_head WHERE subject = '{TWO}'", says=f"{TWO}: its head was removed"),
    kind("a head altered", f"UPDATE record_head SET hash = 'ab' WHERE subject = '{TWO}'", says="is not the one that its head"),
    kind("the count of all entries altered", "UPDATE record_tail SET place = place - 1", says="entries are there; the note"),
    kind(
        "the count of all entries removed", "DELETE FROM record_tail", says="the note of how many entries there are was removed"
    ),
)
ROOTS = (
    kind("a root altered", "UPDATE record_root SET root = 'ab' WHERE number = 1", says="does not follow from its heads"),
    kind(
        "the heads of a root altered",
        "UPDATE record_root SET heads = '[]' WHERE number = 2",
        says="does not follow from its heads",
    ),
    kind("a root back-dated", "UPDATE record_root SET at = '2026-11-01 09:00:00' WHERE number = 2", says="does not follow"),
    kind(
        "a root removed between others", "DELETE FROM record_root WHERE number = 1", says="root 1 is missing before the root of"
    ),
    kind("the newest root deleted", "DELETE FROM record_root WHERE number = 2", says="here it has none", posted=True),
    kind("all roots deleted", "DELETE FROM record_root", says="here it has none", posted=True),
    kind("a signature taken away", "UPDATE record_root SET signature = NULL WHERE number = 2", says="is not signed, though"),
    kind("all signatures taken away and all rewritten", unsigned, says="no root is signed"),
    kind("the record rewritten with its roots, old signatures kept", rewrite, says="is not what the key k1 signed"),
    kind(
        "the record rewritten and signed with a guess", lambda unit: rewrite(unit, THEIRS), says="is not what the key k1 signed"
    ),
    kind(
        "the record rewritten and signed with another key",
        lambda unit: rewrite(unit, THEIRS, "k9"),
        says="k9, which is none of ours",
    ),
    kind("the record rewritten, posted roots at hand", unsigned, says="was posted as", posted=True),
    kind("a root that is no root", "UPDATE record_root SET heads = '{\"a\": 1.5}' WHERE number = 1", says="cannot be read"),
)
REQUESTS = (
    kind(
        "the state of a request altered", f"UPDATE request SET state = 'approved' WHERE id = '{TWO}'", says="stands as approved"
    ),
    kind("a request removed", remove_request, says=f"{TWO}: its entries say that it was asked for, and its row is gone"),
    kind("a request inserted", NEW_REQUEST, says="REQ-2026-0900: stands in the table of requests as approved, and no entry"),
    kind(
        "the draft of a request altered",
        lambda unit: change_document(unit, "request", "draft", f"id = '{TWO}'", lambda draft: draft | {"end_on": "2030-01-01"}),
        says="its draft was altered",
    ),
    kind(
        "stages taken out of the route of a request",
        lambda unit: change_document(unit, "request", "route", f"id = '{TWO}'", thin),
        says="has a route that asks fewer people",
    ),
    kind("the requester of a request altered", f"UPDATE request SET requester = 'mo' WHERE id = '{TWO}'", says="who asked, when"),
    kind(
        "a request back-dated",
        f"UPDATE request SET submitted_at = '2026-11-01 09:00:00' WHERE id = '{TWO}'",
        says="who asked, when",
    ),
    kind(
        "the stage of a request back-dated",
        f"UPDATE request SET stage_since = '2026-11-01 09:00:00' WHERE id = '{TWO}'",
        says="began",
    ),
    kind("a request moved to another stage", f"UPDATE request SET stage = 2 WHERE id = '{TWO}'", says="stands at stage 2"),
    kind(
        "a request that is never looked at again", f"UPDATE request SET look_on = NULL WHERE id = '{TWO}'", says="never looked at"
    ),
    kind(
        "the drafts of two requests exchanged",
        lambda unit: exchange(unit, "request", "draft", f"id = '{ONE}'", f"id = '{TWO}'"),
        says=(f"{ONE}: asks for something else", f"{TWO}: asks for something else"),
    ),
    kind(
        "the state of an item altered",
        f"UPDATE request_item SET state = 'approved' WHERE request = '{TWO}'",
        says="A1 stands as approved",
    ),
)
DECISIONS = (
    kind(
        "a decision altered",
        f"UPDATE decision SET actor = 'eve' WHERE request = '{TWO}'",
        says="of eve on A1 (approve, stage 0) stands without",
    ),
    kind("a decision removed", f"DELETE FROM decision WHERE request = '{TWO}'", says="the decision of mo on A1 is gone"),
    kind("a decision inserted", NEW_DECISION, says="of dan on A1 (approve, stage 1) stands without an entry"),
    kind(
        "a decision back-dated",
        f"UPDATE decision SET at = '2026-11-01 09:00:00' WHERE request = '{TWO}'",
        says="stands without an entry",
    ),
    kind("a decision made void", f"UPDATE decision SET void = true WHERE request = '{TWO}'", says="counts no more"),
    kind(
        "the people of two decisions exchanged",
        lambda unit: exchange(
            unit, "decision", "actor", f"request = '{ONE}' AND seat = 'data_owner'", f"request = '{ONE}' AND seat = 'ip_counsel'"
        ),
        says=(f"{ONE}: entry", "is gone"),
    ),
)
SNAPSHOTS = (
    kind(
        "the facts of a decision altered",
        lambda unit: change_document(
            unit, "snapshot", "facts", f"request = '{TWO}'", lambda facts: facts | {"today": "2026-01-01"}
        ),
        says="its facts are not those",
    ),
    kind(
        "the results of the checks altered",
        f"UPDATE snapshot SET results = '[]' WHERE request = '{TWO}'",
        says="results of the checks",
    ),
    kind("a snapshot removed", f"DELETE FROM snapshot WHERE request = '{TWO}'", says="snapshot 1 is gone"),
    kind("a snapshot inserted", NEW_SNAPSHOT, says="snapshot 2 stands without an entry"),
)
ACCESS = (
    kind(
        "the state of access altered",
        f"UPDATE access_grant SET state = 'expired' WHERE {GRANT}",
        says="stands as expired; its entries leave it active",
    ),
    kind("access inserted", NEW_GRANT.format(f"'{TWO}'"), says="access GRT-9 stands as active, and no entry gave it"),
    kind(
        "access inserted without a request",
        NEW_GRANT.format("'REQ-OLD'"),
        says="access GRT-9 stands as active, and no entry gave it",
    ),
    kind("access removed", f"DELETE FROM access_grant WHERE {GRANT}", says="access GRT-2026-0001 is gone"),
    kind(
        "access prolonged",
        f"UPDATE access_grant SET end_on = '2030-01-01' WHERE {GRANT}",
        says="is not the one that its entry gave",
    ),
    kind(
        "access given to somebody else",
        f"UPDATE access_grant SET person = 'E9' WHERE {GRANT}",
        says="is not the one that its entry gave",
    ),
    kind(
        "access that would never end",
        f"UPDATE access_grant SET next_on = NULL WHERE {GRANT}",
        says="would not be looked at when it ends",
    ),
)
AUDITS = (
    kind("the result of an audit altered", f"UPDATE audit SET result = 'pass' WHERE key = '{AUDIT}'", says="stands as pass"),
    kind(
        "the day of an audit altered", f"UPDATE audit SET due_on = '2030-01-01' WHERE key = '{AUDIT}'", says="is due 2030-01-01"
    ),
    kind("an audit removed", f"DELETE FROM audit WHERE key = '{AUDIT}'", says=f"the audit {AUDIT} is gone"),
    kind("an audit inserted", NEW_AUDIT, says="no entry opened it"),
)
PAPERS = (
    kind(
        "a decision about a paper inserted",
        "INSERT INTO agreement_care (agreement, declined, decision, decided_by) VALUES ('NDA-1', '[]', 'let_end', 'ivy')",
        says="NDA-1: is decided as let_end by ivy; its entries say none",
    ),
)
UNPROVEN = (
    kind("what was heard from the tracker altered", "UPDATE audit SET ticket_status = 'Closed'", says=(), posted=True),
    kind("the counters of the next numbers altered", "UPDATE counter SET value = value + 100", says=(), posted=True),
    kind(
        "the newest entries cut off since the last posted root, with all that goes with them",
        lambda unit: cut_off(unit, note=True),
        says=(),
    ),
    kind(
        "entries forged since the last posted root, as the bot would write them",
        lambda unit: forge(unit, REJECTION),
        says=(),
        posted=True,
    ),
    kind("a record of the register altered", "UPDATE asset SET title = 'Something harmless'", says=(), posted=True),
    kind("a message of the outbox altered or removed", "DELETE FROM outbox", says=(), posted=True),
    kind("what was noted of messages and reminders altered", "DELETE FROM message_copy", says=(), posted=True),
    kind(
        "the day on which something is looked at next altered",
        "UPDATE request SET look_on = '2027-01-01' WHERE look_on IS NOT NULL",
        says=(),
        posted=True,
    ),
)
KINDS = (*ENTRIES, *HEADS, *ROOTS, *REQUESTS, *DECISIONS, *SNAPSHOTS, *ACCESS, *AUDITS, *PAPERS, *UNPROVEN)
