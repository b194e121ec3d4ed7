"""The details of a request, opened after a permission check: purpose, people, reasons, and every check that speaks."""

import json
from collections.abc import Iterable, Iterator

from bot.application.requests.views import CheckLine, RequestView
from bot.domain.vocabulary import RequestState
from bot.slack import ids
from bot.slack.blocks.kit import (
    Block,
    View,
    actions,
    button,
    context,
    day,
    divider,
    escape,
    modal,
    moment,
    packed,
    section,
    sections,
    typed,
)
from bot.slack.blocks.request import checks_words, stage_line
from bot.slack.blocks.request_buttons import end_button

MARKS = {"Stops": "⛔", "Needs a waiver": "✋", "Heads-up": "⚠️", "We don't know yet": "❔"}
_LONG_LINE = 1000
_BLOCKS_OF_A_PAGE, _SIZE_OF_A_PAGE = 90, 150_000  # Slack takes 100 blocks and 250 kB
_HELD = {"active": "would not be given today"}


def draw_details(view: RequestView, *, may_end: bool, page: int = 1) -> View:
    """All there is, nothing of it cut; what does not fit into one form stands on its next pages."""
    pages = _pages(_all(view, may_end=may_end))
    page = min(max(page, 1), len(pages))
    turning = [
        button(words, f"{ids.DETAILS_PAGE}.{name}", ids.page_value(view.id, other))
        for name, words, other in (
            ("back", "Page before", page - 1),
            ("on", f"Next page ({page + 1} of {len(pages)})", page + 1),
        )
        if 1 <= other <= len(pages)
    ]
    blocks = [*pages[page - 1], *([actions("pages", turning)] if turning else [])]
    return modal(view.id, ids.DETAILS, blocks, metadata=view.id)


def _pages(blocks: Iterable[Block]) -> list[list[Block]]:
    """As many blocks on a page as Slack takes of one form."""
    pages: list[list[Block]] = [[]]
    size = 0
    for block in blocks:
        size += len(json.dumps(block))
        if len(pages[-1]) == _BLOCKS_OF_A_PAGE or (pages[-1] and size > _SIZE_OF_A_PAGE):
            pages.append([])
            size = len(json.dumps(block))
        pages[-1].append(block)
    return pages


def _all(view: RequestView, *, may_end: bool) -> list[Block]:
    blocks = [section(f"*{view.id}* · {view.state_words} · {view.class_words}"), *map(section, packed(_facts(view)))]
    blocks += [
        *sections("Why", [typed(view.need_text, 2000), *map(_heads_up, view.heads_up)]),
        divider(),
        section(f"*{checks_words(view)}*"),
    ]
    blocks += list(check_blocks(view.against))
    blocks += _passed(view)
    if view.figures:
        blocks.append(context(f"The checks judged by figures of version {view.figures}."))
    if view.papers:
        blocks += sections("Papers relied on", [f"{escape(paper.id)}: {escape(paper.words)}" for paper in view.papers])
    if view.changed:
        blocks += sections("What got worse since it was asked", [escape(text) for text in view.changed])
    if view.stage_names:
        blocks += map(section, packed(_route(view)))
    if view.decisions:
        blocks += [divider(), *sections("Decisions", _decisions(view))]
    if view.grants:
        blocks += [divider(), *sections("Access", _grants(view))]
    if may_end and view.access_is_running:
        blocks.append(actions("details", [end_button(view)]))
    return blocks


def _heads_up(words: str) -> str:
    return f"{MARKS['Heads-up']} {escape(words)}"


def _passed(view: RequestView) -> Iterator[Block]:
    """What is fine, one on a line by family, with what it was told from."""
    families: dict[str, list[str]] = {}
    for one in view.passed:
        evidence = f": {escape(one.evidence)}" if one.evidence else ""
        families.setdefault(one.family, []).append(f"✓ {escape(one.title)}{evidence}")
    for family, lines in families.items():
        yield from sections(family, lines)


def _route(view: RequestView) -> list[str]:
    """The stages of now, the open one marked, and each time the facts made the route longer."""
    open_one = view.stage if view.state is RequestState.PENDING_APPROVAL else None
    names = [f"*{escape(name)}*" if number == open_one else escape(name) for number, name in enumerate(view.stage_names)]
    grew = [f"The route grew: {escape(because)}." for because in view.route_because]
    return [f"*Route* {' → '.join(names)}", *([stage_line(view)] if stage_line(view) else []), *grew]


def check_blocks(lines: Iterable[CheckLine]) -> Iterator[Block]:
    """Worst first: what is wrong, what to do, and behind it why and where that stands."""
    for line in lines:
        yield from map(section, packed([reason_words(line)]))
        yield from map(context, packed([why_words(line)]))


def reason_words(line: CheckLine) -> str:
    """What is wrong, and what to do. A message that begins with the words of its outcome does not say them twice."""
    said = line.message.removeprefix(f"{line.effect} ")
    return f"{MARKS.get(line.effect, '')} *{line.effect}* · {escape(said)}\n{escape(line.remedy)}"


def why_words(line: CheckLine) -> str:
    """Why it matters, and where that stands."""
    clauses = f" ({escape('; '.join(line.clauses))})" if line.clauses else ""
    return f"{line.check} · {escape(line.why)}{clauses}"


def _facts(view: RequestView) -> list[str]:
    items = [f"{item.asset} {escape(item.title)} ({item.mode_words.lower()}, {item.state})" for item in view.items]
    *others, last = [escape(person) for person in view.people] or [""]
    return [
        *_listed("*What*", items),
        *_listed("*Who*", [*others, f"{last} of {escape(view.entity)} ({escape(view.vendor)})"]),
        f"*When* {day(view.start_on)} to {day(view.end_on)}",
        f"*Through* {escape(view.channel)} · *Project* {escape(view.project)}",
        f"*Asked by* {escape(view.requester)}",
    ]


def _listed(title: str, names: list[str]) -> list[str]:
    """On one line; on a line each where that would be a long one."""
    line = f"{title} {', '.join(names)}"
    return [line] if len(line) <= _LONG_LINE else [title, *names]


def _decisions(view: RequestView) -> Iterator[str]:
    for line in view.decisions:
        void = " · void, the facts changed" if line.void else ""
        reason = f": {typed(line.reason, 300)}" if line.reason else ""
        verb = "approved" if line.outcome == "approve" else "rejected"
        yield f"{escape(line.who)} {verb} {line.item} as {line.seat}, {moment(line.at)}{void}{reason}"


def _grants(view: RequestView) -> Iterator[str]:
    for grant in view.grants:
        held = f" · {_HELD.get(grant.state, 'held back')}: {escape(grant.held)}" if grant.held else ""
        yield f"{grant.id} · {escape(grant.person)} · {grant.asset} · {grant.state.replace('_', ' ')}{held}"
