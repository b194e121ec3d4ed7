"""Who opened the details of a request, and when: purpose, the vendor's people and reasons are read by few, and that is kept."""

from bot.application.desk import Desk
from bot.application.recording import record_events
from bot.domain.events import Event, Happened
from bot.domain.register import Member


def note_reading(desk: Desk, reader: Member, request_id: str) -> None:
    """One entry for each time; whoever may not read is refused before this."""
    with desk.store.writing() as unit:
        record_events(unit, desk, [Event(Happened.DETAILS_READ, "request", request_id, reader.id)])
