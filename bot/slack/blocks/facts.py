"""The message to whoever keeps a record that a request waits for."""

from bot.application.requests.facts_wanted import FactWanted
from bot.slack.blocks.kit import Block, context, escape, section

_HOW = (
    "Write it into the register file, and load the file (`ringfence register load FILE`); whoever keeps the file can do that. "
    "The request is judged again by itself."
)


def draw_fact_wanted(message: FactWanted) -> list[Block]:
    if not message.facts:
        return [section(f"*{message.request_id}* waits for nothing of yours any more.")]
    asks = (
        f"*A fact is missing* · {escape(message.requester)} asked for access for {escape(message.vendor)} ({message.request_id})"
    )
    lines = [section(f"{escape(one.words)} {escape(one.remedy)}") for one in message.facts]
    waivable = "" if any(one.needs_fact for one in message.facts) else " It may be waived instead."
    return [section(asks), *lines, context(f"You are asked because you keep the record. {_HOW}{waivable}")]


def fact_summary(message: FactWanted) -> str:
    if not message.facts:
        return f"{message.request_id} waits for nothing of yours any more"
    more = f" (and {len(message.facts) - 1} more)" if len(message.facts) > 1 else ""
    return f"{message.request_id} for {escape(message.vendor)} waits for a fact of yours: {escape(message.facts[0].words)}{more}"
