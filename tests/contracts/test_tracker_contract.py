"""What every tracker keeps: the fake in memory, and the real one against the local Jira. The same cases for both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

import pytest

from bot.application.ports import GiveUp, Ticket, TicketDraft, Tracker, TryLater, Unauthorised
from bot.application.record.post_root import KEY as ROOTS_KEY
from bot.application.record.post_root import posted_roots, text_of
from bot.domain.happenings.record import RecordRooted
from bot.domain.root_proof import Posted
from bot.jira import JiraTracker
from bot.jira.dialect import DIALECTS
from bot.jira.ticket_text import label_of
from bot.local.jira import LocalJira
from bot.local.jira.board import Issue
from bot.local.jira.fields import EMPTY
from tests.fakes.tracker import FakeTracker
from tests.local.jira.serving import TOKEN, USER, HandClock, Served, serve
from tests.local.jira.specification import problems

KEY = "audit:V08:for_cause:INC-7"
LAG = timedelta(seconds=30)
PERSON = "Marten Vos"


class Bench(Protocol):
    """A tracker, and the hands of somebody who stands beside it."""

    tracker: Tracker

    def summaries(self) -> list[str]: ...
    def comments(self, ticket_key: str) -> int: ...
    def goes_down(self) -> None: ...
    def comes_back(self) -> None: ...
    def refuses_sign_in(self) -> None: ...
    def loses_the_next_reply(self) -> None: ...
    def search_falls_behind(self) -> None: ...
    def search_catches_up(self) -> None: ...
    def minutes_pass(self, minutes: int) -> None: ...
    def somebody_moves(self, ticket_key: str, status: str) -> None: ...
    def somebody_says(self, ticket_key: str, text: str) -> None: ...
    def somebody_finds(self, audit_key: str, summary: str, grade: str) -> None: ...
    def somebody_labels_alike(self, key: str) -> None: ...
    def somebody_notes(self, ticket_key: str, text: str) -> None: ...
    def somebody_edits(self, ticket_key: str, text: str) -> None: ...
    def somebody_unsays(self, ticket_key: str) -> None: ...
    def somebody_moves_away(self, ticket_key: str) -> None: ...
    def somebody_deletes(self, ticket_key: str) -> None: ...
    def the_project_is_hidden(self) -> None: ...


class FakeBench:
    """The fake; it is told directly."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.fake = FakeTracker(clock=self.clock)
        self.tracker: Tracker = self.fake

    def summaries(self) -> list[str]:
        return [ticket.summary for ticket in self.fake.tickets.values()]

    def comments(self, ticket_key: str) -> int:
        ticket = self.fake.tickets[ticket_key]
        return len(ticket.comments) + len(ticket.said)

    def goes_down(self) -> None:
        self.fake.down = True

    def comes_back(self) -> None:
        self.fake.down = False

    def refuses_sign_in(self) -> None:
        self.fake.locked_out = True

    def loses_the_next_reply(self) -> None:
        self.fake.loses_next_reply = True

    def search_falls_behind(self) -> None:
        self.fake.search_behind = True

    def search_catches_up(self) -> None:
        self.fake.search_behind = False

    def minutes_pass(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    def somebody_moves(self, ticket_key: str, status: str) -> None:
        self.fake.move(ticket_key, status)

    def somebody_says(self, ticket_key: str, text: str) -> None:
        self.fake.say(ticket_key, text, author=PERSON)

    def somebody_finds(self, audit_key: str, summary: str, grade: str) -> None:
        self.fake.find_fault(audit_key, summary=summary, grade=grade)

    def somebody_labels_alike(self, key: str) -> None:
        self.fake.label_alike(key)

    def somebody_notes(self, ticket_key: str, text: str) -> None:
        self.fake.say(ticket_key, text, author=PERSON, internal=True)

    def somebody_edits(self, ticket_key: str, text: str) -> None:
        self.fake.edit(ticket_key, 0, text)

    def somebody_unsays(self, ticket_key: str) -> None:
        self.fake.unsay(ticket_key, 0)

    def somebody_moves_away(self, ticket_key: str) -> None:
        self.fake.move_to_project(ticket_key, "SEC")

    def somebody_deletes(self, ticket_key: str) -> None:
        self.fake.delete(ticket_key)

    def the_project_is_hidden(self) -> None:
        self.fake.hidden = True


class JiraBench:
    """The real one, with a local Jira behind it over HTTP."""

    def __init__(self, served: Served, clock: HandClock, dialect: str) -> None:
        self.served, self.jira, self.clock, self.dialect = served, served.jira, clock, dialect
        self.tracker: Tracker = self._signed_in()

    def _signed_in(self) -> JiraTracker:
        return JiraTracker(self.served.url, user=USER, token=TOKEN, project="IPA", dialect=self.dialect, timeout=(1, 2))

    def summaries(self) -> list[str]:
        return [issue.fields["summary"] for issue in self.jira.board.issues]

    def comments(self, ticket_key: str) -> int:
        issue = self.jira.board.get(ticket_key)
        assert issue
        return len(issue.comments)

    def goes_down(self) -> None:
        self.jira.faults.add("down", times=None)

    def comes_back(self) -> None:
        self.jira.faults.clear()

    def refuses_sign_in(self) -> None:
        """As the Cloud does once a token has expired: to a stranger nothing is there."""
        self.jira.faults.add("expired", times=None)

    def loses_the_next_reply(self) -> None:
        for call in ("create_issue", "comment"):
            self.jira.faults.add("reply_lost", method=call)

    def search_falls_behind(self) -> None:
        self.jira.board.search_lag = LAG

    def search_catches_up(self) -> None:
        self.clock.advance(LAG)

    def minutes_pass(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    def somebody_moves(self, ticket_key: str, status: str) -> None:
        self.jira.board.move(self._issue(ticket_key), status, by=PERSON)

    def somebody_says(self, ticket_key: str, text: str) -> None:
        self.jira.board.comment(self._issue(ticket_key), self.jira.board.text(text), by=PERSON)

    def somebody_finds(self, audit_key: str, summary: str, grade: str) -> None:
        given = {**EMPTY, "summary": summary, "priority": {"name": grade}}
        found = self.jira.board.create("IPA", issue_type="Finding", fields=given, by=PERSON)
        self.jira.board.link(self._issue(audit_key), found, {"name": "Relates"}, by=PERSON)

    def somebody_notes(self, ticket_key: str, text: str) -> None:
        self.jira.board.comment(self._issue(ticket_key), self.jira.board.text(text), by=PERSON, public=False)

    def somebody_edits(self, ticket_key: str, text: str) -> None:
        board, issue = self.jira.board, self._issue(ticket_key)
        board.edit_comment(issue, issue.comments[0], board.text(text), by=PERSON)

    def somebody_unsays(self, ticket_key: str) -> None:
        issue = self._issue(ticket_key)
        self.jira.board.delete_comment(issue, issue.comments[0], by=PERSON)

    def somebody_moves_away(self, ticket_key: str) -> None:
        self.jira.board.move_to_project(self._issue(ticket_key), "SEC", by=PERSON)

    def somebody_deletes(self, ticket_key: str) -> None:
        self.jira.board.delete(self._issue(ticket_key), by=PERSON)

    def the_project_is_hidden(self) -> None:
        self.jira.board.house = replace(self.jira.board.house, permissions=())

    def somebody_labels_alike(self, key: str) -> None:
        """Everything as in ours, the text too, but not who wrote it."""
        text = DIALECTS[self.dialect].description((), key=key)
        given = {**EMPTY, "summary": "Something else", "description": text, "labels": [label_of(key), "ringfence"]}
        self.jira.board.create("IPA", issue_type="Task", fields=given, by=PERSON)

    def _issue(self, ticket_key: str) -> Issue:
        issue = self.jira.board.get(ticket_key)
        assert issue
        return issue


@pytest.fixture(params=["fake", "cloud", "datacenter"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "fake":
        yield FakeBench()
        return
    clock = HandClock()
    with serve(LocalJira({"IPA": "IP audits", "SEC": "Security"}, clock=clock, dialect=request.param)) as served:
        yield JiraBench(served, clock, request.param)
        if request.param == "cloud":
            assert problems(served.exchanges) == []


def draft(summary: str = "[IP audit] V08 · for cause", *, key: str = KEY, text: str = "Incident INC-7") -> TicketDraft:
    return TicketDraft(key, summary, (("Why", text), ("Where", "Plant 2")), date(2026, 12, 4), ("ringfence", "ip audit"))


def test_a_created_ticket_is_found_by_its_key(bench: Bench) -> None:
    ticket = bench.tracker.create(draft())
    assert ticket == Ticket("IPA-1", ticket.url, "To Do")
    assert ticket.url.endswith("/browse/IPA-1")
    assert bench.tracker.find(KEY) == ticket


def test_a_created_ticket_is_found_even_while_search_is_behind(bench: Bench) -> None:
    bench.search_falls_behind()
    assert bench.tracker.find(KEY) is None
    ticket = bench.tracker.create(draft())
    assert bench.tracker.find(KEY) == ticket


def test_a_key_that_nobody_used_finds_nothing(bench: Bench) -> None:
    bench.tracker.create(draft())
    assert bench.tracker.find(KEY + "0") is None
    assert bench.tracker.find(KEY[:-1]) is None


@pytest.mark.parametrize("key", ['audit:"V08":Ü\\x', "audit:V08:access:REQ-1", "a b", "x" * 255])
def test_a_key_is_found_whatever_letters_it_has(bench: Bench, key: str) -> None:
    ticket = bench.tracker.create(draft(key=key))
    assert bench.tracker.find(key) == ticket


def test_each_key_finds_its_own_ticket(bench: Bench) -> None:
    first, second = bench.tracker.create(draft(key="audit:1")), bench.tracker.create(draft(key="audit:11"))
    assert (bench.tracker.find("audit:1"), bench.tracker.find("audit:11")) == (first, second)


def test_a_ticket_of_somebody_else_that_carries_our_label_is_not_ours(bench: Bench) -> None:
    bench.somebody_labels_alike(KEY)
    bench.somebody_moves("IPA-1", "Closed")
    assert bench.tracker.find(KEY) is None
    ticket = bench.tracker.create(draft())
    assert (ticket.key, bench.tracker.find(KEY)) == ("IPA-2", ticket)


def test_a_ticket_of_our_own_that_was_closed_before_this_one_was_wanted_is_another(bench: Bench) -> None:
    """A database that was begun anew counts from one again."""
    ticket = bench.tracker.create(draft())
    wanted = bench.tracker.look(ticket.key)
    assert wanted
    bench.somebody_moves(ticket.key, "Closed")
    assert bench.tracker.find(KEY, since=wanted.created_at) is not None
    assert bench.tracker.find(KEY, since=wanted.created_at + timedelta(hours=2)) is None
    bench.somebody_moves(ticket.key, "Fieldwork")
    assert bench.tracker.find(KEY, since=wanted.created_at + timedelta(hours=2)) is not None


def test_a_lost_reply_leaves_one_ticket_that_is_found_once_search_has_caught_up(bench: Bench) -> None:
    bench.search_falls_behind()
    bench.loses_the_next_reply()
    with pytest.raises(TryLater) as caught:
        bench.tracker.create(draft())
    assert caught.value.uncertain
    assert bench.tracker.find(KEY) is None
    bench.search_catches_up()
    found = bench.tracker.find(KEY)
    assert found
    assert found.key == "IPA-1"
    assert len(bench.summaries()) == 1


def test_a_tracker_that_is_down_is_asked_again_later(bench: Bench) -> None:
    ticket = bench.tracker.create(draft())
    bench.goes_down()
    for ask in (lambda: bench.tracker.find(KEY), lambda: bench.tracker.read(ticket.key), lambda: bench.tracker.create(draft())):
        with pytest.raises(TryLater):
            ask()
    bench.comes_back()
    assert bench.tracker.find(KEY) == ticket
    assert len(bench.summaries()) == 1


def test_while_a_sign_in_is_refused_everything_waits_and_nothing_seems_to_be_gone(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.refuses_sign_in()
    for ask in (
        lambda: bench.tracker.find(KEY),
        lambda: bench.tracker.create(draft(key="audit:2")),
        lambda: bench.tracker.read(key),
        lambda: bench.tracker.look(key),
        lambda: bench.tracker.ways(key),
        lambda: bench.tracker.changed(timedelta(minutes=10)),
        lambda: bench.tracker.comment(key, marker="event:1", text="Hello"),
        lambda: bench.tracker.transition(key, status="Fieldwork"),
        lambda: bench.tracker.set_due(key, date(2027, 1, 31)),
    ):
        with pytest.raises(Unauthorised, match="sign-in"):
            ask()
    assert len(bench.summaries()) == 1


def test_a_comment_with_the_same_marker_is_said_once(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    for _ in range(3):
        bench.tracker.comment(key, marker="event:17", text="Ada Holm approved.")
    assert bench.comments(key) == 1


def test_comments_with_different_markers_are_all_said(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    for marker in ("event:1", "event:17", "event:7"):
        bench.tracker.comment(key, marker=marker, text="Ada Holm approved.\n[event:7]\n\nSee above.")
    assert bench.comments(key) == 3


def test_somebody_elses_comment_with_our_marker_is_neither_taken_for_ours_nor_hidden(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.somebody_says(key, "Nothing to see.\n\n[ringfence:closed:x]")
    bench.tracker.comment(key, marker="ringfence:closed:x", text="Closed in Ringfence.")
    news = bench.tracker.look(key)
    assert news
    assert [one.text.split("\n")[0] for one in news.remarks] == ["Nothing to see."]
    assert bench.comments(key) == 2


def test_a_comment_whose_reply_was_lost_is_not_said_again(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.loses_the_next_reply()
    with pytest.raises(TryLater) as caught:
        bench.tracker.comment(key, marker="event:17", text="Approved.")
    assert caught.value.uncertain
    bench.tracker.comment(key, marker="event:17", text="Approved.")
    assert bench.comments(key) == 1


def test_what_others_say_in_our_words_is_not_our_comment(bench: Bench) -> None:
    key, marker = bench.tracker.create(draft()).key, "ringfence:root:2026-11-24"
    bench.somebody_says(key, f"Root of 2026-11-24: 0000\n\n[{marker}]")
    assert bench.tracker.own_comments(key) == ()
    bench.tracker.comment(key, marker=marker, text="Root of 2026-11-24: abcd")
    (own,) = bench.tracker.own_comments(key)
    assert own.splitlines()[0] == "Root of 2026-11-24: abcd"
    news = bench.tracker.look(key)
    assert news is not None
    assert [one.author for one in news.remarks] == [PERSON]


def test_a_signed_root_is_read_as_it_was_posted(bench: Bench) -> None:
    """In whatever form the tracker keeps texts, a signature must come back letter for letter."""
    posted = Posted("2026-11-24T10:00:00Z", "5f3c" * 16, "ab12", "a+b/c_d-e*f{g}==")
    told = RecordRooted(day=date(2026, 11, 24), moved=1, public="p+/=", **vars(posted))
    key = bench.tracker.create(draft(key=ROOTS_KEY)).key
    bench.tracker.comment(key, marker="root:1", text=text_of(told))
    assert list(posted_roots(bench.tracker, iter(()))) == [posted]


def test_a_move_made_twice_is_one_move(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    for _ in range(2):
        assert bench.tracker.transition(key, status="Fieldwork").status == "Fieldwork"
    assert bench.tracker.read(key).status == "Fieldwork"


def test_a_status_that_does_not_exist_needs_a_person_who_reads_which_do(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    with pytest.raises(GiveUp, match=r"'Archived'.*Notified"):
        bench.tracker.transition(key, status="Archived")


@pytest.mark.parametrize("ticket_key", ["IPA-9", "no/such key?"])
def test_a_ticket_that_does_not_exist_needs_a_person(bench: Bench, ticket_key: str) -> None:
    with pytest.raises(GiveUp):
        bench.tracker.read(ticket_key)
    with pytest.raises(GiveUp):
        bench.tracker.comment(ticket_key, marker="event:1", text="Hello")


def test_a_summary_keeps_quotes_and_foreign_letters(bench: Bench) -> None:
    summary = """[IP audit] "Müller & Söhne" · 日本 · it's <b>due</b> \\ 100 %"""
    bench.tracker.create(draft(summary))
    assert bench.summaries() == [summary]


def test_texts_that_are_too_long_are_cut_to_what_fits(bench: Bench) -> None:
    key = bench.tracker.create(draft("Long " * 100, text='"A long story." ' * 5000)).key
    assert len(bench.summaries()[0]) <= 255
    assert bench.summaries()[0].endswith("…")
    bench.tracker.comment(key, marker="event:1", text="A long remark.\n\n" * 5000)
    bench.tracker.comment(key, marker="event:1", text="A long remark.\n\n" * 5000)
    assert bench.comments(key) == 1


def test_an_empty_text_is_no_obstacle(bench: Bench) -> None:
    key = bench.tracker.create(draft(text="")).key
    bench.tracker.comment(key, marker="event:1", text="")
    assert bench.comments(key) == 1


def test_the_ways_are_those_that_lead_away_from_where_it_stands(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    assert "Fieldwork" in bench.tracker.ways(key)
    assert "To Do" not in bench.tracker.ways(key)


def test_a_look_tells_what_people_did_and_leaves_out_what_the_bot_said(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.tracker.comment(key, marker="ringfence:closed:x", text="Closed in Ringfence.")
    bench.minutes_pass(1)
    bench.somebody_moves(key, "Fieldwork")
    bench.somebody_says(key, "They <always> ask for [NDA-1] {first}.")

    news = bench.tracker.look(key)

    assert news
    assert (news.key, news.status, news.kind, news.due_on) == (key, "Fieldwork", "Task", date(2026, 12, 4))
    assert [(one.author, one.text) for one in news.remarks] == [(PERSON, "They <always> ask for [NDA-1] {first}.")]
    assert KEY in news.labels
    assert news.updated_at - news.created_at == timedelta(minutes=1)


def test_of_an_internal_note_it_is_heard_that_it_was_written_and_not_what(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.somebody_notes(key, "Counsel advises to say nothing.")
    bench.minutes_pass(1)
    bench.somebody_says(key, "The logs are here.")
    news = bench.tracker.look(key)
    assert news
    assert [(one.author, one.text) for one in news.remarks] == [(PERSON, ""), (PERSON, "The logs are here.")]


def test_a_finding_says_what_it_belongs_to_and_how_grave_it_is(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.somebody_finds(key, "Visitors are not logged", "High")

    found = bench.tracker.look("IPA-2")

    assert found
    assert (found.kind, found.belongs_to, found.grade, found.summary) == ("Finding", (key,), "High", "Visitors are not logged")
    assert found.due_on is None


def test_a_day_that_is_set_stands_there(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.tracker.set_due(key, date(2027, 1, 31))
    news = bench.tracker.look(key)
    assert news
    assert news.due_on == date(2027, 1, 31)


def test_a_ticket_that_is_gone_is_nothing_to_look_at(bench: Bench) -> None:
    assert bench.tracker.look("IPA-77") is None


def test_what_changed_is_told_the_longest_ago_first_and_what_did_not_is_left_out(bench: Bench) -> None:
    keys = [bench.tracker.create(draft(key=f"audit:{number}")).key for number in range(3)]
    bench.minutes_pass(60)
    bench.somebody_says(keys[2], "First.")
    bench.minutes_pass(5)
    bench.somebody_moves(keys[0], "Notified")

    assert [one.key for one in bench.tracker.changed(timedelta(minutes=10))] == [keys[2], keys[0]]
    assert {one.key for one in bench.tracker.changed(timedelta(hours=2))} == set(keys)
    bench.somebody_finds(keys[0], "Visitors are not logged", "High")
    assert bench.tracker.changed(timedelta(minutes=10))[-1].belongs_to == (keys[0],)


def test_more_changes_than_a_page_holds_are_all_told(bench: Bench) -> None:
    for number in range(105):
        bench.somebody_finds(bench.tracker.create(draft()).key if number == 0 else "IPA-1", f"Finding {number}", "Low")
    assert len(bench.tracker.changed(timedelta(minutes=10))) == 106


def test_a_comment_that_is_edited_says_what_it_says_now_and_one_that_is_removed_nothing(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.somebody_says(key, "They copied the recipe.")
    bench.minutes_pass(1)
    bench.somebody_says(key, "The logs are here.")
    bench.somebody_edits(key, "[redacted]")
    news = bench.tracker.look(key)
    assert news
    assert ([one.text for one in news.remarks], news.has_all_remarks) == (["[redacted]", "The logs are here."], True)
    bench.somebody_unsays(key)
    news = bench.tracker.look(key)
    assert news
    assert [one.text for one in news.remarks] == ["The logs are here."]


def test_a_ticket_that_is_moved_answers_to_both_keys_and_stands_elsewhere(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.minutes_pass(1)
    bench.somebody_moves_away(key)
    news = bench.tracker.look(key)
    assert news
    assert (news.key.split("-")[0], news.is_elsewhere, bench.tracker.look(news.key)) == ("SEC", True, news)
    assert news.url.endswith(f"/browse/{news.key}")
    assert bench.tracker.changed(timedelta(minutes=10)) == []
    bench.tracker.comment(key, marker="event:1", text="Hello")
    assert bench.comments(news.key) == 1
    assert bench.tracker.transition(key, status="Closed").key == news.key


def test_which_tickets_stand_is_told_of_their_keys_of_now_alone(bench: Bench) -> None:
    first, second, third = (bench.tracker.create(draft(key=f"audit:{number}")).key for number in range(3))
    assert {one.key for one in bench.tracker.standing([first, second])} == {first, second}
    bench.somebody_moves_away(second)
    assert {one.key for one in bench.tracker.standing([first, second])} == {first}
    bench.somebody_deletes(third)
    assert bench.tracker.look(third) is None
    assert third not in {one.key for one in bench.tracker.standing([first, third])}
    assert bench.tracker.standing([]) == []


def test_to_whom_the_project_is_hidden_no_ticket_is_gone(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    bench.the_project_is_hidden()
    with pytest.raises(GiveUp):
        bench.tracker.look(key)


def test_that_a_status_is_one_of_the_end_is_told(bench: Bench) -> None:
    key = bench.tracker.create(draft()).key
    for status, is_done in (("Fieldwork", False), ("Closed", True)):
        bench.somebody_moves(key, status)
        news = bench.tracker.look(key)
        assert news
        assert news.is_done is is_done
