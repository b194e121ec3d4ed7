"""What the vendor still owes: MON-04 (proof of return or destruction)."""

from bot.domain.checks.verdicts import Case, Verdict, fails, passed, unknown
from bot.domain.dates import day_words


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
        return fails(words, "Ask the vendor manager to get the certificate first.", used=used)
    if unclear := [entry.id for entry in owed if entry.due_on is None or entry.demanded_on is None]:
        return unknown(f"by when {unclear[0]} is due", f"A vendor manager completes the record of {unclear[0]}.", used=used)
    return passed(used=used)
