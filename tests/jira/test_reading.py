"""An issue as Jira gives it, read without breaking: what was emptied comes as null, and who wrote may be gone."""

from typing import Any

import pytest

from bot.jira.dialect import DIALECTS
from bot.jira.reading import change_of, is_internal, news_of

STAMP = "2026-11-24T09:00:00.000+0000"
EMPTIED = ("summary", "duedate", "labels", "parent", "issuelinks", "priority")


def issue(**fields: Any) -> dict[str, Any]:
    usual = {"issuetype": {"name": "Task"}, "status": {"name": "To Do"}, "created": STAMP, "updated": STAMP}
    return {"key": "IPA-1", "fields": usual | fields}


def comment(**more: Any) -> dict[str, Any]:
    return {"id": "7", "created": STAMP, "author": {"displayName": "Ewa"}, "body": None} | more


@pytest.mark.parametrize("fields", [{}, dict.fromkeys(EMPTIED)], ids=["absent", "null"])
def test_what_is_absent_or_was_emptied_is_nothing(fields: dict[str, Any]) -> None:
    news = news_of(issue(**fields), [], dialect=DIALECTS["cloud"], grade_field="priority", site="https://jira.example")
    assert (news.summary, news.due_on, news.labels, news.belongs_to, news.grade) == ("", None, (), (), None)
    assert change_of(issue(**fields)).belongs_to == ()


@pytest.mark.parametrize("dialect", ["cloud", "datacenter"])
def test_a_comment_of_somebody_who_is_gone_or_without_a_text_is_one(dialect: str) -> None:
    given = [comment(), comment(id="8", author=None), comment(id="9", visibility={"type": "role", "value": "Administrators"})]
    news = news_of(issue(), given, dialect=DIALECTS[dialect], grade_field="priority", site="https://jira.example")
    assert [(one.id, one.author, one.text) for one in news.remarks] == [("7", "Ewa", ""), ("8", "somebody", "")]


@pytest.mark.parametrize(
    ("more", "internal"),
    [
        ({}, False),
        ({"jsdPublic": True}, False),
        ({"jsdPublic": False}, True),
        ({"jsdPublic": None, "properties": None}, False),
        ({"properties": [{"key": "sd.public.comment", "value": {"internal": True}}]}, True),
        ({"properties": [{"key": "sd.public.comment", "value": {"internal": False}}, {"key": "other", "value": 1}]}, False),
    ],
)
def test_an_internal_note_is_told_as_each_jira_tells_it(more: dict[str, Any], internal: bool) -> None:
    assert is_internal(comment(**more)) is internal
