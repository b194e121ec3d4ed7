"""Clicks that decide nothing: late, double, stale, by a stranger, on one's own request; and what says so (3.6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.approvals import Click, decide, start_again, with_standing
from bot.domain.approvers import Approvers
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.requests import Request
from bot.domain.vocabulary import ItemState, RequestState, Role
from tests.builders import NOW, approval, approvers, asset, member, members, rejection, request, stage

MO, DAN, IVY, SOL = member("mo"), member("dan"), member("ivy"), member("sol")
MANAGER, OWNER, COUNSEL = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL


def refusal(wish: Request, click: Click, people: Approvers | None = None) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide(wish, click, people or approvers())
    return refused.value


def after(wish: Request, *who: Member, people: Approvers | None = None) -> Request:
    for one in who:
        wish = decide(wish, approval(one, wish), people or approvers())
    return wish


class TestWho:
    def test_nobody_decides_on_their_own_request(self) -> None:
        found = refusal(request(), approval(member("ana"), request()))

        assert found.code == "own_request"
        assert found.words == "You asked for REQ-1, so you do not decide on it. It waits for Mo."

    def test_nor_rejects_it(self) -> None:
        assert refusal(request(), rejection(member("ana"), request())).code == "own_request"

    def test_if_nobody_is_left_the_words_name_nobody(self) -> None:
        nobody = approvers(everybody=(member("ana"),))

        assert "waits for somebody else" in refusal(request(), approval(member("ana"), request()), nobody).words

    def test_a_stranger_holds_no_seat(self) -> None:
        found = refusal(request(), approval(member("aud"), request()))

        assert found.code == "not_eligible"
        assert found.words == "REQ-1 does not wait for you, so nothing changed. It waits for Mo."

    def test_rights_are_those_of_now_and_not_of_when_the_card_was_drawn(self) -> None:
        without_mo = approvers(everybody=members(member("mo", Role.REQUESTER)))

        assert refusal(request(), approval(MO, request()), without_mo).code == "not_eligible"
        assert "waits for nobody who is here now" in refusal(request(), approval(MO, request()), without_mo).words

    def test_whoever_left_or_is_bound_to_no_slack_member_cannot_decide(self) -> None:
        for gone in (member("mo", active=False), member("mo", slack_id=None)):
            assert refusal(request(), approval(gone, request()), approvers(everybody=members(gone))).code == "not_eligible"

    def test_a_seat_of_another_stage_is_none_of_this_one(self) -> None:
        assert refusal(request(), approval(SOL, request())).code == "not_eligible"


class TestDoubleAndLate:
    both = stage("both", OWNER, COUNSEL)

    def test_the_same_click_twice_is_one_decision(self) -> None:
        half = after(request(self.both), DAN)

        found = refusal(half, approval(DAN, half))

        assert found.code == "double"
        assert "You approved REQ-1 24 Nov 2026, 09:00 UTC." in found.words

    def test_a_second_holder_of_a_filled_seat_is_told_who_filled_it(self) -> None:
        people = approvers(everybody=members(member("ian", COUNSEL)))
        half = after(request(self.both), IVY, people=people)

        found = refusal(half, approval(member("ian", COUNSEL), half), people)

        assert found.code == "late"
        assert "approved by Ivy 24 Nov 2026, 09:00 UTC" in found.words

    def test_a_click_on_the_card_of_a_stage_that_is_done_is_told_who_decided_it(self) -> None:
        moved = after(request(), MO)

        found = refusal(moved, approval(MO, moved, stage=0))

        assert found.code == "late"
        assert found.words == "That step of REQ-1 is done: Mo decided it 24 Nov 2026, 09:00 UTC. Nothing changed."

    def test_after_the_end_the_words_say_who_decided_last(self) -> None:
        done = after(request(self.both), DAN, IVY)

        found = refusal(done, approval(DAN, done))

        assert found.code == "late"
        assert found.words == "REQ-1 is already approved: Ivy decided last, 24 Nov 2026, 09:00 UTC. Nothing changed."

    def test_a_request_that_ended_without_a_decision_names_nobody(self) -> None:
        over = request(state=RequestState.REJECTED)

        assert refusal(over, approval(MO, over)).words == "REQ-1 is already rejected. Nothing changed."

    @pytest.mark.parametrize("state", [RequestState.BLOCKED, RequestState.AWAITING_WAIVER])
    def test_what_a_check_stops_cannot_be_approved_until_it_is_cleared(self, state: RequestState) -> None:
        found = refusal(request(state=state), approval(MO, request()))

        assert found.code == "not_open"
        assert ("stopped by a check" if state is RequestState.BLOCKED else "waits for a fact or a waiver") in found.words

    @pytest.mark.parametrize("state", [RequestState.BLOCKED, RequestState.AWAITING_WAIVER])
    def test_what_a_check_stops_can_be_rejected(self, state: RequestState) -> None:
        stopped = request(state=state)

        assert decide(stopped, rejection(MO, stopped), approvers()).state is RequestState.REJECTED

    def test_a_decider_who_is_no_longer_known_is_named_by_id(self) -> None:
        done = after(request(self.both), DAN, IVY)

        assert "ivy decided last" in refusal(done, approval(DAN, done), approvers(everybody=(DAN,))).words

    def test_a_request_past_its_last_stage_has_nothing_to_decide(self) -> None:
        assert refusal(request(stage=3), approval(MO, request(stage=3))).code == "over"


class TestStopped:
    two = (asset(), asset(id="A2"))

    def test_whoever_was_asked_before_the_route_started_again_may_reject(self) -> None:
        again = start_again(after(request(), MO), items=frozenset({"A1"}), snapshot=2, at=NOW, approvers=approvers())

        rejected = decide(again, rejection(DAN, again), approvers())

        assert rejected.state is RequestState.REJECTED
        assert (rejected.decisions[-1].stage, rejected.decisions[-1].round) == (1, 2)
        assert refusal(again, rejection(SOL, again)).code == "not_eligible"

    def test_what_is_left_waits_as_its_facts_say(self) -> None:
        stopped = request(asset_ids=("A1", "A2"), state=RequestState.BLOCKED)
        left = decide(stopped, rejection(MO, stopped, items=("A2",)), approvers(*self.two))

        assert left.state is RequestState.BLOCKED
        assert with_standing(left, RequestState.AWAITING_WAIVER, NOW, approvers()).state is RequestState.AWAITING_WAIVER

    def test_what_goes_on_goes_on_at_the_first_stage_that_is_not_filled(self) -> None:
        moved = after(request(asset_ids=("A1", "A2")), MO, people=approvers(*self.two))
        again = start_again(moved, items=frozenset({"A2"}), snapshot=2, at=NOW, approvers=approvers(*self.two))
        stopped = replace(again, state=RequestState.BLOCKED)
        left = decide(stopped, rejection(MO, stopped, items=("A2",)), approvers(*self.two))

        later = NOW + timedelta(days=2)
        on = with_standing(left, RequestState.PENDING_APPROVAL, later, approvers(*self.two))
        assert (on.stage, on.stage_since, on.state) == (1, later, RequestState.PENDING_APPROVAL)


class TestStale:
    def test_a_card_of_an_earlier_round_decides_nothing(self) -> None:
        wish = request(round=2)

        assert refusal(wish, approval(MO, wish, round=1)).code == "stale"

    @pytest.mark.parametrize("shown", [1, 9])
    def test_a_card_of_a_stage_that_nobody_decided_decides_nothing(self, shown: int) -> None:
        found = refusal(request(), approval(MO, request(), stage=shown))

        assert found.code == "stale"
        assert "is not at that step" in found.words

    def test_decisions_that_became_void_do_not_count_as_made(self) -> None:
        moved = after(request(), MO)
        again = start_again(moved, items=frozenset({"A1"}), snapshot=2, at=NOW, approvers=approvers())
        again = after(again, MO)
        back = start_again(again, items=frozenset({"A1"}), snapshot=3, at=NOW, approvers=approvers())

        assert refusal(after(back, MO), approval(MO, back, round=back.round, stage=0)).code == "late"
        assert refusal(back, approval(DAN, back, stage=1)).code == "stale"


class TestWorseFacts:
    two = (asset(), asset(id="A2"))
    later = NOW + timedelta(days=1)

    def test_every_earlier_approval_of_the_item_is_void_and_the_route_starts_again(self) -> None:
        moved = after(request(), MO, DAN)

        again = start_again(moved, items=frozenset({"A1"}), snapshot=2, at=self.later, approvers=approvers())

        assert (again.round, again.stage, again.snapshot, again.stage_since) == (2, 0, 2, self.later)
        assert again.state is RequestState.PENDING_APPROVAL
        assert [made.void for made in again.decisions] == [True, True]

    def test_the_same_people_may_decide_again(self) -> None:
        again = start_again(after(request(), MO), items=frozenset({"A1"}), snapshot=2, at=NOW, approvers=approvers())

        assert after(again, MO, DAN, IVY, SOL).state is RequestState.APPROVED

    def test_approvals_of_other_items_stand(self) -> None:
        moved = after(request(asset_ids=("A1", "A2")), MO, people=approvers(*self.two))

        again = start_again(moved, items=frozenset({"A2"}), snapshot=2, at=NOW, approvers=approvers(*self.two))

        assert {made.item: made.void for made in again.decisions} == {"A1": False, "A2": True}
        assert again.stage == 0
        assert after(again, MO, people=approvers(*self.two)).stage == 1

    def test_if_only_a_rejected_item_got_worse_the_rest_is_where_it_was(self) -> None:
        wish = request(asset_ids=("A1", "A2"))
        wish = decide(wish, rejection(MO, wish, items=("A2",)), approvers(*self.two))
        moved = after(wish, MO, people=approvers(*self.two))

        again = start_again(moved, items=frozenset({"A2"}), snapshot=2, at=NOW, approvers=approvers(*self.two))

        assert (again.stage, again.round) == (1, 2)

    def test_what_is_void_stays_void(self) -> None:
        first = start_again(after(request(), MO), items=frozenset({"A1"}), snapshot=2, at=NOW, approvers=approvers())
        second = start_again(after(first, MO), items=frozenset(), snapshot=3, at=NOW, approvers=approvers())

        assert [made.void for made in second.decisions] == [True, False]

    def test_a_reject_is_not_undone(self) -> None:
        wish = request(asset_ids=("A1", "A2"))
        rejected = decide(wish, rejection(MO, wish, items=("A2",)), approvers(*self.two))

        again = start_again(rejected, items=frozenset({"A1"}), snapshot=2, at=NOW, approvers=approvers(*self.two))

        assert [item.state for item in again.items] == [ItemState.PENDING, ItemState.REJECTED]
