"""A root goes where nobody here can change it: as a comment on a ticket of the tracker, one ticket a month, each comment once.

What is read there again counts only where the bot's own account wrote it and nobody changed it since.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.application.context import Context
from bot.application.ports import OUR_LABEL, TicketDraft, Tracker
from bot.domain.dates import month_words
from bot.domain.happenings.record import RecordRooted
from bot.domain.root_proof import Posted
from bot.store import outbox
from bot.store.outbox import OutboxMessage

KEY = "ringfence:record"  # the one ticket of releases that took a root a day
_ROOT = re.compile(r"Root of (\S+): ([0-9a-f]{64})")
_SIGNED = re.compile(r"Signed with the key (\S+): (\S+)")


def post_root(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Find before create; a comment carries the root's name as its marker, so that a lost reply never makes two."""
    told = RecordRooted.from_details(message.promise.payload)
    month = told.day.replace(day=1)
    ticket = tracker.find(key_of(month)) or tracker.create(_draft(month))
    tracker.comment(ticket.key, marker=f"root:{told.called}", text=text_of(told))
    with context.store.writing() as unit:
        outbox.delivered(unit, message, context.now())


def posted_roots(tracker: Tracker, months: Iterator[date]) -> Iterator[Posted]:
    """The roots that our own account has posted and nobody changed since, of these months and of earlier releases."""
    for key in (KEY, *(key_of(month) for month in months)):
        ticket = tracker.find(key)
        for words in tracker.own_comments(ticket.key) if ticket else ():
            yield from _posted(words)


def _posted(words: str) -> Iterator[Posted]:
    if root := _ROOT.search(words):
        signed = _SIGNED.search(words)
        yield Posted(root[1], root[2], *((signed[1], signed[2]) if signed else ()))


def key_of(month: date) -> str:
    return f"{KEY}:{month:%Y-%m}"


def text_of(told: RecordRooted) -> str:
    lines = [f"Root of {told.called}: {told.root}"]
    if told.signature:
        lines += [f"Signed with the key {told.key}: {told.signature}", f"Its public half: {told.public}"]
    return "\n".join(lines)


def _draft(month: date) -> TicketDraft:
    return TicketDraft(
        key=key_of(month),
        summary=f"[Ringfence] Roots of the record, {month_words(month)}",
        description=(
            ("What this is", "Each comment holds a root over the whole record of decisions, written by Ringfence."),
            ("What it is for", "`ringfence record verify` compares them: nothing was altered since. Do not edit or delete them."),
        ),
        due_on=None,
        labels=(OUR_LABEL,),
    )
