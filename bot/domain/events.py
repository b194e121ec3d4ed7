"""The words for what happens, in the past tense, and an entry of the record as it is kept: its hash is taken over this form.

The code makes and reads happenings (`bot/domain/happenings`), a class for each word, and not entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Happened(StrEnum):
    REGISTER_LOADED = "register.loaded"
    CHECKS_CHANGED = "checks.changed"
    REQUEST_REFUSED = "request.refused"
    CHECKS_ASKED = "checks.asked"
    VENDOR_CHECKED = "vendor.checked"
    REQUEST_SUBMITTED = "request.submitted"
    ROUTE_WIDENED = "route.widened"
    STAGE_OPENED = "stage.opened"
    STAGE_REMINDED = "stage.reminded"
    ITEM_APPROVED = "item.approved"
    ITEM_REJECTED = "item.rejected"
    FACTS_TAKEN = "facts.taken"
    FACTS_WORSENED = "facts.worsened"
    FACTS_RECOVERED = "facts.recovered"
    REQUEST_APPROVED = "request.approved"
    REQUEST_REJECTED = "request.rejected"
    CLICK_REFUSED = "click.refused"
    ACCESS_TAKEN_IN = "access.taken_in"
    ACCESS_SCHEDULED = "access.scheduled"
    ACCESS_OPENED = "access.opened"
    ACCESS_HELD = "access.held"
    ACCESS_ALARMED = "access.alarmed"
    ACCESS_ENDS_SOON = "access.ends_soon"
    ACCESS_ENDED = "access.ended"
    ACCESS_SUSPENDED = "access.suspended"
    ACCESS_RESUMED = "access.resumed"
    RESUME_ASKED = "access.resume_asked"
    GAP_FOUND = "access.gap_found"
    GAP_ACCEPTED = "access.gap_accepted"
    NOTICE_ACKNOWLEDGED = "person.acknowledged"
    ACKNOWLEDGEMENT_NOTED = "access.acknowledgement_noted"
    AUDIT_PLANNED = "audit.planned"
    AUDIT_OPENED = "audit.opened"
    AUDIT_MOVED = "audit.moved"
    AUDIT_COMMENTED = "audit.commented"
    REMARK_EDITED = "audit.comment_edited"
    REMARK_REMOVED = "audit.comment_removed"
    FINDING_HEARD = "finding.heard"
    AUDIT_CLOSED = "audit.closed"
    AUDIT_REOPENED = "audit.reopened"
    TICKET_OPENED = "ticket.opened"
    TICKET_MOVED = "ticket.moved"
    TICKET_GONE = "ticket.gone"
    TICKET_FOUND = "ticket.found"
    ASKED_AGAIN = "question.asked_again"
    NOBODY_LEFT = "question.nobody_left"
    SOMEBODY_BACK = "question.somebody_back"
    ACCOUNT_UNREACHABLE = "account.unreachable"
    ACCOUNT_REACHABLE = "account.reachable"
    MESSAGE_GIVEN_UP = "message.given_up"
    MESSAGE_ARRIVED = "message.arrived"
    TICKET_REFUSED = "ticket.refused"
    TRACKER_LOCKED_OUT = "tracker.locked_out"
    TRACKER_LET_IN = "tracker.let_in"
    RECORD_ROOTED = "record.rooted"
    DETAILS_READ = "details.read"
    DIGEST_POSTED = "digest.posted"
    AGREEMENT_REMINDED = "agreement.reminded"
    AGREEMENT_RENEWAL_OPENED = "agreement.renewal_opened"
    AGREEMENT_LET_END = "agreement.let_end"
    AGREEMENT_SNOOZED = "agreement.snoozed"
    AGREEMENT_REASSIGNED = "agreement.reassigned"
    AGREEMENT_RENEWED = "agreement.renewed"


@dataclass(frozen=True)
class Event:
    """What an entry says of one thing that happened; `before` and `after` are the states of its entity where they changed."""

    happened: Happened
    entity: str
    entity_id: str
    actor: str
    before: str | None = None
    after: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What the entry belongs to in the record: the request of an access or audit, else the entity itself."""
        return str(self.details.get("request") or self.entity_id)


OURSELVES = "ringfence"  # the actor where the calendar, not a person, made it happen
