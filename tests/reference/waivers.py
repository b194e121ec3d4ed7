"""What an approved waiver changes: the effect, never the outcome."""

from datetime import date

from tests.reference.case import Case
from tests.reference.days import day
from tests.reference.verdicts import SlowVerdict

NEVER_WAIVED = ("VEN-01", "DDA-02", "PPL-05", "TRF-01", "EXP-02", "EXP-04", "PRV-01", "TMK-01", "PRC-02")


def counted(case: Case, check: str, verdict: SlowVerdict) -> SlowVerdict:
    """The verdict with what it counts for once approved waivers are looked at."""
    is_released = verdict.effect == "waiver" and check not in NEVER_WAIVED and is_waived(case, check)
    return SlowVerdict(verdict.outcome, "warn") if is_released else verdict


def is_waived(case: Case, check: str) -> bool:
    """An approved waiver for this check, vendor and asset that has begun and reaches the window's end."""
    return any(
        waiver["check"] == check
        and waiver["asset"] == case.asset["id"]
        and waiver["state"] == "approved"
        and (day(waiver.get("start")) or date.min) <= case.start
        and day(waiver["expires"]) >= case.end
        for waiver in case.of_vendor("waivers")
    )


def counted_badness(case: Case, answer: dict[str, SlowVerdict]) -> int:
    """How bad the worst result of one paper is."""
    return max(counted(case, check, verdict).badness for check, verdict in answer.items())
