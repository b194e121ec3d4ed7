"""Who sees to an audit that is open, as of now: whoever opened it, else the vendor's owner, else the vendor managers."""

from collections.abc import Sequence
from datetime import date

from bot.application.context import Context
from bot.application.message_kinds import OpenQuestion, Question
from bot.domain.audits import Audit
from bot.domain.register import Member, Vendor
from bot.domain.vocabulary import Role
from bot.store import audits, questions, registers
from bot.store.unit import Unit

AUDIT_CARD = "audit_card"


def _due(unit: Unit, _day: date, limit: int) -> Sequence[str]:
    return questions.audits_to_ask_again(unit, AUDIT_CARD, limit)


def _gather(unit: Unit, _context: Context, keys: Sequence[str]) -> Sequence[OpenQuestion]:
    found = audits.open_among(unit, keys)
    owners = {one.id: one.owner for one in registers.some(unit, Vendor, {audit.vendor for audit in found})}
    members = registers.members(unit)
    return [_question(audit, owners.get(audit.vendor), members) for audit in found]


def _question(audit: Audit, vendor_owner: str | None, members: tuple[Member, ...]) -> OpenQuestion:
    present = {one.id: one for one in members if one.can_decide}
    named = next((one for one in (audit.opened_by, vendor_owner) if one in present), None)
    able = [named] if named else [one.id for one in present.values() if one.holds(Role.VENDOR_MANAGER)]
    return OpenQuestion(
        topic=audit.key,
        about=audit.key,
        entity="audit",
        entity_id=audit.key,
        can_answer=tuple(one for one in able if one is not None),
        what=f"the {audit.kind.words} audit of {audit.vendor} waits for whoever owns the vendor",
        is_stuck=not able,
    )


AUDITS = Question(_due, _gather)
