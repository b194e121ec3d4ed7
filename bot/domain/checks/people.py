"""The people who get access: PPL-05."""

from bot.domain.checks.verdicts import Case, Verdict, fails, passed, unknown
from bot.domain.vocabulary import PersonStatus

_STATUS_WORDS = {PersonStatus.LEFT: "has left", PersonStatus.ON_LEAVE: "is on leave"}


def person_is_active(case: Case) -> Verdict:
    """PPL-05: H if the person's status is not active; on leave counts as not active."""
    person = case.someone
    used = {"person.status": person.status}
    if person.status is None:
        return unknown(
            f"whether {person.name} still works for {case.facts.vendor.name}",
            "Ask the vendor manager to confirm, or leave the person out.",
            used=used,
        )
    if person.status is not PersonStatus.ACTIVE:
        return fails(
            f"{person.name} {_STATUS_WORDS[person.status]}.",
            f"Leave {person.name} out, and name who does the work instead.",
            used=used,
        )
    return passed(used=used)
