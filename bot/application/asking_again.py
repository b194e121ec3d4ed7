"""Who can answer an open question is asked again whenever it may have changed: people, roles, accounts, or the day.

One mechanism for all kinds of questions; a kind says how its own are found (`Kind.question`). Whoever can answer now and has no
message is given one; the message of whoever no longer can is drawn without its buttons.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.application.context import Context
from bot.application.message_kinds import Asking, OpenQuestion, Question
from bot.application.promises import message
from bot.application.recording import record_events
from bot.domain.events import OURSELVES, Event, Happened
from bot.store import message_copies, questions, registers
from bot.store.outbox import Promise, read_destination, to_person
from bot.store.questions import Judged
from bot.store.unit import Unit

BATCH = 25


def ask_again(context: Context) -> int:
    """How many open questions were looked at: a batch of each kind of those that may have changed, none if nothing has."""
    return sum(_look(context, kind.name, kind.question) for kind in context.kinds if kind.question)


def ask_all_again(context: Context) -> None:
    """As `ask_again`, until nothing is left to look at."""
    while ask_again(context):
        pass


def asked_again(kind: str) -> Asking:
    """What promises a message of this kind: to whoever is asked now, and, for another look, to whoever is not any more."""

    def ask(_unit: Unit, event: Event, seq: int) -> Iterator[Promise]:
        details = event.details
        if details["kind"] == kind:
            for member in (*details["asked"], *details["no_more"]):
                yield message(kind, details["about"], to_person(member), seq)

    return ask


def _look(context: Context, kind: str, question: Question) -> int:
    with context.store.reading() as unit:
        topics = question.due(unit, context.today(), BATCH)
    if not topics:
        return 0
    with context.store.writing() as unit:
        unit.hold_facts()
        found = question.gather(unit, context, topics)
        record_events(unit, context, _news(unit, kind, found))
        questions.judged(unit, kind, [Judged(one.topic, one.can_answer, one.look_on) for one in found])
    return len(topics)


def _news(unit: Unit, kind: str, found: Sequence[OpenQuestion]) -> Iterator[Event]:
    asked = _asked(unit, kind, found)
    before = questions.known(unit, kind, [one.topic for one in found])
    for one in found:
        told, known = asked.get(one.about, set()), before.get(one.topic)
        new = [member for member in one.can_answer if member not in told]
        lost = sorted((set(known.able) if known else told) - set(one.can_answer))
        if new or lost:
            details = {**one.details, "kind": kind, "about": one.about, "asked": new, "no_more": lost}
            yield Event(Happened.ASKED_AGAIN, one.entity, one.entity_id, OURSELVES, details=details)


def _asked(unit: Unit, kind: str, found: Sequence[OpenQuestion]) -> Mapping[str, set[str]]:
    """Whom a message reaches, or will, in the Slack account that they have now; by what it is about."""
    accounts = {member.id: member.slack_id for member in registers.members(unit)}
    reached: dict[str, set[str]] = {}
    for about, destination, account in message_copies.asked(unit, kind, {one.about for one in found}):
        member = read_destination(destination)[1]
        if account is None or account == accounts.get(member):
            reached.setdefault(about, set()).add(member)
    return reached
