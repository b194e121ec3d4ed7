"""What people say on an audit's ticket: heard once, followed when it is edited, and forgotten when it is removed there.

The record says who spoke, and that something was edited or removed; of the words themselves it keeps hashes alone.
"""

from collections.abc import Iterator

from bot.application.audits.events import TRACKER, named
from bot.application.context import Context
from bot.application.ports import Comment, TicketSnapshot
from bot.domain.audits import Audit
from bot.domain.chain import document_hash
from bot.domain.happenings.audits import AuditCommented, RemarkEdited, RemarkRemoved
from bot.domain.happenings.form import Happening
from bot.store import audits
from bot.store.audits import Remark
from bot.store.unit import Unit


def hear_remarks(unit: Unit, context: Context, audit: Audit, news: TicketSnapshot) -> list[Happening]:
    """Where a label says that notes are privileged, that something was said and not what, ever.

    An internal note of a service desk comes without its words, and one that became internal loses them here.
    """
    is_privileged = context.tickets.privileged_label in news.labels
    if is_privileged:
        audits.hush_remarks(unit, audit.key)
    known = {one.id: one for one in audits.remarks_of(unit, audit.key)}
    events: list[Happening] = []
    for remark in news.remarks:
        text = "" if is_privileged else remark.text
        events += _heard(unit, audit, news.key, remark, text, known.get(remark.id))
    if news.has_all_remarks:
        events += _removed(unit, audit, news, known)
    return events


def _heard(unit: Unit, audit: Audit, ticket: str, remark: Comment, text: str, before: Remark | None) -> Iterator[Happening]:
    if before is None:
        if audits.add_remark(unit, audit.key, Remark(remark.id, remark.author, remark.at, text)):
            yield AuditCommented(
                **named(audit),
                actor=TRACKER,
                ticket=ticket,
                remark=remark.id,
                author=remark.author,
                at=remark.at,
            )
    elif not text:
        audits.hush_remarks(unit, audit.key, remark.id)
    elif before.text and before.text != text:
        audits.edit_remark(unit, remark.id, text)
        yield RemarkEdited(
            **named(audit),
            actor=TRACKER,
            ticket=ticket,
            remark=remark.id,
            author=remark.author,
            was=_hash(before.id, before.text),
            now=_hash(before.id, text),
        )


def _removed(unit: Unit, audit: Audit, news: TicketSnapshot, known: dict[str, Remark]) -> Iterator[Happening]:
    """Those that stand there no more, or that not everybody may read any more."""
    here = {remark.id for remark in news.remarks}
    for before in known.values():
        if before.id not in here:
            audits.remove_remark(unit, before.id)
            yield RemarkRemoved(
                **named(audit),
                actor=TRACKER,
                ticket=news.key,
                remark=before.id,
                author=before.author,
                was=_hash(before.id, before.text),
            )


def _hash(remark_id: str, text: str) -> str | None:
    """Of what was said; nothing of what was never kept."""
    return document_hash([remark_id, text]) if text else None
