"""The catalogue of checks for people: the list, and one check whole."""

from collections.abc import Iterable

from rich.markup import escape

from bot.console.printing import make_table, out
from bot.domain.checks.catalogue import Check
from bot.domain.vocabulary import CLASS_LABELS, Profile


def print_checks(checks: Iterable[Check]) -> None:
    table = make_table("id", "what it asks", "a failure at C1 · C2 · C3 · C4")
    for check in checks:
        table.add_row(check.id, escape(check.title), " · ".join(_outcomes(check.profile)))
    out.print(table)


def print_check(check: Check) -> None:
    """`CLASS_LABELS` from C1 on: C0 is public and never evaluated."""
    out.print(f"[bold]{check.id}[/]  {escape(check.title)}")
    out.print(f"  Why: {escape(check.why)}")
    out.print(f"  Asked {'for each person and asset' if check.per_person else 'for each asset'}.")
    for rank, (label, words) in enumerate(zip(CLASS_LABELS[1:], _outcomes(check.profile), strict=True), 1):
        out.print(f"  A failure at C{rank} ({label}): {words.lower()}")
    out.print(f"  Where it stands: {escape(', '.join(check.clauses))}")


def _outcomes(profile: Profile) -> list[str]:
    return [profile.outcome(rank).words for rank in range(1, len(CLASS_LABELS))]
