"""Whoever keeps a record is asked for the fact that a request waits for, and asked anew when that is somebody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.application.context import Context
from bot.application.message_kinds import OpenQuestion, Question
from bot.application.ports import Message
from bot.domain.checks.results import CheckResult
from bot.domain.missing_facts import keepers_of, missing_facts
from bot.domain.register import Member, Vendor
from bot.domain.requests import Request
from bot.domain.vocabulary import RequestState
from bot.store import questions, registers, requests, snapshots
from bot.store.outbox import Promise
from bot.store.unit import Unit

FACT_WANTED = "fact_wanted"


@dataclass(frozen=True)
class WantedFact:
    """What is not known, what to do, and whether somebody could waive it instead."""

    words: str
    remedy: str
    needs_fact: bool


@dataclass(frozen=True)
class FactWanted(Message):
    """In a direct message to whoever keeps the record; without `facts` there is nothing left to supply."""

    request_id: str
    vendor: str
    requester: str
    facts: tuple[WantedFact, ...]


def _due(unit: Unit, today: date, limit: int) -> Sequence[str]:
    return questions.requests_that_want_facts(unit, FACT_WANTED, today, limit)


def _gather(unit: Unit, _context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    return list(_questions(unit, request_ids))


def _questions(unit: Unit, request_ids: Sequence[str]) -> Iterator[OpenQuestion]:
    found = requests.some(unit, request_ids, lock=True)
    members = registers.members(unit)
    owners = {one.id: one.owner for one in registers.some(unit, Vendor, {one.draft.vendor for one in found})}
    results = snapshots.results_of_many(unit, {one.id: one.snapshot for one in found})
    for request in found:
        if request.state is RequestState.AWAITING_WAIVER:
            wanted = missing_facts(results.get(request.id, ()), request.pending_assets)
            asked = _asked(wanted, members, owners.get(request.draft.vendor))
            details = {"checks": [one.check for one in wanted], "snapshot": request.snapshot}
            yield OpenQuestion(
                topic=request.id,
                about=request.id,
                entity="request",
                entity_id=request.id,
                can_answer=asked,
                what=f"{request.id} waits for a fact that only the register can say",
                is_stuck=bool(wanted) and not asked,
                details=details,
            )


def _asked(wanted: Sequence[CheckResult], members: Sequence[Member], owner: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.id for one in wanted for member in keepers_of(one, members, owner)))


WANTED_FACTS = Question(_due, _gather)


def draw_fact_wanted(unit: Unit, _context: Context, promise: Promise) -> FactWanted | None:
    """The facts that this person can supply, as the request stands now."""
    request = requests.load(unit, promise.subject)
    if request is None:
        return None
    members = registers.members(unit)
    vendor = registers.one(unit, Vendor, request.draft.vendor)
    wanted = _wanted_of(unit, request, promise.addressee, members, vendor.owner if vendor else None)
    names = {member.id: member.name for member in members}
    return FactWanted(
        request.id,
        vendor.name if vendor else request.draft.vendor,
        names.get(request.draft.requester, request.draft.requester),
        tuple(WantedFact(one.message, one.remedy, one.needs_fact) for one in wanted),
    )


def _wanted_of(unit: Unit, request: Request, keeper: str, members: Sequence[Member], owner: str | None) -> list[CheckResult]:
    if request.state is not RequestState.AWAITING_WAIVER:
        return []
    wanted = missing_facts(snapshots.results_of(unit, request.id, request.snapshot), request.pending_assets)
    return [one for one in wanted if keeper in {member.id for member in keepers_of(one, members, owner)}]
