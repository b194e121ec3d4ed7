"""May I, before I ask: what a vendor could be given today, of each class or of one asset; who asked, and the answer, are kept.

Whoever may fill in the form may ask it, and learns nothing that the form would not tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.application.context import Context
from bot.application.evaluation import evaluate_facts, gather_facts
from bot.application.recording import record_events, refuse_in_doubt
from bot.application.requests.preview import gaps_of
from bot.domain.checks.results import CheckResult, worst_first
from bot.domain.dates import ONE_DAY
from bot.domain.drafts import Draft, Item
from bot.domain.errors import Refusal
from bot.domain.facts import Facts
from bot.domain.happenings.requests import AgainstClass, ClassAnswer, VendorChecked, Version
from bot.domain.prospects import SHORTEST_DAYS, Prospect, best_of, missing_for_any, trials
from bot.domain.register import Asset, Member, Vendor
from bot.domain.vocabulary import Mode, Outcome
from bot.domain.words_meant import Meant, read_meant
from bot.domain.workflows import Workflows
from bot.store import registers
from bot.store.unit import Unit


@dataclass(frozen=True)
class Outlook:
    """The answer: for one asset, or for each class; `missing` is what keeps any question about this vendor from being asked."""

    about: Facts
    row: tuple[Prospect, ...]
    missing: tuple[str, ...]

    @property
    def vendor(self) -> Vendor:
        return self.about.vendor

    @property
    def asset(self) -> Asset | None:
        return next(iter(self.about.register.assets), None)


@dataclass(frozen=True)
class Named:
    """A vendor, and an asset or none, that words may mean."""

    meant: Meant
    vendor: str
    asset: str = ""


@dataclass(frozen=True)
class Understood:
    """All that the words may mean, by name; `is_sure` if it is one thing. `assets` are titles, where no vendor was named."""

    named: tuple[Named, ...]
    is_sure: bool
    unknown: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()


def find_meant(context: Context, words: Sequence[str]) -> Understood:
    """Two queries, whatever was typed."""
    with context.store.reading() as unit:
        vendors, assets = registers.vendor_names(unit), registers.asset_titles(unit)
    reading = read_meant(words, vendors, assets)
    names, titles = dict(vendors), dict(assets)
    named = tuple(Named(one, names[one.vendor], titles[one.asset] if one.asset else "") for one in reading.meant)
    return Understood(named, reading.is_sure, reading.unknown, tuple(titles[one] for one in reading.assets))


def check_vendor(context: Context, asker: Member, meant: Meant, *, needs_binding: bool = True) -> Outlook:
    """Judge, and keep who asked and what the answer was; nobody is answered whose question cannot be kept. Raises Refusal.

    Without `needs_binding` a seat may be filled by somebody who is bound to no Slack member.
    """
    refuse_in_doubt(context)
    with context.store.reading() as unit:
        outlook = _judged(unit, context, asker, meant, needs_binding=needs_binding)
    with context.store.writing() as unit:
        record_events(unit, context, [_told(context, asker, outlook)])
    return outlook


def _judged(unit: Unit, context: Context, asker: Member, meant: Meant, *, needs_binding: bool) -> Outlook:
    """All facts with one query, however many classes and companies are tried."""
    about = gather_facts(unit, context, _about(context, asker, meant))
    if not about.register.vendors or (meant.asset and not about.register.assets):
        lost = f"asset {meant.asset}" if about.register.vendors else f"vendor {meant.vendor}"
        raise Refusal("unknown_record", f"The register does not know the {lost} any more. Ask again with other words.")
    return judge_vendor(context.workflows, about, needs_binding=needs_binding)


def judge_vendor(workflows: Workflows, about: Facts, *, needs_binding: bool = True) -> Outlook:
    """The answer about the vendor of these facts, and about their asset if they have one."""
    missing = missing_for_any(about.register, about.vendor)
    tried = [] if missing else trials(about)
    rows = [[_prospect(workflows, facts, needs_binding=needs_binding) for facts in row] for row in tried]
    return Outlook(about, tuple(best_of(rows)) if rows else (), missing)


def _about(context: Context, asker: Member, meant: Meant) -> Draft:
    """What is to be gathered."""
    today = context.today()
    items = (Item(meant.asset, Mode.VIEW),) if meant.asset else ()
    last = today + ONE_DAY * (SHORTEST_DAYS - 1)
    return Draft(asker.id, meant.vendor, "", "", items, (), "", today, last)


def _prospect(workflows: Workflows, facts: Facts, *, needs_binding: bool) -> Prospect:
    evaluation = evaluate_facts(workflows, facts, needs_binding=needs_binding)
    stages = evaluation.route.stages if evaluation.route and facts.highest_class else ()
    seats = tuple(tuple(seat.words for seat in stage.seats) for stage in stages)
    return Prospect(evaluation.facts, evaluation.results, gaps_of(evaluation), seats)


def _told(context: Context, asker: Member, outlook: Outlook) -> VendorChecked:
    row = outlook.row
    draft = row[0].facts.draft if row else outlook.about.draft
    return VendorChecked(
        vendor=outlook.vendor.id,
        actor=asker.id,
        asset=outlook.asset.id if outlook.asset else None,
        company=draft.entity or None,
        answers=tuple(ClassAnswer(one.rank, one.verdict.value) for one in row),
        against=_against(row),
        gaps=tuple(dict.fromkeys([*outlook.missing, *(gap for one in row for gap in one.gaps)])),
        start_on=draft.start_on,
        end_on=draft.end_on,
        policy=context.workflows.version,
        figures=outlook.about.policy.version or None,
        versions=tuple(Version(*version) for version in outlook.about.versions),
    )


def _against(row: Sequence[Prospect]) -> tuple[AgainstClass, ...]:
    """Each thing once, with the lowest class that it is said of."""
    lowest: dict[tuple[str, Outcome, str], int] = {}
    for one in row:
        for result in worst_first(one.results):
            lowest.setdefault(_said(result), one.rank)
    return tuple(AgainstClass(rank, check, effect.value, message) for (check, effect, message), rank in lowest.items())


def _said(result: CheckResult) -> tuple[str, Outcome, str]:
    return result.check, result.effect, result.message
