"""The details of a request for whoever may read them: purpose, people, reasons; who read them, and when, is kept."""

from bot.application.context import Context
from bot.application.recording import Attempt, noting_refusals, record_events
from bot.application.requests.read import Readable, read_request
from bot.domain.happenings.requests import DetailsRead
from bot.domain.register import Member


def read_details(context: Context, reader: Member, request_id: str) -> Readable:
    """Refused as `read_request` refuses; one entry in the record for each time."""
    with noting_refusals(context, Attempt(reader.id, "request", request_id, {"wanted": "details"})):
        readable = read_request(context, reader, request_id)
    with context.store.writing() as unit:
        record_events(unit, context, [DetailsRead(request=request_id, actor=reader.id)])
    return readable
