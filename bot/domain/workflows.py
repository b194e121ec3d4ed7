"""The policy of the company as values: which rule fits a request, and the route that follows from it.

Workflows come from files that a company writes; here they are chosen and checked, never read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.domain.facts import Facts
from bot.domain.register import Asset
from bot.domain.vocabulary import DesignStage, IpForm, Mode, Overlay, Role, class_words


@dataclass(frozen=True)
class Stage:
    """One step of a route. `quantifier`: any, all, or the number of different people.

    After `escalate_after` working days those of `escalate_to` may fill its seats as well: roles, the deputies of the assets, or
    the managers of whoever is asked.
    """

    name: str
    seats: tuple[Role, ...]
    quantifier: str | int = "all"
    reject_after: int | None = None
    reason_to_approve: bool = False
    escalate_after: int | None = None
    escalate_to: tuple[str, ...] = ()

    @property
    def needed(self) -> int:
        """How many approvals by different people fill the stage for one item."""
        if isinstance(self.quantifier, int):
            return self.quantifier
        return 1 if self.quantifier == "any" else len(self.seats)


@dataclass(frozen=True)
class Condition:
    """When a rule applies; an empty tuple asks nothing. Overlays: all of them must be there."""

    classes: tuple[int, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    modes: tuple[Mode, ...] = ()
    tiers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A base route and where its card is posted."""

    name: str
    when: Condition
    stages: tuple[Stage, ...]
    post_to: str
    min_distinct_people: int = 1


@dataclass(frozen=True)
class AddedStage:
    """A whole stage that a condition adds, before the named stage."""

    when: Condition
    before: str
    stage: Stage


@dataclass(frozen=True)
class AddedSeat:
    """A seat that a condition adds to the stage with this number (from 1); that stage is made if the route is shorter."""

    when: Condition
    to_stage: int
    seat: Role


@dataclass(frozen=True)
class Workflows:
    """All that a company's workflow files say, with the version (a digest) of their text."""

    rules: tuple[Rule, ...]
    added_stages: tuple[AddedStage, ...]
    added_seats: tuple[AddedSeat, ...]
    version: str

    @property
    def stages(self) -> Iterable[Stage]:
        for rule in self.rules:
            yield from rule.stages
        for added in self.added_stages:
            yield added.stage


@dataclass(frozen=True)
class Route:
    """The stages that one request carries: its own copy, a floor that grows with the facts and never gets less.

    `because` says in words why it grew, each time.
    """

    workflow: str
    stages: tuple[Stage, ...]
    post_to: str
    min_distinct_people: int
    policy_version: str
    because: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(seat for stage in self.stages for seat in stage.seats))


@dataclass(frozen=True)
class Subject:
    """What conditions look at."""

    rank: int
    overlays: frozenset[Overlay]
    modes: frozenset[Mode]
    tier: int | None


def subject_of(facts: Facts) -> Subject:
    return Subject(
        rank=facts.highest_class,
        overlays=overlays_of(facts),
        modes=frozenset(item.mode for item in facts.draft.items),
        tier=facts.vendor.tier,
    )


def choose_route(workflows: Workflows, facts: Facts) -> Route | None:
    """The route of the first rule that fits, with what overlays add; None if no rule fits (deny by default)."""
    subject = subject_of(facts)
    rule = next((rule for rule in workflows.rules if fits(rule.when, subject)), None)
    if rule is None:
        return None
    stages = _with_seats(rule.stages, [s for s in workflows.added_seats if fits(s.when, subject)])
    for added in workflows.added_stages:
        if fits(added.when, subject) and all(stage.name != added.stage.name for stage in stages):
            stages = _with_stage(stages, added, otherwise=rule.stages[0].name)
    return Route(rule.name, stages, rule.post_to, rule.min_distinct_people, workflows.version)


def fits(condition: Condition, subject: Subject) -> bool:
    return not any(misfits(condition, subject))


def misfits(condition: Condition, subject: Subject) -> Iterator[str]:
    """Everything in a condition that this subject does not meet, in words."""
    if condition.classes and subject.rank not in condition.classes:
        yield f"it is for {' or '.join(map(class_words, condition.classes))}, this is {class_words(subject.rank)}"
    if missing := [overlay.value.replace("_", " ") for overlay in condition.overlays if overlay not in subject.overlays]:
        yield f"it asks for {' and '.join(missing)}, which this is not"
    if condition.modes and not subject.modes & set(condition.modes):
        asked = ", ".join(sorted(mode.value for mode in subject.modes))
        yield f"it is for {' or '.join(condition.modes)}, this asks for {asked}"
    if condition.tiers and subject.tier not in condition.tiers:
        tier = "of no tier" if subject.tier is None else f"of tier {subject.tier}"
        yield f"it is for vendors of tier {' or '.join(map(str, condition.tiers))}, this one is {tier}"


def _with_seats(stages: tuple[Stage, ...], added: list[AddedSeat]) -> tuple[Stage, ...]:
    for extra in added:
        index = extra.to_stage - 1
        if index >= len(stages):
            stages = (*stages, Stage(f"stage-{len(stages) + 1}", (extra.seat,), "all", stages[-1].reject_after))
        elif extra.seat not in stages[index].seats:
            widened = _all_of(stages[index])
            stages = (
                *stages[:index],
                replace(widened, seats=(*widened.seats, extra.seat)),
                *stages[index + 1 :],
            )
    return stages


def _all_of(stage: Stage) -> Stage:
    """An added seat must be filled: a stage with one seat asks for all of them from then on."""
    return replace(stage, quantifier="all")


def _with_stage(stages: tuple[Stage, ...], added: AddedStage, *, otherwise: str) -> tuple[Stage, ...]:
    """Before its stage; before the rule's first one if the rule has no such stage. Added stages keep their own order."""
    names = [stage.name for stage in stages]
    index = names.index(added.before if added.before in names else otherwise)
    return (*stages[:index], added.stage, *stages[index:])


def overlays_of(facts: Facts) -> frozenset[Overlay]:
    """Derived from the assets, the people and the countries of the work; never typed in (3.5)."""
    found = {overlay for item in facts.draft.items for overlay in _of_asset(facts.asset(item.asset))}
    if any(_crosses_a_border(facts, facts.asset(item.asset)) for item in facts.draft.items):
        found.add(Overlay.CROSS_BORDER)
    subcontracted = {sub.entity for sub in facts.vendor.subcontractors if sub.entity is not None}
    if any(person.employer_entity in subcontracted for person in facts.people):
        found.add(Overlay.SUBCONTRACTOR)
    return frozenset(found)


def _of_asset(asset: Asset) -> Iterable[Overlay]:
    if asset.export is not None and asset.export.licence_required:
        yield Overlay.EXPORT_CONTROLLED
    if asset.personal_data != "none":
        yield Overlay.PERSONAL_DATA
    if asset.third_party is not None:
        yield Overlay.CUSTOMER_OWNED
    if asset.physical_prototype:
        yield Overlay.PHYSICAL_PROTOTYPE
    if asset.patent is not None and asset.patent.stage.before_filing:
        yield Overlay.PRE_FILING
    if asset.design is not None and asset.design.stage is DesignStage.UNPUBLISHED:
        yield Overlay.UNPUBLISHED_DESIGN
    if IpForm.TRADEMARK in asset.forms:
        yield Overlay.TRADEMARK


def _crosses_a_border(facts: Facts, asset: Asset) -> bool:
    """A country of the work lies outside the owner's export territory; an unknown country counts as outside."""
    owner = facts.register.own_entity(asset.owner_entity)
    if owner is None:
        return True
    return any(country is None or country not in facts.policy.territory(owner.country) for country in facts.countries)
