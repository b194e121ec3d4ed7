"""The digest in a channel: drawn from what the record keeps of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.application.context import Context
from bot.application.message_kinds import Kind
from bot.application.ports import Message
from bot.domain.digest import Digest
from bot.domain.events import Happened
from bot.domain.happenings.record import DigestPosted
from bot.store import digests
from bot.store.outbox import SLACK, Promise, to_channel
from bot.store.unit import Unit

DIGEST = "digest"


@dataclass(frozen=True)
class WeekDigest(Message):
    """The week as a channel reads it."""

    digest: Digest


def _in_each_channel(_unit: Unit, event: DigestPosted, _seq: int) -> Iterator[Promise]:
    week = event.week.isoformat()
    for name in event.channels:
        yield Promise(f"{DIGEST}:{week}:{name}", SLACK, event.about, to_channel(name), DIGEST, {"week": week})


def _draw(unit: Unit, _context: Context, promise: Promise) -> WeekDigest | None:
    kept = digests.kept(unit, date.fromisoformat(promise.payload["week"]))
    return WeekDigest(kept) if kept else None


KINDS = (Kind(DIGEST, {Happened.DIGEST_POSTED: _in_each_channel}, draw=_draw),)
