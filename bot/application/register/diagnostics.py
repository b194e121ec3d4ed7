"""What `ringfence doctor` asks of our own data: the register, its people, what was given up, the record's proof."""

from collections import Counter

from bot.application.context import Context
from bot.application.members import place_words
from bot.application.record.verify import verify_record
from bot.domain.diagnostics import Looked, unwell, well
from bot.domain.register import Member
from bot.domain.root_proof import Keys
from bot.domain.seats import holders
from bot.domain.vocabulary import Role
from bot.domain.workflow_problems import find_problems, find_warnings, stages_of
from bot.domain.workflows import Workflows
from bot.store import accounts, outbox, proof, questions, registers

LOAD = "`ringfence register load FILE` takes one in."
BIND = "Give them a `slack_id` in the register (in Slack: profile, ⋮, Copy member ID), and load it again."
RETRY = "Mend that, then `ringfence outbox retry`; `ringfence outbox list` shows each."
REBIND = "Correct their `slack_id` in the register, or end their roles there, and load it again."
MOST_NAMED = 5


def examine_register(context: Context) -> list[Looked]:
    """A register that is there, and enough of its people bound to Slack that every seat of the workflows can be filled."""
    with context.store.reading() as unit:
        members = registers.members(unit)
        figures = {name: len(registers.ids(unit, name)) for name in ("vendors", "people", "assets", "agreements")}
    if not members:
        return [unwell("no register is loaded", LOAD)]
    counted = ", ".join(f"{name}: {count}" for name, count in figures.items())
    return [well(f"members: {len(members)}, {counted}"), *_bindings(context.workflows, members), *_reached(context)]


def _reached(context: Context) -> list[Looked]:
    """Those whose account takes no message; and what stands still because nobody who can be reached can answer it."""
    with context.store.reading() as unit:
        closed, stuck = accounts.unreachable(unit), questions.stuck(unit)
    found = [unwell(f"{member.name} cannot be reached in Slack as {member.slack_id}: {why}", REBIND) for member, why in closed]
    if stuck:
        words = f"nobody who can be reached can answer {_some(stuck)}"
        found.append(unwell(words, "Name somebody for it in the register, bound to Slack, and load it: they are asked at once."))
    return found


def _bindings(workflows: Workflows, members: tuple[Member, ...]) -> list[Looked]:
    bound = tuple(member for member in members if member.can_decide)
    unbound = [member.name for member in members if member.active and member.slack_id is None]
    are = "is" if len(unbound) == 1 else "are"
    lines = [] if unbound else [well(f"all {len(bound)} active members are bound to Slack")]
    empty = [seat.words for seat in _seats(workflows) if not holders(bound, seat)]
    if empty and unbound:
        return [unwell(f"nobody who is bound to Slack is {', or '.join(empty)}", f"{_some(unbound)} {are} not bound. {BIND}")]
    if unbound:
        lines.append(well(f"{len(bound)} members are bound to Slack; {_some(unbound)} {are} not and cannot ask or decide", BIND))
    return lines


def _seats(workflows: Workflows) -> list[Role]:
    """Every role that some route asks for."""
    seats = {seat for _, stage in stages_of(workflows) for seat in stage.seats} | {one.seat for one in workflows.added_seats}
    return sorted(seats)


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def examine_outbox(context: Context) -> list[Looked]:
    """What was given up, by place and reason: nobody tries it again by itself."""
    with context.store.reading() as unit:
        left = outbox.undelivered(unit)
        dead = Counter((one.promise.destination, one.last_error) for one in left if one.state == outbox.DEAD)
        told = [(place_words(unit, where), reason, count) for (where, reason), count in dead.items()]
    waiting = sum(one.state == outbox.PENDING for one in left)
    lines = [unwell(f"not delivered to {where}: {_counted(count)}. {reason}", RETRY) for where, reason, count in told]
    return lines or [well(f"nothing was given up; {_counted(waiting)} waiting to be delivered")]


def _counted(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def examine_seats(context: Context) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Problems and warnings of the workflows with the people of the database, each with where; no people, nothing to say."""
    with context.store.reading() as unit:
        members = registers.members(unit)
    if not members:
        return [], []
    return list(find_problems(context.workflows, members)), list(find_warnings(context.workflows, members))


def examine_record(context: Context, keys: Keys | None = None) -> list[Looked]:
    """Every entry, every root and what follows from them, as `ringfence record verify --offline` does."""
    with context.store.reading() as unit:
        newest = proof.newest_root(unit)
    breaks = verify_record(context, keys=keys).breaks
    if breaks:
        words = "; ".join(f"{one.subject}: {one.words}" for one in breaks[:MOST_NAMED])
        return [
            unwell(f"the record is not what it was: {words}", "Stop, keep the database as it is, and compare it with a backup.")
        ]
    rooted = f"its newest root is of {newest.name}" if newest else "it has no root yet; the first one follows within the hour"
    return [well(f"the record is what it was; {rooted}")]
