"""Slack's own markup as HTML: emphasis, links, mentions, dates, quotes, lists and the usual emoji. Everything else is escaped."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

EMOJI = {
    "white_check_mark": "\N{WHITE HEAVY CHECK MARK}",
    "heavy_check_mark": "\N{HEAVY CHECK MARK}",
    "x": "\N{CROSS MARK}",
    "no_entry": "\N{NO ENTRY}",
    "no_entry_sign": "\N{NO ENTRY SIGN}",
    "octagonal_sign": "\N{OCTAGONAL SIGN}",
    "warning": "\N{WARNING SIGN}\N{VARIATION SELECTOR-16}",
    "raised_hand": "\N{RAISED HAND}",
    "hand": "\N{RAISED HAND}",
    "question": "\N{BLACK QUESTION MARK ORNAMENT}",
    "grey_question": "\N{WHITE QUESTION MARK ORNAMENT}",
    "information_source": "\N{INFORMATION SOURCE}\N{VARIATION SELECTOR-16}",
    "hourglass": "\N{HOURGLASS}",
    "hourglass_flowing_sand": "\N{HOURGLASS WITH FLOWING SAND}",
    "calendar": "\N{TEAR-OFF CALENDAR}",
    "date": "\N{CALENDAR}",
    "alarm_clock": "\N{ALARM CLOCK}",
    "bell": "\N{BELL}",
    "lock": "\N{LOCK}",
    "unlock": "\N{OPEN LOCK}",
    "key": "\N{KEY}",
    "shield": "\N{SHIELD}\N{VARIATION SELECTOR-16}",
    "page_facing_up": "\N{PAGE FACING UP}",
    "memo": "\N{MEMO}",
    "mag": "\N{LEFT-POINTING MAGNIFYING GLASS}",
    "eyes": "\N{EYES}",
    "wave": "\N{WAVING HAND SIGN}",
    "tada": "\N{PARTY POPPER}",
    "link": "\N{LINK SYMBOL}",
    "arrow_right": "\N{BLACK RIGHTWARDS ARROW}\N{VARIATION SELECTOR-16}",
    "rotating_light": "\N{POLICE CARS REVOLVING LIGHT}",
    "red_circle": "\N{LARGE RED CIRCLE}",
    "large_yellow_circle": "\N{LARGE YELLOW CIRCLE}",
    "large_green_circle": "\N{LARGE GREEN CIRCLE}",
    "white_circle": "\N{MEDIUM WHITE CIRCLE}",
}
TOKEN = re.compile(r"<([^<>\n]+)>|`([^`\n]+)`")
HELD = re.compile("\x00(\\d+)\x00")
MARKS = (("strong", re.escape("*")), ("em", "_"), ("s", "~"))
FENCE = re.compile(r"```\n?(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Reader:
    """Who reads: names behind ids, zone and today decide how mentions and dates look."""

    name_of: Callable[[str], str]
    zone: ZoneInfo
    today: date


def as_html(text: str, reader: Reader) -> Markup:
    """A whole mrkdwn text."""
    parts = FENCE.split(text.replace("\x00", ""))
    drawn = [_code(part) if index % 2 else _lines(part, reader) for index, part in enumerate(parts)]
    return Markup("".join(drawn))  # noqa: S704 - every piece was escaped when it was drawn


def as_plain(text: str) -> Markup:
    """Plain text with emoji names turned into emoji."""
    return Markup(_emoji(_escape(text)))  # noqa: S704 - escaped


def _escape(text: str) -> str:
    """Slack's texts have `&`, `<` and `>` escaped already; raw ones are escaped here all the same."""
    return html.escape(html.unescape(text))


def _code(text: str) -> str:
    return f"<pre>{_escape(text.strip(chr(10)))}</pre>"


def _lines(text: str, reader: Reader) -> str:
    """Quotes and bullets are made of whole lines; the others keep their breaks."""
    drawn: list[str] = []
    for line in text.strip("\n").split("\n") if text.strip("\n") else []:
        if line.startswith((">", "&gt;")):
            inner = line.removeprefix("&gt;").removeprefix(">").strip()
            drawn.append(f"<blockquote>{_inline(inner, reader)}</blockquote>")
        elif line.lstrip().startswith("\N{BULLET} "):
            drawn.append(f'<div class="bullet">{_inline(line.lstrip()[2:], reader)}</div>')
        else:
            drawn.append(f'<div class="line">{_inline(line, reader) or "&nbsp;"}</div>')
    return "".join(drawn).replace("</blockquote><blockquote>", "<br>")


def _inline(line: str, reader: Reader) -> str:
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        angle, code = found.groups()
        held.append(f"<code>{_escape(code)}</code>" if code else _angle(angle, reader))
        return f"\x00{len(held) - 1}\x00"

    marked = _emoji(_escape(TOKEN.sub(hold, line)))
    for tag, mark in MARKS:
        pattern = rf"(?<![\w{mark}]){mark}(?=\S)([^{mark}\n]+?)(?<=\S){mark}(?![\w{mark}])"
        marked = re.sub(pattern, rf"<{tag}>\1</{tag}>", marked)
    return HELD.sub(lambda found: held[int(found[1])], marked)


def _emoji(text: str) -> str:
    return re.sub(r":([a-z0-9_+-]+):", lambda found: EMOJI.get(found[1], found[0]), text)


def _angle(inside: str, reader: Reader) -> str:
    """What stands between angle brackets: a mention, a date, or a link."""
    target, _, words = inside.partition("|")
    if target.startswith("@"):
        return f'<span class="mention">@{_escape(reader.name_of(target[1:]))}</span>'
    if target.startswith("#"):
        return f'<span class="mention">#{_escape(words or reader.name_of(target[1:]))}</span>'
    if target.startswith("!date^"):
        return _date_token(target, words, reader)
    if target.startswith("!"):
        return f'<span class="mention">@{_escape(words or target[1:].rpartition("^")[2])}</span>'
    if target.split(":", 1)[0] in ("http", "https", "mailto"):
        return f'<a href="{_escape(target)}" rel="noreferrer" target="_blank">{_emoji(_escape(words or target))}</a>'
    return _escape(f"<{inside}>")


def _date_token(target: str, fallback: str, reader: Reader) -> str:
    _, unix, form, *link = [*target.split("^"), ""][:4]
    if not unix.lstrip("-").isdigit():
        return _escape(fallback)
    shown = _escape(format_date(datetime.fromtimestamp(int(unix), UTC), form, reader))
    words = f'<time title="{_escape(fallback)}">{shown}</time>'
    return f'<a href="{_escape(link[0])}" rel="noreferrer">{words}</a>' if link and link[0] else words


def format_date(moment: datetime, form: str, reader: Reader) -> str:
    """Slack's date tokens, in the reader's zone. An unknown token stays as it is."""
    local = moment.astimezone(reader.zone)
    day = f"{local:%B} {local.day}{_ordinal(local.day)}, {local.year}"
    short, long = f"{local:%b} {local.day}, {local.year}", f"{local:%A}, {day}"
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((local.date() - reader.today) // timedelta(days=1))
    clock = f"{local.hour % 12 or 12}:{local:%M}"
    noon = "PM" if local.hour >= 12 else "AM"
    tokens = {
        "date_num": f"{local:%Y-%m-%d}",
        "date_slash": f"{local:%d/%m/%Y}",
        "date": day,
        "date_short": short,
        "date_long": long,
        "date_long_full": f"{local:%B} {local.day}, {local.year}",
        "date_pretty": near or day,
        "date_short_pretty": near or short,
        "date_long_pretty": near or long,
        "day_divider_pretty": near.capitalize() if near else long,
        "time": f"{clock} {noon}",
        "time_secs": f"{clock}:{local:%S} {noon}",
    }
    return re.sub(r"\{(\w+)\}", lambda found: tokens.get(found[1], found[0]), form)


def _ordinal(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
