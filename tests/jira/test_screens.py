"""What Jira's screens ask for is filled in as the company says; what it cannot fill in it says, with where to write it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from bot.application.ports import GiveUp, TicketDraft
from bot.domain.ticket_mapping import TicketMapping
from bot.jira import JiraTracker, examine_jira
from bot.jira.dialect import DIALECTS
from bot.jira.screens import Unfillable, Way, body_of, shaped
from bot.local.jira import LocalJira
from tests.local.jira.serving import TOKEN, USER, Served, serve
from tests.local.jira.specification import problems

DIALECTS_BY_NAME = ("cloud", "datacenter")
RESOLUTION = {
    "name": "Resolution",
    "required": True,
    "schema": {"type": "resolution", "system": "resolution"},
    "allowedValues": [{"id": "1", "name": "Done"}, {"id": "2", "name": "Won't do"}],
}
CAUSE = {"name": "Root cause", "required": True, "schema": {"type": "string"}}


@contextmanager
def site(dialect: str = "cloud", **house: Any) -> Iterator[Served]:
    with serve(LocalJira({"IPA": "IP audits"}, dialect=dialect, **house)) as served:
        yield served
        if dialect == "cloud":
            told = [one for one in served.exchanges if not one.path.endswith("/statuses")]  # not in the specification's part
            assert problems(told) == []


def tracker(served: Served, dialect: str = "cloud", **mapping: Any) -> JiraTracker:
    return JiraTracker(
        served.url, user=USER, token=TOKEN, project="IPA", dialect=dialect, mapping=TicketMapping(**mapping), timeout=(2, 5)
    )


def draft() -> TicketDraft:
    return TicketDraft("audit:1", "[IP audit] V1", (("Vendor", "Volt GmbH"),), date(2027, 2, 14))


class TestAMove:
    @pytest.mark.parametrize("dialect", DIALECTS_BY_NAME)
    def test_what_it_asks_for_is_filled_in(self, dialect: str) -> None:
        with site(dialect, asked_on={"Closed": {"resolution": RESOLUTION, "customfield_7": CAUSE}}) as served:
            mine = tracker(served, dialect, moves={"resolution": "done", "customfield_7": "None", "customfield_9": "Unused"})
            key = mine.create(draft()).key
            assert mine.transition(key, status="Fieldwork").status == "Fieldwork"
            assert mine.transition(key, status="Closed").status == "Closed"
            fields = served.jira.board.issues[0].fields
        assert (fields["resolution"], fields["customfield_7"]) == ({"id": "1"}, "None")

    def test_what_is_not_asked_for_but_stands_on_its_screen_is_filled_in_too(self) -> None:
        with site(asked_on={"Closed": {"resolution": RESOLUTION | {"required": False}}}) as served:
            mine = tracker(served, moves={"resolution": "Won't do"})
            mine.transition(mine.create(draft()).key, status="Closed")
            assert served.jira.board.issues[0].fields["resolution"] == {"id": "2"}

    def test_what_nobody_gave_is_told_with_its_name_and_where_to_write_it(self) -> None:
        with site(asked_on={"Closed": {"resolution": RESOLUTION, "customfield_7": CAUSE}}) as served:
            mine = tracker(served, moves={"resolution": "Done"})
            key = mine.create(draft()).key
            with pytest.raises(GiveUp) as caught:
                mine.transition(key, status="Closed")
            assert served.jira.board.issues[0].status == "To Do"
        assert "IPA-1 stands at 'To Do' and cannot be moved to 'Closed': Jira asks there for Root cause" in caught.value.reason
        assert "(customfield_7)" in caught.value.reason
        assert "`moves` in workflows/jira.yml" in caught.value.reason

    def test_a_value_that_the_field_does_not_take_is_told_with_those_that_it_takes(self) -> None:
        with site(asked_on={"Closed": {"resolution": RESOLUTION}}) as served:
            mine = tracker(served, moves={"resolution": "Fixd"})
            key = mine.create(draft()).key
            with pytest.raises(GiveUp, match=r"Resolution \(resolution\) takes Done or Won't do, not 'Fixd'"):
                mine.transition(key, status="Closed")

    def test_a_field_with_a_default_asks_nobody(self) -> None:
        with site(asked_on={"Closed": {"customfield_7": CAUSE | {"required": False, "hasDefaultValue": True}}}) as served:
            mine = tracker(served)
            assert mine.transition(mine.create(draft()).key, status="Closed").status == "Closed"

    def test_what_jira_refuses_all_the_same_is_told_in_its_own_words(self) -> None:
        """A rule that no screen shows."""
        hidden = {"customfield_7": CAUSE}
        with site(asked_on={"Closed": hidden}) as served:
            mine = tracker(served, moves={"customfield_7": "x"})
            key = mine.create(draft()).key
            hidden["customfield_8"] = {"name": "Cost centre", "required": True, "schema": {"type": "string"}, "hidden": True}
            with pytest.raises(GiveUp, match="It says: customfield_8: Cost centre is required"):
                mine.transition(key, status="Closed")


class TestANewTicket:
    @pytest.mark.parametrize("dialect", DIALECTS_BY_NAME)
    def test_what_always_says_the_same_is_filled_in_and_no_day_where_there_is_none(self, dialect: str) -> None:
        with site(dialect, custom_fields={"customfield_5": "Department"}, required=("customfield_5",)) as served:
            mine = tracker(served, dialect, always={"customfield_5": "Legal", "priority": "high"}, has_due_date=False)
            mine.create(draft())
            fields = served.jira.board.issues[0].fields
            assert all(line.ok for line in examine_jira(mine))
        assert (fields["customfield_5"], fields["duedate"]) == ("Legal", None)
        assert fields["priority"] == {"name": "High"}

    def test_a_screen_without_the_field_is_told(self) -> None:
        with site() as served, pytest.raises(GiveUp, match=r"customfield_5 cannot be filled there.*`always`"):
            tracker(served, always={"customfield_5": "Legal"}).create(draft())

    def test_the_doctor_finds_it_before_the_first_audit_does(self) -> None:
        with site(custom_fields={"customfield_5": "Department"}, required=("customfield_5",)) as served:
            said = [f"{line.what} {line.to_do}" for line in examine_jira(tracker(served)) if not line.ok]
            odd = [line.what for line in examine_jira(tracker(served, always={"customfield_5": "x", "priority": "Grave"}))]
        assert "Department (customfield_5)" in said[0]
        assert "`always` in workflows/jira.yml" in said[0]
        assert any("takes Highest or High" in what for what in odd)


@pytest.mark.parametrize(
    ("schema", "words", "sent"),
    [
        ({"type": "string"}, "x", "x"),
        ({"type": "date"}, "2026-11-24", "2026-11-24"),
        ({"type": "number"}, "3", 3.0),
        ({"type": "number"}, "three", "three"),
        ({"type": "option"}, "x", {"value": "x"}),
        ({"type": "resolution"}, "Done", {"name": "Done"}),
        ({"type": "array", "items": "string"}, "x", ["x"]),
        ({"type": "array", "items": "version"}, "1.0", [{"name": "1.0"}]),
        ({"type": "user"}, "5b1", {"accountId": "5b1"}),
    ],
)
def test_each_type_of_field_has_its_own_shape(schema: dict[str, str], words: str, sent: Any) -> None:
    screen = {"f": {"name": "F", "required": True, "schema": schema}}
    assert shaped(screen, {"f": words}, section="moves", dialect=DIALECTS["cloud"]) == {"f": sent}


def test_a_field_of_several_lines_takes_a_text_as_its_jira_writes_them() -> None:
    screen = {"f": {"name": "F", "schema": {"type": "string", "custom": "com.atlassian:textarea"}}}
    assert shaped(screen, {"f": "x"}, section="moves", dialect=DIALECTS["cloud"])["f"]["type"] == "doc"
    assert shaped(screen, {"f": "x*"}, section="moves", dialect=DIALECTS["datacenter"])["f"] == "x\\*"
    people = {"u": {"name": "U", "schema": {"type": "user"}}}
    assert shaped(people, {"u": "bot"}, section="moves", dialect=DIALECTS["datacenter"]) == {"u": {"name": "bot"}}


def test_several_choices_are_a_list_of_one() -> None:
    screen = {"f": {"name": "F", "schema": {"type": "array", "items": "option"}, "allowedValues": [{"id": "9", "value": "EU"}]}}
    assert shaped(screen, {"f": "eu"}, section="moves", dialect=DIALECTS["cloud"]) == {"f": [{"id": "9"}]}
    with pytest.raises(Unfillable, match="takes EU, not 'US'"):
        shaped(screen, {"f": "US"}, section="moves", dialect=DIALECTS["cloud"])


def test_a_comment_that_a_move_asks_for_is_added_to_the_ticket() -> None:
    way = Way("41", "Closed", {"comment": {"name": "Comment", "required": True, "schema": {"type": "comments-page"}}})
    with pytest.raises(Unfillable, match=r"Comment \(comment\)"):
        body_of(way, {}, DIALECTS["datacenter"])
    assert body_of(way, {"comment": "Closed by the audit."}, DIALECTS["datacenter"]) == {
        "transition": {"id": "41"},
        "update": {"comment": [{"add": {"body": "Closed by the audit."}}]},
    }
