"""What the vendor still owes: MON-01 (findings that are open) and MON-04 (proof of return or destruction)."""

from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.verdicts import Case, Kind, Used, Verdict, fails, passed, unknown
from bot.domain.dates import day_words
from bot.domain.register import Finding
from bot.domain.vocabulary import Grade, Outcome, Profile


def no_finding_is_open(case: Case) -> Verdict:
    """MON-01: critical H; major, or a minor past its day, V; minor W; an observation passes and is told."""
    open_ones = [finding for finding in case.facts.register.findings if finding.status == "open"]
    used = {one.id: [one.grade, one.due, one.opened_on] for one in open_ones}
    judged = [_judged(case, one, used) for one in sorted(open_ones, key=lambda one: one.id)]
    return max(judged, key=lambda verdict: _badness(case, verdict), default=passed(used=used))


def _judged(case: Case, finding: Finding, used: Used) -> Verdict:
    words, keeper = f"{finding.id}{_since(finding)}.", keeper_of(case)
    if finding.grade in (Grade.OBSERVATION, Grade.IMPROVEMENT):
        return Verdict(Kind.PASS, words, used=used)
    if finding.grade is None:
        remedy = f"Ask {keeper} to set the grade of {finding.id} in its ticket."
        return unknown(f"how grave the finding {finding.id} is", remedy, profile=Profile.H, used=used)
    if finding.grade is Grade.MINOR and finding.due is None:
        remedy = f"Ask {keeper} to say by when {finding.id} is to be closed."
        return unknown(f"by when {finding.id} is due", remedy, profile=Profile.V, used=used)
    late = finding.due is not None and finding.due < case.facts.today
    profile = _PROFILES.get(finding.grade, Profile.V if late else Profile.W)
    remedy = f"Ask {keeper} to get {finding.id} closed first."
    if profile is Profile.W:
        remedy = f"Approvers see this; ask {keeper} to get {finding.id} closed by then."
    return fails(words, remedy, profile=profile, used=used)


_PROFILES = {Grade.CRITICAL: Profile.H, Grade.MAJOR: Profile.V}


def _since(finding: Finding) -> str:
    grade = "" if finding.grade is None else f", {_ARTICLE.get(finding.grade, 'a')} {finding.grade.words} finding,"
    opened = f" has been open since {day_words(finding.opened_on)}" if finding.opened_on else " is open"
    return f"{grade}{opened}" + (f", due {day_words(finding.due)}" if finding.due else "")


_ARTICLE = {Grade.OBSERVATION: "an", Grade.IMPROVEMENT: "an"}


def _badness(case: Case, verdict: Verdict) -> tuple[int, bool]:
    """What it counts for at this class; of equal ones a certain failure."""
    failed = case.facts.policy.profile("MON-01", verdict.profile or Profile.V).outcome(case.asset.rank)
    if verdict.kind is Kind.PASS:
        return (Outcome.PASS.severity, False)
    if verdict.kind is Kind.UNKNOWN:
        return (min(failed.severity, Outcome.WAIVER.severity), False)
    return (failed.severity, True)


def nothing_is_owed(case: Case) -> Verdict:
    """MON-04: F if a return is demanded, its certificate absent and its day past, whatever the asset."""
    vendor, today = case.facts.vendor, case.facts.today
    owed = [entry for entry in case.facts.register.returns if entry.document is None]
    used = {entry.id: [entry.demanded_on, entry.due_on] for entry in owed}
    late = [e for e in owed if e.demanded_on is not None and e.due_on is not None and e.due_on < today]
    if late:
        assets = ", ".join(sorted({asset for entry in late for asset in entry.assets}))
        due = min(entry.due_on for entry in late if entry.due_on is not None)
        words = f"{vendor.name} still owes proof of return or destruction for {assets}, due {day_words(due)}."
        return fails(words, f"Ask {keeper_of(case)} to get that proof (a certificate) from {vendor.name} first.", used=used)
    if unclear := [entry.id for entry in owed if entry.due_on is None or entry.demanded_on is None]:
        ask = f"Ask {keeper_of(case)} to complete the record of {unclear[0]}."
        return unknown(f"by when the return {unclear[0]} is due", ask, used=used)
    return passed(used=used)
