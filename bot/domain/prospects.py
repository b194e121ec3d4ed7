"""What a vendor could be given today: the question of the form, asked before there is anything to ask for.

It is asked to view, for the usual shortest days, with nobody named yet; for one asset, or for the most harmless material of each
class that can be thought of: owned by a company of ours that signed, in a project that the NDA names, wanted by nobody else. What
stops that stops all material of the class; what passes may still depend on the material (`checks/depends.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.checks.policy import CheckPolicy, at_rank
from bot.domain.checks.results import CheckResult, overall
from bot.domain.checks.transfer import channels_for
from bot.domain.dates import ONE_DAY
from bot.domain.drafts import Item
from bot.domain.facts import Facts
from bot.domain.register import ANY_COUNTRY, Agreement, Asset, ExportRecord, Human, Limits, Member, Register, Vendor
from bot.domain.vocabulary import STRICTEST_CLASS, AgreementKind, Mode, Outcome, Role

SHORTEST_DAYS = 14
MOST_COMPANIES, MOST_OWNERS, MOST_PROJECTS = 5, 3, 3
CLASSES = range(1, STRICTEST_CLASS + 1)
SUCH = "such material"  # stands where an asset's id would


@dataclass(frozen=True)
class Prospect:
    """What the checks find in one question, its empty seats, and who would decide on it, stage by stage."""

    facts: Facts
    results: tuple[CheckResult, ...] = ()
    gaps: tuple[str, ...] = ()
    stages: tuple[tuple[str, ...], ...] = ()

    @property
    def rank(self) -> int:
        return self.facts.highest_class

    @property
    def verdict(self) -> Outcome:
        """As the form would answer it."""
        return Outcome.BLOCK if self.gaps else overall(self.results)

    @property
    def may_be_asked(self) -> bool:
        return self.verdict is not Outcome.BLOCK


def trials(about: Facts) -> list[list[Facts]]:
    """Each row is a question that could be asked, of the asset if there is one, else of each class; the best row is the answer.

    The draft of `about` says who asks about which vendor, and no more.
    """
    asset = next(iter(about.register.assets), None)
    wanted = [[asset]] if asset else [list(same) for same in zip(*(_harmless(about, rank) for rank in CLASSES), strict=True)]
    return [[_asked_for(about, one, entity) for one in row] for row in wanted for entity in _companies(about)]


def _asked_for(about: Facts, asset: Asset, entity: str) -> Facts:
    draft = replace(
        about.draft,
        entity=entity,
        project=asset.project,
        items=(Item(asset.id, Mode.VIEW),),
        people=(),
        channel=_channel(about.register, asset.rank),
        start_on=about.today,
        end_on=about.today + ONE_DAY * (longest_days(about.policy, [asset]) - 1),
    )
    return replace(about, draft=draft, register=replace(about.register, assets=(asset,)))


def longest_days(policy: CheckPolicy, assets: Sequence[Asset]) -> int:
    """The usual shortest days, or fewer where the class or the material itself may not be lent for so long."""
    by_class = (at_rank(policy.access_days, asset.rank) for asset in assets)
    own = (asset.limits.max_days for asset in assets if asset.limits.max_days is not None)
    return max(min([SHORTEST_DAYS, *by_class, *own]), 1)


def missing_for_any(known: Register, vendor: Vendor) -> tuple[str, ...]:
    """What the form cannot do without, in words; then there is nothing to judge."""
    missing = [] if vendor.entities else [f"the register knows no company of {vendor.name}, so nobody can be named"]
    return (*missing, *([] if known.channels else ["the register knows no way for material to travel"]))


def _channel(known: Register, rank: int) -> str:
    """The lowest that is good for the class; where none is, the best there is."""
    best = sorted(known.channels, key=lambda one: (-1 if one.max_class is None else one.max_class, one.id))
    return next((one.id for one in channels_for(known.channels, rank)), best[-1].id if best else "")


def _companies(about: Facts) -> list[str]:
    """Those that signed an NDA first."""
    signed = {entity for paper in _ndas(about) for entity in paper.their_entities or ()}
    return sorted((entity.id for entity in about.vendor.entities), key=lambda one: one not in signed)[:MOST_COMPANIES]


def _ndas(about: Facts) -> list[Agreement]:
    return [paper for paper in about.agreements(AgreementKind.NDA) if paper.protects_us]


def _harmless(about: Facts, rank: int) -> Iterator[Asset]:
    papers, known = _ndas(about), about.register
    signed = [entity for paper in papers for entity in paper.our_entities or ()] or [one.id for one in known.own_entities]
    named = [project for paper in papers if paper.nda for project in (paper.nda.projects or ())[:1]]
    owners, projects = tuple(dict.fromkeys(signed))[:MOST_OWNERS], tuple(dict.fromkeys(named))[:MOST_PROJECTS]
    decides = _somebody_else(known.members, about.draft.asked_by)
    for owner in owners or (None,):
        for project in projects or ("any project",):
            yield Asset(
                id=SUCH,
                public_title=SUCH,
                forms=(),
                asset_class=rank,
                owner_entity=owner,
                data_owner=decides,
                project=project,
                limits=Limits(allowed_countries=(ANY_COUNTRY,), required_certs=(), required_training=()),
                export=ExportRecord(by=decides or SUCH, on=about.today, licence_required=()),
            )


def _somebody_else(members: Iterable[Member], asker: Human) -> str | None:
    """Who would decide on material of ours: a data owner who does not ask."""
    others = [one for one in members if one.active and one.names.isdisjoint(asker.names)]
    best_first = sorted(others, key=lambda it: (not it.can_decide, not it.holds(Role.DATA_OWNER), it.id))
    return next((one.id for one in best_first), None)


Row = Sequence[Prospect]


def best_of(rows: Iterable[Row]) -> Row:
    """The one that reaches the highest class, then the one with the better verdicts, then with fewer and lighter results."""
    return min(rows, key=lambda row: (-highest_class(row), [one.verdict.severity for one in row], [_weights(one) for one in row]))


def _weights(one: Prospect) -> list[int]:
    return sorted((result.effect.severity for result in one.results if result.speaks), reverse=True)


def highest_class(row: Row) -> int:
    """Up to which class the vendor could be asked for; 0 is public material, for which nobody need ask."""
    stopped = next((one.rank for one in row if not one.may_be_asked), STRICTEST_CLASS + 1)
    return max((one.rank for one in row if one.rank < stopped), default=0)
