"""The papers that a request relies on, each with its days: what a person signs for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.checks.results import CheckResult
from bot.domain.dates import day_words
from bot.domain.register import Agreement, Survival
from bot.domain.terms import running_term
from bot.domain.vocabulary import AgreementKind

_FAMILIES = ("NDA-", "CTR-", "IPR-")
_FROM = {"effective": " from its first day", "disclosure": " from the day it is shown", "end": " after it ends", None: ""}
YEAR = 12


@dataclass(frozen=True)
class ReliedPaper:
    """`until` is the last covered day of the term that runs, None where no end is recorded."""

    id: str
    is_nda: bool
    until: date | None
    words: str


def relied_papers(results: Iterable[CheckResult], papers: Iterable[Agreement], today: date) -> tuple[ReliedPaper, ...]:
    """Those that the checks of papers looked at, NDAs first, in the order of their ids."""
    looked = {name for one in results if one.check.startswith(_FAMILIES) for name, _ in one.used}
    named = [paper for paper in papers if any(name == paper.id or name.startswith(f"{paper.id}.") for name in looked)]
    ordered = sorted(named, key=lambda paper: (paper.kind is not AgreementKind.NDA, paper.id))
    return tuple(_relied(paper, today) for paper in ordered)


def _relied(paper: Agreement, today: date) -> ReliedPaper:
    term = running_term(paper, today)
    until = term.end_on if term else None
    return ReliedPaper(paper.id, paper.kind is AgreementKind.NDA, until, "; ".join(_words(paper, until)))


def _words(paper: Agreement, until: date | None) -> Iterator[str]:
    begins = day_words(paper.effective_on) if paper.effective_on else "a day that nobody recorded"
    yield f"covers {begins} to {day_words(until)}" if until else f"covers {begins} on, without an end"
    if paper.nda is not None and paper.nda.survival is not None:
        yield f"what is shared stays protected {_protected(paper.nda.survival)}"


def _protected(survival: Survival) -> str:
    if survival.is_perpetual:
        return "for good"
    return " or ".join(_time(part) for part in survival.parts) + (", whichever is later" if survival.or_later else "")


def _time(part: Survival) -> str:
    months = part.months or 0
    count, unit = (months // YEAR, "year") if months and months % YEAR == 0 else (months, "month")
    return f"{count} {unit}{'' if count == 1 else 's'}{_FROM[part.anchor]}"
