"""Why a request goes the way it goes, for people: the rules in turn, and what its overlays add."""

from dataclasses import replace

from rich.markup import escape

from bot.console.printing import out
from bot.domain.explaining import Explanation, Weighed
from bot.domain.vocabulary import class_words
from bot.domain.workflows import Route, Stage


def print_explanation(title: str, explanation: Explanation, route: Route | None) -> None:
    subject = explanation.subject
    about = [class_words(subject.rank), ", ".join(sorted(mode.value for mode in subject.modes))]
    overlays = ", ".join(sorted(overlay.value.replace("_", " ") for overlay in subject.overlays))
    about += [f"tier {subject.tier}" if subject.tier else "no tier", overlays or "no overlay"]
    out.print(f"[bold]{escape(title)}[/]  [dim]{escape(' · '.join(about))}[/]")
    for rule in explanation.rules:
        out.print(_line(rule, "rule "))
    for line in dict.fromkeys(_line(added, "adds ") for added in explanation.added if added.applies):
        out.print(line)
    skipped = [added for added in explanation.added if not added.applies]
    if skipped:
        out.print(f"  [dim]· adds nothing: {escape(', '.join(dict.fromkeys(added.name for added in skipped)))}[/]")
    out.print(f"  → {escape(_way(route, subject.rank))}")


def _line(weighed: Weighed, kind: str) -> str:
    mark = "[green]✓[/]" if weighed.applies else "[dim]·[/]"
    why = weighed.does if weighed.applies else "; ".join(weighed.reasons)
    return f"  {mark} {kind}{escape(weighed.name)}  [dim]{escape(why)}[/]"


def _way(route: Route | None, rank: int) -> str:
    if rank == 0:
        return "public: recorded and opened without a route"
    if route is None:
        return "no rule fits, so it is refused"
    people = "" if route.min_distinct_people == 1 else f"; {route.min_distinct_people} different people at least"
    return f"{' → '.join(map(_step, route.stages))}; posted to {_channel(route.post_to)}{people}"


def _channel(name: str) -> str:
    return name if name[:1].isupper() else f"#{name}"


def _step(stage: Stage) -> str:
    """Its seats; how many of them it takes, where one alone does not say it; and who may decide too after a while."""
    if stage.escalate_after is not None:
        too = " or ".join(one.replace("_", " ") for one in stage.escalate_to)
        return f"{_step(replace(stage, escalate_after=None))} (after {stage.escalate_after} working days {too} too)"
    if isinstance(stage.quantifier, int):
        return f"{' or '.join(seat.words for seat in stage.seats)} ({stage.quantifier} different people)"
    return (" and " if stage.quantifier == "all" else " or ").join(seat.words for seat in stage.seats)
