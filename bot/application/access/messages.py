"""The messages about access: that it opened, was held or ended, that it is suspended or back, and questions to who decides.

Of what is suspended or comes back there is one message per person, paper and day: what is suspended later that day by the same
paper comes into the same message. A question that is answered stands there without its button.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from bot.application.access.asking import GAPS, NOTICES, RESUMPTIONS
from bot.application.access.gap_subject import GapSubject
from bot.application.access.show import (
    ACKNOWLEDGE,
    GAP,
    RESUME,
    RESUMED,
    SUSPENDED,
    TOLD_AT_ONCE,
    draw_ends_soon,
    draw_gap_question,
    draw_notice,
    draw_notice_question,
    draw_resume_question,
    draw_resumed,
    draw_suspended,
    joined,
)
from bot.application.asking_again import asked_again
from bot.application.members import requesters
from bot.application.message_kinds import Asking, Kind
from bot.application.promises import message
from bot.domain.events import Happened
from bot.domain.happenings.access import AccessMoved, AccessStopped, GapAccepted, GapFound, ResumeAsked
from bot.store import outbox
from bot.store.outbox import SLACK, Promise, to_person
from bot.store.unit import Unit

NOTICE, ENDS_SOON = "notice", "ends_soon"
BETWEEN = timedelta(seconds=10)  # a message that stands is redrawn no more often, however much follows

ACCESS_MOVES = frozenset(
    {
        Happened.ACCESS_OPENED,
        Happened.ACCESS_HELD,
        Happened.ACCESS_ALARMED,
        Happened.ACCESS_ENDED,
        Happened.ACCESS_SUSPENDED,
        Happened.ACCESS_RESUMED,
        Happened.RESUME_ASKED,
        Happened.GAP_FOUND,
        Happened.GAP_ACCEPTED,
        Happened.ACKNOWLEDGEMENT_NOTED,
    }
)


def _others(unit: Unit, event: AccessMoved) -> Iterator[str]:
    """Those named in the event but whoever asked: they hear of it under their receipt."""
    asked = requesters(unit, event.request) if event.tell else ()
    return (one for one in event.tell if one not in asked)


def _notices(unit: Unit, event: AccessMoved, seq: int) -> Iterator[Promise]:
    """Access that comes into force, is held or ends is told to those who approved it."""
    payload = {"happened": event.happened.value, "actor": event.actor, **event.details}
    for member_id in _others(unit, event):
        key = f"{NOTICE}:{event.grant}:{member_id}:{seq}"
        yield Promise(key, SLACK, event.request, to_person(member_id), NOTICE, payload)


def _lines(kind: str) -> Asking:
    def ask(unit: Unit, event: AccessStopped, seq: int) -> Iterator[Promise]:
        details = event.details
        subject = f"{kind}:{event.vendor}:{event.reason}:{details['on']}"
        payload: Mapping[str, Any] = {name: details[name] for name in ("vendor", "reason", "on", "covered_until")}
        part = {**payload, "requests": 1, "lines": [[event.request, list(event.assets), event.people]]}
        yield from (message(kind, subject, to_person(member), seq, part) for member in _others(unit, event))

    return ask


def _resume_questions(_unit: Unit, event: ResumeAsked, seq: int) -> Iterable[Promise]:
    return (message(RESUME, event.request, to_person(one), seq) for one in event.tell)


def _gap_questions(_unit: Unit, event: GapFound, seq: int) -> Iterable[Promise]:
    subject = GapSubject(event.vendor, event.reason).text
    return (message(GAP, subject, to_person(one), seq) for one in event.tell)


def _answered_gap_questions(unit: Unit, event: GapAccepted, seq: int) -> Iterable[Promise]:
    subject = GapSubject(event.vendor, event.reason).text
    return (message(kind, subject, destination, seq) for destination, kind in outbox.places(unit, subject))


KINDS = (
    Kind(NOTICE, {one.happened: _notices for one in TOLD_AT_ONCE}, draw=draw_notice),
    Kind(ENDS_SOON, draw=draw_ends_soon, in_thread_of="receipt"),  # of earlier releases, where one still waits
    Kind(SUSPENDED, {Happened.ACCESS_SUSPENDED: _lines(SUSPENDED)}, draw=draw_suspended, joins=joined, between=BETWEEN),
    Kind(RESUMED, {Happened.ACCESS_RESUMED: _lines(RESUMED)}, draw=draw_resumed, joins=joined, between=BETWEEN),
    Kind(
        RESUME,
        {Happened.RESUME_ASKED: _resume_questions, Happened.ASKED_AGAIN: asked_again(RESUME)},
        ACCESS_MOVES,
        draw=draw_resume_question,
        folds=True,
        question=RESUMPTIONS,
    ),
    Kind(
        ACKNOWLEDGE,
        {Happened.ASKED_AGAIN: asked_again(ACKNOWLEDGE)},
        ACCESS_MOVES,
        draw=draw_notice_question,
        folds=True,
        question=NOTICES,
    ),
    Kind(
        GAP,
        {
            Happened.GAP_FOUND: _gap_questions,
            Happened.GAP_ACCEPTED: _answered_gap_questions,
            Happened.ASKED_AGAIN: asked_again(GAP),
        },
        draw=draw_gap_question,
        folds=True,
        question=GAPS,
    ),
)
