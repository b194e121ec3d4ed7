"""What a check that passed has looked at, in words: `Undertaking signed on 1 Feb 2026`; by family, for whoever signs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.checks.results import CheckResult
from bot.domain.dates import day_words
from bot.domain.vocabulary import Outcome

FAMILIES = {
    "VEN": "Vendor",
    "DDA": "Due diligence",
    "NDA": "NDA",
    "CTR": "Contract",
    "IPR": "Rights to the work",
    "PAT": "Inventions",
    "DSN": "Designs",
    "TMK": "Trade marks",
    "PPL": "People",
    "ACC": "Class and length",
    "TRF": "Transfer",
    "LOC": "Places",
    "EXP": "Export",
    "PRV": "Privacy",
    "MON": "Audits",
    "PRC": "Deciders",
}
_TITLES = {check.id: check.title for check in CATALOGUE}
_DAY = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")
_COURSE = re.compile(r"'([^']+)': datetime\.date\((\d+), (\d+), (\d+)\)")
_SPAN = re.compile(r"[0-9-]{10}, [0-9-]{10}")
_SAID = {"True": "yes", "False": "no", "*": "everywhere"}
_NOT_IN_WORDS = re.compile(r"^(\w+\(|\{)")  # a value as the program writes it


@dataclass(frozen=True)
class Passed:
    """One check that found nothing against it, and what it looked at."""

    check: str
    family: str
    title: str
    evidence: str


def passed_checks(results: Iterable[CheckResult], names: Mapping[str, str]) -> tuple[Passed, ...]:
    """Those that passed wherever they were asked, in the order of the catalogue; `names` are those of people
    and companies by their ids."""
    known = list(results)
    speaking = {result.check for result in known if result.speaks}
    fine = [one for one in known if one.outcome is Outcome.PASS and one.check not in speaking]
    found: dict[str, list[str]] = {}
    for result in fine:
        words = evidence_words(result.used, names)
        who = names.get(result.person or "", "")
        found.setdefault(result.check, []).append(f"{who}: {words}" if who and words else words)
    return tuple(
        Passed(check, FAMILIES.get(check.partition("-")[0], check), _TITLES.get(check, check), _joined(told))
        for check, told in found.items()
    )


def evidence_words(used: Iterable[tuple[str, str]], names: Mapping[str, str]) -> str:
    """`status active; clearance 3`: what has a value that a person can read."""
    return "; ".join(f"{_label(name)} {said}" for name, value in used if (said := _value(value, names)))


def _joined(told: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(words for words in told if words))


def _label(name: str) -> str:
    """The name of a paper stays whole; of a fact the last word tells enough."""
    owner, _, fact = name.rpartition(".")
    words = (fact or name).replace("_", " ")
    return f"{owner} {words}" if owner.isupper() or any(sign.isdigit() for sign in owner) else words


def _value(value: str, names: Mapping[str, str]) -> str:
    if courses := _COURSE.findall(value):
        return ", ".join(f"{course} until {day_words(date(int(y), int(m), int(d)))}" for course, y, m, d in courses)
    if _NOT_IN_WORDS.match(value):
        return ""
    if _SPAN.fullmatch(value):
        value = value.replace(", ", " to ")
    parts = [names.get(part, _SAID.get(part, part)) for part in value.split(", ") if part]
    said = ", ".join(parts)
    return _DAY.sub(lambda found: day_words(date.fromisoformat(found[0])), said)
