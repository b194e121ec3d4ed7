"""What a vendor could be given: how far it goes, what stands in the way, and a button that opens the form filled in."""

from collections.abc import Iterator

from bot.application.requests.check_vendor import Named, Understood
from bot.application.requests.outlook_words import (
    STOPS,
    Group,
    class_line,
    gap_words,
    groups,
    headline,
    mended_by,
    tried_words,
    unknown_lines,
    way_words,
)
from bot.application.requests.show_outlook import AgainstLine, OutlookView, ProspectView
from bot.domain.words_meant import Meant
from bot.slack import ids
from bot.slack.blocks.choosing import type_ahead
from bot.slack.blocks.details import MARKS, reason_words
from bot.slack.blocks.kit import Block, View, actions, button, context, cut, escape, field, modal, packed, section

MOST_SHOWN, MOST_CHOICES = 3, 8
_TITLE = "Could they be given it?"


def draw_outlook(view: OutlookView) -> tuple[str, list[Block]]:
    """The answer for one person alone, and its summary."""
    said = escape(headline(view))
    classes = [] if view.asset else list(packed(map(_class_line, view.prospects)))
    blocks = [section(f"*{said}*"), *map(section, classes)]
    blocks += [block for group in groups(view) for block in _group(view, group)]
    notes = [escape(line) for line in (way_words(view), tried_words(view), *unknown_lines(view)) if line]
    blocks += map(context, packed(notes))
    return said, [*blocks, *_asking(view)]


def _asking(view: OutlookView) -> list[Block]:
    if view.missing:
        return []
    return [actions("outlook", [button("Ask for access", ids.ASK_FOR, ids.meant_value(Meant(view.vendor, view.asset)))])]


def _class_line(one: ProspectView) -> str:
    return f"{MARKS.get(one.verdict.words, '✓')} {class_line(one)}"


def _group(view: OutlookView, group: Group) -> Iterator[Block]:
    if not (group.gaps or group.lines):
        return
    lines = [*(_gap(view, gap) for gap in group.gaps), *map(_against, group.lines)]
    shown, more = lines[:MOST_SHOWN], len(lines) - MOST_SHOWN
    left = [f"… and {more} more: the form shows all of them."] if more > 0 else []
    yield from map(section, packed([f"*{escape(group.title)}*", *shown, *left]))


def _gap(view: OutlookView, gap: str) -> str:
    return f"{MARKS[STOPS]} *{STOPS}* · {escape(gap_words(gap, view))}"


def _against(one: AgainstLine) -> str:
    return " ".join([reason_words(one.line), *filter(None, [escape(mended_by(one))])])


def draw_outlook_in_form(view: OutlookView) -> View:
    """The same in the place of the form in which it was chosen."""
    return modal(_TITLE, ids.CHECK_DONE, draw_outlook(view)[1])


def draw_check_form() -> View:
    """Vendor and material are typed, and what is found is offered meanwhile."""
    vendor = type_ahead("external_select", ids.VENDOR, "Type a part of the name")
    asset = type_ahead("external_select", ids.ASSETS, "Type a part of the name or the id")
    blocks = [
        field("vendor", "Vendor", vendor),
        field("assets", "What", asset, hint="Without it you hear up to which class.", optional=True),
    ]
    return modal(_TITLE, ids.CHECK_FORM, blocks, submit="Look")


def draw_choices(found: Understood, said: str) -> tuple[str, list[Block]]:
    """Where words may mean several, or none exactly: what they may mean, each with a button."""
    text = _question(found, said)
    shown, more = found.named[:MOST_CHOICES], len(found.named) - MOST_CHOICES
    left = [context(f"{more} more: type another part of the name, or the id.")] if more > 0 else []
    return text, [section(text), *map(_choice, shown), *left]


def _question(found: Understood, said: str) -> str:
    quoted = f"`{_quoted(' '.join(found.unknown) or said)}`"
    if found.unknown:
        return f"I know nothing called {quoted}. Did you mean:"
    several = len(found.named) > 1
    return f"{quoted} may mean several. Which one?" if several else f"I find nothing that is all of {quoted}. Did you mean:"


def _choice(one: Named) -> Block:
    vendor = f"*{escape(cut(one.vendor, 200))}* ({one.meant.vendor})"
    asset = f" · {escape(cut(one.asset, 200))} ({one.meant.asset})" if one.meant.asset else ""
    return section(f"{vendor}{asset}", accessory=button("This one", ids.CHECK_THIS, ids.meant_value(one.meant)))


def nothing_found_words(found: Understood, said: str) -> str:
    """Where no vendor is meant: what was understood, and the next step."""
    step = f"`{ids.CHECK_COMMAND}` alone lets you choose from lists."
    if found.assets:
        return f"{escape(cut(found.assets[0], 200))} is material. Say for which vendor, too: a part of its name will do. {step}"
    return f"I know no vendor called `{_quoted(said)}`. Type a part of its name or its id. {step}"


def _quoted(said: str) -> str:
    return escape(cut(said.replace("`", " "), 60))
