"""What stands in one field of a form, and the block ids by which Slack knows whether it is still the same field."""

from dataclasses import dataclass

from bot.slack.blocks.kit import Block

_GENERATION = "~"


@dataclass(frozen=True)
class Standing:
    """The block it stands in, and the options, the day or the text that were entered."""

    block_id: str = ""
    options: tuple[Block, ...] = ()
    day: str = ""
    text: str = ""

    def of_block(self, base: str) -> "Standing":
        """This, if it is that field still; else the field new and empty."""
        return self if self.block_id.partition(_GENERATION)[0] == base else Standing(base)


def belongs_to(block_id: object) -> str:
    """What the field was drawn for: `people:V01~1` for `V01`; nothing if for nothing."""
    return str(block_id or "").partition(_GENERATION)[0].partition(":")[2]


def next_block(block_id: str) -> str:
    """The id of the same field drawn anew, so that Slack takes what it is drawn with: `end` → `end~1` → `end~2`."""
    base, _, generation = block_id.partition(_GENERATION)
    return f"{base}{_GENERATION}{int(generation or 0) + 1}"
