"""The answer of `check_vendor` as people are shown it: how far it goes, what stands in the way, and who can mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.application.requests.check_vendor import Outlook
from bot.application.requests.show import check_lines
from bot.application.requests.views import CheckLine
from bot.domain.checks.depends import On, open_questions
from bot.domain.checks.results import CheckResult, checks_run, worst_first
from bot.domain.menders import menders
from bot.domain.missing_facts import only_facts_help
from bot.domain.prospects import SUCH, Prospect, highest_class
from bot.domain.seats import holders
from bot.domain.vocabulary import Outcome, Role, class_words


@dataclass(frozen=True)
class AgainstLine:
    """One thing that stands in the way, and who can mend it, by name."""

    line: CheckLine
    menders: tuple[str, ...]


@dataclass(frozen=True)
class ProspectView:
    """What was asked about, one class or one asset; `against` worst first. `needs_fact`: nobody can waive what it waits for."""

    rank: int
    verdict: Outcome
    needs_fact: bool
    against: tuple[AgainstLine, ...]
    gaps: tuple[str, ...]
    fine: int
    stages: tuple[tuple[str, ...], ...]

    @property
    def class_words(self) -> str:
        return class_words(self.rank)


@dataclass(frozen=True)
class Trial:
    """How it was tried: for which company of the vendor, through what, on which days; the form is filled in with the same."""

    company: str
    company_name: str
    channel: str
    channel_name: str
    start_on: date
    end_on: date


@dataclass(frozen=True)
class OutlookView:
    """`prospects` are one of the asset, or one of each class; none where no question can be asked at all, as `missing` says.

    `administrators`, by name, can mend what is missing, and seats that nobody can fill. `depends` are the checks that have not
    been asked in earnest, with what they will look at.
    """

    vendor: str
    vendor_name: str
    asset: str | None
    asset_title: str
    companies: int
    prospects: tuple[ProspectView, ...]
    highest: int
    missing: tuple[str, ...]
    trial: Trial | None
    administrators: tuple[str, ...]
    depends: Mapping[On, Mapping[str, str]]

    @property
    def reached(self) -> ProspectView | None:
        """The highest class that could be asked for."""
        return next((one for one in self.prospects if one.rank == self.highest), None)

    @property
    def stopped(self) -> ProspectView | None:
        """The lowest class that could not; of an asset, the asset."""
        return next((one for one in self.prospects if one.verdict is Outcome.BLOCK), None)


def show_outlook(outlook: Outlook) -> OutlookView:
    row, asset = outlook.row, outlook.asset
    return OutlookView(
        vendor=outlook.vendor.id,
        vendor_name=outlook.vendor.name,
        asset=asset.id if asset else None,
        asset_title=asset.public_title if asset else "",
        companies=len(outlook.vendor.entities),
        prospects=tuple(map(_shown, row)),
        highest=highest_class(row),
        missing=outlook.missing,
        trial=_trial(_answered(row)) if row else None,
        administrators=tuple(one.name for one in holders(outlook.about.register.members, Role.ADMINISTRATOR)),
        depends=_depends(outlook),
    )


def _shown(one: Prospect) -> ProspectView:
    against = tuple(_line(one, result) for result in worst_first(one.results))
    return ProspectView(
        rank=one.rank,
        verdict=one.verdict,
        needs_fact=one.verdict is Outcome.WAIVER and only_facts_help(one.results, {item.asset for item in one.facts.draft.items}),
        against=against,
        gaps=one.gaps,
        fine=checks_run(one.results) - len({line.line.check for line in against}),
        stages=one.stages,
    )


def _line(one: Prospect, result: CheckResult) -> AgainstLine:
    """What is said of material that is only thought of may begin with it."""
    said = f"{result.message[:1].upper()}{result.message[1:]}" if result.message.startswith(SUCH) else result.message
    (line,) = check_lines([replace(result, message=said)])
    return AgainstLine(line, menders(result, one.facts))


def _trial(one: Prospect) -> Trial:
    facts = one.facts
    entity, channel = facts.performing_entity, facts.channel
    name = entity.registered_name if entity else facts.vendor.name
    return Trial(facts.draft.entity, name, channel.id, channel.name, facts.draft.start_on, facts.draft.end_on)


def _answered(row: Sequence[Prospect]) -> Prospect:
    """The highest class that could be asked for, else the first: that of which most is said."""
    highest = highest_class(row)
    return next((one for one in row if one.rank == highest), row[0])


def _depends(outlook: Outlook) -> dict[On, dict[str, str]]:
    """Of public material nothing is looked at; of an asset, it is known what it is."""
    if not outlook.row or outlook.row[0].rank == 0:
        return {}
    spoken = {result.check for result in _answered(outlook.row).results if result.speaks}
    asked = [on for on in On if outlook.asset is None or on is not On.ASSET]
    return {on: open_questions(on, spoken) for on in asked}
