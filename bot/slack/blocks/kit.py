"""The handful of Block Kit pieces that every view is made of; what a person typed is escaped and cut here, once.

Limits are Slack's: text 3,000, field 2,000, button label 75, option label 75, header 150, context 10 elements, modal title 24.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.dates import day_words

Block = dict[str, Any]
View = dict[str, Any]

TEXT, LABEL, OPTION, MOST_OPTIONS, MOST_BLOCKS = 3000, 75, 75, 100, 100
NEED_MOST = 1000
MOST_PLACES = 3

# control characters, and those that turn the reading direction
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_HALF = re.compile(r"(&[a-z]{0,3}|<[^<>]*)$")  # an entity or a date that a cut has broken


def cut(text: str, most: int) -> str:
    """At most so many characters; what is left out is shown by an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def clean(text: str) -> str:
    """On one line, without characters that nobody sees; a name cannot pretend to be a line of ours."""
    return _SPACES.sub(" ", _INVISIBLE.sub(" ", text))


def escape(text: str) -> str:
    """Cleaned, and without Slack's three control characters, so that nobody can mention a channel or forge a link."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, most: int = 600) -> str:
    """What a person typed, on one paragraph, cut and escaped; backticks and stars lose their power to format."""
    return escape(cut(clean(text).strip(), most)).translate(_QUIET)


_QUIET = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"})


def day(when: date) -> str:
    """A day in the reader's own writing, with the year; noon, so that no zone moves it to another day."""
    stamp = int(datetime.combine(when, time(12), UTC).timestamp())
    return f"<!date^{stamp}^{{date_short}}|{day_words(when)}>"


def moment(when: datetime) -> str:
    """An instant in the reader's zone."""
    fallback = f"{day_words(when.date())}, {when:%H:%M} UTC"
    return f"<!date^{int(when.timestamp())}^{{date_short}} {{time}}|{fallback}>"


def plain_words(text: str) -> str:
    """Without the stars of bold type, where nothing is formatted."""
    return text.replace("*", "")


def plain(text: str, most: int = TEXT) -> Block:
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str) -> Block:
    """Text that is formatted; `verbatim`, so that Slack does not make mentions and links of plain words."""
    shown = text if len(text) <= TEXT else _HALF.sub("", text[: TEXT - 1]) + "…"
    return {"type": "mrkdwn", "text": shown, "verbatim": True}


def section(text: str, *, block_id: str | None = None, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | ({"block_id": block_id} if block_id else {}) | ({"accessory": accessory} if accessory else {})


def sections(title: str, lines: Iterable[str]) -> Iterator[Block]:
    """A title and its lines, in as many sections as they need; none is lost in a cut."""
    yield from map(section, packed([f"*{title}*", *lines]))


def packed(lines: Iterable[str]) -> Iterator[str]:
    """The lines as texts that Slack takes; a line that is too long for one goes on in the next."""
    text = ""
    for part in (part for line in lines for part in _parts(line)):
        if text and len(text) + 1 + len(part) > TEXT:
            yield text
            text = part
        else:
            text = f"{text}\n{part}" if text else part
    if text:
        yield text


def _parts(line: str) -> Iterator[str]:
    while len(line) > TEXT:
        part = _HALF.sub("", line[:TEXT])
        yield part
        line = line[len(part) :]
    yield line


def fit(text: str, room: int) -> str:
    """Escaped, and cut to so many characters of Slack's own counting."""
    told = escape(text)
    return told if len(told) <= room else f"{_HALF.sub('', told[: max(room - 1, 0)])}…"


def named_some(names: Sequence[str], most: int, where: str = "*Details* has all") -> str:
    """As many names as fit into so many characters, at least one, how many more there are, and where."""
    shown = list(names[:1])
    for name in names[1:]:
        if len(", ".join(shown)) + 2 + len(name) > most:
            break
        shown.append(name)
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more ({where})" if more else "")


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts if text][:10]}


def not_delivered(places: Sequence[str]) -> str:
    """Where something about this was given up."""
    words = f"*Not delivered* to {escape(', '.join(places[:MOST_PLACES]))}"
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    return f"{words}{more}: an administrator can see why (`ringfence outbox list`)."


def for_older_slack(blocks: Sequence[Block]) -> list[Block]:
    """Without the blocks that came to Slack later; a workspace, a GovSlack say, may not know them yet."""
    return [block for block in blocks if block["type"] in _KNOWN_TO_EVERY_SLACK]


_KNOWN_TO_EVERY_SLACK = frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section"})


def divider() -> Block:
    return {"type": "divider"}


def button(label: str, action: str, value: str, *, style: str | None = None, confirm: Block | None = None) -> Block:
    block: Block = {"type": "button", "text": plain(label, LABEL), "action_id": action, "value": value}
    return block | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def link(label: str, action: str, url: str) -> Block:
    return {"type": "button", "text": plain(label, LABEL), "action_id": action, "url": url}


def confirm(title: str, text: str, yes: str) -> Block:
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain("Leave it", 30)}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(label: str, value: str) -> Block:
    return {"text": plain(label, OPTION), "value": value}


def static_select(action: str, options: Sequence[Block], *, chosen: str | None = None, placeholder: str = "Choose") -> Block:
    shown = list(options)[:MOST_OPTIONS]
    element: Block = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": shown,
    }
    initial = next((one for one in shown if one["value"] == chosen), None)
    return element | ({"initial_option": initial} if initial else {})


def field(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False, dispatch: bool = False) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {}) | ({"dispatch_action": True} if dispatch else {})


def modal(title: str, callback: str, blocks: Iterable[Block], *, submit: str | None = None, metadata: str = "") -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "close": plain("Cancel" if submit else "Close", 24),
        "blocks": _as_many_as_fit(list(blocks)),
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit, 24)} if submit else {})


def _as_many_as_fit(blocks: list[Block]) -> list[Block]:
    """Slack takes a hundred; what is left out is never left out in silence."""
    if len(blocks) <= MOST_BLOCKS:
        return blocks
    return [*blocks[: MOST_BLOCKS - 1], context(f"{len(blocks) - MOST_BLOCKS + 1} more lines do not fit here.")]
