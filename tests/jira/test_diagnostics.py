"""What `ringfence doctor` finds in a Jira project, against a local Jira that is as strict as the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.domain.audits import AuditState
from bot.domain.diagnostics import Looked
from bot.domain.ticket_mapping import TicketField, TicketMapping
from bot.jira import JiraTracker, examine_jira
from bot.local.jira import LocalJira
from bot.local.jira.fields import EMPTY
from tests.local.jira.serving import TOKEN, USER, Served, serve
from tests.local.jira.specification import problems

DIALECTS = ("cloud", "datacenter")
RESOLUTION = {"name": "Resolution", "required": True, "schema": {"type": "resolution"}}


@contextmanager
def site(dialect: str = "cloud", **house: Any) -> Iterator[Served]:
    with serve(LocalJira({"IPA": "IP audits"}, dialect=dialect, strict=True, **house)) as served:
        yield served
        if dialect == "cloud":
            told = [one for one in served.exchanges if not one.path.endswith("/statuses")]  # not in the specification's part
            assert problems(told) == []


def examined(served: Served, *, token: str = TOKEN, project: str = "IPA", dialect: str = "cloud", **mapping: Any) -> list[Looked]:
    tracker = JiraTracker(
        served.url, user=USER, token=token, project=project, dialect=dialect, mapping=TicketMapping(**mapping), timeout=(2, 5)
    )
    try:
        return examine_jira(tracker)
    finally:
        tracker.close()


def wrong(lines: list[Looked]) -> list[str]:
    return [f"{line.what} -> {line.to_do}" for line in lines if not line.ok]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_project_that_fits_is_well_line_by_line(dialect: str) -> None:
    with site(dialect) as served:
        lines = examined(served, dialect=dialect)
    assert wrong(lines) == []
    said = "\n".join(line.what for line in lines)
    assert "project IPA is there: IP audits" in said
    assert "the account may read, create, edit, comment and move issues there" in said
    assert "audits are issues of the type Task" in said
    assert "findings are issues of the type Finding or Bug" in said
    assert "9 of 9 statuses" in said
    assert "all 4 fields of a ticket can be filled" in said
    assert "the grade of a finding is read from Priority" in said


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_is_made_or_changed_by_looking(dialect: str) -> None:
    with site(dialect) as served:
        examined(served, dialect=dialect)
        assert {method for method, _, _ in served.jira.calls} == {"GET"}
        assert served.jira.board.issues == []


def test_a_sign_in_that_is_refused_ends_it() -> None:
    with site() as served:
        lines = examined(served, token="old")
    assert len(lines) == 1
    assert wrong(lines)[0].startswith("Jira does not accept the bot's sign-in")


def test_a_jira_that_cannot_be_reached_ends_it() -> None:
    tracker = JiraTracker("http://127.0.0.1:9", user=USER, token=TOKEN, project="IPA", timeout=(1, 1))
    assert wrong(examine_jira(tracker)) == [
        "http://127.0.0.1:9: Jira cannot be reached at the address in RINGFENCE_JIRA_URL. "
        "-> Check RINGFENCE_JIRA_URL, _KIND, _USER and _TOKEN."
    ]


def test_a_project_that_is_not_there_is_told() -> None:
    with site() as served:
        lines = examined(served, project="NOPE")
    assert "set RINGFENCE_JIRA_PROJECT to its key" in wrong(lines)[0]


@pytest.mark.parametrize(
    ("lacking", "words"),
    [("ADD_COMMENTS", "comment"), ("TRANSITION_ISSUES", "move"), ("CREATE_ISSUES", "create"), ("EDIT_ISSUES", "edit")],
)
def test_a_permission_that_is_missing_is_named(lacking: str, words: str) -> None:
    granted = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES", "LINK_ISSUES")
    with site(permissions=tuple(one for one in granted if one != lacking)) as served:
        (line,) = wrong(examined(served))
    assert f"the account may not {words}" in line
    assert lacking in line


def test_issue_types_that_are_missing_are_told_with_those_that_are_there() -> None:
    with site(issue_types=("Audit",)) as served:
        said = "\n".join(wrong(examined(served)))
    assert "there is no issue type Task for audits" in said
    assert "there is no issue type Finding or Bug for findings" in said
    assert "there are Audit" in said


def test_a_workflow_without_an_end_that_we_know_is_told() -> None:
    with site(statuses=("Backlog", "Doing", "Shipped")) as served:
        said = "\n".join(wrong(examined(served)))
    assert "no status means planned" in said
    assert "no status means closed" in said
    assert "there are Backlog, Doing, Shipped" in said


def test_a_status_that_nobody_mapped_is_advice_and_no_fault() -> None:
    with site(statuses=("To Do", "Limbo", "Closed")) as served:
        lines = examined(served)
    assert wrong(lines) == []
    (advice,) = [line.to_do for line in lines if "statuses of an audit" in line.what]
    assert "Shown as they are called: Limbo" in advice


def test_a_state_may_be_called_as_the_team_likes() -> None:
    statuses = {AuditState.PLANNED: ("Backlog",), AuditState.CLOSED: ("Shipped",)}
    with site(statuses=("Backlog", "Shipped")) as served:
        assert wrong(examined(served, statuses=statuses)) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_mapped_field_that_is_not_on_the_screen_is_named(dialect: str) -> None:
    fields = {"vendor": TicketField("customfield_1"), "tier": TicketField("customfield_2")}
    with site(dialect, custom_fields={"customfield_1": "Vendor"}) as served:
        (line,) = wrong(examined(served, dialect=dialect, fields=fields))
    assert "`tier` (customfield_2)" in line
    assert "customfield_1" not in line


def test_a_field_that_jira_asks_for_and_nobody_fills_is_named() -> None:
    with site(custom_fields={"customfield_7": "Cost centre"}, required=("customfield_7",)) as served:
        (line,) = wrong(examined(served))
    assert "Jira asks for fields that nobody fills: Cost centre (customfield_7)" in line


def test_grades_that_nobody_mapped_are_named() -> None:
    with site() as served:
        (line,) = wrong(examined(served, grades={}))
    assert "grades are not known: Highest, High, Medium, Low, Lowest" in line


def test_a_grade_field_that_findings_do_not_have_is_named() -> None:
    with site() as served:
        (line,) = wrong(examined(served, grade_field="customfield_5"))
    assert "findings have no field customfield_5" in line


def test_what_jira_cannot_answer_now_keeps_the_rest_from_nothing() -> None:
    with site() as served:
        served.jira.faults.add("error", method="my_permissions", times=1)
        lines = examined(served)
    assert len(wrong(lines)) == 1
    assert any("audits are issues" in line.what for line in lines)


class TestWhatMovesAskFor:
    def found(self, dialect: str, *, labels: tuple[str, ...] = ("ringfence",), **mapping: Any) -> list[str]:
        with site(dialect, asked_on={"Notified": {"resolution": RESOLUTION}}) as served:
            given = {**EMPTY, "summary": "An audit", "labels": list(labels)}
            served.jira.board.create("IPA", issue_type="Task", fields=given, by="Marten Vos")
            return [line.what for line in examined(served, dialect=dialect, **mapping) if "move" in line.what]

    @pytest.mark.parametrize("labels", [("ringfence",), ()])
    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_a_field_that_nobody_fills_is_found_before_the_first_move(self, dialect: str, labels: tuple[str, ...]) -> None:
        (_, said) = self.found(dialect, labels=labels)
        assert said.startswith("an audit cannot be moved to Notified: Jira asks there for Resolution (resolution)")
        assert "write it under `moves` in workflows/jira.yml" in said

    def test_what_the_company_wrote_for_it_is_well(self) -> None:
        assert self.found("cloud", moves={"resolution": "Done"})[1:] == ["what the moves of an audit ask for can be filled in"]
