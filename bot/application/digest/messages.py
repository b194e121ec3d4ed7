"""What follows from a digest that was taken: one message per channel, drawn from what the record keeps of it."""

from collections.abc import Iterator

from bot.domain.events import Event, Happened
from bot.store.outbox import SLACK, Promise

DIGEST = "digest"


def _on_posted(event: Event, _seq: int) -> Iterator[Promise]:
    for name in event.details["channels"]:
        key = f"{DIGEST}:{event.details['week']}:{name}"
        yield Promise(key, SLACK, event.entity_id, f"channel:{name}", DIGEST, {"week": event.details["week"]})


REACTIONS = {Happened.DIGEST_POSTED: _on_posted}
