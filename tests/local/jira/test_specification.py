"""The check against Atlassian's specification finds what is wrong: else all that it passes would mean nothing."""

import json
from typing import Any

import pytest

from tests.local.jira.calling import document
from tests.local.jira.serving import Exchange
from tests.local.jira.specification import needs_specification, problems

ISSUE = {"fields": {"project": {"key": "IPA"}, "issuetype": {"name": "Task"}, "summary": "x"}}
CREATED = {"id": "10000", "key": "IPA-1", "self": "https://x.example/rest/api/3/issue/10000"}


def exchange(method: str, path: str, sent: Any, status: int, received: Any, query: str = "") -> Exchange:
    body = b"" if sent is None else json.dumps(sent).encode()
    return Exchange(method, f"/rest/api/3{path}", query, "application/json", body, status, json.dumps(received).encode())


@needs_specification
def test_what_is_right_passes() -> None:
    assert problems([exchange("POST", "/issue", ISSUE, 201, CREATED)]) == []


@needs_specification
@pytest.mark.parametrize(
    "wrong",
    [
        exchange("POST", "/issue", ISSUE, 201, CREATED | {"id": 10000}),
        exchange("POST", "/issue", {"fields": "none"}, 201, CREATED),
        exchange("POST", "/issues", ISSUE, 201, CREATED),
        exchange("POST", "/issue", ISSUE, 207, CREATED),
        exchange("PATCH", "/issue", ISSUE, 201, CREATED),
        exchange("POST", "/issue/IPA-1/transitions", {"transition": {"id": 31}}, 204, None),
        exchange("POST", "/issue/IPA-1/comment", {"body": document("x")}, 201, {"created": "yesterday"}),
        exchange("GET", "/search/jql", None, 200, {"issues": [], "isLast": "yes"}, "jql=project%3DIPA"),
        exchange("GET", "/search/jql", None, 200, {"issues": []}, "jql=project%3DIPA&maxResults=many"),
    ],
    ids=["id", "fields", "path", "status", "method", "transition", "instant", "flag", "number"],
)
def test_what_is_wrong_is_found(wrong: Exchange) -> None:
    assert len(problems([wrong])) >= 1


@needs_specification
def test_an_instant_as_jira_writes_it_is_one() -> None:
    said = {"id": "1", "created": "2026-11-24T08:00:00.000+0000"}
    assert problems([exchange("POST", "/issue/IPA-1/comment", {"body": document("x")}, 201, said)]) == []
