"""How a register was found: mistakes that refuse it, oddities that do not; for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from bot.console.printing import out, print_fine, print_mistakes, print_warnings


@dataclass(frozen=True)
class ReportLine:
    """One line of the answer; an error refuses the file, a warning does not."""

    severity: Literal["error", "warning"]
    place: str
    line: int | None
    words: str


def print_register_check(file: str, findings: Sequence[ReportLine], *, as_json: bool) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if as_json:
        out.print_json(json.dumps({"file": file, "ok": not errors, "problems": [asdict(finding) for finding in findings]}))
    elif errors:
        print_mistakes("\n".join(_words(file, error) for error in errors))
    else:
        print_warnings(f"{finding.place}  {finding.words}" for finding in findings)
        print_fine(f"{file} can be imported; {len(findings) or 'nothing'} to tidy up")


def _words(file: str, error: ReportLine) -> str:
    where = ":".join(str(part) for part in (file, error.line) if part)
    return "  ".join(part for part in (where, error.place, error.words) if part)
