"""`jira:` in the workflow files: what ships is read, and every mistake is told at its place, all at once."""

from pathlib import Path

import pytest

from bot.domain.audits import AuditState
from bot.domain.ticket_mapping import TicketField, TicketMapping
from bot.domain.vocabulary import Grade
from bot.files.problems import BrokenFile
from bot.files.workflows import read_policy

WORKFLOWS = Path(__file__).parents[2] / "workflows"
SHIPPED = (WORKFLOWS / "jira.yml").read_text(encoding="utf-8")
REST = "time_zone: Europe/Berlin\n"


def read(folder: Path, text: str) -> TicketMapping:
    (folder / "organisation.yml").write_text(REST, encoding="utf-8")
    (folder / "jira.yml").write_text(text, encoding="utf-8")
    return read_policy(folder).tickets


def test_a_label_and_a_field_say_how_they_are_written(tmp_path: Path) -> None:
    wrong = (("repeat_label: repeat", "repeat_label: said before"), ("grade_field: priority", "grade_field: 'the {grade}'"))
    said = told(tmp_path, *wrong)
    assert 'must be one word, without spaces, not the text "said before"' in said
    assert 'must be the id of a field in Jira, such as customfield_10031, not the text "the {grade}"' in said


def told(folder: Path, *changes: tuple[str, str]) -> str:
    text = SHIPPED
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    with pytest.raises(BrokenFile) as broken:
        read(folder, text)
    return str(broken.value)


def test_what_ships_fits_a_project_with_the_audits_own_statuses_and_a_plain_one(tmp_path: Path) -> None:
    mapping = read(tmp_path, SHIPPED)
    assert mapping.state_of("Evidence requested") is AuditState.EVIDENCE_REQUESTED
    assert [mapping.state_of(name) for name in ("To Do", "In Progress", "Done")] == [
        AuditState.PLANNED,
        AuditState.FIELDWORK,
        AuditState.CLOSED,
    ]
    assert mapping.grade_of("High") is Grade.MAJOR
    assert (mapping.audit_type, mapping.post_to) == ("Task", "ip-requests")


def test_without_a_file_the_usual_names_are_taken(tmp_path: Path) -> None:
    (tmp_path / "organisation.yml").write_text(REST, encoding="utf-8")
    assert read_policy(tmp_path).tickets == TicketMapping()


def test_fields_are_named_by_their_ids_and_what_they_take(tmp_path: Path) -> None:
    more = "  fields:\n    vendor: customfield_10031\n    tier: {id: customfield_10032, as: choice}\n"
    assert read(tmp_path, SHIPPED + more).fields == {
        "vendor": TicketField("customfield_10031", "text"),
        "tier": TicketField("customfield_10032", "choice"),
    }


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("planned: To Do", "planed: To Do", "did you mean planned?"),
        ("    closed: [Closed, Done]\n", "", "jira · statuses · closed  is missing"),
        ("notified: Notified", "notified: To do", "to do stands under planned and under notified"),
        ("major_nc: High", "major_nc: Highest", "highest stands under critical and under major_nc"),
        ("repeat_label: repeat ", "repeat_label: two words ", "jira · repeat_label"),
        ("post_to: ip-requests", "post_to: '#ip-requests'", "jira · post_to"),
        ("finding_types: [Finding, Bug]", "finding_types: []", "jira · finding_types"),
        ("grade_field: priority", "grade_field: Priority Level", "jira · grade_field"),
        ("  finding_closed:", "  findings_closed:", "did you mean finding_closed?"),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    found = told(tmp_path, (right, wrong))
    assert words in found
    assert "jira.yml:" in found


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        ("planned: To Do", "planed: To Do"),
        ("post_to: ip-requests", "post_to: ''"),
        ("critical: Highest", "critical: []"),
    )
    assert found.count("jira.yml:") >= 3


def test_a_field_that_nobody_knows_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="did you mean vendor"):
        read(tmp_path, SHIPPED + "  fields:\n    vendr: customfield_1\n")
    with pytest.raises(BrokenFile, match="text"):
        read(tmp_path, SHIPPED + "  fields:\n    vendor: {id: customfield_1, as: poem}\n")


def test_two_files_that_say_it_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "another.yml").write_text(SHIPPED, encoding="utf-8")
    with pytest.raises(BrokenFile, match="two files say how Jira calls things"):
        read(tmp_path, SHIPPED)


def test_what_moves_ask_for_what_always_stands_there_and_a_missing_due_date_are_said(tmp_path: Path) -> None:
    more = "  moves:\n    resolution: Done\n  always:\n    customfield_10060: Legal\n  has_due_date: false\n"
    mapping = read(tmp_path, SHIPPED + more)
    assert (mapping.moves, mapping.always, mapping.has_due_date) == (
        {"resolution": "Done"},
        {"customfield_10060": "Legal"},
        False,
    )
    assert (TicketMapping().moves, TicketMapping().always, TicketMapping().has_due_date) == ({}, {}, True)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("  moves:\n    Root Cause: x\n", "must be the id of a field in Jira"),
        ("  moves:\n    resolution: 3\n", "put it in quotes"),
        ("  always:\n    customfield_1: ''\n", "must not be empty"),
        ("  has_due_date: maybe\n", "must be true or false"),
    ],
)
def test_what_is_wrong_in_them_is_told_at_its_place(tmp_path: Path, more: str, words: str) -> None:
    with pytest.raises(BrokenFile) as broken:
        read(tmp_path, SHIPPED + more)
    assert words in str(broken.value)
    assert "jira.yml:" in str(broken.value)
