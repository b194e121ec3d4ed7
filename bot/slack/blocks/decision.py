"""The small forms of a decision: why rejected, and, where a stage asks for it, why approved."""

from collections.abc import Sequence

from bot.application.requests.views import ItemLine
from bot.slack import ids
from bot.slack.blocks.choosing import Choice, options_of
from bot.slack.blocks.kit import Block, View, field, modal, plain

REASON_MOST, MOST_CHECKBOXES = 1000, 10


def draw_reject_form(picture: ids.Picture, items: Sequence[ItemLine]) -> View:
    """Several items are rejected one by one; all are ticked at first."""
    blocks = [_items(items)] if len(items) > 1 else []
    return modal(
        f"Reject {picture.request_id}",
        ids.REJECT_FORM,
        [*blocks, _reason("Why", "The requester reads this: what is wrong, and what would be right?")],
        submit="Reject",
        metadata=picture.value,
    )


def draw_approve_form(picture: ids.Picture) -> View:
    reason = _reason("Why", "This stage asks for a reason with each approval.")
    return modal(f"Approve {picture.request_id}", ids.APPROVE_FORM, [reason], submit="Approve", metadata=picture.value)


def _items(items: Sequence[ItemLine]) -> Block:
    options = options_of([Choice(item.asset, item.title, f"{item.asset} ") for item in items])
    kind = "checkboxes" if len(options) <= MOST_CHECKBOXES else "multi_static_select"
    element = {"type": kind, "action_id": ids.ITEMS, "options": options, "initial_options": options}
    return field("items", "Which", element)


def _reason(label: str, hint: str) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": ids.REASON,
        "multiline": True,
        "max_length": REASON_MOST,
        "placeholder": plain(hint, 150),
    }
    return field("reason", label, element)
