"""What a request would get, for people (worst first, then the route) and for programs (JSON)."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.markup import escape

from bot.application.requests.preview import Preview, StagePreview
from bot.console.printing import out
from bot.domain.checks.results import checks_run, worst_first
from bot.domain.vocabulary import Outcome, Role

_COLOURS = {Outcome.BLOCK: "red", Outcome.WAIVER: "magenta", Outcome.WARN: "yellow", Outcome.PASS: "green"}


def as_json(request: str, preview: Preview) -> dict[str, Any]:
    """A row per check, item and person concerned, `na` included; `gaps` only where a seat cannot be filled."""
    checks = [
        {
            "id": result.check,
            "outcome": result.outcome.value,
            "effect": result.effect.value,
            "item": result.item,
            "person": result.person,
            "message": result.message,
            "remedy": result.remedy,
        }
        for result in preview.results
    ]
    route = [
        {
            "stage": stage.stage,
            "quantifier": stage.quantifier,
            "seats": [{"seat": seat.seat, "approvers": list(seat.approvers)} for seat in stage.seats],
        }
        for stage in preview.route
    ]
    told = {"request": request, "overall": preview.overall.value, "checks": checks, "route": route}
    return told | ({"gaps": list(preview.gaps)} if preview.gaps else {})


def print_preview(title: str, preview: Preview, names: Mapping[str, str]) -> None:
    verdict = Outcome.BLOCK if preview.gaps else preview.overall
    colour = _COLOURS.get(verdict, "white")
    out.print(f"[bold]{escape(title)}[/]  [{colour}]{verdict.words}[/]")
    for result in worst_first(preview.results):
        told = result.outcome if result.outcome is Outcome.UNKNOWN else result.effect
        said = result.message.removeprefix(f"{told.words} ")
        out.print(f"  [{_COLOURS.get(result.effect, 'white')}]{told.words}[/]  {escape(said)}  [dim]{result.check}[/]")
        out.print(f"    [dim]→[/] {escape(result.remedy)}")
    for gap in preview.gaps:
        out.print(f"  [red]Stops[/]  {escape(gap)}")
    out.print(
        f"  [dim]{checks_run(preview.results)} checks run; would go to{'' if preview.route else ' nobody, it is public'}[/]"
    )
    for number, stage in enumerate(preview.route, 1):
        out.print(f"  [dim]{number} · {escape(_stage(stage, names))}[/]")


def _stage(stage: StagePreview, names: Mapping[str, str]) -> str:
    """`data owner: Tobias Okafor · IP counsel: Ines Carvalho or Nadia Rahmani · each of them`."""
    told = [
        f"{Role(seat.seat).words}: {' or '.join(names.get(one, one) for one in seat.approvers) or 'nobody'}"
        for seat in stage.seats
    ]
    return " · ".join([*told, *_needed(stage)])


def _needed(stage: StagePreview) -> Iterator[str]:
    """How many of several seats it takes; of a single one nothing need be said."""
    if isinstance(stage.quantifier, int):
        yield f"{stage.quantifier} different people"
    elif len(stage.seats) > 1:
        yield "each of these seats" if stage.quantifier == "all" else "any one of these seats"
