"""The audit ticket of an approved access, from the last approval to what stands in Jira."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.register.load import load_register
from bot.jira import JiraTracker
from bot.jira.document_words import plain
from bot.local.jira import LocalJira
from bot.store.engine import open_engine
from bot.store.outbox import JIRA
from bot.store.unit import Store
from tests.application.steps import approve_all, ask
from tests.builders import TestClock, asset, register, workflows
from tests.fakes.messenger import FakeMessenger
from tests.leases import AT_ONCE
from tests.local.jira.serving import TOKEN, USER, Served, serve
from tests.local.jira.specification import problems

SECRET = "Project Nightjar pressure curve"  # a title that may be shown to nobody who does not know it already
KEY = "audit:V1:access:REQ-2026-0001"
LAG = timedelta(seconds=20)
PATIENCE = AT_ONCE


@pytest.fixture
def approved(sqlite_url: str, clock: TestClock) -> Iterator[Context]:
    """Ana's request for a secret asset, approved by everybody; its ticket waits in the outbox."""
    store = Store(open_engine(sqlite_url))
    context = Context(store, clock, workflows(), Calendar(ZoneInfo("Europe/Berlin")), kinds=KINDS)
    load_register(context, register(assets=(asset(public_title=SECRET),)), actor="test")
    ask(context)
    approve_all(context)
    yield context
    store.close()


@pytest.fixture
def jira(clock: TestClock) -> Iterator[Served]:
    with serve(LocalJira({"IPA": "IP audits"}, clock=clock)) as served:
        yield served
        assert problems(served.exchanges) == []


def restarted(jira: Served) -> JiraTracker:
    """The tracker of a bot that has just been started: it remembers nothing of earlier tries."""
    return JiraTracker(jira.url, user=USER, token=TOKEN, project="IPA", timeout=(5, 10))


def deliver(context: Context, jira: Served) -> None:
    """What is due is tried once."""
    tracker = restarted(jira)
    assert deliver_next(context, Outside(FakeMessenger(), tracker), JIRA, PATIENCE)
    tracker.close()


def parts(jira: Served) -> dict[str, str]:
    """The ticket's description: what stands under each heading."""
    found, heading = {}, ""
    for node in jira.jira.board.issues[0].fields["description"]["content"]:
        if node["type"] == "heading":
            heading = plain(node)
        else:
            found[heading] = plain(node)
    return found


def test_the_summary_says_what_is_to_be_audited_until_when_and_nothing_that_is_secret(approved: Context, jira: Served) -> None:
    deliver(approved, jira)
    (issue,) = jira.jira.board.issues
    assert issue.fields["summary"] == "[IP audit] V1 · access · A1 · due 2027-02-14"


def test_the_description_says_what_an_auditor_needs_to_begin(approved: Context, jira: Served) -> None:
    deliver(approved, jira)
    assert parts(jira) == {
        "Vendor": "Volt GmbH (V1)",
        "Company": "Volt Sp. z o.o. (PL)",
        "Tier": "2",
        "Scope": "A1 (C3); View only; 1 person; 1 Dec 2026 to 15 Jan 2027",
        "Trigger": "Approved access REQ-2026-0001",
        "Question": "Was the access used, ended and its material returned as agreed?",
        "Due": "14 Feb 2027: 30 days after the last day of access",
        "Key": KEY,
    }


def test_neither_secret_titles_nor_people_nor_the_purpose_leave_for_jira(approved: Context, jira: Served) -> None:
    deliver(approved, jira)
    everything = b"".join(exchange.sent for exchange in jira.exchanges).decode()
    assert "Volt GmbH" in everything
    for private in (SECRET, "Nightjar", "Ewa", "cannot be tuned"):
        assert private not in everything


def test_its_key_is_a_label_and_its_last_day_is_jiras_due_date(approved: Context, jira: Served) -> None:
    deliver(approved, jira)
    fields = jira.jira.board.issues[0].fields
    assert fields["labels"] == [KEY, "ringfence"]
    assert fields["duedate"] == "2027-02-14"


def test_a_reply_that_is_lost_after_the_create_leaves_one_ticket_that_is_found_again(
    approved: Context, jira: Served, clock: TestClock
) -> None:
    jira.jira.board.search_lag = LAG
    jira.jira.faults.add("reply_lost", method="create_issue")
    deliver(approved, jira)
    clock.move(seconds=int(LAG.total_seconds()))
    assert not deliver_next(approved, Outside(FakeMessenger(), restarted(jira)), JIRA, PATIENCE)
    clock.move(seconds=int(PATIENCE.settle.total_seconds()))
    deliver(approved, jira)
    assert [issue.key for issue in jira.jira.board.issues] == ["IPA-1"]
    assert not deliver_next(approved, Outside(FakeMessenger(), restarted(jira)), JIRA, PATIENCE)
