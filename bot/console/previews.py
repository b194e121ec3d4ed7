"""What a request would get, for people (worst first, then the route) and for programs (JSON)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.markup import escape

from bot.application.record.judge_again import Decided
from bot.application.requests.preview import Preview, StagePreview
from bot.console.printing import out, print_fine
from bot.domain.checks.results import CheckResult, checks_run, overall, worst_first
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
    print_results(preview.results)
    for gap in preview.gaps:
        out.print(f"  [red]Stops[/]  {escape(gap)}")
    out.print(
        f"  [dim]{checks_run(preview.results)} checks run; would go to{'' if preview.route else ' nobody, it is public'}[/]"
    )
    for number, stage in enumerate(preview.route, 1):
        out.print(f"  [dim]{number} · {escape(_stage(stage, names))}[/]")


def print_results(results: Iterable[CheckResult]) -> None:
    """Those that speak, worst first, each with what to do."""
    for result in worst_first(results):
        told = result.outcome if result.outcome is Outcome.UNKNOWN else result.effect
        said = result.message.removeprefix(f"{told.words} ")
        out.print(f"  [{_COLOURS.get(result.effect, 'white')}]{told.words}[/]  {escape(said)}  [dim]{result.check}[/]")
        out.print(f"    [dim]→[/] {escape(result.remedy)}")


def print_decided(decided: Decided) -> None:
    """What was found then, after it was found again."""
    snapshot, verdict = decided.taken.snapshot, overall(decided.taken.snapshot.results)
    where = f"{decided.taken.request_id}, snapshot {snapshot.number} of {decided.taken.of}"
    out.print(f"[bold]{where}[/], taken {snapshot.taken_at:%Y-%m-%d %H:%M:%S} UTC  [{_COLOURS[verdict]}]{verdict.words}[/]")
    print_results(snapshot.results)
    count = len(snapshot.results)
    print_fine(f"judged anew by the rules and figures of then: {count or 'no'} results, byte for byte what is stored")


def words_of_differences(decided: Decided) -> Iterator[str]:
    """Each result that is another, and what that may come from."""
    snapshot, found = decided.taken.snapshot, decided.differences
    yield f"{decided.taken.request_id}, snapshot {snapshot.number}: that this was decided cannot be shown"
    yield from found
    if snapshot.facts.rules is None:
        yield "The snapshot is of a release that did not write down the versions of its rules; they may have been others then."
    yield "`ringfence record verify` says whether it was altered. If it was not, a rule is lost: judge with the release of then."


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
