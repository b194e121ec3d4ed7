"""The people who get access: PPL-02 (bound), PPL-03 (trained) and PPL-05 (still there)."""

from bot.domain.checks.keepers import data_owner_of, keeper_of
from bot.domain.checks.verdicts import Case, Verdict, fails, passed, unknown, without
from bot.domain.dates import day_words
from bot.domain.vocabulary import Outcome, PersonStatus

_STATUS_WORDS = {PersonStatus.LEFT: "has left", PersonStatus.ON_LEAVE: "is on leave"}


def person_is_active(case: Case) -> Verdict:
    """PPL-05: H if the person's status is not active; on leave counts as not active."""
    person = case.someone
    used = {"person.status": person.status}
    if person.status is None:
        return unknown(
            f"whether {person.name} still works for {case.facts.vendor.name}",
            f"Ask {keeper_of(case)} to find out and to record it, or leave {person.name} out.",
            used=used,
        )
    if person.status is not PersonStatus.ACTIVE:
        return fails(
            f"{person.name} {_STATUS_WORDS[person.status]}.",
            f"Leave {person.name} out, and name who does the work instead.",
            used=used,
        ).mended_by(without(case))
    return passed(used=used)


def person_is_bound(case: Case) -> Verdict:
    """PPL-02: F if no personal undertaking was signed by the start."""
    person, start = case.someone, case.facts.window.start_on
    signed = person.undertaking_signed_on
    used = {"person.undertaking_signed_on": signed}
    if signed is None or signed > start:
        when = "has not signed" if signed is None else f"signs only on {day_words(signed)}"
        words = f"{person.name} {when} a personal undertaking to keep secrets."
        remedy = f"Ask {keeper_of(case)} to get it signed, or leave {person.name} out."
        return fails(words, remedy, used=used).mended_by(without(case))
    return passed(used=used)


def person_is_trained(case: Case) -> Verdict:
    """PPL-03: F for a required course absent or past at the start; warn for one that lapses inside the window."""
    person, needed, window = case.someone, case.asset.limits.required_training, case.facts.window
    used = {"asset.required_training": needed, "person.training": person.training}
    if needed is None:
        return unknown(
            f"which courses {case.asset.id} asks for",
            f"Ask {data_owner_of(case)} to record them, or that there are none.",
            used=used,
            kept_by=case.asset.data_owner,
        )
    if needed and person.training is None:
        return unknown(f"which courses {person.name} has taken", f"Ask {keeper_of(case)} to record them.", used=used)
    valid = {course: (person.training or {}).get(course) for course in needed}
    if lacking := [course for course, until in valid.items() if until is None or until < window.start_on]:
        words = f"{person.name} has no valid training in {' and '.join(lacking)}."
        remedy = f"{person.name} takes it before the first day, or is left out."
        return fails(words, remedy, used=used).mended_by(without(case))
    lapsing = {course: until for course, until in valid.items() if until is not None and until < window.end_on}
    if lapsing:
        course, until = min(lapsing.items(), key=lambda pair: pair[1])
        words = f"The training of {person.name} in {course} is good until {day_words(until)}, not until your last day."
        return fails(words, f"{person.name} takes it again by then.", fixed=Outcome.WARN, used=used)
    return passed(used=used)
