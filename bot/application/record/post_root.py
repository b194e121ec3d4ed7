"""A daily root goes where nobody here can change it: as a comment on one ticket of the tracker, once."""

from bot.application.context import Context
from bot.application.ports import OUR_LABEL, TicketDraft, Tracker
from bot.store import outbox
from bot.store.outbox import OutboxMessage

KEY = "ringfence:record"
_DRAFT = TicketDraft(
    key=KEY,
    summary="[Ringfence] Roots of the record",
    description=(
        ("What this is", "Each comment holds the root of one day over the whole record of decisions, written by Ringfence."),
        ("What it is for", "`ringfence record verify --root DAY=ROOT` proves that nothing was altered since. Do not edit it."),
    ),
    due_on=None,
    labels=(OUR_LABEL,),
)


def post_root(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Find before create; a comment carries the day as its marker, so that a lost reply never makes two."""
    day, root = str(message.promise.payload["day"]), str(message.promise.payload["root"])
    ticket = tracker.find(KEY) or tracker.create(_DRAFT)
    tracker.comment(ticket.key, marker=f"root:{day}", text=f"Root of {day}: {root}")
    with context.store.writing() as unit:
        outbox.delivered(unit, message, context.now())
