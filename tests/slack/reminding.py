"""Steps with reminders in the little world's Slack: a paper that ends soon, and its owner's message."""

from datetime import date
from typing import Any

from bot.application.agreements.sweep import sweep_reminders
from bot.application.register.load import load_register
from bot.domain.register import Agreement
from bot.domain.reminders import Anchor, ReminderSchedule
from bot.domain.vocabulary import Role
from bot.local.scripted_user import ScriptedUser
from bot.local.story_screen import words_of
from bot.slack import ids
from tests.builders import contract, member, members, nda, register
from tests.slack.conftest import Room

END = date(2027, 1, 14)  # in 51 days
VALUE = ids.paper_value(ReminderSchedule("NDA-1", Anchor.END, END))


def remind(room: Room, *papers: Agreement, **more: Any) -> None:
    """The register names these NDAs, Eve owns the first; the morning comes, and everybody has their message."""
    known = papers or (nda(expires_on=END, owner="eve", **more),)
    everybody = members(member("vic", Role.VENDOR_MANAGER))
    load_register(room.context, register(agreements=(*known, contract()), members=everybody), actor="test")
    tell(room)


def tell(room: Room) -> None:
    while sweep_reminders(room.context):
        pass
    room.deliver()


def message(user: ScriptedUser) -> dict[str, Any]:
    """The newest direct message that everybody could read who is there; what was whispered is not among them."""
    return [one for one in user.messages() if not one["ephemeral"]][-1]


def said(user: ScriptedUser) -> str:
    return words_of(message(user)["blocks"])


def buttons(user: ScriptedUser) -> list[str]:
    elements = [one for block in message(user)["blocks"] for one in block.get("elements", []) if one.get("type") == "button"]
    return [one["text"]["text"] for one in elements]
