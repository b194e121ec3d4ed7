"""What a check answers before class and profile are known: passed, does not apply, fails, or a fact is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.domain.drafts import Item
from bot.domain.facts import Facts
from bot.domain.register import Asset, Person
from bot.domain.vocabulary import Outcome, Profile

Used = Mapping[str, object]


class Kind(Enum):
    NA = "na"
    PASS = "pass"  # noqa: S105 - a word of the field, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Case:
    """One item, and for a check about people one person, with all the facts."""

    facts: Facts
    item: Item
    asset: Asset
    person: Person | None = None

    @property
    def someone(self) -> Person:
        """The person that a check about people is asked about."""
        if self.person is None:
            raise LookupError("this check is asked about a person, and none is given")
        return self.person


@dataclass(frozen=True)
class Verdict:
    """`profile` overrides the check's own; `fixed` is an outcome that no class changes; `used` are the facts looked at."""

    kind: Kind
    message: str = ""
    remedy: str = ""
    profile: Profile | None = None
    fixed: Outcome | None = None
    used: Used = field(default_factory=dict)


def passed(*, used: Used) -> Verdict:
    return Verdict(Kind.PASS, used=used)


def does_not_apply(*, used: Used) -> Verdict:
    return Verdict(Kind.NA, used=used)


def fails(message: str, remedy: str, *, used: Used, profile: Profile | None = None, fixed: Outcome | None = None) -> Verdict:
    return Verdict(Kind.FAIL, message, remedy, profile=profile, fixed=fixed, used=used)


def unknown(missing: str, remedy: str, *, used: Used, profile: Profile | None = None) -> Verdict:
    """`missing` names the fact in words; the remedy says who can supply it."""
    return Verdict(Kind.UNKNOWN, f"We don't know yet {missing}.", remedy, profile=profile, used=used)
