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
        diligence = f"when {vendor.name} was last examined (due diligence)"
        missing = diligence if completed is None else f"the risk tier of {vendor.name}"
        return unknown(missing, f"Ask {keeper_of(case)} to record it.", used=used)
    months = at_tier(case.facts.policy.diligence_months, vendor.tier)
    good_until = add_months(completed, months)
    if good_until < window.start_on:
        good = f"for a vendor of risk tier {vendor.tier} that is good for {months} months"
        return fails(
            f"{vendor.name} was last examined (due diligence) on {day_words(completed)}; {good}.",
            f"Ask {keeper_of(case)} to have it examined again.",
            used=used,
        )
    if good_until < window.end_on:
        return fails(
            f"The examination of {vendor.name} (due diligence) is good until {day_words(good_until)}, not until your last day.",
            f"Ask {keeper_of(case)} to have it examined again by then.",
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
        ask = f"Ask {keeper_of(case)} to record how it ended."
        return unknown(f"how the examination of {vendor.name} (due diligence) ended", ask, profile=Profile.H, used=used)
    if assessment.conclusion == "blocker":
        words = f"The examination of {vendor.name} (due diligence) ended with a blocker: it may not be used."
        remedy = f"Choose another vendor, or ask {keeper_of(case)} what has to change."
        return fails(words, remedy, profile=Profile.H, used=used)
    if assessment.conclusion == "warning" or still_open:
        what = f"a condition that is still open: {still_open[0]}" if still_open else "a warning"
        words = f"The examination of {vendor.name} (due diligence) ended with {what}."
        return fails(words, f"Approvers see this; ask {keeper_of(case)} to settle it.", profile=Profile.W, used=used)
    return passed(used=used)
