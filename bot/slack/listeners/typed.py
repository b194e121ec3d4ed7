"""What is typed after a slash command: read as it was meant, answered, or said with the nearest right word; for every command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt import Ack

from bot.domain.errors import Refusal
from bot.domain.folding import folded
from bot.domain.register import Member
from bot.domain.typed_words import without_command, words_typed
from bot.slack.blocks.kit import Block
from bot.slack.blocks.usage import HELP, help_words, unknown_words
from bot.slack.listeners.answers import log_refusal
from bot.slack.listeners.members import Body, Office

_DIGITS = 4
Answer = tuple[str, list[Block] | None]
Answering = Callable[[Office, Member, str], Answer | None]  # of what follows the word; None if that is not understood


def page_typed(rest: str) -> int | None:
    """The page of a list: the first if nothing is said, None if it is no page."""
    if not rest:
        return 1
    return int(rest) if rest.isdecimal() and 1 <= int(rest[:_DIGITS]) == int(rest) else None


@dataclass(frozen=True)
class Command:
    """A slash command: what follows each of its words, and `bare`, what is understood without one."""

    name: str
    words: Mapping[str, Answering]
    bare: Answering

    def read(self, body: Body) -> list[str]:
        """The words of this person, undressed; a question mark alone asks for help."""
        text = str(body.get("text") or "")
        words = without_command(words_typed(text), self.name)
        return words or ([HELP] if "?" in text else [])

    def answer(self, office: Office, member: Member, words: list[str]) -> Answer:
        """Raises Refusal, with the nearest right word, where nothing is understood."""
        if [folded(word) for word in words] == [HELP]:
            return help_words(member, self.name), None
        said = " ".join(words)
        known = self.words.get(folded(words[0])) if words else None
        answer = known(office, member, " ".join(words[1:])) if known else self.bare(office, member, said)
        if answer is None:
            raise Refusal("unknown_command", unknown_words(member, self.name, said))
        return answer

    def reply(self, office: Office, ack: Ack, body: Body, opens: Callable[[Member], None]) -> None:
        """Open its form where no words follow it, and else answer, or refuse, to one person alone."""
        try:
            member = office.member(body)
            words = self.read(body)
            if not words:
                opens(member)
                ack()
                return
            text, blocks = self.answer(office, member, words)
        except Refusal as refusal:
            log_refusal(refusal, body)
            text, blocks = refusal.words, None
        ack(text=text, blocks=blocks, response_type="ephemeral")
