"""What people say on an audit's ticket: heard once, followed when it is edited, and forgotten when it is removed there.

The record says who spoke, and that something was edited or removed; of the words themselves it keeps hashes alone.
"""

from collections.abc import Iterator
from typing import Any

from bot.application.audits.events import TRACKER, about
from bot.application.context import Context
from bot.application.ports import Comment, TicketSnapshot
from bot.domain.audits import Audit
from bot.domain.chain import document_hash
from bot.domain.events import Event, Happened
from bot.store import audits
from bot.store.audits import Remark
from bot.store.unit import Unit


def hear_remarks(unit: Unit, context: Context, audit: Audit, news: TicketSnapshot) -> list[Event]:
    """Where a label says that notes are privileged, that something was said and not what, ever.

    An internal note of a service desk comes without its words, and one that became internal loses them here.
    """
    is_privileged = context.tickets.privileged_label in news.labels
    if is_privileged:
        audits.hush_remarks(unit, audit.key)
    known = {one.id: one for one in audits.remarks_of(unit, audit.key)}
    events: list[Event] = []
    for remark in news.remarks:
        text = "" if is_privileged else remark.text
        events += _heard(unit, audit, news.key, remark, text, known.get(remark.id))
    if news.has_all_remarks:
        events += _removed(unit, audit, news, known)
    return events


def _heard(unit: Unit, audit: Audit, ticket: str, remark: Comment, text: str, before: Remark | None) -> Iterator[Event]:
    if before is None:
        if audits.add_remark(unit, audit.key, Remark(remark.id, remark.author, remark.at, text)):
            details = {"remark": remark.id, "author": remark.author, "at": remark.at.isoformat()}
            yield _event(Happened.AUDIT_COMMENTED, audit, ticket, **details)
    elif not text:
        audits.hush_remarks(unit, audit.key, remark.id)
    elif before.text and before.text != text:
        audits.edit_remark(unit, remark.id, text)
        yield _event(Happened.REMARK_EDITED, audit, ticket, remark=remark.id, author=remark.author, **_hashes(before, text))


def _removed(unit: Unit, audit: Audit, news: TicketSnapshot, known: dict[str, Remark]) -> Iterator[Event]:
    """Those that stand there no more, or that not everybody may read any more."""
    here = {remark.id for remark in news.remarks}
    for before in known.values():
        if before.id not in here:
            audits.remove_remark(unit, before.id)
            yield _event(Happened.REMARK_REMOVED, audit, news.key, remark=before.id, author=before.author, **_hashes(before))


def _hashes(before: Remark, now: str = "") -> dict[str, Any]:
    """Of what was said, and of what is said instead; nothing of what was never kept."""
    found = {"was": before.text, "now": now}
    return {name: document_hash([before.id, text]) for name, text in found.items() if text}


def _event(happened: Happened, audit: Audit, ticket: str, **details: Any) -> Event:
    return Event(happened, "audit", audit.key, TRACKER, details=about(audit, ticket=ticket, **details))
