"""Make the database hold a register that has been read and checked, and bind its members to the workspace."""

from collections.abc import Mapping

from bot.application.desk import Desk
from bot.application.recording import record_events
from bot.domain.errors import Refusal
from bot.domain.events import Event, Happened
from bot.domain.register import Register
from bot.store import registers, requests
from bot.store.unit import Unit


def load_register(desk: Desk, register: Register, *, actor: str, bindings: Mapping[str, str] | None = None) -> int:
    """How many records changed; nothing is recorded when nothing did. `bindings` maps member ids to Slack ids.

    Refused whole if a record is missing that a request names: what was decided about it must stay explainable.
    """
    with desk.store.writing() as unit:
        _refuse_losses(unit, register)
        changed = registers.replace_register(unit, register)
        registers.bind_members(unit, bindings or {})
        if changed:
            event = Event(Happened.REGISTER_LOADED, "register", "register", actor, details={"changed": changed})
            record_events(unit, desk, [event])
    return changed


def _refuse_losses(unit: Unit, register: Register) -> None:
    for section, named in requests.named_records(unit).items():
        if lost := sorted(named - {record.id for record in getattr(register, section)}):
            words = f"The new register lacks {', '.join(lost)} ({section}), which requests name."
            raise Refusal("lost_records", f"{words} Keep them, and say by their status that they are no longer in use.")
