"""What a message to the bot is answered with: what it can do for this person, with buttons."""

from bot.domain.register import Member
from bot.slack import ids
from bot.slack.blocks.kit import Block, actions, button, section
from bot.slack.blocks.usage import usages_for

_SAID = "I don't hold conversations, but this is what I can do for you:"
_BUTTONS = {
    (ids.COMMAND, ""): ("Ask for access", ids.MENU_ASK),
    (ids.COMMAND, "mine"): ("My requests", ids.MENU_MINE),
    (ids.AUDIT_COMMAND, "list"): ("Open audits", ids.MENU_AUDITS),
    (ids.DIGEST_COMMAND, ""): ("This week", ids.MENU_WEEK),
}


def draw_menu(member: Member) -> tuple[str, list[Block]]:
    """Lines and buttons for what this person may do, and nothing else."""
    mine = usages_for(member)
    lines = "\n".join(f"*{usage.typed}* {usage.does}" for usage in mine)
    offered = dict.fromkeys((usage.command, usage.word) for usage in mine)
    buttons = [button(*_BUTTONS[one], "menu") for one in offered if one in _BUTTONS]
    return f"{_SAID}\n{lines}", [section(_SAID), section(lines), actions("menu", buttons)]
