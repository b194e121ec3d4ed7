"""How the team's tracker calls what an audit is made of: types, fields, statuses and grades; a company's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.audits import AuditState
from bot.domain.vocabulary import Grade

FIELDS = ("vendor", "vendor_name", "tier", "kind", "trigger", "scope", "criteria", "period_from", "period_until", "key")
Shape = Literal["text", "choice", "choices", "day"]

_STATUSES: Mapping[AuditState, tuple[str, ...]] = {
    AuditState.PLANNED: ("To Do",),
    AuditState.NOTIFIED: ("Notified",),
    AuditState.EVIDENCE_REQUESTED: ("Evidence requested",),
    AuditState.FIELDWORK: ("Fieldwork", "In Progress"),
    AuditState.DRAFT_REPORT: ("Draft report",),
    AuditState.FINDINGS_AGREED: ("Findings agreed",),
    AuditState.CORRECTIVE_ACTION: ("Corrective action",),
    AuditState.VERIFIED: ("Verified",),
    AuditState.CLOSED: ("Closed", "Done"),
}
_GRADES: Mapping[Grade, tuple[str, ...]] = {
    Grade.CRITICAL: ("Highest",),
    Grade.MAJOR: ("High",),
    Grade.MINOR: ("Medium",),
    Grade.OBSERVATION: ("Low",),
    Grade.IMPROVEMENT: ("Lowest",),
}


@dataclass(frozen=True)
class TicketField:
    """One field of the tracker that is filled: its id there, and what kind of value it takes."""

    id: str
    shape: Shape = "text"


@dataclass(frozen=True)
class TicketMapping:
    """What `workflows/jira.yml` says; the defaults fit a project with the audit's own statuses, or a plain one."""

    audit_type: str = "Task"
    finding_types: tuple[str, ...] = ("Finding", "Bug")
    statuses: Mapping[AuditState, tuple[str, ...]] = field(default_factory=lambda: dict(_STATUSES))
    finding_closed: tuple[str, ...] = ("Verified", "Closed", "Done")
    grade_field: str = "priority"
    grades: Mapping[Grade, tuple[str, ...]] = field(default_factory=lambda: dict(_GRADES))
    repeat_label: str = "repeat"
    privileged_label: str = "privileged"
    fields: Mapping[str, TicketField] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)  # fields of a new ticket that always say the same, by their ids
    has_due_date: bool = True  # whether a new ticket can be given its day
    moves: Mapping[str, str] = field(default_factory=dict)  # what is filled in where a move asks for it, by the fields' ids
    post_to: str | None = None

    def state_of(self, status: str) -> AuditState | None:
        """What a status means; None for one that nobody mapped, which is then shown as it is called."""
        return next((state for state, names in self.statuses.items() if is_one_of(status, names)), None)

    def is_over(self, status: str) -> bool:
        """Whether this status says that an audit has ended."""
        return self.state_of(status) in (AuditState.CLOSED, AuditState.CANCELLED)

    def grade_of(self, value: str | None) -> Grade | None:
        """The grade of a finding; None where there is no value, or one that nobody mapped."""
        return next((grade for grade, names in self.grades.items() if value is not None and is_one_of(value, names)), None)

    def is_finding(self, kind: str) -> bool:
        return is_one_of(kind, self.finding_types)

    def says_closed(self, status: str) -> bool:
        """A finding counts as open until its ticket certainly says otherwise."""
        return is_one_of(status, self.finding_closed)


def is_one_of(name: str, names: Iterable[str]) -> bool:
    """Trackers tell names apart by neither capitals nor spaces around them."""
    return name.strip().casefold() in {one.strip().casefold() for one in names}


def way_to(mapping: TicketMapping, goal: AuditState, *, here: str, ways: Iterable[str]) -> str | None:
    """The next status on the way to `goal`: there at once, else the furthest state before it, never one that lies behind."""
    order = list(AuditState)
    now = mapping.state_of(here)
    ahead_of_us = order[0 if now is None else order.index(now) + 1 : order.index(goal) + 1]
    states = {way: mapping.state_of(way) for way in ways}
    ahead = {way: order.index(state) for way, state in states.items() if state in ahead_of_us}
    return max(ahead, key=lambda way: ahead[way], default=None)
