"""An audit in Slack: what stands in a channel, what only those who are told in person see, and what Slack would refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.application.audits.views import AuditCard, AuditView, FindingLine, RemarkLine
from bot.domain.dates import Window
from bot.slack.blocks.audit import draw_audit_form, draw_audits, draw_close_form, draw_one, draw_opened
from bot.slack.messenger import drawn
from tests.slack.drawing import LIMITS, buttons, message_problems, view_problems, words

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
needs_schemas = pytest.mark.skipif(not LIMITS.exists(), reason=f"{LIMITS} is not there: the schemas are not part of the project")
REMARK = RemarkLine("Marten Vos", AT, "They <!channel> copied *everything*.")


def finding(ident: str = "IPA-2", **more: Any) -> FindingLine:
    usual = {"url": f"https://jira.example/browse/{ident}", "grade_words": "major", "due_on": date(2027, 1, 23)}
    return FindingLine(**({"id": ident, "is_open": True, "is_late": False} | usual | more))


def audit(**more: Any) -> AuditView:
    usual: dict[str, Any] = {
        "key": "audit:V1:for_cause:INC-7",
        "vendor": "V1",
        "vendor_name": "Volt & Söhne",
        "kind_words": "for cause",
        "trigger": "INC-7",
        "cause_words": "A grave incident",
        "assets": ("A1",),
        "criteria": ("ISO/IEC 27001 controls",),
        "period": Window(date(2025, 11, 24), date(2026, 11, 24)),
        "due_on": date(2026, 12, 8),
        "is_late": False,
        "state_words": "fieldwork",
        "needs_result": False,
        "findings": (),
        "remarks": 0,
        "last_remark": None,
        "ticket_key": "IPA-1",
        "ticket_url": "https://jira.example/browse/IPA-1",
        "opened_by": "Ivy",
        "result_words": "",
        "closed_by": "",
        "closed_on": None,
        "closing_note": "",
    }
    return AuditView(**(usual | more))


CLOSED = {"result_words": "fail", "closed_by": "Ivy", "closed_on": date(2026, 12, 20), "closing_note": "No logs."}
STATES = {
    "planned": audit(state_words="planned", ticket_key=None, ticket_url=None),
    "under way": audit(),
    "overdue": audit(is_late=True),
    "whole vendor": audit(assets=(), period=None),
    "with findings": audit(findings=tuple(finding(f"IPA-{number}") for number in range(2, 20))),
    "with remarks": audit(remarks=2, last_remark=REMARK),
    "unmapped": audit(state_words="“Waiting for <moon>”"),
    "ended there": audit(state_words="closed", needs_result=True),
    "closed": audit(**CLOSED),
    "closed before its ticket": audit(ticket_key=None, ticket_url=None, **CLOSED),
    "refused": audit(ticket_key=None, ticket_url=None, refused="It says: <!here> customfield_7: *Department* is required. " * 40),
    "gone": audit(gone_on=date(2026, 12, 3), findings=(finding(is_gone=True),)),
    "closed and gone": audit(gone_on=date(2026, 12, 3), **CLOSED),
    "reopened": audit(state_words="reopened, fieldwork", reopened_on=date(2026, 12, 3), result_before="fail"),
    "not closed there": audit(**CLOSED, stands_at="To Do"),
    "not delivered": audit(unreached=("#ip-audits", "Ivy")),
    "heavy": audit(
        assets=tuple(f"AST-{number:03}" for number in range(10)), remarks=900, last_remark=replace(REMARK, text="x" * 4000)
    ),
}


@needs_schemas
@pytest.mark.parametrize("in_channel", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_slack_takes_the_card_in_every_state(state: str, in_channel: bool) -> None:
    assert message_problems(*drawn(AuditCard(STATES[state], in_channel=in_channel))) == []


@needs_schemas
def test_slack_takes_the_forms_and_the_lists() -> None:
    form = draw_audit_form(date(2026, 11, 24), date(2026, 12, 8), Window(date(2025, 11, 24), date(2026, 11, 24)))
    for view in (form, draw_close_form(audit()), draw_close_form(STATES["planned"]), draw_opened("The audit is open.", "Soon.")):
        assert view_problems(view) == []
    for text, blocks in (draw_audits([]), draw_audits([audit()] * 11), draw_one(audit())):
        assert message_problems(text, blocks) == []


def card(view: AuditView, *, in_channel: bool = False) -> str:
    return words(drawn(AuditCard(view, in_channel=in_channel))[1])


def test_it_says_vendor_kind_scope_state_due_and_ticket() -> None:
    said = card(audit())
    for one in ("Volt &amp; Söhne", "for cause", "A1", "State: fieldwork", "Due:", "8 Dec 2026", "|IPA-1>"):
        assert one in said


def test_the_fallback_makes_sense_alone() -> None:
    assert drawn(AuditCard(audit(), in_channel=True))[0] == "IPA-1 · Audit of Volt &amp; Söhne (V1) · for cause · fieldwork"


def test_a_channel_sees_neither_the_cause_nor_what_people_said_nor_the_note() -> None:
    view = audit(remarks=2, last_remark=REMARK, **CLOSED)
    in_channel, in_person = card(view, in_channel=True), card(view)
    for private in ("A grave incident", "copied", "No logs."):
        assert private not in in_channel
        assert private in in_person
    assert "2 comments in Jira, the last by Marten Vos" in in_channel


def test_what_somebody_said_cannot_call_a_channel() -> None:
    assert "<!channel>" not in card(audit(remarks=1, last_remark=REMARK))


def test_findings_are_told_by_id_grade_and_day_and_the_rest_is_counted() -> None:
    said = card(audit(findings=(finding(is_late=True), finding("IPA-3", is_open=False))))
    assert "1 open of 2" in said
    assert "|IPA-2> · major · due" in said
    assert "*overdue*" in said
    assert "|IPA-3> · major · closed" in said
    assert "and 10 more in Jira" in card(STATES["with findings"])


def test_an_audit_that_ended_in_jira_alone_asks_for_its_result() -> None:
    assert "It has ended in Jira without a result" in card(STATES["ended there"])


def test_it_can_be_closed_until_it_is() -> None:
    assert buttons(drawn(AuditCard(audit(), in_channel=True))[1]) == ["Close…", "Open ticket"]
    assert buttons(drawn(AuditCard(STATES["closed"], in_channel=True))[1]) == ["Open ticket"]


def test_a_closed_one_says_by_whom_and_how() -> None:
    said = card(STATES["closed"])
    assert "State: closed: fail" in said
    assert "Closed by Ivy with the result *fail*" in said


def test_what_jira_refuses_is_said_with_its_words_to_those_who_are_told_in_person() -> None:
    in_channel, in_person = card(STATES["refused"], in_channel=True), card(STATES["refused"])
    assert "Jira refuses what is promised to it about this audit*: the administrators know why" in in_channel
    assert "customfield_7" in in_person
    assert "<!here>" not in in_person
    assert "ticket follows" not in in_person


def test_a_result_whose_ticket_stands_open_is_never_called_closed() -> None:
    text, blocks = draw_one(audit(**CLOSED, stands_at="To Do"))
    said = words(blocks)
    assert "State: result fail, its ticket stands at “To Do” in Jira" in said
    assert "closed:" not in said + text


def test_that_its_ticket_is_gone_stands_on_it_and_nothing_leads_there() -> None:
    _, blocks = draw_one(audit(gone_on=date(2026, 12, 3), findings=(finding(is_gone=True),)))
    said = words(blocks)
    assert "*IPA-1 is gone from Jira* since" in said
    assert "deleted, or moved to where Ringfence may not look" in said
    assert "*its ticket is gone from Jira*" in said
    assert "browse/IPA-1|" not in said
    assert buttons(blocks) == ["Close…"]


def test_one_that_was_reopened_says_so_with_the_result_that_it_had() -> None:
    _, blocks = draw_one(audit(state_words="reopened, fieldwork", reopened_on=date(2026, 12, 3), result_before="fail"))
    said = words(blocks)
    assert "State: reopened, fieldwork" in said
    assert "the result before was *fail*, and stands no more" in said
