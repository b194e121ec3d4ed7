"""PAT-01: what has to be filed first."""

from tests.reference.case import Case
from tests.reference.verdicts import NA, SlowVerdict, of


def pat_01(case: Case) -> SlowVerdict:
    """The stage alone tells: neither a planned day nor a day of filing beside an earlier stage."""
    if "patent" not in case.asset["forms"]:
        return NA
    stage = (case.asset.get("patent") or {}).get("status")
    return of(None if stage is None else stage not in ("idea", "disclosed_internally", "drafting"), "V", case.rank)
