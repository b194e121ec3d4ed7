"""Outcomes, profiles and how verdicts are compared, as section 2.0 has them."""

from collections.abc import Iterable
from typing import NamedTuple

ORDER = ["na", "pass", "warn", "waiver", "block"]

FAILS = {
    "F": {1: "warn", 2: "waiver", 3: "block", 4: "block"},
    "V": {1: "warn", 2: "waiver", 3: "waiver", 4: "waiver"},
    "W": {1: "pass", 2: "warn", 3: "warn", 4: "warn"},
    "H": {1: "block", 2: "block", 3: "block", 4: "block"},
    "T": {1: "pass", 2: "warn", 3: "waiver", 4: "block"},
    "W4": {1: "pass", 2: "warn", 3: "warn", 4: "waiver"},
}


class SlowVerdict(NamedTuple):
    """What a check says, and what that counts for."""

    outcome: str
    effect: str

    @property
    def badness(self) -> int:
        return ORDER.index(self.effect)


NA = SlowVerdict("na", "na")
PASS = SlowVerdict("pass", "pass")
WARN = SlowVerdict("warn", "warn")
BLOCK = SlowVerdict("block", "block")


def fails(profile: str, rank: int) -> SlowVerdict:
    return SlowVerdict(FAILS[profile][rank], FAILS[profile][rank])


def unknown(profile: str, rank: int) -> SlowVerdict:
    """A missing fact: what the failure that it hides would give, but never worse than `waiver`."""
    return SlowVerdict("unknown", min(FAILS[profile][rank], "waiver", key=ORDER.index))


def of(answer: bool | None, profile: str, rank: int) -> SlowVerdict:
    """True passes, False fails, None (a fact is missing, and it matters) is unknown."""
    if answer is None:
        return unknown(profile, rank)
    return PASS if answer else fails(profile, rank)


def worst(verdicts: Iterable[SlowVerdict]) -> SlowVerdict:
    """That with the worst effect; of equal ones a certain failure, then an unknown, which is never a pass."""
    told = ["na", "pass", "unknown", "warn", "waiver", "block"]
    return max(verdicts, key=lambda verdict: (verdict.badness, told.index(verdict.outcome)))


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """False if one is certainly false, whatever else is missing; then None if one is missing."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def one_holds(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    if True in known:
        return True
    return None if None in known else False
