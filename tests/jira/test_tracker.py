"""The tracker on Jira, beyond what every tracker keeps: what it asks, how often, and what it does when Jira is odd."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.application.ports import GiveUp, TicketDraft, TryLater, Unauthorised
from bot.domain.ticket_mapping import TicketMapping
from bot.jira import JiraTracker
from bot.jira.dialect import quoted
from bot.local.jira import LocalJira
from tests.local.jira.serving import TOKEN, USER, HandClock, Served, serve
from tests.local.jira.specification import problems

KEY = "audit:V1:access:REQ-2026-0001"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def served(clock: HandClock) -> Iterator[Served]:
    with serve(LocalJira({"IPA": "IP audits", "OTHER": "Something else"}, clock=clock)) as opened:
        yield opened
        assert problems(opened.exchanges) == []


def tracker(served: Served, **more: object) -> JiraTracker:
    return JiraTracker(served.url, **({"user": USER, "token": TOKEN, "project": "IPA", "timeout": (5, 10)} | more))


def draft(**more: object) -> TicketDraft:
    given = {"key": KEY, "summary": "[IP audit] V1", "description": (("Vendor", "Volt GmbH"),), "due_on": date(2027, 2, 14)}
    return TicketDraft(**(given | more))


def calls(served: Served) -> list[str]:
    return [f"{method} {path.removeprefix('/rest/api/3')}" for method, path, _ in served.jira.calls]


def test_building_it_asks_jira_nothing(served: Served) -> None:
    """Jira may be down when the bot starts."""
    tracker(served).close()
    assert calls(served) == []


def test_a_ticket_stands_in_its_project_with_its_type_its_day_and_its_key_as_a_label(served: Served) -> None:
    tracker(served, mapping=TicketMapping(audit_type="Audit")).create(draft(labels=("ringfence", "ringfence", "two words")))
    (issue,) = served.jira.board.issues
    assert (issue.project, issue.issue_type, issue.fields["duedate"]) == ("IPA", "Audit", "2027-02-14")
    assert issue.fields["labels"] == [KEY, "ringfence", "two_words"]
    assert issue.fields["summary"] == "[IP audit] V1"


def test_creating_asks_once_and_reads_what_stands(served: Served) -> None:
    tracker(served).create(draft())
    assert calls(served) == ["POST /issue", "GET /issue/IPA-1"]


def test_finding_nothing_asks_once_and_then_whether_jira_still_knows_us(served: Served) -> None:
    assert tracker(served).find(KEY) is None
    assert [one.partition("?")[0] for one in calls(served)] == ["GET /search/jql", "GET /myself"]


@pytest.mark.parametrize("token", ["", "an-old-token"])
def test_a_token_that_is_wrong_from_the_start_waits_too(served: Served, token: str) -> None:
    with pytest.raises(Unauthorised, match="RINGFENCE_JIRA_TOKEN"):
        tracker(served, token=token).find(KEY)


def test_what_the_account_may_not_do_is_no_question_of_the_sign_in(clock: HandClock) -> None:
    with serve(LocalJira({"IPA": "IP audits"}, clock=clock, permissions=("BROWSE_PROJECTS",))) as served:
        with pytest.raises(GiveUp, match="give it the permission"):
            tracker(served).create(draft())
        with pytest.raises(GiveUp, match="does not know project IPA"):
            tracker(served).read("IPA-9")


def test_the_address_for_people_may_differ_from_the_one_that_is_called(served: Served) -> None:
    made = tracker(served, public_url="https://jira.company.example/").create(draft())
    assert made.url == "https://jira.company.example/browse/IPA-1"


def test_behind_a_gateway_it_calls_there_and_people_open_the_site(clock: HandClock) -> None:
    with serve(LocalJira({"IPA": "IP audits"}, clock=clock, gateway="1122-aabb")) as served:
        mine = tracker(served, public_url="https://company.example")
        with pytest.raises(Unauthorised):
            mine.create(draft())
        behind = JiraTracker(
            f"{served.url}/ex/jira/1122-aabb", user=USER, token=TOKEN, project="IPA", public_url="https://company.example"
        )
        made = behind.create(draft())
        assert made.url == "https://company.example/browse/IPA-1"
        assert behind.find(KEY) == made
        news = behind.look("IPA-1")
        assert news
        assert news.url == made.url


def test_a_ticket_of_another_project_with_the_same_label_is_not_it(served: Served) -> None:
    tracker(served, project="OTHER").create(draft())
    assert tracker(served).find(KEY) is None


def test_of_two_tickets_that_somebody_labelled_alike_the_older_is_it(served: Served, clock: HandClock) -> None:
    first = tracker(served).create(draft())
    clock.advance(timedelta(minutes=1))
    tracker(served).create(draft())
    assert tracker(served).find(KEY) == first


@pytest.mark.parametrize(
    ("kind", "armed"), [("reply_lost", {"method": "create_issue"}), ("error", {"method": "create_issue"}), ("down", {})]
)
def test_a_create_is_sent_once_whatever_happens_to_it(served: Served, kind: str, armed: dict[str, str]) -> None:
    """The client on its own would send it up to four times."""
    served.jira.faults.add(kind, times=None, **armed)
    with pytest.raises(TryLater) as caught:
        tracker(served).create(draft())
    assert caught.value.uncertain
    assert calls(served).count("POST /issue") == 1


def test_a_lost_reply_of_a_new_tracker_is_found_again_once_search_has_caught_up(served: Served, clock: HandClock) -> None:
    """The process that created it is gone: the ids that it remembered are gone too."""
    served.jira.board.search_lag = timedelta(seconds=30)
    served.jira.faults.add("reply_lost", method="create_issue")
    with pytest.raises(TryLater):
        tracker(served).create(draft())
    fresh = tracker(served)
    assert fresh.find(KEY) is None
    clock.advance(timedelta(seconds=31))
    found = fresh.find(KEY)
    assert found is not None
    assert (found.key, len(served.jira.board.issues)) == ("IPA-1", 1)


def test_a_ticket_that_stands_but_cannot_be_read_counts_as_a_lost_reply(served: Served) -> None:
    served.jira.faults.add("error", method="get_issue")
    with pytest.raises(TryLater, match="IPA-1 was created, but not read") as caught:
        tracker(served).create(draft())
    assert caught.value.uncertain
    assert len(served.jira.board.issues) == 1


def test_jiras_own_hint_is_handed_on_and_not_waited_for(served: Served) -> None:
    served.jira.faults.add("ratelimited", seconds=40)
    began = time.monotonic()
    with pytest.raises(TryLater) as caught:
        tracker(served).find(KEY)
    assert caught.value.after == timedelta(seconds=40)
    assert time.monotonic() - began < 40


def test_a_jira_that_does_not_answer_is_given_up_on_after_its_time(served: Served) -> None:
    served.jira.faults.add("latency", seconds=1)
    with pytest.raises(TryLater, match="broke before it answered"):
        tracker(served, timeout=(0.5, 0.2)).find(KEY)
    served.jira.faults.clear()


def test_what_jira_refuses_is_told_with_the_name_of_the_field(served: Served) -> None:
    with pytest.raises(GiveUp, match="issuetype: Specify a valid issue type"):
        tracker(served, mapping=TicketMapping(audit_type="Story of the day")).create(draft())
    with pytest.raises(GiveUp, match="project: Specify a valid project"):
        tracker(served, project="NOPE").create(draft())


def test_an_address_that_is_no_jira_is_told_so() -> None:
    """Some other page answers, with a page."""
    page = b"<html>Welcome</html>"
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(page), page)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(TryLater, match="is RINGFENCE_JIRA_URL the address of a Jira site"):
            JiraTracker(f"http://127.0.0.1:{port}", user=USER, token=TOKEN, project="IPA", timeout=(5, 10)).find(KEY)
        thread.join()


def test_a_transition_is_named_by_its_id_as_a_string(served: Served) -> None:
    """The client's own method sends a number, which Jira's interface does not know."""
    mine = tracker(served)
    key = mine.create(draft()).key
    mine.transition(key, status=" fieldwork ")
    (sent,) = [one.sent for one in served.exchanges if one.method == "POST" and one.path.endswith("/transitions")]
    assert isinstance(json.loads(sent)["transition"]["id"], str)
    assert served.jira.board.issues[0].status == "Fieldwork"


def test_a_ticket_that_cannot_go_there_from_where_it_stands_says_where_it_can(clock: HandClock) -> None:
    with serve(LocalJira({"IPA": "IP audits"}, clock=clock, strict=True)) as served:
        key = tracker(served).create(draft()).key
        with pytest.raises(GiveUp, match=r"IPA-1 stands at 'To Do' and cannot be moved to 'Closed', only to Notified"):
            tracker(served).transition(key, status="Closed")


def test_a_comment_is_found_again_behind_more_than_a_page_of_others(served: Served) -> None:
    mine = tracker(served)
    key = mine.create(draft()).key
    mine.comment(key, marker="event:0", text="The first.")
    issue = served.jira.board.issues[0]
    for number in range(120):
        body = {
            "type": "doc",
            "version": 1,
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": f"{number}"}]}],
        }
        served.jira.board.comment(issue, body, by="somebody")
    mine.comment(key, marker="event:0", text="The first.")
    assert len(issue.comments) == 121


def test_every_thread_has_a_connection_of_its_own_and_all_are_closed(served: Served) -> None:
    mine = tracker(served)
    threads = [threading.Thread(target=mine.create, args=(draft(key=f"audit:{number}"),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({issue.key for issue in served.jira.board.issues}) == 4
    mine.close()
    assert mine.find("audit:2") is not None


@pytest.mark.parametrize("key", ['a"b', "a\\b", 'a\\"b', "ORDER BY x", "a' OR project = OTHER", "Ü 日本"])
def test_a_key_cannot_break_out_of_the_query(served: Served, key: str) -> None:
    made = tracker(served).create(draft(key=key))
    assert tracker(served).find(key) == made
    assert quoted(key)[0] == quoted(key)[-1] == '"'


def test_only_what_can_be_ours_is_asked_for_and_no_type_that_the_project_does_not_have(clock: HandClock) -> None:
    """Jira refuses a query with a type that it does not know."""
    with serve(LocalJira({"IPA": "IP audits"}, clock=clock, issue_types=("Task", "Bug"))) as served:
        mine = tracker(served, mapping=TicketMapping(finding_types=("Finding", "bug")))
        assert mine.changed(timedelta(minutes=10)) == []
        mine.create(draft(labels=("ringfence",)))
        assert [one.key for one in mine.changed(timedelta(minutes=10))] == ["IPA-1"]
        none = tracker(served, mapping=TicketMapping(finding_types=("Nonconformity",)))
        assert [one.key for one in none.changed(timedelta(minutes=10))] == ["IPA-1"]


def test_a_type_that_was_renamed_meanwhile_is_asked_for_anew(served: Served) -> None:
    mine = tracker(served)
    mine.create(draft(labels=("ringfence",)))
    assert len(mine.changed(timedelta(minutes=10))) == 1
    served.jira.board.issue_types["10004"] = "Observation"
    with pytest.raises(GiveUp, match="'Finding' does not exist"):
        mine.changed(timedelta(minutes=10))
    assert len(mine.changed(timedelta(minutes=10))) == 1
