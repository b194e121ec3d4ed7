"""The entries about one thing, found by whatever name somebody types, and the register in which its names stand."""

from dataclasses import dataclass

from bot.application.context import Context
from bot.domain.errors import Refusal
from bot.domain.register import Register
from bot.domain.typed_words import as_typed, known_as, request_ids
from bot.store import audits, record, registers, requests, snapshots
from bot.store.record import Entry
from bot.store.snapshots import Snapshot
from bot.store.unit import Unit


@dataclass(frozen=True)
class Shown:
    """What it is called in the record, its entries, oldest first, and who and what is named in them."""

    subject: str
    entries: list[Entry]
    register: Register


def show_entries(context: Context, typed: str) -> Shown:
    """Of a request (also by its number alone), an agreement, an audit (also by its ticket); no entries where there is none."""
    with context.store.reading() as unit:
        subject = _subject(unit, typed, context.today().year)
        return Shown(subject, record.entries_about(unit, subject), registers.whole_register(unit))


def _subject(unit: Unit, typed: str, year: int) -> str:
    known = set(record.subjects(unit))
    if typed in known:
        return typed
    tickets = audits.names(unit)
    ticket = known_as(typed, tickets) or known_as(f"audit:{as_typed(typed)}", tickets)
    found = [*(one for one in request_ids(as_typed(typed), year) if one in known), *([tickets[ticket]] if ticket else [])]
    return next(iter(found), None) or known_as(typed, known) or as_typed(typed)


@dataclass(frozen=True)
class Taken:
    """One snapshot of a request, and how many there are."""

    request_id: str
    snapshot: Snapshot
    of: int


def known_request(unit: Unit, typed: str, year: int) -> str:
    """The id of the request that is meant, also by its number alone; refused in words where there is none."""
    for meant in request_ids(as_typed(typed), year):
        if requests.exists(unit, meant):
            return meant
    words = f"There is no request {as_typed(typed)}. `ringfence record export` lists what the record knows of."
    raise Refusal("unknown_request", words)


def show_facts(context: Context, typed: str, number: int | None = None) -> Taken:
    """The facts of a moment, the newest if no number is said; refused in words where there is none."""
    with context.store.reading() as unit:
        request_id = known_request(unit, typed, context.today().year)
        newest = snapshots.newest(unit, request_id)
        if not newest:
            raise Refusal("unknown_snapshot", f"{request_id} has no snapshot: a register brought its access, judged elsewhere.")
        wanted = newest if number is None else number
        if not 1 <= wanted <= newest:
            count = "one snapshot, 1" if newest == 1 else f"{newest} snapshots, 1 to {newest}"
            raise Refusal("unknown_snapshot", f"{request_id} has no snapshot {wanted}: it has {count}.")
        return Taken(request_id, snapshots.one(unit, request_id, wanted), newest)
