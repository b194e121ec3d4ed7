"""What entries tell of states; one that lacks what such an entry tells, or moves on from an end, is named."""

import pytest

from bot.domain.events import Happened
from bot.domain.happenings import HAPPENINGS
from bot.domain.register import Human
from bot.domain.vocabulary import DecisionOutcome
from tests.domain.telling import GRANT, REQUEST, Telling, at_rest, decision

OF = {word: getattr(kind, "entity", "") for word, kind in HAPPENINGS.items()}  # what each happens to


def test_a_request_stands_where_its_entries_leave_it() -> None:
    told = at_rest().decided().opened(stage=1).told()
    assert (told.state, told.stage, told.round) == ("pending_approval", 1, 1)
    assert [one.actor for one in told.approvals] == ["dan"]


def test_worse_facts_void_the_decisions_on_their_items_and_begin_another_round() -> None:
    no = decision("ivy", item="A2", outcome=DecisionOutcome.REJECT)
    telling = at_rest().decided().decided(no)
    worse = {"moved": "pending_approval>pending_approval", "worse": [["NDA-01", "A1", None, "block", "Ended."]], "snapshot": 2}
    told = telling.add(Happened.FACTS_WORSENED, **worse).told()  # type: ignore[arg-type]
    assert [one.void for one in told.decisions] == [True, False]
    assert (told.round, told.approvals, told.rejected) == (2, [], {"A2"})


def test_an_entry_that_lacks_what_it_should_tell_is_named() -> None:
    told = at_rest().add(Happened.ITEM_APPROVED, item="A1").told()
    ((number, words),) = told.wrong
    assert number == 3
    assert "lacks what such an entry tells" in words


def test_nothing_moves_on_from_a_request_that_was_rejected() -> None:
    telling = at_rest().add(Happened.REQUEST_REJECTED, moved="pending_approval>rejected")
    assert telling.told().wrong == []
    told = telling.add(Happened.REQUEST_APPROVED, moved="rejected>approved").told()
    assert "moves on from a request that was rejected" in told.wrong[0][1]


def test_what_is_told_of_other_things_leaves_the_states_as_they_are() -> None:
    telling = at_rest().add(Happened.CLICK_REFUSED, code="late").add(Happened.MESSAGE_GIVEN_UP, entity="message", reason="closed")
    told = telling.add(Happened.ACCESS_HELD, entity="grant", about=GRANT).told()
    assert (told.state, told.is_strange) == ("pending_approval", False)
    assert told.access[GRANT].state is None


@pytest.mark.parametrize("happened", [word for word, entity in OF.items() if entity in ("request", "audit")])
def test_no_word_of_this_release_is_strange(happened: Happened) -> None:
    """Each is taken up, or stands in `replay.py` or `replayed_audits.py` among those that move nothing."""
    told = Telling().add(happened, entity=OF[happened], about="X").told()
    assert not told.is_strange
    assert not any(audit.is_strange for audit in told.audits.values())


def test_a_request_that_was_never_asked_is_told_of_by_nothing() -> None:
    assert Telling().told().is_asked is False


def test_a_route_that_grew_is_the_floor_from_then_on_and_what_is_open_stays_approved() -> None:
    floor = {"stages": [[["ip_counsel"], 1]], "people": 2}
    grown = {"route": floor, "class": [2, 3], "round": 2, "stage": 1, "open": ["A2"]}
    told = at_rest().add(Happened.ROUTE_WIDENED, moved="approved>pending_approval", **grown).told()
    assert (told.state, told.floor, told.rank, told.round, told.stage) == ("pending_approval", floor, 3, 2, 1)
    assert told.open == {"A2"}


def test_what_silence_rejected_beside_what_is_open_is_told_by_its_entry() -> None:
    told = at_rest().add(Happened.REQUEST_REJECTED, moved="pending_approval>approved", items=["A1"]).told()
    assert (told.state, told.rejected) == ("approved", {"A1"})


def test_people_are_told_apart_by_the_account_that_an_entry_names() -> None:
    (one,) = at_rest().decided().told().decisions
    assert one.human == Human("dan")


def test_access_of_an_older_release_that_was_expiring_is_active() -> None:
    taken = {"request": REQUEST, "person": "E1", "asset": "A1"}
    told = at_rest().add(Happened.ACCESS_TAKEN_IN, entity="grant", about=GRANT, moved="expiring", **taken).told()  # type: ignore[arg-type]
    assert (told.access[GRANT].state, told.was_open, told.wrong) == ("active", True, [])
