"""PAT-01, DSN-01: what has to be filed first; TMK-01: what has to be licensed first."""

from tests.reference.case import Case, Row, contains, covers_window
from tests.reference.verdicts import NA, SlowVerdict, all_hold, of, one_holds


def pat_01(case: Case) -> SlowVerdict:
    """The stage alone tells: neither a planned day nor a day of filing beside an earlier stage."""
    if "patent" not in case.asset["forms"]:
        return NA
    stage = (case.asset.get("patent") or {}).get("status")
    return of(None if stage is None else stage not in ("idea", "disclosed_internally", "drafting"), "V", case.rank)


def dsn_01(case: Case) -> SlowVerdict:
    if "design" not in case.asset["forms"]:
        return NA
    stage = (case.asset.get("design") or {}).get("status")
    return of(None if stage is None else stage in ("filed", "filed_deferred", "published"), "V", case.rank)


def tmk_01(case: Case) -> SlowVerdict:
    if "trademark" not in case.asset["forms"]:
        return NA
    return of(one_holds(licenses(paper, case) for paper in case.papers("trademark_licence")), "H", case.rank)


def licenses(paper: Row, case: Case) -> bool | None:
    """From the owner to the performing entity, with quality control, on every day."""
    return all_hold(
        [
            paper.get("quality_control"),
            contains(paper.get("ours"), case.asset.get("owner_entity")),
            contains(paper.get("theirs"), case.performing["id"]),
            covers_window(paper, case),
        ]
    )
