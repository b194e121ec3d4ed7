"""The details of a request, opened after a permission check: purpose, people, reasons, and every check that speaks."""

from collections.abc import Iterable, Iterator

from bot.application.requests.views import CheckLine, RequestView
from bot.domain.vocabulary import RequestState
from bot.slack import ids
from bot.slack.blocks.kit import Block, View, actions, context, divider, escape, modal, moment, section, sections, typed
from bot.slack.blocks.request import checks_words, end_button

MARKS = {"Stops": "⛔", "Needs a waiver": "✋", "Heads-up": "⚠️", "We don't know yet": "❔"}
_GRANTS_SHOWN = 12
_HELD = {"active": "would not be given today"}


def draw_details(view: RequestView, *, may_end: bool) -> View:
    blocks = [section(f"*{view.id}* · {view.state_words} · {view.class_words}"), section(_facts(view))]
    blocks += [section(f"*Why*\n{typed(view.need_text, 2000)}"), divider(), section(f"*{checks_words(view)}*")]
    blocks += list(check_blocks(view.against))
    if view.changed:
        blocks.append(section("*What got worse since it was asked*\n" + "\n".join(escape(text) for text in view.changed)))
    if view.stage_names:
        blocks.append(section(_route(view)))
    if view.decisions:
        blocks += [divider(), *sections("Decisions", _decisions(view))]
    if view.grants:
        blocks += [divider(), section("*Access*\n" + "\n".join(_grants(view)))]
    if may_end and view.access_is_running:
        blocks.append(actions("details", [end_button(view)]))
    return modal(view.id, ids.DETAILS, blocks, metadata=view.id)


def _route(view: RequestView) -> str:
    """The stages of now, the open one marked, and each time the facts made the route longer."""
    open_one = view.stage if view.state is RequestState.PENDING_APPROVAL else None
    names = [f"*{escape(name)}*" if number == open_one else escape(name) for number, name in enumerate(view.stage_names)]
    grew = [f"The route grew: {escape(because)}." for because in view.route_because]
    return "\n".join([f"*Route* {' → '.join(names)}", *grew])


def check_blocks(lines: Iterable[CheckLine]) -> Iterator[Block]:
    """Worst first: what is wrong, what to do, and behind it why and where that stands."""
    for line in lines:
        yield section(reason_words(line))
        yield context(why_words(line))


def reason_words(line: CheckLine) -> str:
    """What is wrong, and what to do. A message that begins with the words of its outcome does not say them twice."""
    said = line.message.removeprefix(f"{line.effect} ")
    return f"{MARKS.get(line.effect, '')} *{line.effect}* · {escape(said)}\n{escape(line.remedy)}"


def why_words(line: CheckLine) -> str:
    """Why it matters, and where that stands."""
    clauses = f" ({escape(', '.join(line.clauses))})" if line.clauses else ""
    return f"{line.check} · {escape(line.why)}{clauses}"


def _facts(view: RequestView) -> str:
    items = ", ".join(f"{item.asset} {escape(item.title)} ({item.mode_words.lower()}, {item.state})" for item in view.items)
    people = ", ".join(escape(person) for person in view.people)
    return "\n".join(
        [
            f"*What* {items}",
            f"*Who* {people} of {escape(view.entity)} ({escape(view.vendor)})",
            f"*Through* {escape(view.channel)} · *Project* {escape(view.project)}",
            f"*Asked by* {escape(view.requester)}",
        ]
    )


def _decisions(view: RequestView) -> Iterator[str]:
    for line in view.decisions:
        void = " · void, the facts changed" if line.void else ""
        reason = f": {typed(line.reason, 300)}" if line.reason else ""
        verb = "approved" if line.outcome == "approve" else "rejected"
        yield f"{escape(line.who)} {verb} {line.item} as {line.seat}, {moment(line.at)}{void}{reason}"


def _grants(view: RequestView) -> Iterator[str]:
    for grant in view.grants[:_GRANTS_SHOWN]:
        held = f" · {_HELD.get(grant.state, 'held back')}: {escape(grant.held)}" if grant.held else ""
        yield f"{grant.id} · {escape(grant.person)} · {grant.asset} · {grant.state.replace('_', ' ')}{held}"
    if len(view.grants) > _GRANTS_SHOWN:
        yield f"and {len(view.grants) - _GRANTS_SHOWN} more"
