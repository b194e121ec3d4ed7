"""What happened, in the past tense, a class for each word: what the use cases record, and what the record is read back as."""

from collections.abc import Mapping

from bot.domain.events import Event, Happened
from bot.domain.happenings import access, agreements, audits, delivery, questions, record, requests
from bot.domain.happenings.form import Happening

HAPPENINGS: Mapping[Happened, type[Happening]] = {
    one.happened: one for subject in (access, agreements, audits, delivery, questions, record, requests) for one in subject.ALL
}


def happening_of(event: Event) -> Happening:
    """Read an entry back by its word; raises ValueError where it lacks what such an entry tells."""
    return HAPPENINGS[event.happened].read(event)
