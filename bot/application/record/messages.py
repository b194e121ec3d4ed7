"""The roots of the record, posted in the tracker, where whoever can alter the database cannot reach them."""

from collections.abc import Iterator

from bot.application.message_kinds import Kind
from bot.application.record.post_root import post_root
from bot.domain.events import Happened
from bot.domain.happenings.record import RecordRooted
from bot.store.outbox import JIRA, TRACKER, Promise
from bot.store.unit import Unit

ROOT = "root"


def _root(_unit: Unit, event: RecordRooted, seq: int) -> Iterator[Promise]:
    """Two roots of one second, around a stop, are two messages."""
    yield Promise(f"{ROOT}:{event.called}:{seq}", JIRA, event.entity_id, TRACKER, ROOT, event.details)


KINDS = (Kind(ROOT, {Happened.RECORD_ROOTED: _root}, keep=post_root, called="the root of the record"),)
