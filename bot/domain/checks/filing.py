"""What has to be filed before outsiders see it: PAT-01 (an invention).

What is filed first keeps its right; so each remedy says how to file first, or how to show the thing without what is new in it.
"""

from bot.domain.checks.keepers import data_owner_of, holders_of
from bot.domain.checks.verdicts import Case, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.dates import by_day, day_words
from bot.domain.register import Asset, Patent
from bot.domain.vocabulary import IpForm, Role


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
    return fails(words, _file_first(case, "Keep the patent", "idea"), used=used)


def _stage_words(asset: Asset, patent: Patent) -> str:
    filed = f" of {day_words(patent.filed_on)}" if patent.filed_on else ""
    return (
        f"For the invention {asset.id} a filing{filed} is noted, but its stage still says {patent.stage.value.replace('_', ' ')}."
    )


def _planned_words(case: Case, record: Patent) -> str:
    """Empty where no day is planned; a planned day that has passed is no filing."""
    day = record.planned_filing
    if day is None:
        return ""
    missed = f"was planned for {day_words(day)}, and nobody recorded it"
    return f" ({by_day(day, case.facts.today, present=f'planned for {day_words(day)}', past=missed)})"


def _recorded(case: Case, new: str) -> str:
    return f"Ask {data_owner_of(case)} to record the stage as it is. Until then show a version without the new {new}."


def _file_first(case: Case, keep: str, new: str) -> str:
    record = f"start once {data_owner_of(case)} has recorded the filing, or show a version without the new {new}"
    return f"{keep}: {record}. If neither works, {holders_of(case, Role.PATENT_COUNSEL)} can allow it with a waiver."
