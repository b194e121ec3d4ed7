"""How a register was found: mistakes that refuse it, oddities that do not; for people and for programs."""

import json
from collections.abc import Sequence

from rich.markup import escape

from bot.console.printing import out, print_fine, print_mistakes
from bot.domain.register_warnings import Oddity
from bot.files.problems import Problem, render_problems


def print_register_check(file: str, problems: Sequence[Problem], oddities: Sequence[Oddity], *, as_json: bool) -> None:
    if as_json:
        out.print_json(json.dumps(_as_json(file, problems, oddities)))
        return
    if problems:
        print_mistakes(render_problems(problems))
        return
    for oddity in oddities:
        where = " · ".join((oddity.section, oddity.record, oddity.field))
        out.print(f"[yellow]![/] {escape(where)}  {escape(oddity.words)}")
    print_fine(f"{file} can be imported; {len(oddities) or 'nothing'} to tidy up")


def _as_json(file: str, problems: Sequence[Problem], oddities: Sequence[Oddity]) -> dict[str, object]:
    refused = [{"severity": "error", "place": p.place, "line": p.line, "words": p.words} for p in problems]
    odd = [
        {"severity": "warning", "place": " · ".join((o.section, o.record, o.field)), "line": None, "words": o.words}
        for o in oddities
    ]
    return {"file": file, "ok": not problems, "problems": [*refused, *odd]}
