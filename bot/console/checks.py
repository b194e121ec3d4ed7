"""The catalogue of checks for people: the list, and one check whole."""

from collections.abc import Iterable

from rich.markup import escape

from bot.console.printing import make_table, out
from bot.domain.checks.catalogue import Check, outcome_of
from bot.domain.clauses import written_out
from bot.domain.gates import Gate, gate_outcome
from bot.domain.vocabulary import CLASS_LABELS, Outcome, Profile

_RANKS = range(1, len(CLASS_LABELS))  # C0 is public and never evaluated
_SHORT = {Outcome.PASS: "fine", Outcome.WARN: "heads-up", Outcome.WAIVER: "waiver", Outcome.BLOCK: "stops"}

_OF_GATES = {Outcome.WARN: "heads-up", Outcome.WAIVER: "held until it is mended", Outcome.BLOCK: "stops"}


def print_checks(checks: Iterable[Check]) -> None:
    table = make_table("id", "what it asks", *(f"C{rank}" for rank in _RANKS))
    for check in checks:
        table.add_row(check.id, escape(check.title), *(_SHORT.get(check.worst(rank), "") for rank in _RANKS))
    out.print(table)
    out.print("[dim]What a failure means for each class, at worst; `ringfence checks show ID` says which one counts for less.[/]")


def print_gates(gates: Iterable[Gate]) -> None:
    """What is no part of the result of a request, and has a moment of its own."""
    table = make_table("gate", "what it asks", "when")
    for gate in gates:
        table.add_row(gate.id, escape(gate.title), escape(gate.moment))
    out.print(table)


def print_gate(gate: Gate) -> None:
    out.print(f"[bold]{gate.id}[/]  {escape(gate.title)}")
    out.print(f"  Why: {escape(gate.why)}")
    out.print(f"  A gate: {escape(gate.moment)}; no part of the result of a request.")
    for words, letters in (("A failure", gate.by_class), *gate.cases):
        told = ", ".join(f"C{rank} {_OF_GATES[gate_outcome(letters, rank)]}" for rank in _RANKS)
        out.print(f"  {escape(words[:1].upper() + words[1:])}: {told}")
    out.print(f"  Where it stands: {escape('; '.join(written_out(gate.clauses)))}")


def print_check(check: Check) -> None:
    out.print(f"[bold]{check.id}[/]  {escape(check.title)}")
    out.print(f"  Why: {escape(check.why)}")
    out.print(f"  Asked {'for each person and asset' if check.per_person else 'for each asset'}.")
    for words, kind in check.cases or (("A failure", check.profile),):
        out.print(f"  {escape(words[:1].upper() + words[1:])}: {_by_class(kind)}")
    out.print(f"  Where it stands: {escape('; '.join(written_out(check.clauses)))}")


def _by_class(kind: Profile | Outcome) -> str:
    """What such a failure means, one class after the other where they differ."""
    outcomes = [outcome_of(kind, rank) for rank in _RANKS]
    if len(set(outcomes)) == 1:
        return f"{outcomes[0].words.lower()}, whatever the class"
    return ", ".join(f"C{rank} {outcome.words.lower()}" for rank, outcome in zip(_RANKS, outcomes, strict=True))
