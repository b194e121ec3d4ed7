"""What a vendor could be given, for people (the answer first, then what stands in the way) and for programs (JSON)."""

from collections.abc import Iterator
from typing import Any

from rich.markup import escape

from bot.application.requests.outlook_words import (
    STOPS,
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
from bot.console.printing import out, print_wrapped

_COLOURS = {"Stops": "red", "Needs a waiver": "magenta", "Heads-up": "yellow"}


def print_outlook(view: OutlookView) -> None:
    """Nothing is cut: the command line shows all that speaks."""
    out.print(f"[bold]{escape(headline(view))}[/]", soft_wrap=False)
    if not view.asset:
        print_wrapped(_class_row(one) for one in view.prospects)
    for group in groups(view):
        if group.gaps or group.lines:
            out.print(f"[bold]{escape(group.title)}[/]")
            print_wrapped([*(_gap_row(view, gap) for gap in group.gaps), *(row for line in group.lines for row in _rows(line))])
    for note in filter(None, (way_words(view), tried_words(view), *unknown_lines(view))):
        out.print(f"[dim]{escape(note)}[/]", soft_wrap=False)


def _class_row(one: ProspectView) -> tuple[str, str]:
    words, _, how = class_line(one).partition(": ")
    return f"  {escape(words)}", escape(how)


def _gap_row(view: OutlookView, gap: str) -> tuple[str, str]:
    return f"  [red]{STOPS}[/]", escape(gap_words(gap, view))


def _rows(one: AgainstLine) -> Iterator[tuple[str, str]]:
    line = one.line
    said = line.message.removeprefix(f"{line.effect} ")
    yield f"  [{_COLOURS.get(line.effect, 'white')}]{escape(line.effect)}[/]", f"{escape(said)} [dim]{line.check}[/]"
    yield "", f"[dim]→[/] {escape(' '.join(filter(None, [line.remedy, mended_by(one)])))}"


def as_json(view: OutlookView) -> dict[str, Any]:
    """A row per class (one for an asset), with all that speaks; `depends_on` are checks that were not asked in earnest."""
    trial = view.trial
    return {
        "vendor": view.vendor,
        "asset": view.asset,
        "answer": headline(view),
        "up_to": None if view.asset else view.highest,
        "tried": {
            "mode": "view",
            "company": trial.company,
            "channel": trial.channel,
            "start": trial.start_on.isoformat(),
            "end": trial.end_on.isoformat(),
        }
        if trial
        else None,
        "classes": [_class_as_json(one) for one in view.prospects],
        "missing": list(view.missing),
        "depends_on": {on.value: list(checks) for on, checks in view.depends.items()},
    }


def _class_as_json(one: ProspectView) -> dict[str, Any]:
    against = [
        {
            "id": line.line.check,
            "told": line.line.effect,
            "message": line.line.message,
            "remedy": line.line.remedy,
            "mended_by": list(line.menders),
        }
        for line in one.against
    ]
    return {
        "class": one.rank,
        "overall": one.verdict.value,
        "waits_for_a_fact": one.needs_fact,
        "against": against,
        "gaps": list(one.gaps),
        "route": [list(seats) for seats in one.stages],
    }
