"""What the checks say while the form is being filled in: worst first, at most three, each with its remedy and a way out.

What is fine is counted, never listed; clause references stand behind *Why?*.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.application.requests.views import CheckLine
from bot.domain.gates import PRC_03
from bot.domain.vocabulary import Outcome
from bot.domain.words import named
from bot.slack import ids
from bot.slack.blocks.details import reason_words, why_words
from bot.slack.blocks.kit import Block, View, actions, button, context, divider, escape, packed, section

MOST_SHOWN, MOST_ON_A_PAGE = 3, 20
_HEADLINES = {
    Outcome.BLOCK: "*As it stands, this cannot be asked.*",
    Outcome.WAIVER: "*This can be asked, and then waits for a waiver.*",
    Outcome.WARN: "*This can be asked.* Approvers see the same.",
    Outcome.PASS: "*Nothing stands against it so far.*",
}
_FACT = "*This can be asked, and then waits for a fact.* Nobody can waive it."
_FIELDS = {"mode": "how", "channel": "through", "project": "project"}
_PAUSE = "pause"
_PARTS = ("type", "callback_id", "title", "submit", "close", "private_metadata")  # of a view; Slack delivers more than it takes
_STANDS = "What stands below is my last answer; what you changed since is not in it. I answer your next change after that again."
REFUSED = "*This cannot be asked yet.* Nothing was sent. Change it here and ask again."


@dataclass(frozen=True)
class Shown:
    """What the person has opened: all reasons, on which page, and the *Why?* of some checks; the view's metadata carries it."""

    all: bool = False
    why: frozenset[str] = frozenset()
    page: int = 0

    @property
    def metadata(self) -> str:
        return json.dumps({"all": self.all, "why": sorted(self.why), "page": self.page})

    def toggled(self, check: str) -> "Shown":
        return replace(self, why=self.why ^ {check})


def read_shown(metadata: object) -> Shown:
    """What stands in the metadata; nothing is opened if it is of another version."""
    try:
        known = json.loads(str(metadata))
        return Shown(bool(known["all"]), frozenset(str(check) for check in known["why"]), int(known.get("page", 0)))
    except (ValueError, KeyError, TypeError):
        return Shown()


@dataclass(frozen=True)
class VerdictView:
    """`against` worst first; `fine` counts the other checks; `stages` are the seats of each stage, in words."""

    overall: Outcome
    against: tuple[CheckLine, ...]
    fine: int
    stages: tuple[tuple[str, ...], ...]
    gaps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    refused: bool = False
    asked: tuple[str, ...] = ()  # who would be asked for a fact, by name
    administrators: tuple[str, ...] = ()


def draw_verdict(verdict: VerdictView | None, shown: Shown) -> list[Block]:
    if verdict is None:
        words = "The checks answer here as soon as vendor, company, people, material and days are chosen."
        return [divider(), context(words)]
    stops = Outcome.BLOCK if verdict.gaps else verdict.overall
    headline = REFUSED if verdict.refused else _headline(verdict, stops)
    most = MOST_ON_A_PAGE if shown.all else MOST_SHOWN
    first = min(shown.page if shown.all else 0, (len(verdict.against) - 1) // most) * most
    lines = verdict.against[max(first, 0) :][:most]
    return [
        divider(),
        section(headline),
        *map(section, packed(_gaps(verdict))),
        *(block for number, line in enumerate(lines) for block in _reason(number, line, shown)),
        *(_turning(first, len(verdict.against)) if shown.all else _more(len(verdict.against) - len(lines))),
        *map(context, packed([_summary(verdict)])),
    ]


def _headline(verdict: VerdictView, stops: Outcome) -> str:
    """What waits for a fact is not said to wait for a waiver."""
    if stops is not Outcome.WAIVER or not any(line.needs_fact for line in verdict.against):
        return _HEADLINES[stops]
    asked = escape(" and ".join(verdict.asked)) or "An administrator"
    return f"{_FACT} {asked} is asked for it once you ask."


def draw_pause(view: View, words: str) -> View:
    """The form as it stands, with the words of a pause above its last answer."""
    blocks = [block for block in view["blocks"] if block.get("block_id") != _PAUSE]
    answer = max((number for number, block in enumerate(blocks) if block["type"] == "divider"), default=len(blocks) - 1) + 1
    pause = section(f"*{escape(words)}*\n{_STANDS}") | {"block_id": _PAUSE}
    kept = {name: view[name] for name in _PARTS if view.get(name)}
    return kept | {"blocks": [*blocks[:answer], pause, *blocks[answer:]]}


def _reason(number: int, line: CheckLine, shown: Shown) -> Iterator[Block]:
    yield from map(section, packed([reason_words(line)]))
    if line.check in shown.why:
        yield from map(context, packed([why_words(line)]))
    fix = [button(line.fix.words, ids.FIX, ids.fix_value(line.fix.field, line.fix.value), style="primary")] if line.fix else []
    label = "Hide why" if line.check in shown.why else "Why?"
    yield actions(f"reason:{number}", [*fix, button(label, ids.WHY, line.check)])


def _more(hidden: int) -> list[Block]:
    return [actions("more", [button(f"Show all ({hidden} more)", ids.SHOW_ALL, "all")])] if hidden else []


def _turning(first: int, of: int) -> list[Block]:
    """The way to the reasons before and after these."""
    page, after = first // MOST_ON_A_PAGE, of - first - MOST_ON_A_PAGE
    back = [button("Reasons before", f"{ids.SHOW_ALL}.back", str(page - 1))] if first > 0 else []
    on = [button(f"{min(after, MOST_ON_A_PAGE)} more of {after}", f"{ids.SHOW_ALL}.on", str(page + 1))] if after > 0 else []
    return [actions("more", [*back, *on])] if back or on else []


def _gaps(verdict: VerdictView) -> Iterator[str]:
    """Who can mend it is told by asking, and not by looking."""
    who = named(verdict.administrators, last="or")
    told = "has been told" if verdict.refused else "hears of it when you ask"
    step = (
        f"{who} can mend that, as administrator, and {told}." if who else "An administrator has to mend that; there is none now."
    )
    for gap in verdict.gaps:
        yield f"⛔ *Stops* · {escape(gap[0].upper() + gap[1:])} ({PRC_03.id}).\n{escape(step)}"


def _summary(verdict: VerdictView) -> str:
    count = f"{verdict.fine} more checks are fine" if verdict.against else f"{verdict.fine} checks run, none against"
    stages = " → ".join(" and ".join(seats) for seats in verdict.stages)
    way = f"would go to: {stages}" if stages else "public material, needs no approval"
    later = f"not looked at yet: {', '.join(_FIELDS[name] for name in verdict.missing)}" if verdict.missing else ""
    return " · ".join(part for part in (count, later, way) if part)
