"""What has to be filed before outsiders see it: PAT-01 (an invention) and DSN-01 (a design).

What is filed first keeps its right; so each remedy says how to file first, or how to show the thing without what is new in it.
"""

from bot.domain.checks.keepers import data_owner_of, holders_of
from bot.domain.checks.verdicts import Case, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.dates import by_day, day_words
from bot.domain.register import Asset, Design, Patent
from bot.domain.vocabulary import DesignStage, IpForm, Role


def invention_is_filed(case: Case) -> Verdict:
    """PAT-01: V while the stage is before filing; only a recorded filing ends it, not a planned day that has passed."""
    asset, patent = case.asset, case.asset.patent
    if IpForm.PATENT not in asset.forms:
        return does_not_apply(used={"asset.forms": asset.forms})
    if patent is None:
        missing = f"whether a patent for the invention {asset.id} is filed"
        return unknown(missing, _recorded(case, "idea"), used={"asset.patent": None}, kept_by=asset.data_owner)
    used = {"asset.patent.stage": patent.stage, "asset.patent.planned_filing": patent.planned_filing}
    if not patent.stage.before_filing:
        return passed(used=used)
    if patent.filed_on is not None:
        return fails(_stage_words(asset, patent), _recorded(case, "idea"), used=used | {"asset.patent.filed_on": patent.filed_on})
    planned = _planned_words(case, patent)
    words = f"{asset.id} is an invention that is not filed yet{planned}; what outsiders see before that can cost us the patent."
    return fails(words, _file_first(case, "Keep the patent", "idea"), used=used).or_waived(_by_counsel(case))


def design_is_filed(case: Case) -> Verdict:
    """DSN-01: V while the design is neither published nor filed; a filing with deferred publication is one."""
    asset, design = case.asset, case.asset.design
    if IpForm.DESIGN not in asset.forms:
        return does_not_apply(used={"asset.forms": asset.forms})
    if design is None:
        missing = f"whether the design {asset.id} is filed or published"
        return unknown(missing, _recorded(case, "shape"), used={"asset.design": None}, kept_by=asset.data_owner)
    used = {"asset.design.stage": design.stage, "asset.design.planned_filing": design.planned_filing}
    if design.stage is not DesignStage.UNPUBLISHED:
        return passed(used=used)
    planned = _planned_words(case, design)
    words = f"{asset.id} is a design that is not filed yet{planned}; what outsiders see before that can cost us the right to it."
    keep = "Keep the design (a filing can stay secret at first)"
    return fails(words, _file_first(case, keep, "shape"), used=used).or_waived(_by_counsel(case))


def _stage_words(asset: Asset, patent: Patent) -> str:
    filed = f" of {day_words(patent.filed_on)}" if patent.filed_on else ""
    return (
        f"For the invention {asset.id} a filing{filed} is noted, but its stage still says {patent.stage.value.replace('_', ' ')}."
    )


def _planned_words(case: Case, record: Patent | Design) -> str:
    """Empty where no day is planned; a planned day that has passed is no filing."""
    day = record.planned_filing
    if day is None:
        return ""
    missed = f"was planned for {day_words(day)}, and nobody recorded it"
    return f" ({by_day(day, case.facts.today, present=f'planned for {day_words(day)}', past=missed)})"


def _recorded(case: Case, new: str) -> str:
    return f"Ask {data_owner_of(case)} to record the stage as it is. Until then show a version without the new {new}."


def _file_first(case: Case, keep: str, new: str) -> str:
    return f"{keep}: start once {data_owner_of(case)} has recorded the filing, or show a version without the new {new}."


def _by_counsel(case: Case) -> str:
    return f"If neither works, {holders_of(case, Role.PATENT_COUNSEL)} can allow it with a waiver."
