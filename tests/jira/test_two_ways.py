"""An audit two ways, against a local Jira of either kind: what people do at its board is heard by webhook, or by asking."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from bot.application.audits.close import AuditVerdict, close_audit
from bot.application.audits.open import open_audit
from bot.application.audits.read import read_audit
from bot.application.audits.sync import knows_ticket, note_delivery, poll_tracker
from bot.application.audits.views import AuditView
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.ports import GiveUp
from bot.application.register.load import load_register
from bot.domain.audits import AuditResult
from bot.domain.register import Member
from bot.domain.ticket_mapping import TicketField, TicketMapping
from bot.domain.vocabulary import Role
from bot.jira import JiraTracker
from bot.local.jira import LocalJira
from bot.local.jira.board import PERMISSIONS
from bot.local.jira.fields import EMPTY
from bot.store.engine import open_engine
from bot.store.outbox import JIRA, SLACK
from bot.store.unit import Store
from bot.web.app import make_web
from bot.web.jira_events import jira_events
from bot.web.server import WebServer
from tests.application.audit_steps import IVY, KEY, findings, happened, shown, wish
from tests.builders import TODAY, TestClock, members, register, workflows
from tests.fakes.messenger import FakeMessenger
from tests.leases import AT_ONCE
from tests.local.jira.calling import send
from tests.local.jira.serving import TOKEN, USER, Served, serve
from tests.local.jira.specification import problems
from tests.local.workspace import until

SECRET = "webhook-secret"
VIC = Member("vic", "Vic", (Role.VENDOR_MANAGER,), slack_id="U_VIC")
MAPPING = TicketMapping(
    fields={"vendor": TicketField("customfield_1"), "criteria": TicketField("customfield_2", "choices")}, post_to="ip-audits"
)


@dataclass
class Room:
    """The bot's context and tracker, and the Jira beside it with somebody at its board."""

    context: Context
    served: Served
    tracker: JiraTracker
    messenger: FakeMessenger
    clock: TestClock

    def deliver(self) -> None:
        outside = Outside(self.messenger, self.tracker)
        while any([deliver_next(self.context, outside, JIRA, AT_ONCE), deliver_next(self.context, outside, SLACK, AT_ONCE)]):
            pass

    def at_the_board(self, path: str, **fields: str) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = send(self.served, "POST", f"/browse/{path}", urlencode(fields).encode(), headers)
        assert reply.status == 303

    def until_heard(self, predicate: Any) -> None:
        def look() -> bool:
            self.deliver()
            return bool(predicate())

        until(look)

    def view(self) -> AuditView:
        return shown(self.context)

    def closed_to_webhooks(self) -> None:
        self.served.jira.faults.add("webhook_lost", times=None)

    def poll(self) -> int:
        found = poll_tracker(self.context, self.tracker)
        self.deliver()
        return found


@pytest.fixture(params=["cloud", "datacenter"])
def room(request: pytest.FixtureRequest, sqlite_url: str, clock: TestClock) -> Iterator[Room]:
    store = Store(open_engine(sqlite_url))
    context = Context(store, clock, workflows(), Calendar(ZoneInfo("Europe/Berlin")), MAPPING, kinds=KINDS)
    load_register(context, register(members=members(VIC)), actor="test")
    knows = partial(knows_ticket, context)
    events = jira_events(partial(note_delivery, context), secret=SECRET, project="IPA", knows=knows)
    web = WebServer(make_web(None, store, more=[events]), "127.0.0.1", 0)
    web.start()
    fields = {"customfield_1": "Vendor", "customfield_2": "Criteria"}
    jira = LocalJira({"IPA": "IP audits", "SEC": "Security"}, clock=clock, dialect=request.param, custom_fields=fields)
    jira.webhooks.url, jira.webhooks.secret = f"http://127.0.0.1:{web.port}/jira/events", SECRET
    with serve(jira) as served:
        tracker = JiraTracker(
            served.url, user=USER, token=TOKEN, project="IPA", dialect=request.param, mapping=MAPPING, timeout=(5, 10)
        )
        yield Room(context, served, tracker, FakeMessenger(), clock)
        tracker.close()
        if request.param == "cloud":
            assert problems(served.exchanges) == []
    web.stop()
    store.close()


def opened(room: Room) -> None:
    open_audit(room.context, IVY, wish())
    room.until_heard(lambda: room.view().ticket_key == "IPA-1")


def test_the_ticket_is_filled_as_the_mapping_says(room: Room) -> None:
    opened(room)
    (issue,) = room.served.jira.board.issues
    assert issue.fields["customfield_1"] == "V1"
    assert {"value": "ISO/IEC 27001 controls"} in issue.fields["customfield_2"]
    assert issue.fields["labels"] == [KEY, "ringfence"]


def test_a_move_a_comment_and_a_finding_are_heard_by_webhook(room: Room) -> None:
    opened(room)
    room.at_the_board("IPA-1/move", status="Fieldwork")
    room.at_the_board("IPA-1/comment", text="The staff list is <late>.")
    room.at_the_board("IPA-1/finding", summary="Visitors are not logged", priority="High")

    room.until_heard(lambda: room.view().state_words == "fieldwork" and room.view().remarks == 1 and findings(room.context))

    view = room.view()
    assert view.last_remark is not None
    assert (view.last_remark.author, view.last_remark.text) == ("You, at the board", "The staff list is <late>.")
    assert [(one.id, one.grade_words, one.due_on) for one in view.findings] == [("IPA-2", "major", TODAY + timedelta(days=60))]
    room.until_heard(lambda: room.served.jira.board.issues[1].fields["duedate"] == (TODAY + timedelta(days=60)).isoformat())
    in_channel = [one.message for one in room.messenger.posted if one.destination.name == "ip-audits"]
    assert [one.audit.state_words for one in in_channel] == ["fieldwork"]  # type: ignore[union-attr]


def test_a_move_that_no_webhook_told_is_heard_by_asking(room: Room) -> None:
    opened(room)
    room.poll()
    room.closed_to_webhooks()
    room.clock.move(hours=3)
    room.at_the_board("IPA-1/move", status="Fieldwork")
    room.at_the_board("IPA-1/comment", text="Nobody hears me.")
    room.at_the_board("IPA-1/finding", summary="Keys lie about", priority="Highest")
    assert room.view().state_words == "planned"

    room.poll()

    assert (room.view().state_words, room.view().remarks) == ("fieldwork", 1)
    assert [one.id for one in findings(room.context)] == ["IPA-2"]
    told = happened(room.context)
    room.poll()
    assert happened(room.context) == told


@pytest.mark.parametrize("how", ["webhook", "asking"])
def test_a_comment_that_is_edited_and_then_deleted_there_follows_here(room: Room, how: str) -> None:
    opened(room)
    board = room.served.jira.board
    said = board.comment(board.issues[0], board.text("They copied the recipe."), by="Marten Vos")
    room.until_heard(lambda: room.view().remarks == 1)
    if how == "asking":
        room.closed_to_webhooks()
    room.clock.move(minutes=1)
    edited = board.edit_comment(board.issues[0], said, board.text("[redacted]"), by="Marten Vos")
    if how == "asking":
        room.poll()
    room.until_heard(lambda: (last := room.view().last_remark) and last.text == "[redacted]")
    room.clock.move(minutes=1)
    board.delete_comment(board.issues[0], edited, by="Marten Vos")
    if how == "asking":
        room.poll()
    room.until_heard(lambda: room.view().remarks == 0)
    assert happened(room.context)[-2:] == ["audit.comment_edited", "audit.comment_removed"]


def test_a_sub_task_of_a_finding_type_is_a_finding_too(room: Room) -> None:
    opened(room)
    room.closed_to_webhooks()
    room.tracker.mapping = TicketMapping(finding_types=("Sub-task",))
    room.context = replace(room.context, tickets=room.tracker.mapping)
    board = room.served.jira.board
    parent = board.issues[0]
    given = {
        "summary": "Keys",
        "description": None,
        "duedate": None,
        "labels": [],
        "priority": {"name": "High"},
        "parent": {"id": parent.ident, "key": parent.key},
    }
    room.clock.move(minutes=1)
    board.create("IPA", issue_type="Sub-task", fields=given, by="somebody")
    room.poll()
    assert [one.id for one in findings(room.context)] == ["IPA-2"]


def test_a_result_is_said_and_moved_in_jira(room: Room) -> None:
    opened(room)
    close_audit(room.context, VIC, AuditVerdict(KEY, AuditResult.PASS_WITH_CONDITIONS, "Logs by *March*."))
    issue = room.served.jira.board.issues[0]
    room.until_heard(lambda: issue.status == "Closed")
    assert len(issue.comments) == 1
    room.poll()
    assert room.view().remarks == 0
    assert room.view().result_words == "pass with conditions"


def test_what_another_secret_signed_is_not_heard(room: Room) -> None:
    room.closed_to_webhooks()
    opened(room)
    room.served.jira.faults.clear()
    room.served.jira.webhooks.secret = "somebody else's"
    room.at_the_board("IPA-1/move", status="Fieldwork")
    room.served.jira.webhooks.close()  # everything that it had to say is said
    room.deliver()
    assert room.view().state_words == "planned"


def test_thirty_bugs_of_other_people_are_never_read_and_a_finding_among_them_once(room: Room) -> None:
    """Asking is two calls, whatever else goes on in the project."""
    opened(room)
    room.closed_to_webhooks()
    board = room.served.jira.board
    for number in range(30):
        board.create("IPA", issue_type="Bug", fields={**EMPTY, "summary": f"Bug {number}"}, by="Somebody")
    board.create("IPA", issue_type="Task", fields={**EMPTY, "summary": "A task", "labels": ["ringfence"]}, by="Somebody")
    room.poll()
    room.served.jira.calls.clear()
    for minute in range(10):
        room.clock.move(minutes=1)
        board.comment(board.issues[1 + minute], board.text("Still open."), by="Somebody")
        assert room.poll() == 0
    assert len(room.served.jira.calls) == 20  # what changed, and whether those that are known stand yet

    board.link(board.issues[0], board.issues[5], {"name": "Relates"}, by="Somebody")
    assert room.poll() == 2  # the link changed the audit too
    room.served.jira.calls.clear()
    for _ in range(10):
        room.clock.move(minutes=1)
        assert room.poll() == 0
    assert len(room.served.jira.calls) == 20
    assert [one.id for one in findings(room.context)] == ["IPA-6"]


@pytest.mark.parametrize("how", ["webhook", "asking"])
def test_a_ticket_that_is_moved_to_another_project_is_followed_there_and_back(room: Room, how: str) -> None:
    opened(room)
    board = room.served.jira.board
    if how == "asking":
        room.closed_to_webhooks()

    def at(project: str, key: str, status: str) -> None:
        room.clock.move(hours=1)
        board.move_to_project(board.issues[0], project, by="Marten Vos")
        room.poll() if how == "asking" else None
        room.until_heard(lambda: room.view().ticket_key == key)
        room.clock.move(minutes=1)
        board.move(board.issues[0], status, by="Marten Vos")
        room.poll() if how == "asking" else None
        room.until_heard(lambda: room.view().state_words == status.lower())

    at("SEC", "SEC-1", "Fieldwork")
    assert room.view().ticket_url == f"{room.served.url}/browse/SEC-1"
    for key in ("IPA-1", "SEC-1"):
        assert read_audit(room.context, IVY, key).key == KEY
    at("IPA", "IPA-1", "Notified")
    close_audit(room.context, VIC, AuditVerdict(KEY, AuditResult.PASS, ""))
    room.until_heard(lambda: board.issues[0].status == "Closed")
    told = happened(room.context)
    room.poll()
    assert (happened(room.context), len(board.issues)) == (told, 1)


@pytest.mark.parametrize("how", ["webhook", "asking"])
def test_a_ticket_that_is_deleted_is_told_to_whoever_opened_the_audit_and_not_made_anew(room: Room, how: str) -> None:
    opened(room)
    board = room.served.jira.board
    if how == "asking":
        room.closed_to_webhooks()
    board.delete(board.issues[0], by="Marten Vos")
    for _ in range(2):
        room.poll() if how == "asking" else None
    room.until_heard(lambda: room.view().gone_on)
    told = [one.message for one in room.messenger.posted if type(one.message).__name__ == "TicketNotice"]
    assert [(one.headline.split(",")[0], len(told)) for one in told] == [("IPA-1", 1)]  # type: ignore[union-attr]
    assert happened(room.context).count("ticket.gone") == 1
    assert board.issues == []


def test_to_whom_the_whole_project_is_hidden_nothing_is_taken_for_deleted(room: Room) -> None:
    opened(room)
    jira = room.served.jira
    jira.board.house = replace(jira.board.house, permissions=())
    note_delivery(room.context, "1", "IPA-1")
    room.deliver()
    with pytest.raises(GiveUp, match="IPA"):
        room.poll()
    assert room.view().gone_on is None
    jira.board.house = replace(jira.board.house, permissions=PERMISSIONS)
    room.poll()
    assert "ticket.gone" not in happened(room.context)
