"""What a check answers before class and profile are known: passed, does not apply, fails, or a fact is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, StrEnum

from bot.domain.dates import Window, day_words
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


class FixField(StrEnum):
    """What a fix changes about the request. The words stand behind buttons: they are never renamed."""

    END_ON = "end_on"  # its value is an ISO date
    CHANNEL = "channel"  # an id
    PEOPLE = "people"  # the id of the person to leave out


@dataclass(frozen=True)
class Fix:
    """A change of the request that clears this very result: a field of the form, its new value, the words on the button."""

    field: FixField
    value: str
    words: str


@dataclass(frozen=True)
class Verdict:
    """`profile` overrides the check's own; `fixed` is an outcome that no class changes; `used` are the facts looked at."""

    kind: Kind
    message: str = ""
    remedy: str = ""
    profile: Profile | None = None
    fixed: Outcome | None = None
    used: Used = field(default_factory=dict)
    fix: Fix | None = None
    kept_by: str | None = None
    waived: str = ""

    def mended_by(self, fix: Fix | None) -> "Verdict":
        return replace(self, fix=fix)

    def or_waived(self, words: str = "Or ask for a waiver.") -> "Verdict":
        """Words that end the remedy where a waiver would help: neither of a heads-up nor of what nobody can waive."""
        return replace(self, waived=words)


def until(day: date) -> Fix:
    return Fix(FixField.END_ON, day.isoformat(), f"Until {day_words(day)} instead")


def until_in(window: Window, day: date) -> Fix | None:
    """Until that day; no way out if it is not one of the days asked for."""
    return until(day) if window.start_on <= day < window.end_on else None


def without(case: Case) -> Fix | None:
    """Leaving this person out; no way out if nobody else is listed."""
    person = case.someone
    return Fix(FixField.PEOPLE, person.id, f"Without {person.name}") if len(case.facts.people) > 1 else None


def passed(*, used: Used) -> Verdict:
    return Verdict(Kind.PASS, used=used)


def does_not_apply(*, used: Used) -> Verdict:
    return Verdict(Kind.NA, used=used)


def fails(message: str, remedy: str, *, used: Used, profile: Profile | None = None, fixed: Outcome | None = None) -> Verdict:
    return Verdict(Kind.FAIL, _ended_once(message), _ended_once(remedy), profile=profile, fixed=fixed, used=used)


def _ended_once(words: str) -> str:
    """A name that ends in a full stop, such as `Volt Sp. z o.o.`, ends the sentence as well."""
    return words.replace("..", ".")


def unknown(missing: str, remedy: str, *, used: Used, profile: Profile | None = None, kept_by: str | None = None) -> Verdict:
    """`missing` names the fact in words; the remedy says what to do, `kept_by` who owns the record (None: the vendor's owner)."""
    said = _ended_once(f"We don't know yet {missing}.")
    return Verdict(Kind.UNKNOWN, said, _ended_once(remedy), profile=profile, used=used, kept_by=kept_by)
