"""Make the database hold a register that has been read and checked, no more and no less."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from bot.application.access.hindsight import note_days_lost
from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.recording import record_events, refuse_in_doubt
from bot.domain.errors import Refusal
from bot.domain.grants import FOLLOWS, Grant
from bot.domain.happenings.access import AccessTakenIn
from bot.domain.happenings.record import RegisterLoaded
from bot.domain.hashes import hash_of_grant
from bot.domain.humans import renamed
from bot.domain.register import (
    Agreement,
    Assessment,
    Asset,
    Certification,
    Finding,
    KnownGrant,
    Person,
    Register,
    Vendor,
    Waiver,
)
from bot.domain.suspensions import REGISTER
from bot.domain.vocabulary import GrantState
from bot.store import accounts, audits, grants, questions, registers, reminders, requests
from bot.store.unit import Unit


def load_register(context: Context, register: Register, *, actor: str) -> int:
    """How many records changed; nothing is recorded when nothing did.

    The access that it brings is taken in once, and never overwritten afterwards; access of which anything changed is re-checked.
    Refused whole if a record is missing that a request or an audit names: what was decided must stay explainable.
    """
    refuse_in_doubt(context)
    with context.store.writing() as unit:
        unit.change_facts()
        _refuse_losses(unit, register)
        vendors, assets = _touched(unit, register)
        papers = registers.all_of(unit, Agreement)
        changed = registers.replace_register(unit, register)
        note_days_lost(unit, context, papers, register.agreements)
        known = [_access(one, context.today()) for one in register.grants]
        taken_in = grants.add_absent(unit, known)
        grants.look_again(unit, context.today(), vendors=vendors, assets=assets)
        if changed:
            reminders.look_again(unit)
            requests.look_again(unit, context.today())
            questions.people_changed(unit)
            accounts.forget_unbound(unit)
            loaded = RegisterLoaded(actor=actor, changed=changed, access_taken_in=len(taken_in) or None)
            record_events(unit, context, [loaded])
        record_events(unit, context, [_taken_in(grant, actor) for grant in grants.not_taken_in(unit, known)])
    if changed:
        ask_all_again(context)
    return changed


def renamed_people(context: Context, register: Register) -> tuple[str, ...]:
    """Who would be called otherwise than now, in words; a wrong line there would make two people one."""
    with context.store.reading() as unit:
        return tuple(renamed(registers.members(unit), register.members))


def register_now(context: Context) -> Register:
    with context.store.reading() as unit:
        return registers.whole_register(unit)


def _taken_in(grant: Grant, actor: str) -> AccessTakenIn:
    return AccessTakenIn(
        grant=grant.id,
        request=grant.request,
        actor=actor,
        after=grant.state.value,
        person=grant.person,
        asset=grant.asset,
        hashes={"grant": hash_of_grant(grant)},
    )


def _access(known: KnownGrant, today: date) -> Grant:
    """Access that was given elsewhere, as the register knows it; from now on it follows its papers as all access does."""
    over = known.state in (GrantState.EXPIRED, GrantState.REVOKED, GrantState.CLOSED)
    follows = known.state in FOLLOWS
    return Grant(
        id=known.id,
        request=known.request,
        vendor=known.vendor,
        person=known.person,
        asset=known.asset,
        mode=known.mode,
        channel="",
        start_on=known.start_on,
        end_on=known.end_on,
        state=known.state,
        next_on=None if over else today if follows else known.start_on,
        reasons=(REGISTER,) if known.state is GrantState.SUSPENDED else (),
    )


def _touched(unit: Unit, register: Register) -> tuple[set[str], set[str]]:
    """Vendors of which anything changes, a paper, a person or a finding, and assets that change: their access is re-checked."""
    vendors = {one.id for one in _moved(unit, Vendor, register.vendors)}
    for record in (Person, Agreement, Certification, Assessment, Finding, Waiver):
        vendors |= {one.vendor for one in _moved(unit, record, getattr(register, _SECTION[record]))}
    return vendors, {one.id for one in _moved(unit, Asset, register.assets)}


_SECTION: Mapping[type[Any], str] = {
    Person: "people",
    Agreement: "agreements",
    Certification: "certifications",
    Assessment: "assessments",
    Finding: "findings",
    Waiver: "waivers",
}


def _moved(unit: Unit, record: type[Any], new: Iterable[Any]) -> list[Any]:
    """The records of this kind that are new, gone or not what they were."""
    before, after = registers.all_of(unit, record), list(new)
    if "id" not in record.__dataclass_fields__:
        return list(set(before) ^ set(after))
    old, known = {one.id: one for one in before}, {one.id: one for one in after}
    return [known.get(name) or old[name] for name in old.keys() | known.keys() if old.get(name) != known.get(name)]


def _refuse_losses(unit: Unit, register: Register) -> None:
    for whose, named in _named(unit):
        for section, ids in named.items():
            if lost := sorted(ids - {record.id for record in getattr(register, section)}):
                words = f"The new register lacks {', '.join(lost)} ({section}), which {whose} name."
                raise Refusal("lost_records", f"{words} Keep them, and say by their status that they are no longer in use.")
    if lost := sorted(registers.agreements_recorded(unit) - {paper.id for paper in register.agreements}):
        words = f"The new register lacks {', '.join(lost)} (agreements), recorded in Slack since the last one."
        raise Refusal("lost_records", f"{words} Add them to the file; `ringfence agreement explain ID` shows their days.")


def _named(unit: Unit) -> Iterator[tuple[str, Mapping[str, set[str]]]]:
    """What names records of the register, in words, and which."""
    yield "requests", requests.named_records(unit)
    yield "audits", audits.named_records(unit)
