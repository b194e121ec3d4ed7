"""What waits in the outbox or was given up, a sentence each."""

from collections.abc import Iterable, Mapping

from rich.markup import escape

from bot.console.printing import print_wrapped
from bot.console.record_words import named
from bot.store.outbox import DEAD, OutboxMessage, read_destination

_PLACES = {"channel": "in #{}", "person": "to {}"}


def print_outbox(messages: Iterable[OutboxMessage], names: Mapping[str, str], called: Mapping[str, str]) -> None:
    print_wrapped((str(message.id), escape(outbox_words(message, names, called))) for message in messages)


def outbox_words(message: OutboxMessage, names: Mapping[str, str], called: Mapping[str, str]) -> str:
    """What it is, where it goes, how often it was tried, and what went wrong last."""
    promise = message.promise
    kind, addressee = read_destination(promise.destination)
    place = _PLACES.get(kind, "to the tracker").format(named(addressee, names))
    what = f"{called.get(promise.kind) or promise.kind.replace('_', ' ')} about {named(promise.subject, names)} {place}"
    tries = "once" if message.attempts == 1 else f"{message.attempts} times"
    reason = f": {message.last_error}" if message.last_error else "."
    if message.state == DEAD:
        return f"Given up after it was tried {tries}: {what}{reason}"
    if message.attempts == 0:
        return f"Waits: {what}. Not tried yet."
    return f"Waits: {what}. Tried {tries}, again at {message.not_before:%Y-%m-%d %H:%M:%S} UTC{reason}"
