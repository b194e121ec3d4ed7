"""The local Jira answers as Jira Cloud does; each exchange here is held against Atlassian's own specification (conftest)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.local.jira.calling import call, create, document
from tests.local.jira.serving import USER, HandClock, Served


class TestWhoAndWhere:
    def test_it_says_what_it_is_and_who_asks(self, jira: Served) -> None:
        assert call(jira, "GET", "/serverInfo").body["deploymentType"] == "Cloud"
        assert call(jira, "GET", "/myself").body["emailAddress"] == USER

    @pytest.mark.parametrize("path", ["/myself", "/issue/IPA-1", "/search/jql"])
    def test_whoever_does_not_sign_in_gets_nothing(self, jira: Served, path: str) -> None:
        assert call(jira, "GET", path, token="wrong", jql="project = IPA").status == 401

    def test_projects_and_issue_types_are_listed(self, jira: Served) -> None:
        assert call(jira, "GET", "/project/IPA").body["name"] == "IP audits"
        names = [one["name"] for one in call(jira, "GET", "/issue/createmeta/OPS/issuetypes").body["issueTypes"]]
        assert names == ["Task", "Bug", "Audit", "Finding", "Sub-task"]
        assert call(jira, "GET", "/project/NOPE").status == 404

    def test_fields_are_listed_by_their_ids(self, jira: Served) -> None:
        assert {"summary", "description", "duedate", "labels"} <= {one["id"] for one in call(jira, "GET", "/field").body}

    def test_a_call_that_it_does_not_know_is_no_call(self, jira: Served) -> None:
        reply = call(jira, "GET", "/dashboard")
        assert reply.status == 404
        assert reply.body["errorMessages"] == ["The local Jira does not know api/3/dashboard."]
        jira.exchanges.clear()  # what is not part of it is not in the specification's part either


class TestIssues:
    def test_an_issue_is_created_numbered_by_project_and_read(self, jira: Served) -> None:
        assert [create(jira), create(jira), create(jira, project={"key": "OPS"})] == ["IPA-1", "IPA-2", "OPS-1"]
        found = call(jira, "GET", "/issue/IPA-2").body
        assert (found["key"], found["fields"]["status"]["name"]) == ("IPA-2", "To Do")

    def test_only_the_fields_that_are_asked_for_are_given(self, jira: Served) -> None:
        create(jira)
        assert list(call(jira, "GET", "/issue/IPA-1", fields="status").body["fields"]) == ["status"]

    def test_an_issue_is_edited_and_only_what_was_given_changes(self, jira: Served) -> None:
        create(jira, labels=["a"], duedate="2026-12-04")
        assert call(jira, "PUT", "/issue/IPA-1", {"fields": {"labels": ["b"]}}).status == 204
        fields = call(jira, "GET", "/issue/IPA-1").body["fields"]
        assert (fields["labels"], fields["duedate"]) == (["b"], "2026-12-04")

    @pytest.mark.parametrize("path", ["/issue/IPA-9", "/issue/IPA-9/comment", "/issue/IPA-9/transitions"])
    def test_an_issue_that_does_not_exist_is_hidden(self, jira: Served, path: str) -> None:
        assert call(jira, "GET", path).status == 404

    @pytest.mark.parametrize(
        ("fields", "field", "words"),
        [
            ({"summary": " "}, "summary", "You must specify a summary of the issue."),
            ({"summary": "x" * 256}, "summary", "Summary can't exceed 255 characters."),
            ({"summary": "\N{ROCKET}" * 128}, "summary", "Summary can't exceed 255 characters."),
            ({"summary": "two\nlines"}, "summary", "The summary is invalid because it contains newline characters."),
            ({"project": {"key": "NOPE"}}, "project", "Specify a valid project ID or key"),
            ({"issuetype": {"name": "Epic"}}, "issuetype", "Specify a valid issue type"),
            ({"duedate": "tomorrow"}, "duedate", "Error parsing date string: tomorrow"),
            ({"labels": ["two words"]}, "labels", "The label 'two words' contains spaces which is invalid."),
            ({"labels": "one"}, "labels", "data was not an array"),
            ({"labels": ["x" * 256]}, "labels", "A label exceeds the maximum length of 255 characters."),
            ({"description": "wiki text"}, "description", "Operation value must be an Atlassian Document"),
            ({"description": document("x" * 32_767)}, "description", "It exceeds the allowed limit of 32767 characters."),
            ({"colour": "red"}, "colour", "Field 'colour' cannot be set."),
        ],
    )
    def test_a_field_that_is_wrong_is_named_and_nothing_is_created(
        self, jira: Served, fields: dict[str, Any], field: str, words: str
    ) -> None:
        given = {"project": {"key": "IPA"}, "issuetype": {"name": "Task"}, "summary": "x"} | fields
        reply = call(jira, "POST", "/issue", {"fields": given})
        assert (reply.status, list(reply.body["errors"])) == (400, [field])
        assert words in reply.body["errors"][field]
        assert jira.jira.board.issues == []

    def test_what_is_no_json_is_refused(self, jira: Served) -> None:
        reply = call(jira, "POST", "/issue", b"{")
        assert (reply.status, "parsing JSON" in reply.body["errorMessages"][0]) == (400, True)
        jira.exchanges.clear()  # the specification finds that wrong too, as it should


class TestSearch:
    def find(self, jira: Served, jql: str, **more: Any) -> list[str]:
        reply = call(jira, "GET", "/search/jql", jql=jql, fields="status", **more)
        assert reply.status == 200, reply
        return [issue["key"] for issue in reply.body["issues"]]

    def test_a_label_is_found_by_its_very_letters(self, jira: Served) -> None:
        create(jira, labels=["audit:V08"])
        create(jira, labels=["audit:v08"])
        assert self.find(jira, 'project = IPA AND labels = "audit:V08"') == ["IPA-1"]

    def test_projects_statuses_and_keys_are_found_in_any_case_and_what_is_not_wanted_is_left_out(self, jira: Served) -> None:
        create(jira)
        create(jira, project={"key": "OPS"})
        assert self.find(jira, "project = ipa") == ["IPA-1"]
        assert self.find(jira, 'status = "to do" AND project != IPA') == ["OPS-1"]
        assert self.find(jira, "key = ops-1") == ["OPS-1"]

    def test_the_newest_come_first_unless_asked_otherwise(self, jira: Served) -> None:
        create(jira)
        create(jira)
        assert self.find(jira, "project = IPA") == ["IPA-2", "IPA-1"]
        assert self.find(jira, "project = IPA ORDER BY created ASC") == ["IPA-1", "IPA-2"]

    def test_quotes_and_backslashes_belong_to_the_value(self, jira: Served) -> None:
        create(jira, labels=['a"b\\c'])
        assert self.find(jira, r'labels = "a\"b\\c"') == ["IPA-1"]

    def test_results_come_in_pages(self, jira: Served) -> None:
        for _ in range(3):
            create(jira)
        first = call(jira, "GET", "/search/jql", jql="project = IPA", maxResults=2).body
        assert (len(first["issues"]), first["isLast"]) == (2, False)
        second = call(jira, "GET", "/search/jql", jql="project = IPA", maxResults=2, nextPageToken=first["nextPageToken"]).body
        assert (len(second["issues"]), second["isLast"]) == (1, True)

    def test_search_lags_behind_a_create_unless_it_is_told_which_issue_to_look_at(
        self, jira: Served, hand_clock: HandClock
    ) -> None:
        jira.jira.board.search_lag = timedelta(seconds=10)
        create(jira)
        ident = jira.jira.board.issues[0].ident
        assert self.find(jira, "project = IPA") == []
        assert self.find(jira, "project = IPA", reconcileIssues=ident) == ["IPA-1"]
        hand_clock.advance(timedelta(seconds=10))
        assert self.find(jira, "project = IPA") == ["IPA-1"]

    @pytest.mark.parametrize(
        ("jql", "words"),
        [
            (" ORDER BY created", "Unbounded JQL queries are not allowed"),
            ("colour = red", "is not understood from character 0"),
            ("project = NOPE", "The value 'NOPE' does not exist for the field 'project'."),
            ("project = IPA OR project = OPS", "is not understood"),
            ("project = IPA AND", "is not understood"),
            ('labels = "open', "is not understood"),
        ],
    )
    def test_a_query_that_it_does_not_understand_is_refused(self, jira: Served, jql: str, words: str) -> None:
        reply = call(jira, "GET", "/search/jql", jql=jql)
        assert reply.status == 400
        assert words in reply.body["errorMessages"][0]


class TestTransitionsAndComments:
    def test_an_issue_moves_by_the_id_of_a_way_that_it_has(self, jira: Served) -> None:
        create(jira)
        ways = {way["to"]["name"]: way["id"] for way in call(jira, "GET", "/issue/IPA-1/transitions").body["transitions"]}
        assert call(jira, "POST", "/issue/IPA-1/transitions", {"transition": {"id": ways["Fieldwork"]}}).status == 204
        assert jira.jira.board.issues[0].status == "Fieldwork"

    @pytest.mark.parametrize("ident", ["999", "11"])
    def test_a_way_that_does_not_exist_or_leads_to_where_it_stands_is_refused(self, jira: Served, ident: str) -> None:
        create(jira)
        assert call(jira, "POST", "/issue/IPA-1/transitions", {"transition": {"id": ident}}).status == 400

    def test_comments_come_in_pages_oldest_or_newest_first(self, jira: Served) -> None:
        create(jira)
        for text in ("one", "two", "three"):
            assert call(jira, "POST", "/issue/IPA-1/comment", {"body": document(text)}).status == 201
        page = call(jira, "GET", "/issue/IPA-1/comment", orderBy="-created", maxResults=2).body
        assert (page["total"], [one["body"] for one in page["comments"]]) == (3, [document("three"), document("two")])
        assert call(jira, "GET", "/issue/IPA-1/comment", startAt=2).body["comments"][0]["body"] == document("three")

    @pytest.mark.parametrize("body", [{"body": {}}, {}])
    def test_an_empty_comment_is_refused(self, jira: Served, body: Any) -> None:
        create(jira)
        assert call(jira, "POST", "/issue/IPA-1/comment", body).status == 400

    def test_a_comment_in_wiki_text_is_refused_as_version_3_does(self, jira: Served) -> None:
        create(jira)
        reply = call(jira, "POST", "/issue/IPA-1/comment", {"body": "h1. Hello"})
        assert (reply.status, "Atlassian Document" in reply.body["errors"]["comment"]) == (400, True)


class TestLinks:
    def test_two_issues_are_linked_and_each_carries_the_other(self, jira: Served) -> None:
        create(jira)
        create(jira)
        given = {"type": {"name": "Relates"}, "inwardIssue": {"key": "IPA-1"}, "outwardIssue": {"key": "IPA-2"}}
        assert call(jira, "POST", "/issueLink", given).status == 201
        links = call(jira, "GET", "/issue/IPA-2").body["fields"]["issuelinks"]
        assert [one["inwardIssue"]["key"] for one in links] == ["IPA-1"]
        missing = given | {"outwardIssue": {"key": "IPA-9"}}
        assert call(jira, "POST", "/issueLink", missing).status == 404

    def test_a_link_to_elsewhere_with_the_same_global_id_replaces_the_earlier_one(self, jira: Served) -> None:
        create(jira)
        for title, status in (("Old", 201), ("New", 200)):
            given = {"globalId": "slack=1", "object": {"url": "https://slack.example/1", "title": title}}
            assert call(jira, "POST", "/issue/IPA-1/remotelink", given).status == status
        assert [one["object"]["title"] for one in call(jira, "GET", "/issue/IPA-1/remotelink").body] == ["New"]
        jira.exchanges.pop()  # Jira gives a list here, where its specification says one object


def test_every_call_is_logged_with_its_status(jira: Served) -> None:
    create(jira)
    call(jira, "GET", "/issue/IPA-9")
    assert jira.jira.calls == [("POST", "/rest/api/3/issue", 201), ("GET", "/rest/api/3/issue/IPA-9", 404)]


class TestQueries:
    @pytest.mark.parametrize(
        ("jql", "found"),
        [
            ('project = IPA AND (labels = "a" OR issuetype in (Bug, "Finding"))', ["IPA-3", "IPA-2", "IPA-1"]),
            ("project = IPA AND issuetype in (bug)", ["IPA-2"]),
            ("(labels = a OR labels = b) AND project = IPA", ["IPA-4", "IPA-1"]),
            ("labels in (a, b)", ["IPA-4", "IPA-1"]),
        ],
    )
    def test_clauses_in_brackets_are_joined_by_or(self, jira: Served, jql: str, found: list[str]) -> None:
        create(jira, labels=["a"])
        create(jira, issuetype={"name": "Bug"})
        create(jira, issuetype={"name": "Finding"})
        create(jira, labels=["b"])
        reply = call(jira, "GET", "/search/jql", jql=jql, fields="summary")
        assert [issue["key"] for issue in reply.body["issues"]] == found

    @pytest.mark.parametrize(
        "jql", ["project = IPA AND (labels = a", "project = IPA AND ()", "issuetype in (Epic)", "labels = a OR labels = b AND"]
    )
    def test_what_it_does_not_understand_is_refused(self, jira: Served, jql: str) -> None:
        assert call(jira, "GET", "/search/jql", jql=jql).status == 400


def test_what_is_emptied_is_null(jira: Served) -> None:
    create(jira, duedate="2026-12-04", priority={"id": "1"})
    assert call(jira, "PUT", "/issue/IPA-1", {"fields": {"duedate": None, "priority": None, "description": None}}).status == 204
    fields = call(jira, "GET", "/issue/IPA-1").body["fields"]
    assert (fields["duedate"], fields["priority"], fields["description"]) == (None, None, None)
