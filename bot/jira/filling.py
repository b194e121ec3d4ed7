"""The fields of a new issue: those that every Jira has, and those that the mapping names; pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.application.ports import FieldValue, TicketDraft
from bot.domain.ticket_mapping import Shape, TicketMapping
from bot.jira.dialect import Dialect
from bot.jira.ticket_text import SUMMARY_LIMIT, cut, label_of, summary_of


def issue_fields(draft: TicketDraft, *, project: str, mapping: TicketMapping, dialect: Dialect) -> dict[str, Any]:
    """What is sent to create it; the idempotency key is the first label, and the end of the description."""
    fields: dict[str, Any] = {
        "project": {"key": project},
        "issuetype": {"name": mapping.audit_type},
        "summary": summary_of(draft.summary),
        "description": dialect.description(draft.description, key=draft.key),
        "labels": list(dict.fromkeys([label_of(draft.key), *map(label_of, draft.labels)])),
    }
    if draft.due_on is not None and mapping.has_due_date:
        fields["duedate"] = draft.due_on.isoformat()
    return fields | _mapped(draft.fields, mapping)


def _mapped(values: Mapping[str, FieldValue], mapping: TicketMapping) -> dict[str, Any]:
    return {field.id: _shaped(values[name], field.shape) for name, field in mapping.fields.items() if name in values}


def _shaped(value: FieldValue, shape: Shape) -> Any:
    """A text, the name of a choice, several of them, or a day, as Jira wants each."""
    words = value if isinstance(value, tuple) else (value.isoformat() if isinstance(value, date) else value,)
    if shape == "choices":
        return [{"value": word} for word in words]
    if shape == "choice":
        return {"value": ", ".join(words)}
    return cut(", ".join(words), SUMMARY_LIMIT)
