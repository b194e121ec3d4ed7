"""What keeps workflows from being activated: rules that lead nowhere, and seats that nobody can fill."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.register import Member
from bot.domain.seats import holders
from bot.domain.vocabulary import Role, class_words
from bot.domain.workflows import Stage, Workflows

Found = tuple[str, str]  # where (the name of a rule or stage) and the words


def find_problems(workflows: Workflows, members: tuple[Member, ...]) -> Iterator[Found]:
    """All problems at once; a policy with a problem is not activated, and the bot does not start."""
    yield from _classes_without_rule(workflows)
    yield from _names_used_twice(workflows)
    yield from _lost_stages(workflows)
    for stage in workflows.stages:
        yield from _unfillable(stage, members)
    for added in workflows.added_seats:
        yield from _nobody_holds("added seat", (added.seat,), members)


def _classes_without_rule(workflows: Workflows) -> Iterator[Found]:
    for rank in range(1, 5):
        general = [
            rule
            for rule in workflows.rules
            if rank in (rule.when.classes or (rank,)) and not (rule.when.overlays or rule.when.modes or rule.when.tiers)
        ]
        if not general:
            words = f"no rule covers every request of {class_words(rank)}; add one with `when: {{class: {rank}}}`"
            yield "rules", words


def _names_used_twice(workflows: Workflows) -> Iterator[Found]:
    for name, count in Counter(rule.name for rule in workflows.rules).items():
        if count > 1:
            yield name, f"{count} rules have this name; give each its own"
    for rule in workflows.rules:
        for name, count in Counter(stage.name for stage in rule.stages).items():
            if count > 1:
                yield rule.name, f"{count} stages are named '{name}'; give each its own name"


def _lost_stages(workflows: Workflows) -> Iterator[Found]:
    known = {stage.name for rule in workflows.rules for stage in rule.stages}
    for added in workflows.added_stages:
        if added.before not in known:
            words = f"it is added before '{added.before}', which no rule has; known are {', '.join(sorted(known))}"
            yield added.stage.name, words


def _unfillable(stage: Stage, members: tuple[Member, ...]) -> Iterator[Found]:
    yield from _nobody_holds(stage.name, stage.seats, members)
    if isinstance(stage.quantifier, int) and Role.DATA_OWNER not in stage.seats:
        people = {member.id for seat in stage.seats for member in holders(members, seat)}
        if len(people) < stage.quantifier:
            words = f"it asks for {stage.quantifier} different people, and {len(people)} hold its roles"
            yield stage.name, f"{words}; lower the number or give more people the role"


def _nobody_holds(where: str, seats: tuple[Role, ...], members: tuple[Member, ...]) -> Iterator[Found]:
    for seat in seats:
        if not holders(members, seat):
            words = f"nobody active holds the role {seat.value}"
            yield where, f"{words}; give it to somebody in the register, or take the seat out"
