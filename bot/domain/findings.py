"""Findings of audits: how grave, and by when they must be mended (4.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.register import Finding
from bot.domain.vocabulary import STRICTEST_CLASS, Grade

GRAVEST_FIRST = tuple(Grade)
STRICT_TIER = 1
_DAYS = {Grade.CRITICAL: 7, Grade.MAJOR: 60, Grade.MINOR: 90, Grade.OBSERVATION: 180}
_STRICT = {Grade.MAJOR: 30}


@dataclass(frozen=True)
class KeptFinding:
    """A finding of one audit as its ticket was last heard of; `status` is the tracker's own word."""

    finding: Finding
    audit: str
    ticket_key: str
    url: str
    status: str
    gone_on: date | None = None  # since when the tracker does not have its ticket any more


def graded(grade: Grade | None, *, repeat: bool) -> Grade | None:
    """A repeated finding goes up one grade; there is none above critical."""
    if grade is None or not repeat:
        return grade
    return GRAVEST_FIRST[max(GRAVEST_FIRST.index(grade) - 1, 0)]


def is_strict(tier: int | None, highest_class: int) -> bool:
    """Whether a major finding has the short limit: a vendor of tier 1, or strictly secret material."""
    return tier == STRICT_TIER or highest_class == STRICTEST_CLASS


def last_day_to_mend(grade: Grade | None, opened_on: date, *, strict: bool) -> date | None:
    """The limit of its grade; none for an improvement, which is optional, and none while the grade is unknown."""
    if grade is None:
        return None
    days = _STRICT.get(grade, _DAYS.get(grade)) if strict else _DAYS.get(grade)
    return None if days is None else opened_on + timedelta(days=days)


def due_on(agreed_on: date | None, limit: date | None) -> date | None:
    """The day that the auditor set, but never a later one than the limit."""
    return min((day for day in (agreed_on, limit) if day is not None), default=None)


def forbid_a_pass(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The open ones that are too grave for an audit to be passed without conditions; one without a grade may be."""
    return tuple(one for one in findings if one.status == "open" and one.grade in (Grade.CRITICAL, Grade.MAJOR, None))


def gravest_first(findings: Iterable[KeptFinding]) -> tuple[KeptFinding, ...]:
    """The open ones before the closed, then by grade (an unknown one first), then by day."""
    return tuple(sorted(findings, key=_weight))


def _weight(kept: KeptFinding) -> tuple[bool, int, date, str]:
    finding = kept.finding
    rank = -1 if finding.grade is None else GRAVEST_FIRST.index(finding.grade)
    return (finding.status != "open", rank, finding.due or date.max, finding.id)
