"""What a person entered into a form: from plain values to what Slack sends, by kind of element."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.local.slack.json_body import Json

FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
MANY = {"selected_options", "selected_users", "selected_conversations", "selected_channels"}
TEXTS = {kind for kind, (name, _) in FIELDS.items() if name == "value"}

Values = dict[tuple[str, str], Any]


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element a person can touch, with the block that holds it."""
    for block in blocks:
        inner = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for element in inner:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: Iterable[Json], action_id: str, *, block_id: str | None = None, value: Any = None) -> tuple[Json, Json] | None:
    """The element by action id, and among several equal ones by block or by the button's value."""
    for block, element in elements(blocks):
        fits = element["action_id"] == action_id and block_id in (None, block["block_id"])
        if fits and (element["type"] != "button" or value in (None, element.get("value"))):
            return block, element
    return None


def seeded(blocks: Iterable[Json]) -> Values:
    """The values that a fresh form starts with."""
    return {(block["block_id"], e["action_id"]): initial(e) for block, e in elements(blocks) if e["type"] in FIELDS}


def emptied(blocks: Iterable[Json]) -> Values:
    """The values of a form in which nothing stands."""
    fields = [(block["block_id"], e) for block, e in elements(blocks) if e["type"] in FIELDS]
    return {(block_id, e["action_id"]): [] if FIELDS[e["type"]][0] in MANY else None for block_id, e in fields}


def kinds(blocks: Iterable[Json]) -> dict[tuple[str, str], str]:
    """Which kind of input stands where."""
    return {(block["block_id"], e["action_id"]): e["type"] for block, e in elements(blocks) if e["type"] in FIELDS}


def initial(element: Json) -> Any:
    name, start = FIELDS[element["type"]]
    return element.get(start, [] if name in MANY else None)


def options_of(element: Json) -> list[Json]:
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    chosen = [
        *element.get("initial_options", []),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    return [*element.get("options", []), *groups, *chosen]


def offered_by(blocks: Iterable[Json]) -> dict[str, Json]:
    """Every option that the blocks themselves offer, by value."""
    return {option["value"]: option for _, element in elements(blocks) for option in options_of(element)}


def chosen(element: Json, sent: Any, offered: dict[str, Json]) -> Any:
    """What the sent value means for this element; an option is named by its value or its words. Raises KeyError if it was
    not offered."""
    name = FIELDS[element["type"]][0]
    if name in {"selected_option", "selected_options"}:
        known = offered | {option["value"]: option for option in options_of(element)}
        named = {option["text"]["text"]: option for option in known.values()} | known
        if name == "selected_options":
            return [named[item] for item in _as_list(sent)]
        return named[sent] if sent else None
    if name in MANY:
        return _as_list(sent)
    return sent or None


def _as_list(sent: Any) -> list[Any]:
    return [sent] if isinstance(sent, str) else list(sent or [])


def as_state(blocks: Iterable[Json], values: Values, left_out: Collection[tuple[str, str]] = ()) -> Json:
    """`view.state.values` as Slack sends it: null (or no choices) for what is empty; fields in `left_out` are not spoken of."""
    state: Json = {}
    for block, element in elements(blocks):
        if element["type"] in FIELDS and (block["block_id"], element["action_id"]) not in left_out:
            name = FIELDS[element["type"]][0]
            value = values.get((block["block_id"], element["action_id"]), initial(element))
            state.setdefault(block["block_id"], {})[element["action_id"]] = {
                "type": element["type"],
                name: _plain(value),
            }
    return state


def _plain(value: Any) -> Any:
    """Options as Slack repeats them: their words and their value, no description."""
    if isinstance(value, dict):
        words = value["text"]
        return {"text": {"type": "plain_text", "text": words["text"], "emoji": True}, "value": value["value"]}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def as_action(block_id: str, element: Json, value: Any, ts: str) -> Json:
    """One entry of `actions` in a `block_actions` payload."""
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, "action_ts": ts}
    if element["type"] == "button":
        return action | {key: element[key] for key in ("text", "value", "url") if key in element}
    if element["type"] == "overflow":
        return action | {"selected_option": _plain(value)}
    return action | {FIELDS[element["type"]][0]: _plain(value)}


def missing(blocks: Iterable[Json], values: Values) -> dict[str, str]:
    """The required inputs that are still empty, with the words that Slack shows there."""
    needed = [block for block in blocks if block["type"] == "input" and not block.get("optional")]
    empty = [b for b in needed if values.get((b["block_id"], b["element"]["action_id"])) in (None, "", [])]
    return {block["block_id"]: "Please complete this required field." for block in empty}
