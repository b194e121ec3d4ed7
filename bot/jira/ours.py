"""Whether an issue that carries our label is the ticket that we opened: anybody can write a label; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audits import AuditState
from bot.domain.ticket_mapping import TicketMapping, is_one_of
from bot.jira.dialect import Dialect
from bot.jira.reading import instant
from bot.jira.ticket_text import label_of

FIELDS = ("labels", "project", "issuetype", "status", "creator", "reporter", "created", "description")
CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """The ticket that is looked for. `account` is who we are there; `since` is when it was first wanted, if that matters."""

    key: str
    project: str
    account: str
    since: datetime | None


def why_foreign(issue: Mapping[str, Any], wanted: Wanted, *, mapping: TicketMapping, dialect: Dialect) -> str:
    """What tells it from ours, in words; nothing if it is ours. Who created an issue cannot be edited, who reported it can."""
    fields = issue["fields"]
    kind = str(fields["issuetype"]["name"])
    if fields["project"]["key"] != wanted.project or label_of(wanted.key) not in (fields.get("labels") or ()):
        return "it stands in another project, or without our label"
    if account_of(fields.get("creator") or fields.get("reporter")) != wanted.account:
        return "somebody else opened it"
    if not is_one_of(kind, [mapping.audit_type]):
        return f"it is of the type {kind}, and ours are of the type {mapping.audit_type}"
    if not dialect.carries_key(fields.get("description"), wanted.key):
        return "our key does not stand in its description"
    if wanted.since and _is_over(fields["status"], mapping) and instant(fields["created"]) < wanted.since - CLOCKS_DIFFER:
        return "it was closed before ours was wanted"
    return ""


def account_of(person: Mapping[str, Any] | None) -> str:
    """Who somebody is: an account id in the Cloud, a key or a name at a Data Center; empty for nobody."""
    found = person or {}
    return str(found.get("accountId") or found.get("key") or found.get("name") or "")


def _is_over(status: Mapping[str, Any], mapping: TicketMapping) -> bool:
    category = status.get("statusCategory") or {}
    return category.get("key") == "done" or mapping.state_of(str(status["name"])) in (AuditState.CLOSED, AuditState.CANCELLED)
