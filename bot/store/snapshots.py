"""Snapshots: the facts of a moment on which a request was judged, and whether those of now are the same."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from bot.domain.checks.results import CheckResult
from bot.domain.facts import Facts
from bot.domain.requests import Request
from bot.domain.tables_proof import hashes_of_snapshot
from bot.store.documents import from_document, to_document
from bot.store.tables import SNAPSHOTS
from bot.store.unit import Unit

# asked at each click and at each redraw, so built once
_ONE = (SNAPSHOTS.c.request == bindparam("request")) & (SNAPSHOTS.c.number == bindparam("number"))
_RESULTS, _DIGEST = (select(column).where(_ONE) for column in (SNAPSHOTS.c.results, SNAPSHOTS.c.digest))
_KEPT = select(SNAPSHOTS.c.digest, SNAPSHOTS.c.facts, SNAPSHOTS.c.results).where(_ONE)
_JUDGED = select(SNAPSHOTS.c.results, SNAPSHOTS.c.facts["policy"]["version"].as_string().label("policy")).where(_ONE)


@dataclass(frozen=True)
class Snapshot:
    """One evaluation: the facts of a moment and what the checks found in them."""

    number: int
    taken_at: datetime
    facts: Facts
    results: tuple[CheckResult, ...]

    @property
    def digest(self) -> str:
        return digest_of(self.facts)


@dataclass(frozen=True)
class Kept:
    """The results as they are stored, and the hashes that the entry of the snapshot has to carry."""

    results: list[Any]
    hashes: Mapping[str, str]


def digest_of(facts: Facts) -> str:
    """Equal for equal facts: the day, the draft's own words, what was rejected of it, the versions of all records and figures.

    A rule that a release changed counts too; in its first version it is not said, as before rules had one.
    The draft's words are those of its document, without what nobody said, so that a field that a draft gains changes nothing.
    """
    said = {name: value for name, value in to_document(facts.draft).items() if value is not None}
    looked_at = [facts.today.isoformat(), said, list(facts.roles_needed), list(facts.versions)]
    looked_at += [list(facts.rejected)] if facts.rejected else []
    looked_at += [facts.policy.version] if facts.policy.version else []
    raised = [rule for rule in facts.rules or () if rule[1] > 1]
    looked_at += [raised] if raised else []
    return hashlib.sha256(json.dumps(looked_at, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _digest_of_first_releases(facts: Facts) -> str:
    """As snapshots were known that were taken before digests were made of documents."""
    draft = ", ".join(f"{name}={getattr(facts.draft, name)!r}" for name in _FIRST_WORDS)
    text = f"({facts.today!r}, Draft({draft}), {facts.roles_needed!r}, {facts.versions!r})"
    return hashlib.sha256(text.encode()).hexdigest()


_FIRST_WORDS = (
    *("requester", "vendor", "entity", "project", "items", "people", "channel", "start_on", "end_on", "need_text"),
    *("on_behalf_of", "work_countries", "purpose_kind", "kind"),
)


def add(unit: Unit, request_id: str, snapshot: Snapshot) -> dict[str, str]:
    """Keep it; the hashes of it that its entry carries."""
    facts, results = to_document(snapshot.facts), to_document(snapshot.results, tuple[CheckResult, ...])
    row = {"request": request_id, "number": snapshot.number, "taken_at": snapshot.taken_at, "digest": snapshot.digest}
    unit.connection.execute(insert(SNAPSHOTS).values(**row, facts=facts, results=results))
    return hashes_of_snapshot(snapshot.number, snapshot.digest, facts, results)


def results_of(unit: Unit, request_id: str, number: int) -> tuple[CheckResult, ...]:
    """What the checks found in one snapshot."""
    document = unit.connection.execute(_RESULTS, {"request": request_id, "number": number}).scalar_one()
    return tuple(from_document(tuple[CheckResult, ...], document))


def judged(unit: Unit, request_id: str, number: int) -> tuple[tuple[CheckResult, ...], str]:
    """What the checks found in one snapshot, and the version of the figures that they judged by, if it is known."""
    row = unit.connection.execute(_JUDGED, {"request": request_id, "number": number}).one()
    return tuple(from_document(tuple[CheckResult, ...], row.results)), row.policy or ""


def results_of_many(unit: Unit, numbers: Mapping[str, int]) -> dict[str, tuple[CheckResult, ...]]:
    """What the checks found in one snapshot of each of these requests."""
    row = SNAPSHOTS.c
    query = select(row.request, row.number, row.results).where(row.request.in_(list(numbers)))
    wanted = [one for one in unit.connection.execute(query) if numbers[one.request] == one.number]
    return {one.request: tuple(from_document(tuple[CheckResult, ...], one.results)) for one in wanted}


def as_kept(unit: Unit, request_id: str, number: int) -> Kept:
    """One snapshot as the documents that were stored."""
    row = unit.connection.execute(_KEPT, {"request": request_id, "number": number}).one()
    return Kept(row.results, hashes_of_snapshot(number, row.digest, row.facts, row.results))


def newest(unit: Unit, request_id: str) -> int:
    """Its number; 0 where there is none."""
    query = select(func.max(SNAPSHOTS.c.number)).where(SNAPSHOTS.c.request == request_id)
    return int(unit.connection.execute(query).scalar_one() or 0)


def is_as_seen(unit: Unit, request: Request, facts: Facts) -> bool:
    """Whether these facts are those of the snapshot that the request is decided on."""
    kept: str = unit.connection.execute(_DIGEST, {"request": request.id, "number": request.snapshot}).scalar_one()
    known = {digest_of(facts)} if facts.policy.version else {digest_of(facts), _digest_of_first_releases(facts)}
    return kept in known


def one(unit: Unit, request_id: str, number: int) -> Snapshot:
    where = (SNAPSHOTS.c.request == request_id) & (SNAPSHOTS.c.number == number)
    row = unit.connection.execute(select(SNAPSHOTS).where(where)).one()
    results = tuple(from_document(tuple[CheckResult, ...], row.results))
    return Snapshot(row.number, row.taken_at, from_document(Facts, row.facts), results)
