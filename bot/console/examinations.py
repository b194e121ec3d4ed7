"""What `ringfence doctor` prints: each part with its lines, and what to do under a line that asks for it."""

import json
from collections.abc import Sequence

from rich.markup import escape

from bot.console.printing import out
from bot.domain.diagnostics import Looked, Section, all_well


def print_sections(sections: Sequence[Section]) -> None:
    for section in sections:
        out.print(f"[bold]{section.name}[/]")
        for line in section.lines:
            _print_line(line)
    faults = sum(not line.ok for section in sections for line in section.lines)
    out.print()
    out.print("[green]✓[/] all is well" if not faults else f"[red]✗[/] {faults} to mend")


def _print_line(line: Looked) -> None:
    mark = "[red]✗[/]" if not line.ok else "[yellow]![/]" if line.to_do else "[green]✓[/]"
    out.print(f"  {mark} {escape(line.what)}")
    if line.to_do:
        out.print(f"    → {escape(line.to_do)}")


def print_sections_as_json(sections: Sequence[Section]) -> None:
    told = [
        {"name": s.name, "ok": s.ok, "lines": [{"what": x.what, "ok": x.ok, "to_do": x.to_do} for x in s.lines]} for s in sections
    ]
    out.print_json(json.dumps({"ok": all_well(sections), "sections": told}, ensure_ascii=False))
