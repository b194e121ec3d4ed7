"""Which issue with our label is our ticket: everything about it is looked at, because anybody can write a label."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.ticket_mapping import TicketMapping
from bot.jira.dialect import DIALECTS
from bot.jira.ours import CLOCKS_DIFFER, Wanted, account_of, why_foreign

KEY = "audit:V1:for_cause:INC-7"
SINCE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
US = {"accountId": "us"}
OPEN = {"name": "To Do", "statusCategory": {"key": "new"}}
OVER = {"name": "Archived", "statusCategory": {"key": "done"}}


def why(dialect: str = "cloud", **fields: Any) -> str:
    usual = {
        "labels": ["ringfence", KEY],
        "project": {"key": "IPA"},
        "issuetype": {"name": "Audit"},
        "status": OPEN,
        "creator": US,
        "reporter": US,
        "created": "2026-11-24T09:00:05.000+0000",
        "description": DIALECTS[dialect].description([("Vendor", "Volt GmbH")], key=KEY),
    }
    mapping = TicketMapping(audit_type="Audit")
    return why_foreign({"fields": usual | fields}, Wanted(KEY, "IPA", "us", SINCE), mapping=mapping, dialect=DIALECTS[dialect])


@pytest.mark.parametrize("dialect", ["cloud", "datacenter"])
def test_one_that_we_opened_is_ours(dialect: str) -> None:
    assert why(dialect) == ""


def test_one_that_was_closed_after_we_opened_it_is_ours() -> None:
    assert why(status=OVER) == ""


def test_a_reporter_may_be_changed_by_people_and_who_created_it_may_not() -> None:
    assert why(reporter={"accountId": "auditor"}) == ""
    assert why(creator={"accountId": "auditor"}) == "somebody else opened it"
    assert why(creator=None, reporter={"accountId": "auditor"}) == "somebody else opened it"
    assert why(creator=None) == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"labels": ["ringfence"]}, "without our label"),
        ({"labels": None}, "without our label"),
        ({"project": {"key": "OPS"}}, "in another project"),
        ({"creator": None, "reporter": None}, "somebody else opened it"),
        ({"issuetype": {"name": "Bug"}}, "of the type Bug"),
        ({"description": None}, "our key does not stand"),
        ({"description": DIALECTS["cloud"].description([("Key", f"see {KEY}")], key="audit:other")}, "our key does not stand"),
    ],
)
def test_one_that_differs_in_anything_is_not(fields: dict[str, Any], words: str) -> None:
    assert words in why(**fields)


@pytest.mark.parametrize("status", [OVER, {"name": "Closed"}])
def test_one_that_was_over_before_is_not_though_clocks_differ(status: dict[str, Any]) -> None:
    def at(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    assert why(status=status, created=at(SINCE - CLOCKS_DIFFER)) == ""
    assert "closed before" in why(status=status, created=at(SINCE - CLOCKS_DIFFER - timedelta(seconds=1)))
    assert why(status=OPEN, created=at(SINCE - timedelta(days=900))) == ""


@pytest.mark.parametrize("dialect", ["cloud", "datacenter"])
@pytest.mark.parametrize("key", [KEY, 'audit:"V08":Ü\\x', "a b", "x" * 300, "h1. #_*{x}"])
def test_the_key_is_known_again_behind_a_text_of_any_length(dialect: str, key: str) -> None:
    body = DIALECTS[dialect].description([("Why", "A long story. " * 9000)], key=key)
    assert DIALECTS[dialect].carries_key(body, key)
    assert not DIALECTS[dialect].carries_key(body, f"{key[:40]}0")


def test_people_are_known_by_what_their_jira_knows_them_by() -> None:
    assert account_of({"accountId": "5b1", "displayName": "Bot"}) == "5b1"
    assert account_of({"key": "JIRAUSER1", "name": "bot"}) == "JIRAUSER1"
    assert account_of({"name": "bot"}) == "bot"
    assert account_of(None) == ""
