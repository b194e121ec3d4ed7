"""Who can answer an open question is asked again whenever it may have changed: people, roles, accounts, or the day.

One mechanism for all kinds of questions; a kind says how its own are found (`Kind.question`). Whoever can answer now and has no
message is given one, or has theirs drawn anew with its buttons; the message of whoever no longer can loses them. Where
nobody can, the administrators are told once, and its time stands still.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.application.context import Context
from bot.application.message_kinds import Asking, OpenQuestion, Question
from bot.application.promises import message
from bot.application.recording import record_events
from bot.domain.happenings.questions import AskedAgain, NobodyLeft, SomebodyBack
from bot.domain.vocabulary import Role
from bot.store import message_copies, questions, registers
from bot.store.outbox import PERSON, Promise, read_destination, to_person
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

    def ask(_unit: Unit, event: AskedAgain, seq: int) -> Iterator[Promise]:
        if event.kind == kind:
            for member in (*event.asked, *event.no_more):
                yield message(kind, event.about, to_person(member), seq)

    return ask


def _look(context: Context, kind: str, question: Question) -> int:
    with context.store.reading() as unit:
        topics = question.due(unit, context.newest_morning(), BATCH)
    if not topics:
        return 0
    with context.store.writing() as unit:
        unit.hold_facts()
        found = question.gather(unit, context, topics)
        before = questions.known(unit, kind, [one.topic for one in found])
        somebody = bool(administrators(unit))
        since = {one.topic: _nobody_since(context, one, before.get(one.topic)) if somebody else None for one in found}
        asked = {one.about: set(one.can_answer) for one in found} if question.asks_by_day else _asked(unit, kind, found)
        record_events(unit, context, [*_asked_news(kind, found, asked, before), *_stuck_news(kind, found, before, since)])
        if question.keep_time is not None:
            question.keep_time(unit, context, found)
        over = [Judged(topic) for topic in topics if topic not in since]
        open_ones = [Judged(one.topic, one.can_answer, one.look_on, since[one.topic]) for one in found]
        questions.judged(unit, kind, [*over, *open_ones])
    return len(topics)


def administrators(unit: Unit) -> list[str]:
    """Those who can be told something now."""
    return [one.id for one in registers.members(unit) if one.can_decide and one.holds(Role.ADMINISTRATOR)]


def _nobody_since(context: Context, one: OpenQuestion, known: Judged | None) -> datetime | None:
    """Since when the administrators know that it is stuck."""
    if not one.is_stuck:
        return None
    return (known.nobody_since if known else None) or context.now()


def _stuck_news(
    kind: str, found: Sequence[OpenQuestion], before: Mapping[str, Judged], since: Mapping[str, datetime | None]
) -> Iterator[NobodyLeft | SomebodyBack]:
    for one in found:
        known = before.get(one.topic)
        was, now = (known.nobody_since if known else None), since[one.topic]
        if (was is None) is not (now is None):
            told = NobodyLeft if now else SomebodyBack
            yield told(of=one.entity, waits=one.entity_id, kind=kind, what=one.what, belongs_to=one.details)


def _asked_news(
    kind: str, found: Sequence[OpenQuestion], asked: Mapping[str, set[str]], before: Mapping[str, Judged]
) -> Iterator[AskedAgain]:
    for one in found:
        told, known = asked.get(one.about, set()), before.get(one.topic)
        able = set(one.can_answer) if known and known.has_moved else set(known.able) if known else told
        new = [member for member in one.can_answer if member not in told or member not in able]
        lost = sorted(able - set(one.can_answer))
        if new or lost:
            yield AskedAgain(
                of=one.entity,
                waits=one.entity_id,
                kind=kind,
                about=one.about,
                asked=tuple(new),
                no_more=tuple(lost),
                belongs_to=one.details,
            )


def _asked(unit: Unit, kind: str, found: Sequence[OpenQuestion]) -> Mapping[str, set[str]]:
    """Whom a message reaches, or will, in the Slack account that they have now; by what it is about."""
    accounts = {member.id: member.slack_id for member in registers.members(unit)}
    reached: dict[str, set[str]] = {}
    for about, destination, account in message_copies.asked(unit, kind, {one.about for one in found}):
        place, member = read_destination(destination)
        if place == PERSON and (account is None or account == accounts.get(member)):
            reached.setdefault(about, set()).add(member)
    return reached
