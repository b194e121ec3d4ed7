"""Who acknowledged which secrecy notice, as the record says it: the entry is the fact, and there is no other copy."""

from collections.abc import Collection, Mapping

from bot.domain.events import Happened
from bot.domain.happenings.access import NoticeAcknowledged
from bot.domain.proof import find_entry_breaks
from bot.domain.raw_entries import Proven
from bot.domain.register import Acknowledgement
from bot.store.proof import proven_of
from bot.store.unit import Unit


def recorded(unit: Unit, people: Collection[str]) -> Mapping[str, tuple[Acknowledgement, ...]]:
    """By person. What stands in a chain of entries that was altered counts for nothing."""
    entries = list(proven_of(unit, people)) if people else []
    altered = {one.subject for one in find_entry_breaks(entries)}
    found: dict[str, tuple[Acknowledgement, ...]] = {}
    for entry in entries:
        if isinstance(entry, Proven) and entry.event.happened is Happened.NOTICE_ACKNOWLEDGED:
            said = NoticeAcknowledged.read(entry.event)
            if said.person not in altered:
                given = Acknowledgement(said.rank, said.version, said.on, said.how)
                found[said.person] = (*found.get(said.person, ()), given)
    return found
