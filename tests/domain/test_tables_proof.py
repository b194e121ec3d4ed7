"""What stands in the tables follows from the entries, or is named; what older entries do not tell is counted, not accused."""

import pytest

from bot.domain.events import Happened
from bot.domain.tables_proof import Tables, find_differences
from bot.domain.vocabulary import DecisionOutcome
from tests.domain.telling import (
    AUDIT,
    GRANT,
    REQUEST,
    Row,
    Telling,
    at_rest,
    audit_row,
    broken,
    decision,
    decision_row,
    grant_row,
    hashes_of,
    item_row,
    kept,
    request_row,
    snapshot_row,
    tables,
)

NEXT = {"round": "1", "stage": "1"}


def approved() -> Telling:
    return at_rest().decided().approved()


def of_approved(**more: list[Row]) -> dict[str, list[Row]]:
    usual = {"requests": [request_row(state="approved")], "items": [item_row(state="approved")], "decisions": [decision_row()]}
    return kept(**(usual | more))


def test_rows_that_follow_from_their_entries_hold() -> None:
    assert broken(at_rest(), **kept()) == []
    assert broken(approved(), **of_approved()) == []
    assert broken(approved().given(), **of_approved(grants=[grant_row()])) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"state": "approved"}, "stands as approved; its entries leave it pending_approval"),
        ({"round": "2"}, "stands in round 2"),
        ({"stage": "1"}, "stands at stage 1"),
        ({"stage_since": "2026-11-01 09:00:00"}, "says that its stage began 2026-11-01"),
        ({"snapshot": "2"}, "stands on snapshot 2; its entries tell of 1"),
        ({"look_on": None}, "is open, and is never looked at again"),
        ({"draft": '{"items": [{"asset": "A1", "mode": "view"}]}'}, "its draft was altered"),
        ({"vendor": "V2"}, "who asked, when or about whom"),
        ({"requester_slack": "U_2"}, "who asked, when or about whom"),
        ({"route": '{"stages": [], "min_distinct_people": 2}'}, "asks fewer people"),
        ({"draft": "no JSON"}, "a row of it cannot be read"),
        ({"submitted_at": None}, "a row of it cannot be read"),
    ],
)
def test_a_request_that_is_not_what_its_entries_say_is_named(row: Row, said: str) -> None:
    assert any(said in words for words in broken(at_rest(), **kept(requests=[request_row(**row)])))


def test_a_class_that_no_entry_says_is_named() -> None:
    asked = at_rest().add(
        Happened.ROUTE_WIDENED, **{"route": {"stages": [], "people": 1}, "class": [3, 4], "round": 1, "stage": 0, "open": []}
    )
    assert any("stands as C3; its entries say C4" in words for words in broken(asked, **kept()))


def test_a_request_without_entries_and_entries_without_a_request_are_named() -> None:
    (found, *_) = broken(Telling(), requests=[request_row()])
    assert "no entry says that it was asked for" in found
    assert "its entries say that it was asked for, and its row is gone" in broken(at_rest())


def test_access_that_was_open_once_makes_its_request_fulfilled() -> None:
    moved = {"entity": "grant", "about": GRANT, "moved": "scheduled>active", "request": REQUEST}
    telling = approved().given().add(Happened.ACCESS_OPENED, **moved)  # type: ignore[arg-type]
    opened = of_approved(requests=[request_row(state="fulfilled")], grants=[grant_row(state="active")])

    assert broken(telling, **opened) == []
    assert "stands as fulfilled" in broken(approved(), **of_approved(requests=[request_row(state="fulfilled")]))[0]


def test_items_are_those_that_were_asked_for_in_the_state_that_entries_leave() -> None:
    assert broken(at_rest(), **kept(items=[item_row(state="approved")])) == [
        "A1 stands as approved; its entries leave it pending"
    ]
    (found,) = broken(at_rest(), **kept(items=[item_row(), item_row(asset="A9", number="1")]))
    assert found == "A9 (view) is an item that nobody asked for"
    assert broken(at_rest(), **kept(items=[])) == ["A1 (view) was asked for, and is no item of it any more"]
    no = decision(outcome=DecisionOutcome.REJECT)
    rejected = at_rest().decided(no).add(Happened.REQUEST_REJECTED, moved="pending_approval>rejected")
    rows = kept(
        requests=[request_row(state="rejected", look_on=None)], items=[item_row(state="rejected")], decisions=[decision_row(no)]
    )
    assert broken(rejected, **rows) == []
    assert broken(Telling(), items=[item_row()]) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"facts": "{}"}, "its facts are not those"),
        ({"results": '["x"]'}, "its results of the checks are not those"),
        ({"digest": "d2"}, "its mark of the facts are not those"),
    ],
)
def test_a_snapshot_that_was_altered_is_named(row: Row, said: str) -> None:
    (found,) = broken(at_rest(), **kept(snapshots=[snapshot_row(**row)]))
    assert said in found


def test_a_snapshot_that_is_gone_or_has_no_entry_is_named() -> None:
    assert broken(at_rest(), **kept(snapshots=[])) == ["snapshot 1 is gone"]
    (found,) = broken(at_rest(), **kept(snapshots=[snapshot_row(), snapshot_row(number="2")]))
    assert found == "snapshot 2 stands without an entry"


def test_facts_that_were_taken_since_are_an_entry_and_a_snapshot() -> None:
    second = snapshot_row(number="2", digest="d2")
    telling = at_rest().add(Happened.FACTS_TAKEN, snapshot=2, hashes=hashes_of(second))
    assert broken(telling, **kept(requests=[request_row(snapshot="2")], snapshots=[snapshot_row(), second])) == []


@pytest.mark.parametrize("row", [{"actor": "eve"}, {"at": "2026-11-01 09:00:00"}, {"reason": "Because."}, {"seats": '["x"]'}])
def test_a_decision_that_was_altered_has_no_entry_and_its_entry_no_decision(row: Row) -> None:
    without, gone = broken(approved(), **of_approved(decisions=[decision_row(**row)]))
    assert "stands without an entry that says the same" in without
    assert gone == "entry 3: the decision of dan on A1 is gone"


def test_a_decision_that_counts_again_or_no_more_is_named() -> None:
    assert "counts no more" in broken(approved(), **of_approved(decisions=[decision_row(void="1")]))[0]
    worse = {"moved": "pending_approval>blocked", "worse": [["NDA-01", "A1", None, "block", "Ended."]], "snapshot": 1}
    telling = at_rest().decided().add(Happened.FACTS_WORSENED, **worse)  # type: ignore[arg-type]
    rows = kept(requests=[request_row(state="blocked", round="2")], decisions=[decision_row()])
    assert "counts again" in broken(telling, **rows)[0]
    assert broken(telling, **(rows | {"decisions": [decision_row(void="true")]})) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"state": "active"}, "stands as active; its entries leave it scheduled"),
        ({"person": "E9"}, "is not the one that its entry gave"),
        ({"next_on": None}, "would not be looked at when it ends"),
        ({"next_on": "2028-01-01"}, "would not be looked at when it ends"),
    ],
)
def test_access_that_is_not_what_its_entries_say_is_named(row: Row, said: str) -> None:
    (found,) = broken(approved().given(), **of_approved(grants=[grant_row(**row)]))
    assert said in found


def test_access_that_is_over_need_not_be_looked_at_and_does_not_come_back() -> None:
    ended = {"entity": "grant", "about": GRANT, "request": REQUEST}
    telling = approved().given().add(Happened.ACCESS_ENDED, moved="scheduled>revoked", **ended)  # type: ignore[arg-type]
    assert broken(telling, **of_approved(grants=[grant_row(state="revoked", next_on=None)])) == []
    telling.add(Happened.ACCESS_OPENED, moved="revoked>active", **ended)  # type: ignore[arg-type]
    found = broken(telling, **of_approved(requests=[request_row(state="fulfilled")], grants=[grant_row(state="active")]))
    assert found == [f"access {GRANT} moved on after it had ended"]


def test_access_that_nobody_gave_and_access_that_is_gone_are_named() -> None:
    assert "no entry gave it" in broken(approved(), **of_approved(grants=[grant_row()]))[0]
    assert "no entry gave it" in broken(Telling(), grants=[grant_row()])[0]
    assert broken(approved().given(), **of_approved()) == [f"access {GRANT} is gone"]


class TestEntriesOfOlderReleases:
    def test_what_they_do_not_tell_is_counted_and_accused_of_nothing(self) -> None:
        telling = Telling().asked(hashed=False).opened().decided(hashed=False).approved().given(hashed=False)
        looked = tables(telling, is_whole=False, **of_approved(grants=[grant_row(end_on="2030-01-01")]))
        assert list(find_differences(looked)) == []
        assert looked.unproven == {
            "draft, facts and results": {REQUEST},
            "snapshots": {REQUEST},
            "window, mode and channel of access": {GRANT},
        }

    def test_what_they_tell_is_compared(self) -> None:
        telling = Telling().asked(hashed=False).opened().decided(hashed=False).approved().given(hashed=False)
        found = broken(
            telling, is_whole=False, **of_approved(grants=[grant_row(person="E9")], decisions=[decision_row(actor="eve")])
        )
        assert len(found) == 3

    def test_access_that_a_register_brought_then_has_no_entry(self) -> None:
        looked = tables(Telling(), is_whole=False, grants=[grant_row()])
        assert list(find_differences(looked)) == []
        assert looked.unproven == {"access that a register brought": {GRANT}}

    def test_snapshots_after_the_first_that_an_entry_tells_have_one(self) -> None:
        second, third = snapshot_row(number="2"), snapshot_row(number="3")
        telling = Telling().asked(hashed=False).opened().add(Happened.FACTS_TAKEN, snapshot=2, hashes=hashes_of(second))
        rows = kept(requests=[request_row(snapshot="2")], snapshots=[snapshot_row(), second, third])
        assert broken(telling, is_whole=False, **rows) == ["snapshot 3 stands without an entry"]
        assert broken(Telling(), is_whole=False, snapshots=[snapshot_row()]) == []


class TestEntriesOfLaterReleases:
    """A word that is not known here tells the states that it names, and nothing is held against what it may have changed."""

    def test_a_request_of_which_they_tell_is_read_with_patience(self) -> None:
        telling = at_rest().add(Happened.GAP_FOUND, moved="pending_approval>blocked")
        rows = kept(requests=[request_row(state="blocked", round="9")], items=[item_row(state="approved")])
        assert broken(telling, **rows) == []
        assert "stands as approved" in broken(telling, **kept(requests=[request_row(state="approved")]))[0]


class TestPapers:
    def row(self, **more: str | None) -> Row:
        return {"agreement": "NDA-1", "decision": "renew", "decided_by": "ivy"} | more

    def said(self, telling: Telling, *rows: Row) -> list[str]:
        return [one.words for one in find_differences(Tables({"NDA-1": telling.told()}, is_whole=True, cares=rows))]

    def renewed(self) -> Telling:
        return Telling().add(Happened.AGREEMENT_RENEWAL_OPENED, entity="agreement", about="NDA-1", actor="ivy")

    def test_what_was_decided_about_a_paper_follows_from_its_entries(self) -> None:
        reminded = Telling().add(Happened.AGREEMENT_REMINDED, entity="agreement", about="NDA-1")
        assert self.said(self.renewed(), self.row()) == []
        assert self.said(reminded, self.row(decision="none", decided_by=None)) == []
        let_end = self.renewed().add(Happened.AGREEMENT_LET_END, entity="agreement", about="NDA-1", actor="mo")
        assert self.said(let_end, self.row(decision="let_end", decided_by="mo")) == []

    def test_a_decision_that_was_altered_made_up_or_taken_away_is_named(self) -> None:
        (altered,) = self.said(self.renewed(), self.row(decision="let_end"))
        assert altered == "is decided as let_end by ivy; its entries say renew by ivy"
        assert len(self.said(Telling(), self.row())) == 1
        assert self.said(self.renewed()) == ["the decision of ivy to renew it is gone"]


class TestAudits:
    def planned(self) -> Telling:
        return approved().add(
            Happened.AUDIT_PLANNED, entity="audit", about=AUDIT, request=REQUEST, kind="access", due="2027-02-14"
        )

    def closed(self) -> Telling:
        told = {"entity": "audit", "about": AUDIT, "actor": "ivy", "request": REQUEST}
        telling = self.planned().add(Happened.TICKET_OPENED, ticket="IPA-1", **told)  # type: ignore[arg-type]
        telling.add(Happened.AUDIT_MOVED, moved="2027-02-14>2027-03-01", what="due", **told)  # type: ignore[arg-type]
        telling.add(Happened.FINDING_HEARD, ticket="IPA-9", **told)  # type: ignore[arg-type]
        return telling.add(Happened.AUDIT_CLOSED, moved="closed", result="fail", note="Open door.", **told)  # type: ignore[arg-type]

    def closed_row(self, **more: str | None) -> Row:
        usual = {"due_on": "2027-03-01", "ticket_key": "IPA-1", "result": "fail", "closed_by": "ivy", "closed_on": "2026-11-24"}
        return audit_row(**(usual | {"closing_note": "Open door."} | more))

    def test_an_audit_that_follows_from_its_entries_holds(self) -> None:
        assert broken(self.planned(), **of_approved(audits=[audit_row()])) == []
        assert broken(self.closed(), **of_approved(audits=[self.closed_row()])) == []

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ({"due_on": "2030-01-01"}, "is due 2030-01-01; its entries say 2027-03-01"),
            ({"ticket_key": "IPA-7"}, "has the ticket IPA-7"),
            ({"result": "pass"}, "stands as pass (by ivy); its entries leave it fail (by ivy)"),
            ({"result": None, "closed_by": None}, "stands as open"),
            ({"closed_on": "2026-11-01"}, "the table says 2026-11-01"),
            ({"closing_note": "Fine."}, "with another note"),
        ],
    )
    def test_one_that_does_not_is_named(self, row: Row, said: str) -> None:
        (found,) = broken(self.closed(), **of_approved(audits=[self.closed_row(**row)]))
        assert said in found

    def test_one_that_was_reopened_and_moved_holds_without_a_result(self) -> None:
        told = {"entity": "audit", "about": AUDIT, "actor": "tracker", "request": REQUEST}
        telling = self.closed().add(Happened.AUDIT_REOPENED, ticket="IPA-1", result="fail", **told)  # type: ignore[arg-type]
        telling.add(Happened.TICKET_MOVED, moved="IPA-1>SEC-4", ticket="SEC-4", **told)  # type: ignore[arg-type]
        telling.add(Happened.TICKET_GONE, finding="IPA-9", ticket="IPA-9", **told)  # type: ignore[arg-type]
        row = self.closed_row(result=None, closed_by=None, closed_on=None, closing_note="", ticket_key="SEC-4")
        assert broken(telling, **of_approved(audits=[row])) == []
        (found,) = broken(telling, **of_approved(audits=[self.closed_row(ticket_key="SEC-4")]))
        assert "its entries leave it open" in found

    def test_one_without_entries_and_entries_without_one_are_named(self) -> None:
        assert "no entry opened it" in broken(approved(), **of_approved(audits=[audit_row()]))[0]
        assert broken(self.planned(), **of_approved()) == [f"the audit {AUDIT} is gone"]

    def test_one_of_which_a_later_release_tells_more_is_read_with_patience(self) -> None:
        telling = self.closed().add(Happened.RESUME_ASKED, entity="audit", about=AUDIT, request=REQUEST)
        assert broken(telling, **of_approved(audits=[self.closed_row(result="pass")])) == []

    def test_one_whose_entry_said_no_day_has_any(self) -> None:
        telling = approved().add(Happened.AUDIT_OPENED, entity="audit", about=AUDIT, request=REQUEST)
        assert broken(telling, **of_approved(audits=[audit_row(due_on="2030-01-01")])) == []
