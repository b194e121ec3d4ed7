"""How a route is decided: stages fill, open one after another, and close the request (3.6)."""

from datetime import timedelta

import pytest

from bot.domain.approvals import decide, moment_words
from bot.domain.errors import Refusal
from bot.domain.requests import Request
from bot.domain.stage_progress import item_fills_stage, open_seats, seat_states, waiting_for
from bot.domain.vocabulary import ItemState, RequestState, Role
from tests.builders import NOW, approval, approvers, asset, member, members, rejection, request, stage

MO, DAN, IVY, SOL = member("mo"), member("dan"), member("ivy"), member("sol")
MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER


def states(decided: Request) -> dict[str, ItemState]:
    return {item.asset: item.state for item in decided.items}


class TestStages:
    def test_a_route_is_walked_stage_by_stage_to_its_end(self) -> None:
        walked = request()
        for who, then in ((MO, 1), (DAN, 1), (IVY, 2), (SOL, 3)):
            assert walked.state is RequestState.PENDING_APPROVAL
            walked = decide(walked, approval(who, walked), approvers())
            assert walked.stage == then

        assert walked.state is RequestState.APPROVED
        assert states(walked) == {"A1": ItemState.APPROVED}
        assert [made.actor for made in walked.decisions] == ["mo", "dan", "ivy", "sol"]

    def test_any_one_of_the_seats_fills_a_stage_of_any(self) -> None:
        either = stage("either", OWNER, COUNSEL, quantifier="any")

        assert decide(request(either), approval(IVY, request(either)), approvers()).state is RequestState.APPROVED

    def test_every_seat_needs_one_of_its_holders_not_all_of_them(self) -> None:
        ian = member("ian", COUNSEL)
        both = request(stage("both", OWNER, COUNSEL))
        people = approvers(everybody=members(ian))

        half = decide(both, approval(ian, both), people)

        assert half.state is RequestState.PENDING_APPROVAL
        assert decide(half, approval(DAN, half), people).state is RequestState.APPROVED

    def test_a_number_asks_for_that_many_different_people(self) -> None:
        ian = member("ian", COUNSEL)
        two = request(stage("two", COUNSEL, quantifier=2))
        people = approvers(everybody=members(ian))

        half = decide(two, approval(IVY, two), people)

        assert half.state is RequestState.PENDING_APPROVAL
        with pytest.raises(Refusal, match="one decision, however often you click"):
            decide(half, approval(IVY, half), people)
        assert decide(half, approval(ian, half), people).state is RequestState.APPROVED

    def test_a_decision_keeps_who_when_why_in_which_seat_on_which_facts(self) -> None:
        wish = request(snapshot=7)
        (made,) = decide(wish, approval(MO, wish, reason="  Needed.  "), approvers()).decisions

        assert (made.actor, made.seat, made.seats, made.at, made.snapshot) == ("mo", MANAGER, (MANAGER,), NOW, 7)
        assert (made.item, made.stage, made.round, made.reason) == ("A1", 0, 1, "Needed.")

    def test_the_next_stage_counts_its_time_from_the_click_that_opened_it(self) -> None:
        wish = request()
        later = NOW + timedelta(hours=3)

        assert decide(wish, approval(MO, wish, at=later), approvers()).stage_since == later

    def test_a_stage_may_ask_for_a_reason(self) -> None:
        strict = request(stage("need", MANAGER, reason_to_approve=True))

        with pytest.raises(Refusal) as refused:
            decide(strict, approval(MO, strict, reason=" "), approvers())
        assert refused.value.code == "reason_missing"
        assert decide(strict, approval(MO, strict, reason="Needed."), approvers()).state is RequestState.APPROVED


class TestDifferentPeople:
    def test_the_last_click_must_not_leave_one_person_alone_with_it(self) -> None:
        mia = member("mia", MANAGER, SECURITY)
        people = approvers(everybody=members(mia))
        wish = request(stage("need", MANAGER), stage("security", SECURITY), people=2)
        half = decide(wish, approval(mia, wish), people)

        with pytest.raises(Refusal, match="needs 2 different people") as refused:
            decide(half, approval(mia, half), people)
        assert refused.value.code == "one_person"
        assert decide(half, approval(SOL, half), people).state is RequestState.APPROVED

    def test_where_one_person_is_enough_they_may_decide_twice_with_a_click_each(self) -> None:
        mia = member("mia", MANAGER, SECURITY)
        people = approvers(everybody=members(mia))
        wish = request(stage("need", MANAGER), stage("security", SECURITY), people=1)

        half = decide(wish, approval(mia, wish), people)

        assert half.stage == 1
        assert decide(half, approval(mia, half), people).state is RequestState.APPROVED


class TestReject:
    two = (asset(), asset(id="A2"))

    def test_one_reject_kills_its_item_at_once_and_the_others_go_on(self) -> None:
        wish = request(asset_ids=("A1", "A2"))

        rejected = decide(wish, rejection(MO, wish, items=("A2",)), approvers(*self.two))

        assert states(rejected) == {"A1": ItemState.PENDING, "A2": ItemState.REJECTED}
        assert rejected.rejected_assets == ("A2",)
        assert rejected.state is RequestState.PENDING_APPROVAL

    def test_without_naming_items_it_is_all_of_them_and_the_request_is_over(self) -> None:
        wish = request(asset_ids=("A1", "A2"))

        rejected = decide(wish, rejection(MO, wish), approvers(*self.two))

        assert set(states(rejected).values()) == {ItemState.REJECTED}
        assert rejected.state is RequestState.REJECTED

    def test_later_approvals_do_not_heal_it(self) -> None:
        wish = request(asset_ids=("A1", "A2"))
        walked = decide(wish, rejection(MO, wish, items=("A2",)), approvers(*self.two))
        for who in (MO, DAN, IVY, SOL):
            walked = decide(walked, approval(who, walked), approvers(*self.two))

        assert walked.state is RequestState.APPROVED
        assert states(walked) == {"A1": ItemState.APPROVED, "A2": ItemState.REJECTED}

    def test_in_a_stage_of_any_one_reject_is_enough_too(self) -> None:
        either = request(stage("either", OWNER, COUNSEL, quantifier="any"))

        assert decide(either, rejection(IVY, either), approvers()).state is RequestState.REJECTED

    def test_rejecting_what_held_the_rest_up_moves_the_rest_on(self) -> None:
        """Lea owns A2 alone; once A2 is gone, A1 has all that its stage asks for."""
        assets = (asset(), asset(id="A2", data_owner="lea"))
        people = approvers(*assets, everybody=members(member("lea")))
        wish = request(stage("owner", OWNER), asset_ids=("A1", "A2"))

        half = decide(wish, approval(DAN, wish), people)
        done = decide(half, rejection(member("lea"), half), people)

        assert done.state is RequestState.APPROVED
        assert states(done) == {"A1": ItemState.APPROVED, "A2": ItemState.REJECTED}

    def test_nobody_rejects_an_item_that_is_not_theirs(self) -> None:
        assets = (asset(), asset(id="A2", data_owner="lea"))
        wish = request(stage("owner", OWNER), asset_ids=("A1", "A2"))

        with pytest.raises(Refusal) as refused:
            decide(wish, rejection(DAN, wish, items=("A2",)), approvers(*assets, everybody=members(member("lea"))))
        assert refused.value.code == "not_eligible"

    def test_it_needs_a_reason(self) -> None:
        with pytest.raises(Refusal, match="Say why you reject"):
            decide(request(), rejection(MO, request(), reason="\n"), approvers())

    def test_it_is_accepted_on_an_old_picture_too(self) -> None:
        wish = request(round=3)

        assert decide(wish, rejection(MO, wish, round=1), approvers()).state is RequestState.REJECTED

    def test_a_route_with_an_approved_item_ends_approved_when_the_last_open_one_is_rejected(self) -> None:
        wish = request(asset_ids=("A1", "A2")).with_item("A1", ItemState.APPROVED)

        assert decide(wish, rejection(MO, wish), approvers(*self.two)).state is RequestState.APPROVED


class TestPublicMaterialBesideOther:
    """C0 is opened without a route: what is asked for together with it is decided alone, and takes it along."""

    people = approvers(asset(), asset(id="A0", asset_class=0, data_owner="eve"), everybody=members(member("eve")))
    wish = request(stage("owner", OWNER, COUNSEL), asset_ids=("A1", "A0"))

    def test_it_is_opened_with_the_rest_and_nobody_is_asked_about_it(self) -> None:
        assert [one.id for one in waiting_for(self.wish, self.people)] == ["dan", "ivy"]
        half = decide(self.wish, approval(DAN, self.wish), self.people)
        assert dict(seat_states(half, self.people)) == {OWNER: "dan", COUNSEL: None}

        done = decide(half, approval(IVY, half), self.people)

        assert done.state is RequestState.APPROVED
        assert states(done) == {"A1": ItemState.APPROVED, "A0": ItemState.APPROVED}
        assert {made.item for made in done.decisions} == {"A1"}

    def test_who_owns_nothing_else_of_it_has_nothing_to_decide(self) -> None:
        with pytest.raises(Refusal, match="does not wait for you"):
            decide(self.wish, approval(member("eve"), self.wish), self.people)

    def test_it_is_opened_alone_where_the_rest_is_rejected(self) -> None:
        left = decide(self.wish, rejection(DAN, self.wish, items=("A1",)), self.people)

        assert left.state is RequestState.APPROVED
        assert states(left) == {"A1": ItemState.REJECTED, "A0": ItemState.APPROVED}


class TestWhatIsStillOpen:
    def test_it_waits_for_each_person_once_in_the_order_of_the_seats(self) -> None:
        counsel_too = member("dan", OWNER, COUNSEL)
        both = request(stage("both", OWNER, COUNSEL))

        waiting = waiting_for(both, approvers(everybody=members(counsel_too)))

        assert [one.id for one in waiting] == ["dan", "ivy"]

    def test_whoever_has_answered_is_not_waited_for(self) -> None:
        both = request(stage("both", OWNER, COUNSEL))
        half = decide(both, approval(DAN, both), approvers())

        assert list(open_seats(half, approvers())) == [(COUNSEL, IVY)]
        assert dict(seat_states(half, approvers())) == {OWNER: "dan", COUNSEL: None}

    def test_whoever_could_fill_no_further_seat_is_not_waited_for(self) -> None:
        two_owners = members(member("ivy", COUNSEL), member("lea", OWNER))
        people = approvers(asset(deputy="lea"), everybody=two_owners)
        both = request(stage("both", OWNER, COUNSEL))

        half = decide(both, approval(DAN, both), people)

        assert [one.id for one in waiting_for(half, people)] == ["ivy"]

    def test_with_several_items_only_those_not_yet_full_are_waited_for(self) -> None:
        assets = (asset(), asset(id="A2", data_owner="lea"))
        people = approvers(*assets, everybody=members(member("lea")))
        wish = request(stage("owner", OWNER), asset_ids=("A1", "A2"))

        half = decide(wish, approval(DAN, wish), people)

        assert [one.id for one in waiting_for(half, people)] == ["lea"]
        assert item_fills_stage(half, "A1", 0, people)
        assert not item_fills_stage(half, "A2", 0, people)
        assert dict(seat_states(half, people)) == {OWNER: None}

    def test_in_a_stage_of_any_everybody_who_has_not_answered_is_waited_for(self) -> None:
        either = request(stage("either", OWNER, COUNSEL, quantifier="any"))

        assert [one.id for one in waiting_for(either, approvers())] == ["dan", "ivy"]

    def test_in_a_stage_of_any_nobody_is_waited_for_whose_items_are_full(self) -> None:
        assets = (asset(), asset(id="A2", data_owner="lea"))
        people = approvers(*assets, everybody=members(member("lea")))
        wish = request(stage("owner", OWNER, Role.BRAND_COUNSEL, quantifier="any"), asset_ids=("A1", "A2"))
        deputised = approvers(asset(deputy="sol"), assets[1], everybody=members(member("lea")))

        half = decide(wish, approval(DAN, wish), people)

        assert [one.id for one in waiting_for(half, deputised)] == ["lea"]

    @pytest.mark.parametrize("over", [RequestState.APPROVED, RequestState.BLOCKED])
    def test_what_is_over_or_stopped_waits_for_nobody(self, over: RequestState) -> None:
        assert waiting_for(request(state=over), approvers()) == ()

    def test_past_the_last_stage_there_is_no_seat(self) -> None:
        assert list(seat_states(request(stage=3), approvers())) == []
        assert waiting_for(request(stage=3), approvers()) == ()

    def test_a_moment_is_told_with_its_zone(self) -> None:
        assert moment_words(NOW) == "24 Nov 2026, 09:00 UTC"
