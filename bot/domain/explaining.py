"""Why a request goes the way it goes: which rule fits, why the earlier ones do not, and what overlays add."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.facts import Facts
from bot.domain.workflows import Subject, Workflows, misfits, subject_of


@dataclass(frozen=True)
class Weighed:
    """One rule or addition, what it would do, and why it does not apply; no reasons: it applies."""

    name: str
    does: str
    reasons: tuple[str, ...]

    @property
    def applies(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Explanation:
    """`rules` down to the one that fits (all, if none does); `added` every stage and seat that a condition may add."""

    subject: Subject
    rules: tuple[Weighed, ...]
    added: tuple[Weighed, ...]


def explain_route(workflows: Workflows, facts: Facts) -> Explanation:
    """The same answers as `choose_route`, each with its reasons."""
    subject = subject_of(facts)
    return Explanation(subject, tuple(_rules(workflows, subject)), tuple(_added(workflows, subject)))


def _rules(workflows: Workflows, subject: Subject) -> Iterator[Weighed]:
    for rule in workflows.rules:
        weighed = Weighed(rule.name, " → ".join(stage.name for stage in rule.stages), tuple(misfits(rule.when, subject)))
        yield weighed
        if weighed.applies:
            return


def _added(workflows: Workflows, subject: Subject) -> Iterator[Weighed]:
    for stage in workflows.added_stages:
        does = f"{', '.join(seat.words for seat in stage.stage.seats)} before {stage.before}"
        yield Weighed(stage.stage.name, does, tuple(misfits(stage.when, subject)))
    for seat in workflows.added_seats:
        yield Weighed(seat.seat.words, f"a seat in stage {seat.to_stage}", tuple(misfits(seat.when, subject)))
