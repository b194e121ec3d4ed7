"""Due diligence on the vendor: DDA-01 (young enough) and DDA-02 (its conclusion allows use)."""

from datetime import date

from bot.domain.checks.verdicts import Case, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.dates import add_months, day_words
from bot.domain.register import Assessment
from bot.domain.vocabulary import Outcome, Profile

MONTHS_BY_TIER = {1: 12, 2: 18, 3: 24, 4: 36}


def latest_assessment(case: Case) -> Assessment | None:
    """The one completed last; one without a day counts as the oldest."""
    done = case.facts.register.assessments
    return max(done, key=lambda assessment: assessment.completed_on or date.min, default=None)


def assessment_is_young_enough(case: Case) -> Verdict:
    """DDA-01: V if the last good day is before the start; warn if it is before the end; no assessment is unknown."""
    vendor, assessment, window = case.facts.vendor, latest_assessment(case), case.facts.window
    completed = assessment.completed_on if assessment else None
    used = {"assessment.completed_on": completed, "vendor.tier": vendor.tier}
    if completed is None or vendor.tier is None:
        missing = "when the last due diligence was done" if completed is None else "the risk tier"
        return unknown(f"{missing} of {vendor.name}", "Ask a vendor manager to record it.", used=used)
    months = MONTHS_BY_TIER[vendor.tier]
    good_until = add_months(completed, months)
    if good_until < window.start_on:
        return fails(
            f"The last due diligence of {vendor.name} is of {day_words(completed)}; tier {vendor.tier} allows {months} months.",
            "Ask a vendor manager for a refresh.",
            used=used,
        )
    if good_until < window.end_on:
        return fails(
            f"The due diligence of {vendor.name} goes stale on {day_words(good_until)}, inside your access.",
            "Ask a vendor manager for a refresh before that day; access stops then.",
            fixed=Outcome.WARN,
            used=used,
        )
    return passed(used=used)


def assessment_allows_use(case: Case) -> Verdict:
    """DDA-02: a blocker is H; a warning or an open condition W; no assessment does not apply (DDA-01 speaks)."""
    vendor, assessment = case.facts.vendor, latest_assessment(case)
    if assessment is None:
        return does_not_apply(used={"assessment": None})
    still_open = [condition.text for condition in assessment.conditions if condition.done_on is None]
    used = {"assessment.conclusion": assessment.conclusion, "assessment.open_conditions": still_open}
    if assessment.conclusion is None:
        ask = "Ask a vendor manager to record the conclusion."
        return unknown(f"how the due diligence of {vendor.name} ended", ask, profile=Profile.H, used=used)
    if assessment.conclusion == "blocker":
        words = f"Due diligence ended with a blocker for {vendor.name}."
        return fails(words, "Choose another vendor, or ask a vendor manager what has to change.", profile=Profile.H, used=used)
    if assessment.conclusion == "warning" or still_open:
        what = f"a condition that is still open: {still_open[0]}" if still_open else "a warning"
        words = f"Due diligence of {vendor.name} ended with {what}."
        return fails(words, "Approvers see this; ask a vendor manager to settle it.", profile=Profile.W, used=used)
    return passed(used=used)
