"""What can be typed, declared once: help for one person, and the nearest right word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.domain.audits import OPENERS, READERS
from bot.domain.register import Member
from bot.domain.typed_words import nearest
from bot.domain.vocabulary import Role
from bot.slack import ids
from bot.slack.blocks.kit import cut, escape

HELP = "help"


def _everybody(_: Member) -> bool:
    return True


def _has_papers(member: Member) -> bool:
    """Papers are read by their owners and by those who decide or audit: by who does more than ask."""
    return any(role is not Role.REQUESTER for role in member.roles)


def _opens_audits(member: Member) -> bool:
    return any(member.holds(role) for role in OPENERS)


def _reads_audits(member: Member) -> bool:
    return any(member.holds(role) for role in READERS)


def _is_known(member: Member) -> bool:
    return member.is_known


@dataclass(frozen=True)
class Usage:
    """One thing that can be typed: the command, its word, an example of what follows, what it does, and for whom."""

    command: str
    word: str
    example: str
    does: str
    may: Callable[[Member], bool] = _everybody

    @property
    def typed(self) -> str:
        return " ".join(part for part in (self.command, self.word, self.example) if part)


USAGES = (
    Usage(ids.COMMAND, "", "", "asks for vendor access: who, what, how, when, why. The checks answer in the form."),
    Usage(ids.COMMAND, "mine", "", "lists your requests and who has them."),
    Usage(ids.COMMAND, "status", "REQ-2026-0001", "shows where one request stands."),
    Usage(ids.COMMAND, "agreement", "NDA-V02", "tells how one NDA stands.", _has_papers),
    Usage(ids.CHECK_COMMAND, "", "", "asks for a vendor, and for material if you like, and tells what it could be given."),
    Usage(ids.CHECK_COMMAND, "", "Wislanka perception pipeline", "tells it at once: parts of names or ids, in any order."),
    Usage(ids.AUDIT_COMMAND, "", "", "opens an audit of a vendor for cause: what happened, and until when.", _opens_audits),
    Usage(ids.AUDIT_COMMAND, "list", "", "shows the open audits and where they stand.", _reads_audits),
    Usage(ids.AUDIT_COMMAND, "", "IPA-1", "shows one by its ticket or its key, with the button that closes it.", _reads_audits),
    Usage(ids.DIGEST_COMMAND, "", "", "tells the week as the channel was told it on Monday, or would have been.", _is_known),
    Usage(ids.DIGEST_COMMAND, "", "2026-11-23", "tells it for that Monday, as things stood that morning.", _is_known),
)
_COMMANDS = tuple(dict.fromkeys(usage.command for usage in USAGES))


def help_words(member: Member, command: str) -> str:
    """All that this person can type after the command, and where the help of their other commands is."""
    mine = usages_for(member)
    lines = [f"*{usage.typed}* {usage.does}" for usage in mine if usage.command == command]
    if not lines:
        lines = [f"Nothing of `{command}` is for you: it is for people who look after vendors or audit."]
    others = [f"*{one} {HELP}*" for one in _COMMANDS if one != command and any(usage.command == one for usage in mine)]
    return "\n".join([*lines, f"*{command} {HELP}* shows this.", *_also(others)])


def usages_for(member: Member) -> list[Usage]:
    return [usage for usage in USAGES if usage.may(member)]


def _also(others: list[str]) -> Iterator[str]:
    if others:
        yield f"{' and '.join(others)} {'tells' if len(others) == 1 else 'tell'} of the rest that you can do."


def unknown_words(member: Member, command: str, said: str) -> str:
    """For words that are not understood: what they were, the nearest that are, and what there is instead."""
    near = _nearest(member, command, said)
    quoted = escape(cut(said.replace("`", " "), 60))
    return f"I don't know `{quoted}`. {f'Did you mean `{near}`? ' if near else ''}Here is what I understand:\n" + help_words(
        member, command
    )


def _nearest(member: Member, command: str, said: str) -> str:
    """Among the words of this command first, then among those of the others that this person may type."""
    own = {usage.word: usage.typed for usage in usages_for(member) if usage.word and usage.command == command}
    others = {usage.word: usage.typed for usage in usages_for(member) if usage.word and usage.command != command}
    own[HELP], first = f"{command} {HELP}", said.partition(" ")[0]
    for known in (own, others):
        if near := nearest(said, known) or nearest(first, known):
            return known[near]
    return ""
