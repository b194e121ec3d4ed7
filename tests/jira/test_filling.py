"""What a new ticket is filled with: the fields that every Jira has, and those that the company mapped, in their shapes."""

from datetime import date
from typing import Any

from bot.application.ports import TicketDraft
from bot.domain.ticket_mapping import TicketField, TicketMapping
from bot.jira.dialect import DIALECTS
from bot.jira.filling import issue_fields

DRAFT = TicketDraft(
    key="audit:V1:for_cause:INC-7",
    summary="[IP audit] V1",
    description=(("Vendor", "Volt GmbH"),),
    due_on=date(2026, 12, 8),
    labels=("ringfence",),
    fields={"vendor": "V1", "tier": "2", "scope": ("A1", "A2"), "period_from": date(2026, 1, 1), "criteria": ("ISO", "ISA")},
)


def filled(dialect: str = "cloud", **fields: TicketField) -> dict[str, Any]:
    return issue_fields(DRAFT, project="IPA", mapping=TicketMapping(audit_type="Audit", fields=fields), dialect=DIALECTS[dialect])


def test_every_ticket_has_these() -> None:
    found = filled()
    assert found["project"] == {"key": "IPA"}
    assert found["issuetype"] == {"name": "Audit"}
    assert (found["duedate"], found["labels"]) == ("2026-12-08", ["audit:V1:for_cause:INC-7", "ringfence"])
    assert not [name for name in found if name.startswith("customfield")]


def test_each_kind_of_jira_gets_its_own_text() -> None:
    assert filled()["description"]["type"] == "doc"
    assert filled("datacenter")["description"] == "h3. Vendor\n\nVolt GmbH\n\nh3. Key\n\naudit:V1:for\\_cause:INC-7"


def test_a_mapped_field_is_filled_in_its_shape() -> None:
    found = filled(
        vendor=TicketField("customfield_1"),
        tier=TicketField("customfield_2", "choice"),
        criteria=TicketField("customfield_3", "choices"),
        period_from=TicketField("customfield_4", "day"),
        scope=TicketField("customfield_5"),
    )
    assert found["customfield_1"] == "V1"
    assert found["customfield_2"] == {"value": "2"}
    assert found["customfield_3"] == [{"value": "ISO"}, {"value": "ISA"}]
    assert found["customfield_4"] == "2026-01-01"
    assert found["customfield_5"] == "A1, A2"


def test_what_the_audit_does_not_say_is_left_out() -> None:
    assert "customfield_9" not in filled(trigger=TicketField("customfield_9"))
