"""Due diligence on the vendor: DDA-01 (young enough) and DDA-02 (its conclusion allows use)."""

from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.policy import at_tier
from bot.domain.checks.verdicts import Case, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.dates import add_months, day_words
from bot.domain.register import Assessment
from bot.domain.vocabulary import Outcome, Profile


def latest_assessments(case: Case) -> list[Assessment]:
    """The one completed last, and those that may be: of the same day, or without a day."""
    done = case.facts.register.assessments
    last = max((one.completed_on for one in done if one.completed_on is not None), default=None)
    return [one for one in done if one.completed_on is None or one.completed_on == last]


def assessment_is_young_enough(case: Case) -> Verdict:
    """DDA-01: V if the last good day is before the start; warn if it is before the end; no assessment is unknown."""
    vendor, latest, window = case.facts.vendor, latest_assessments(case), case.facts.window
    days = [one.completed_on for one in latest if one.completed_on is not None]
    completed = days[0] if days and len(days) == len(latest) else None
    used = {"assessment.completed_on": completed, "vendor.tier": vendor.tier}
    if completed is None or vendor.tier is None:
        diligence = f"when the last due diligence of {vendor.name} was done"
        missing = diligence if completed is None else f"the risk tier of {vendor.name}"
        return unknown(missing, "Ask a vendor manager to record it.", used=used)
    months = at_tier(case.facts.policy.diligence_months, vendor.tier)
    good_until = add_months(completed, months)
    if good_until < window.start_on:
        return fails(
            f"The last due diligence of {vendor.name} is of {day_words(completed)}; tier {vendor.tier} allows {months} months.",
            f"Ask {keeper_of(case)} to have it done again.",
            used=used,
        )
    if good_until < window.end_on:
        return fails(
            f"The due diligence of {vendor.name} goes stale on {day_words(good_until)}, inside your access.",
            f"Ask {keeper_of(case)} to have it done again before that day.",
            fixed=Outcome.WARN,
            used=used,
        )
    return passed(used=used)


def assessment_allows_use(case: Case) -> Verdict:
    """DDA-02: a blocker is H; a warning or an open condition W; no assessment does not apply (DDA-01 speaks).

    Where several may be the latest, the worst one counts.
    """
    latest = latest_assessments(case)
    if not latest:
        return does_not_apply(used={"assessment": None})
    return _conclusion_of(case, min(latest, key=_worst_first))


def _worst_first(assessment: Assessment) -> tuple[int, str]:
    still_open = any(condition.done_on is None for condition in assessment.conditions)
    rank = {"blocker": 0, None: 1, "warning": 2, "ok": 2 if still_open else 3}[assessment.conclusion]
    return rank, str(assessment.conditions)


def _conclusion_of(case: Case, assessment: Assessment) -> Verdict:
    vendor = case.facts.vendor
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
