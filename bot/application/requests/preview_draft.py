"""What the form may say while it is being filled in: what can be chosen next, and what the checks find so far; nothing is stored.

A check that needs an answer which is still missing is left out rather than guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.application.context import Context
from bot.application.evaluation import Evaluation, evaluate, gather_facts
from bot.application.requests.preview import gaps_of
from bot.application.requests.read import Offer, offer_in
from bot.domain.checks.results import CheckResult
from bot.domain.drafts import Draft, Item
from bot.domain.facts import Facts, people_not_found
from bot.domain.missing_facts import keepers_of, missing_facts
from bot.domain.seats import holders
from bot.domain.vocabulary import Mode, PurposeKind, Role
from bot.domain.workflows import Route
from bot.store.unit import Unit

WAITS_FOR: Mapping[str, frozenset[str]] = {
    "mode": frozenset({"NDA-10", "IPR-01", "IPR-02", "IPR-06", "IPR-07"}),
    "channel": frozenset({"TRF-01"}),
    "project": frozenset({"NDA-04"}),
}


@dataclass(frozen=True)
class Wish:
    """What stands in the form so far; empty or None where nothing is chosen."""

    requester: str
    requester_slack: str | None = None
    vendor: str | None = None
    entity: str | None = None
    assets: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    project: str | None = None
    mode: Mode | None = None
    channel: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    evaluation: bool = False


@dataclass(frozen=True)
class Judged:
    """What the checks found so far, the route that it would take, the seats that nobody could fill, and what is still missing.

    `missing` are the keys of `WAITS_FOR` without an answer; their checks are left out of `results`.
    """

    results: tuple[CheckResult, ...]
    route: Route | None
    gaps: tuple[str, ...]
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # who would be asked for facts that are missing, by name
    administrators: tuple[str, ...] = ()  # who is told of seats that nobody could fill, by name


@dataclass(frozen=True)
class LiveAnswer:
    """`judged` is None until vendor, company, people, assets and days allow."""

    offer: Offer
    judged: Judged | None


def preview_draft(context: Context, wish: Wish) -> LiveAnswer:
    """One read; a company or project that is the only one counts as chosen."""
    with context.store.reading() as unit:
        offer = offer_in(unit, wish.vendor, wish.assets)
        draft = _draft(wish, offer)
        return LiveAnswer(offer, _judge(unit, context, wish, draft) if draft else None)


def _draft(wish: Wish, offer: Offer) -> Draft | None:
    entity = wish.entity or (offer.vendor.entities[0].id if offer.vendor and len(offer.vendor.entities) == 1 else None)
    start, end, known = wish.start_on, wish.end_on, {asset.id for asset in offer.assets}
    channel = wish.channel or next((channel.id for channel in offer.all_channels), None)
    if not (offer.vendor and entity and wish.people and offer.assets and channel and start and end) or end < start:
        return None
    return Draft(
        requester=wish.requester,
        requester_slack=wish.requester_slack,
        vendor=offer.vendor.id,
        entity=entity,
        project=_project(wish, offer) or offer.assets[0].project,
        items=tuple(Item(asset, wish.mode or Mode.VIEW) for asset in wish.assets if asset in known),
        people=wish.people,
        channel=channel,
        start_on=start,
        end_on=end,
        need_text="",
        purpose_kind=PurposeKind.EVALUATION if wish.evaluation else PurposeKind.ENGAGEMENT,
    )


def _project(wish: Wish, offer: Offer) -> str | None:
    return wish.project or (offer.projects[0].id if len(offer.projects) == 1 else None)


def _judge(unit: Unit, context: Context, wish: Wish, draft: Draft) -> Judged | None:
    """None where the form and the register no longer agree; the next choice or sending it tells."""
    facts = gather_facts(unit, context, draft)
    if people_not_found(draft, facts.register):
        return None
    evaluation = evaluate(context, facts)
    chosen = {"mode": wish.mode, "channel": wish.channel, "project": _settled(wish, evaluation)}
    missing = tuple(name for name, answer in chosen.items() if answer is None)
    left_out = frozenset[str]().union(*(WAITS_FOR[name] for name in missing))
    results = tuple(result for result in evaluation.results if result.check not in left_out)
    return Judged(
        results, evaluation.route, gaps_of(evaluation), missing, _asked(facts, results), administrators=_administrators(facts)
    )


def _administrators(facts: Facts) -> tuple[str, ...]:
    return tuple(one.name for one in holders(facts.register.members, Role.ADMINISTRATOR) if one.can_decide)


def _asked(facts: Facts, results: tuple[CheckResult, ...]) -> tuple[str, ...]:
    wanted = missing_facts(results, {item.asset for item in facts.draft.items})
    keepers = (member for one in wanted for member in keepers_of(one, facts.register.members, facts.vendor.owner))
    return tuple(dict.fromkeys(member.name for member in keepers))


def _settled(wish: Wish, evaluation: Evaluation) -> str | None:
    """The project, or None while the assets belong to several and none is chosen."""
    projects = {asset.project for asset in evaluation.facts.register.assets}
    return wish.project or (next(iter(projects)) if len(projects) == 1 else None)
