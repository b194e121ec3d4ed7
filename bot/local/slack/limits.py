"""What Slack refuses in blocks and views: sizes, equal ids, blocks on the wrong surface.

Sizes are those of Slack's Block Kit reference. Each finding reads as Slack writes it, with a pointer to the place.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.local.slack.json_body import Json, Refused, new_id

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_VIEW_BYTES = 250_000
EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
SURFACES = {
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE | {"table", "data_table", "data_visualization", "container", "alert", "card", "carousel"},
    "message": EVERYWHERE
    | {"table", "data_table", "data_visualization", "container", "markdown", "file", "context_actions"}
    | {"alert", "card", "carousel", "plan", "task_card"},
}
INTERACTIVE = {
    "button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "timepicker", "plain_text_input",
    "email_text_input", "url_text_input", "number_input", "static_select", "external_select", "users_select",
    "conversations_select", "channels_select", "multi_static_select", "multi_external_select", "multi_users_select",
    "multi_conversations_select", "multi_channels_select", "rich_text_input", "file_input", "feedback_buttons", "icon_button",
}  # fmt: skip
TEXT_SIZES = {
    "header": 150,
    "button": 75,
    "label": 2000,
    "hint": 2000,
    "placeholder": 150,
    "title": 24,
    "submit": 24,
    "close": 24,
}
LIST_SIZES = {
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("section", "fields"): 10,
    ("overflow", "options"): 5,
}
LIST_SIZES |= {("checkboxes", "options"): 10, ("radio_buttons", "options"): 10}
STRING_SIZES = {
    "block_id": 255,
    "action_id": 255,
    "value": 2000,
    "url": 3000,
    "callback_id": 255,
    "private_metadata": 3000,
}
OPTIONS, OPTION_TEXT, OPTION_VALUE, FIELD_TEXT, TEXT = 100, 75, 150, 2000, 3000


def checked_blocks(blocks: Any, surface: str, unknown: Collection[str] = ()) -> list[Json]:
    """The blocks with the ids that Slack fills in. Raises Refused with every finding; types in `unknown` are of a later time."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    problems = [
        *_count(blocks, surface),
        *_surface(blocks, SURFACES[surface] - set(unknown)),
        *_ids(blocks),
        *_sizes(blocks, "/blocks", "", ""),
    ]
    if problems:
        raise Refused("invalid_blocks", *problems)
    return with_ids(blocks)


def checked_view(view: Any, unknown: Collection[str] = ()) -> Json:
    """The view with the ids that Slack fills in. Raises Refused with every finding."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home") or not isinstance(view.get("blocks"), list):
        raise Refused("invalid_arguments", "[ERROR] not a view: it has a type (modal, home) and blocks [json-pointer:/view]")
    if len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW_BYTES:
        raise Refused("view_too_large")
    problems = [*_modal(view), *_sizes({k: v for k, v in view.items() if k != "blocks"}, "/view", "", "")]
    try:
        blocks = checked_blocks(view["blocks"], view["type"], unknown)
    except Refused as refused:
        problems += [*refused.messages, *(() if refused.messages else (refused.error,))]
    if problems:
        raise Refused("invalid_arguments", *problems)
    return {**view, "blocks": blocks}


def with_ids(blocks: Iterable[Json]) -> list[Json]:
    """Blocks and elements that came without an id get one, as in Slack."""
    copied: list[Json] = json.loads(json.dumps(list(blocks)))
    for block in copied:
        block.setdefault("block_id", new_id())
        for element in _inner(block):
            if element.get("type") in INTERACTIVE:
                element.setdefault("action_id", new_id())
    return copied


def _inner(block: Json) -> list[Json]:
    found = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
    return [element for element in found if isinstance(element, dict)]


def _count(blocks: list[Json], surface: str) -> Iterator[str]:
    if len(blocks) > MAX_BLOCKS[surface]:
        yield f"[ERROR] no more than {MAX_BLOCKS[surface]} items allowed [json-pointer:/blocks]"


def _surface(blocks: list[Json], known: set[str]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if block.get("type") not in known:
            yield f"[ERROR] unsupported type: {block.get('type')} [json-pointer:/blocks/{index}/type]"
        if block.get("type") == "input" and not (isinstance(block.get("element"), dict) and block.get("label")):
            yield f"[ERROR] missing required field: element or label [json-pointer:/blocks/{index}]"


def _ids(blocks: list[Json]) -> Iterator[str]:
    for ident in _twice(block.get("block_id") for block in blocks):
        yield f"[ERROR] block_ids must be unique: `{ident}` already exists [json-pointer:/blocks]"
    for index, block in enumerate(blocks):
        for ident in _twice(element.get("action_id") for element in _inner(block)):
            yield f"[ERROR] `action_id` must be unique within a block: `{ident}` [json-pointer:/blocks/{index}/elements]"
        for element in _inner(block):
            if block.get("type") in ("actions", "input") and element.get("type") not in INTERACTIVE:
                yield f"[ERROR] unsupported type: {element.get('type')} [json-pointer:/blocks/{index}]"


def _twice(idents: Iterable[str | None]) -> list[str]:
    return [ident for ident, times in Counter(i for i in idents if i).items() if times > 1]


def _modal(view: Json) -> Iterator[str]:
    if view["type"] == "modal" and not view.get("title"):
        yield "[ERROR] missing required field: title [json-pointer:/view]"
    inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"])
    if view["type"] == "modal" and inputs and not view.get("submit"):
        yield "[ERROR] missing required field: submit is needed when the view has input blocks [json-pointer:/view]"


def _sizes(node: Any, path: str, owner: str, name: str) -> Iterator[str]:
    """Walks through everything; `owner` is the type of what holds `node` under `name`."""
    if isinstance(node, list):
        most = OPTIONS if name == "options" and (owner, name) not in LIST_SIZES else LIST_SIZES.get((owner, name))
        if most and len(node) > most:
            yield f"[ERROR] no more than {most} items allowed [json-pointer:{path}]"
        for index, item in enumerate(node):
            yield from _sizes(item, f"{path}/{index}", owner, name)
    elif isinstance(node, dict):
        if node.get("type") in ("plain_text", "mrkdwn"):
            yield from _between(str(node.get("text", "")), 1, _text_size(owner, name), f"{path}/text")
        for key, value in node.items():
            inner = name if node.get("type") is None else str(node["type"])
            yield from _sizes(value, f"{path}/{key}", inner, key)
    elif isinstance(node, str) and name in STRING_SIZES:
        most = OPTION_VALUE if owner in ("options", "initial_option", "initial_options") else STRING_SIZES[name]
        yield from _between(node, 0, most, path)


def _text_size(owner: str, name: str) -> int:
    if owner in ("options", "initial_option", "initial_options"):
        return OPTION_TEXT
    if name == "fields":
        return FIELD_TEXT
    if owner == "confirm":
        return {"title": 100, "text": 300}.get(name, 30)
    return TEXT_SIZES.get(owner if name == "text" else name, TEXT)


def _between(text: str, least: int, most: int, path: str) -> Iterator[str]:
    if len(text) < least:
        yield f"[ERROR] must be more than {least - 1} characters [json-pointer:{path}]"
    if len(text) > most:
        yield f"[ERROR] must be less than {most + 1} characters [json-pointer:{path}]"
