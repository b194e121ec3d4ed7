"""Make the database hold a register that has been read and checked, and bind its members to the workspace."""

from collections.abc import Mapping

from bot.application.desk import Desk
from bot.application.recording import record_events
from bot.domain.events import Event, Happened
from bot.domain.register import Register
from bot.store import registers


def load_register(desk: Desk, register: Register, *, actor: str, bindings: Mapping[str, str] | None = None) -> int:
    """How many records changed; nothing is recorded when nothing did. `bindings` maps member ids to Slack ids."""
    with desk.store.writing() as unit:
        changed = registers.replace_register(unit, register)
        registers.bind_members(unit, bindings or {})
        if changed:
            event = Event(Happened.REGISTER_LOADED, "register", "register", actor, details={"changed": changed})
            record_events(unit, desk, [event])
    return changed
