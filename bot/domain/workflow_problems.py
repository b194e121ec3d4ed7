"""What keeps workflows from being activated: rules that lead nowhere, and seats that nobody can fill.

`where` names a rule (`c3-secret`), a stage of it (`c3-secret · owner`), an added stage or an added seat (`added seat 2`).
"""

from collections import Counter
from collections.abc import Iterator

from bot.domain.register import Member
from bot.domain.seats import fill, holders
from bot.domain.vocabulary import Role, class_words
from bot.domain.workflows import Condition, Rule, Stage, Workflows

Found = tuple[str, str]  # where, and the words
_OWNERS = ("the owner", "the deputy")  # who can fill the seat of the data owner of one asset


def find_problems(workflows: Workflows, members: tuple[Member, ...]) -> Iterator[Found]:
    """All problems at once; a policy with a problem is not activated, and the bot does not start."""
    yield from find_mistakes(workflows)
    yield from find_unfilled(workflows, members)


def find_mistakes(workflows: Workflows, *, whole: bool = True) -> Iterator[Found]:
    """What is wrong whoever the people are. Where not the `whole` policy could be read, nothing is said of what is not there."""
    if whole:
        yield from _classes_without_rule(workflows)
        yield from _lost_stages(workflows)
    yield from _names_used_twice(workflows)
    yield from _never_reached(workflows)
    yield from _more_people_than_decisions(workflows)
    for where, stage in stages_of(workflows):
        for seat, count in Counter(stage.seats).items():
            if count > 1:
                yield (
                    where,
                    f"it names {seat.value} {count} times; name it once, and say by `quantifier: {count}` how many of them",
                )
        yield from _escalation(where, stage)
    for where, seat in _seats(workflows):
        if seat is Role.REQUESTER:
            yield where, "whoever asks never decides on their own request; name another role"


def _escalation(where: str, stage: Stage) -> Iterator[Found]:
    after, until = stage.escalate_after, stage.reject_after
    if after is not None and not stage.escalate_to:
        yield where, "it says when it escalates, and not to whom; add `escalate_to` with a role, `deputies` or `manager`"
    if stage.escalate_to and after is None:
        yield where, "it says to whom it escalates, and not when; add `escalate_after`, such as 2bd"
    if after is not None and until is not None and after >= until:
        yield where, f"it escalates after {after}bd, and is rejected after {until}bd already; escalate earlier"
    if Role.REQUESTER.value in stage.escalate_to:
        yield where, "whoever asks never decides on their own request; escalate to another role"


def find_unfilled(workflows: Workflows, members: tuple[Member, ...]) -> Iterator[Found]:
    """Seats and numbers that these people cannot fill."""
    for where, seat in _seats(workflows):
        if seat is not Role.REQUESTER and not holders(members, seat):
            yield where, f"nobody active holds the role {seat.value}; give it to somebody in the register, or take the seat out"
    for where, stage in stages_of(workflows):
        yield from _quorum_above_its_people(where, stage, members)
    for rule in workflows.rules:
        yield from _too_few_people(rule, members)


def find_warnings(workflows: Workflows, members: tuple[Member, ...]) -> Iterator[Found]:
    """What works until one person asks: a seat that only they hold, and that nobody could fill in their place (PRC-02)."""
    sponsors = holders(members, Role.EXECUTIVE_SPONSOR)
    for where, stage in stages_of(workflows):
        for seat in stage.seats:
            alone = holders(members, seat)
            if len(alone) == 1 and seat is not Role.DATA_OWNER and not any(sponsor != alone[0] for sponsor in sponsors):
                words = f"only {alone[0].name} holds {seat.words}, and nobody can stand in where they ask themselves"
                yield where, f"{words}; give the role to a second person"


def stages_of(workflows: Workflows) -> Iterator[tuple[str, Stage]]:
    """Every stage with where it stands: those of the rules, then the added ones."""
    for rule in workflows.rules:
        for stage in rule.stages:
            yield stage_of(rule.name, stage.name), stage
    for added in workflows.added_stages:
        yield added.stage.name, added.stage


def _seats(workflows: Workflows) -> Iterator[tuple[str, Role]]:
    """Every seat with where it stands."""
    for where, stage in stages_of(workflows):
        for seat in stage.seats:
            yield where, seat
    for number, added in enumerate(workflows.added_seats, 1):
        yield added_seat(number), added.seat


def stage_of(rule: str, stage: str) -> str:
    return f"{rule} · {stage}"


def added_seat(number: int) -> str:
    return f"added seat {number}"


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
                yield stage_of(rule.name, name), f"{count} stages are named '{name}'; give each its own name"
    own = {stage.name for rule in workflows.rules for stage in rule.stages}
    for added in workflows.added_stages:
        if added.stage.name in own:
            yield added.stage.name, "a rule has a stage of this name, so that this one would never be added; name it differently"


def _never_reached(workflows: Workflows) -> Iterator[Found]:
    """The first rule that fits wins, so that one behind a wider one is dead."""
    for number, rule in enumerate(workflows.rules):
        wider = next((earlier for earlier in workflows.rules[:number] if _takes_all_of(earlier.when, rule.when)), None)
        if wider is not None:
            yield (
                rule.name,
                f"it is never reached: '{wider.name}' before it takes all of its requests; put it first, or narrow that one",
            )


def _takes_all_of(wide: Condition, narrow: Condition) -> bool:
    pairs = ((wide.classes, narrow.classes), (wide.modes, narrow.modes), (wide.tiers, narrow.tiers))
    inside = all(not one or (other and set(other) <= set(one)) for one, other in pairs)
    return inside and set(wide.overlays) <= set(narrow.overlays)


def _lost_stages(workflows: Workflows) -> Iterator[Found]:
    known = {stage.name for rule in workflows.rules for stage in rule.stages}
    for added in workflows.added_stages:
        if added.before not in known:
            words = f"it is added before '{added.before}', which no rule has; known are {', '.join(sorted(known))}"
            yield added.stage.name, words


def _more_people_than_decisions(workflows: Workflows) -> Iterator[Found]:
    for rule in workflows.rules:
        decisions = sum(stage.needed for stage in rule.stages)
        if rule.stages and rule.min_distinct_people > decisions:
            words = f"it asks for {rule.min_distinct_people} different people in all, and its stages take {decisions} decisions"
            yield rule.name, f"{words}; lower min_distinct_people or add a stage"


def _quorum_above_its_people(where: str, stage: Stage, members: tuple[Member, ...]) -> Iterator[Found]:
    if stage.quantifier == "all":
        yield from _fewer_people_than_seats(where, stage, members)
    elif isinstance(stage.quantifier, int):
        others = {member.id for seat in stage.seats if seat is not Role.DATA_OWNER for member in holders(members, seat)}
        most = len(others) + (len(_OWNERS) if Role.DATA_OWNER in stage.seats else 0)
        if most < stage.quantifier:
            words = f"it asks for {stage.quantifier} different people, and {most} at most can fill it"
            yield where, f"{words}; lower the number or give more people the role"


def _fewer_people_than_seats(where: str, stage: Stage, members: tuple[Member, ...]) -> Iterator[Found]:
    """One person fills one seat of a stage; a seat that nobody holds is told elsewhere."""
    wishes: dict[str, list[str]] = {}
    for seat in set(stage.seats):
        people = [member.id for member in holders(members, seat)] if seat is not Role.DATA_OWNER else _OWNERS
        for one in people:
            wishes.setdefault(one, []).append(seat.value)
    held = {seat for mine in wishes.values() for seat in mine}
    filled = fill([seat.value for seat in stage.seats], wishes, rarity={})
    if len(held) == len(stage.seats) and len(filled) < len(held):
        words = f"its {len(held)} seats take as many different people, and {len(filled)} at most can fill them"
        yield where, f"{words}; give one of the roles to somebody else too"


def _too_few_people(rule: Rule, members: tuple[Member, ...]) -> Iterator[Found]:
    seats = {seat for stage in rule.stages for seat in stage.seats}
    people = {member.id for seat in seats - {Role.DATA_OWNER} for member in holders(members, seat)}
    most = len(people) + (len(_OWNERS) if Role.DATA_OWNER in seats else 0)
    if 0 < most < rule.min_distinct_people:
        words = f"it asks for {rule.min_distinct_people} different people in all, and {most} at most hold its roles"
        yield rule.name, f"{words}; lower min_distinct_people or give more people a role"
