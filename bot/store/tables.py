"""The tables: real columns for what is looked up, joined or constrained, one JSON document for the rest.

A register record is declared once, in `bot.domain.register`; its row is id, references, version and the document.
The rows stand in `bot.store.rows`, by subject; statements are made on the tables here.
"""

from sqlalchemy import Table
from sqlmodel import SQLModel

from bot.store.rows.audits import AuditFindingRow, AuditRemarkRow, AuditRow, MovedTicketRow, TrackerDeliveryRow, TrackerLookRow
from bot.store.rows.messages import (
    AgreementCareRow,
    DigestSentRow,
    MessageCopyRow,
    OpenQuestionRow,
    OutboxRow,
    ReminderLineRow,
    ReminderSentRow,
    UnreachableAccountRow,
)
from bot.store.rows.record import EventRow, RecordHeadRow, RecordRootRow, RecordTailRow
from bot.store.rows.register import (
    AgreementRow,
    AssessmentRow,
    AssetRow,
    CertificationRow,
    ChannelRow,
    FindingRow,
    KnownGrantRow,
    MemberRow,
    OwnEntityRow,
    PersonRow,
    ProjectRow,
    ReturnRow,
    VendorRow,
    WaiverRow,
)
from bot.store.rows.requests import CounterRow, DecisionRow, GrantRow, RequestItemRow, RequestRow, SnapshotRow


def _table(model: type[SQLModel]) -> Table:
    """The Core table of a model: statements on tables cost a third of objects in a session."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


OWN_ENTITIES = _table(OwnEntityRow)
MEMBERS = _table(MemberRow)
CHANNELS = _table(ChannelRow)
PROJECTS = _table(ProjectRow)
ASSETS = _table(AssetRow)
VENDORS = _table(VendorRow)
PEOPLE = _table(PersonRow)
AGREEMENTS = _table(AgreementRow)
CERTIFICATIONS = _table(CertificationRow)
ASSESSMENTS = _table(AssessmentRow)
FINDINGS = _table(FindingRow)
RETURNS = _table(ReturnRow)
KNOWN_GRANTS = _table(KnownGrantRow)
WAIVERS = _table(WaiverRow)
COUNTERS = _table(CounterRow)
REQUESTS = _table(RequestRow)
REQUEST_ITEMS = _table(RequestItemRow)
DECISIONS = _table(DecisionRow)
SNAPSHOTS = _table(SnapshotRow)
GRANTS = _table(GrantRow)
AUDITS = _table(AuditRow)
EVENTS = _table(EventRow)
RECORD_HEADS = _table(RecordHeadRow)
RECORD_TAIL = _table(RecordTailRow)
RECORD_ROOTS = _table(RecordRootRow)
OUTBOX = _table(OutboxRow)
MESSAGE_COPIES = _table(MessageCopyRow)
OPEN_QUESTIONS = _table(OpenQuestionRow)
UNREACHABLE_ACCOUNTS = _table(UnreachableAccountRow)
REMINDERS_SENT = _table(ReminderSentRow)
REMINDER_LINES = _table(ReminderLineRow)
AGREEMENT_CARE = _table(AgreementCareRow)
AUDIT_FINDINGS = _table(AuditFindingRow)
AUDIT_REMARKS = _table(AuditRemarkRow)
MOVED_TICKETS = _table(MovedTicketRow)
TRACKER_DELIVERIES = _table(TrackerDeliveryRow)
TRACKER_LOOKS = _table(TrackerLookRow)
DIGESTS_SENT = _table(DigestSentRow)
