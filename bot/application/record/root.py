"""The roots of the record: one for each hour with entries, signed, kept, and promised to where nobody here can change it."""

from dataclasses import replace

from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.happenings.record import RecordRooted
from bot.domain.root_proof import Root, signed_message
from bot.store import proof
from bot.store.unit import Unit


def root_record(context: Context, *, at_once: bool = False) -> Root | None:
    """A root over all entries, as soon as the hour of one that has none is over, or `at_once`; None if nothing waits for one."""
    if not _is_due(context, at_once=at_once):
        return None
    with context.store.writing() as unit:
        unit.one_at_a_time("record root")
        if proof.waiting_since(unit) is None:
            return None
        return _take(unit, context)


def _is_due(context: Context, *, at_once: bool) -> bool:
    with context.store.reading() as unit:
        since = proof.waiting_since(unit)
    this_hour = context.now().replace(minute=0, second=0, microsecond=0)
    return since is not None and (at_once or since < this_hour)


def _take(unit: Unit, context: Context) -> Root:
    now = context.now()
    newest = proof.newest_entry_at(unit) or now
    root = _signed(context, proof.take_root(unit, now, newest.astimezone(context.calendar.zone).date()))
    proof.keep_root(unit, root)
    rooted = RecordRooted(day=root.day, name=root.name, root=root.root, moved=len(root.heads))
    if context.signer:
        rooted = replace(rooted, key=root.key, signature=root.signature, public=context.signer.public)
    record_events(unit, context, [rooted])
    return root


def _signed(context: Context, root: Root) -> Root:
    if context.signer is None:
        return root
    return replace(root, key=context.signer.key, signature=context.signer.sign(signed_message(root.name, root.root)))
