"""Answering by a click: which seat it fills, what is refused and why, what is recorded, and who is told."""

from dataclasses import replace

import pytest

from bot.application.context import Context
from bot.application.ports import MessageRef
from bot.application.requests.decide import Answer
from bot.application.requests.views import RequestView
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome, ItemState, PersonStatus, RequestState, Role
from bot.store import message_copies, snapshots
from tests.application.steps import (
    FIRST,
    answer,
    approve,
    approve_all,
    ask,
    context_with,
    everything_is_delivered,
    happened,
    kept,
    now_known,
    promised,
    record_of,
    refused,
    reject,
)
from tests.builders import TestClock, asset, member, members, person, register, rule, stage, vendor
from tests.counting import row_counts, rows_added
from tests.refusing import check_answer, decide_request


def rekeyed(context: Context, mo: Member) -> None:
    """Mo stands in the register under this id now; one load lets go of the old one, the next brings the new one."""
    others, vendors = tuple(one for one in members() if one.id != "mo"), (vendor(owner="ivy"),)
    for everybody in (members(), others, (*others, mo)):
        now_known(context, members=everybody, vendors=vendors)


def on_card(context: Context) -> Answer:
    """Approve, on the card as it stands."""
    now = kept(context)
    return Answer(now.id, DecisionOutcome.APPROVE, now.round, now.stage)


TWO_ASSETS = {"assets": (asset(), asset(id="A2", public_title="Pump housing"))}


class TestOneOfTheSeatsIsEnough:
    def test_one_approval_opens_the_next_stage(self, context: Context) -> None:
        ask(context)

        approve(context, "mo")

        assert kept(context).stage == 1

    def test_whoever_else_holds_the_seat_is_too_late(self, context: Context) -> None:
        now_known(context, members=members(member("max", Role.ENGINEERING_MANAGER)))
        ask(context)
        approve(context, "mo")

        refusal = refused(approve(context, "max", stage=0))

        assert refusal.code == "late"
        assert "Mo decided it 24 Nov 2026, 09:00 UTC" in refusal.words


class TestAllSeatsAreNeeded:
    def test_the_stage_waits_for_the_second_seat(self, context: Context) -> None:
        ask(context)
        approve(context, "mo")

        approve(context, "dan")

        assert (kept(context).stage, kept(context).state) == (1, RequestState.PENDING_APPROVAL)

    @pytest.mark.parametrize("order", [("dan", "ivy"), ("ivy", "dan")])
    def test_in_whichever_order_they_answer(self, context: Context, order: tuple[str, str]) -> None:
        ask(context)

        approve_all(context, "mo", *order)

        assert kept(context).stage == 2

    def test_one_person_fills_one_of_two_seats(self, context: Context) -> None:
        now_known(context, members=members(member("dan", Role.DATA_OWNER, Role.IP_COUNSEL)))
        ask(context)
        approve(context, "mo")

        approve(context, "dan")
        again = refused(approve(context, "dan"))

        assert kept(context).stage == 1
        assert [decision.actor for decision in kept(context).decisions] == ["mo", "dan"]
        assert again.code == "double"

    def test_who_holds_two_seats_leaves_the_one_that_the_other_can_fill(self, context: Context) -> None:
        now_known(context, members=members(member("dan", Role.DATA_OWNER, Role.IP_COUNSEL)))
        ask(context)

        approve_all(context, "mo", "dan", "ivy")

        assert kept(context).stage == 2


class TestANumberOfPeopleIsNeeded:
    @pytest.fixture
    def two_of_three(self, context: Context) -> Context:
        three = members(member("ida", Role.IP_COUNSEL), member("ian", Role.IP_COUNSEL))
        return context_with(context, rule(stage("counsel", Role.IP_COUNSEL, quantifier=2)), known=register(members=three))

    def test_two_different_people_fill_it(self, two_of_three: Context) -> None:
        ask(two_of_three)

        approve(two_of_three, "ivy")
        assert kept(two_of_three).state is RequestState.PENDING_APPROVAL

        approve(two_of_three, "ida")
        assert kept(two_of_three).state is RequestState.APPROVED

    def test_one_person_twice_does_not(self, two_of_three: Context) -> None:
        ask(two_of_three)
        approve(two_of_three, "ivy")

        assert refused(approve(two_of_three, "ivy")).code == "double"
        assert kept(two_of_three).state is RequestState.PENDING_APPROVAL

    def test_a_route_that_needs_two_people_is_not_closed_by_one(self, context: Context) -> None:
        both = members(member("mo", Role.ENGINEERING_MANAGER, Role.SECURITY_OFFICER))
        stages = (stage("need", Role.ENGINEERING_MANAGER), stage("security", Role.SECURITY_OFFICER))
        strict = context_with(context, rule(*stages, people=2), known=register(members=both))
        ask(strict)
        approve(strict, "mo")

        refusal = refused(approve(strict, "mo"))

        assert refusal.code == "one_person"
        assert "Ask another holder of the seat" in refusal.words
        assert kept(strict).state is RequestState.PENDING_APPROVAL


class TestTheLastApproval:
    def test_closes_the_request(self, context: Context) -> None:
        ask(context)

        closed = approve_all(context)

        assert closed.state is RequestState.APPROVED
        assert kept(context) == closed

    def test_is_recorded_with_what_follows_from_it(self, context: Context) -> None:
        ask(context)
        approve_all(context, "mo", "dan", "ivy")
        before = len(record_of(context))

        approve(context, "sol")

        assert happened(context, before) == ["item.approved", "request.approved", "access.scheduled", "audit.planned"]

    def test_promises_the_ticket_and_redraws_every_copy(self, context: Context) -> None:
        ask(context)
        approve_all(context, "mo", "dan", "ivy")
        everything_is_delivered(context)

        approve(context, "sol")

        assert sorted(promised(context)) == sorted(
            [
                ("card", "channel:ip-requests"),
                ("receipt", "person:ana"),
                ("told", "person:ana"),
                ("ask", "person:mo"),
                ("ask", "person:dan"),
                ("ask", "person:ivy"),
                ("ask", "person:sol"),
                ("audit_ticket", "jira"),
            ]
        )


class TestWhatAnApprovalLeavesBehind:
    def test_the_record_says_who_in_which_seat_on_which_facts(self, context: Context) -> None:
        ask(context)
        before = len(record_of(context))

        approve(context, "mo")

        decided, opened = record_of(context)[before:]
        assert (decided.happened.value, decided.actor) == ("item.approved", "mo")
        told = {"item": "A1", "stage": 0, "seat": "engineering_manager", "snapshot": 1, "round": 1, "slack_id": "U_MO"}
        assert {name: value for name, value in decided.details.items() if name != "hashes"} == told
        assert opened.details == {"stage": 1, "round": 1, "name": "owner", "asked": ["dan", "ivy"]}

    def test_the_next_approvers_are_asked_and_the_other_copies_redrawn(self, context: Context) -> None:
        ask(context)
        everything_is_delivered(context)

        approve(context, "mo")

        assert promised(context) == [
            ("card", "channel:ip-requests"),
            ("receipt", "person:ana"),
            ("ask", "person:mo"),
            ("ask", "person:dan"),
            ("ask", "person:ivy"),
        ]

    def test_the_same_click_three_times_is_one_decision(self, context: Context) -> None:
        ask(context)

        outcomes = [approve(context, "mo", stage=0) for _ in range(3)]

        assert [isinstance(one, Request) for one in outcomes] == [True, False, False]
        assert [decision.actor for decision in kept(context).decisions] == ["mo"]


class TestRejecting:
    def test_one_person_is_enough_to_close_it(self, context: Context) -> None:
        ask(context)

        reject(context, "mo")

        assert kept(context).state is RequestState.REJECTED
        assert happened(context)[-2:] == ["item.rejected", "request.rejected"]

    def test_the_reason_stands_in_the_record(self, context: Context) -> None:
        ask(context)

        reject(context, "mo", reason=" The task was cancelled. ")

        assert record_of(context)[-2].details["reason"] == "The task was cancelled."

    def test_one_item_of_two_is_rejected_and_the_other_goes_on(self, context: Context) -> None:
        now_known(context, **TWO_ASSETS)
        ask(context, asset_ids=("A1", "A2"))

        reject(context, "mo", items=("A2",))
        approve_all(context)

        assert {item.asset: item.state for item in kept(context).items} == {"A1": ItemState.APPROVED, "A2": ItemState.REJECTED}
        assert kept(context).state is RequestState.APPROVED

    def test_without_a_reason_nothing_changes_and_nothing_is_recorded(self, context: Context) -> None:
        ask(context)
        before = row_counts(context.store)

        refusal = refused(reject(context, "mo", reason="  "))

        assert refusal.code == "reason_missing"
        assert row_counts(context.store) == before

    def test_who_holds_no_seat_cannot_reject(self, context: Context) -> None:
        ask(context)

        assert refused(reject(context, "aud")).code == "not_eligible"
        assert kept(context).state is RequestState.PENDING_APPROVAL


class TestAStageThatAsksForAReason:
    @pytest.fixture
    def asks_why(self, context: Context) -> Context:
        return context_with(context, rule(stage("need", Role.ENGINEERING_MANAGER, reason_to_approve=True)))

    def test_no_reason_no_approval_and_nothing_is_recorded_as_refused(self, asks_why: Context) -> None:
        ask(asks_why)
        before = row_counts(asks_why.store)

        assert refused(approve(asks_why, "mo")).code == "reason_missing"
        assert row_counts(asks_why.store) == before

    def test_the_reason_is_kept_with_the_approval(self, asks_why: Context) -> None:
        ask(asks_why)

        approve(asks_why, "mo", reason="The pilot needs it.")

        assert kept(asks_why).decisions[0].reason == "The pilot needs it."


class TestWhoIsRefused:
    """Each refusal changes nothing but the record, and says what to do now."""

    @pytest.mark.parametrize(
        ("who", "code", "words"),
        [
            ("ana", "own_request", "It waits for Mo."),
            ("aud", "not_eligible", "does not wait for you"),
            ("sol", "not_eligible", "It waits for Mo."),
        ],
    )
    def test_who_may_not_decide_now(self, context: Context, who: str, code: str, words: str) -> None:
        ask(context)
        before, standing = row_counts(context.store), kept(context)

        refusal = refused(approve(context, who))

        assert refusal.code == code
        assert words in refusal.words
        assert kept(context) == standing
        assert rows_added(before, row_counts(context.store)) == {"event": 1}

    def test_it_is_recorded_who_tried_what(self, context: Context) -> None:
        ask(context)

        approve(context, "aud")

        event = record_of(context)[-1]
        assert (event.happened.value, event.actor) == ("click.refused", "aud")
        assert event.details == {"code": "not_eligible", "outcome": "approve", "stage": 0, "round": 1}

    def test_who_asked_before_the_register_knew_them_does_not_decide_on_it(self, context: Context) -> None:
        """Mo's boss binds her Slack id the day after she asked as somebody unknown."""
        ask(context, requester="slack:U_MO")

        refusal = refused(approve(context, "mo"))

        assert refusal.code == "own_request"
        assert kept(context).decisions == ()

    def test_whoever_asked_does_not_decide_under_another_id(self, context: Context) -> None:
        """The register is loaded with Mo under a new id; her Slack account is the one that asked."""
        ask(context, requester="mo", requester_slack="U_MO")
        renamed = member("mo.mayer", Role.ENGINEERING_MANAGER, slack_id="U_MO")
        rekeyed(context, renamed)

        refusal = refused(decide_request(context, renamed, on_card(context)))

        assert refusal.code == "own_request"

    def test_nor_with_another_account(self, context: Context) -> None:
        ask(context, requester="mo", requester_slack="U_MO")
        rebound = member("mo", slack_id="U_MO_2")
        now_known(context, members=members(rebound))

        assert refused(decide_request(context, rebound, on_card(context))).code == "own_request"

    def test_one_human_is_one_of_the_different_people_under_whichever_id(self, context: Context) -> None:
        stages = (stage("need", Role.ENGINEERING_MANAGER), stage("security", Role.SECURITY_OFFICER))
        strict = context_with(context, rule(*stages, people=2))
        ask(strict)
        approve(strict, "mo")
        renamed = member("mo.mayer", Role.ENGINEERING_MANAGER, Role.SECURITY_OFFICER, slack_id="U_MO")
        rekeyed(strict, renamed)

        refusal = refused(decide_request(strict, renamed, on_card(strict)))

        assert refusal.code == "one_person"
        assert kept(strict).state is RequestState.PENDING_APPROVAL

    def test_a_role_that_was_taken_away_since_the_lookup_does_not_count(self, context: Context) -> None:
        ask(context)
        replaced = members(member("mo", Role.REQUESTER), member("max", Role.ENGINEERING_MANAGER))
        now_known(context, members=replaced)

        refusal = refused(approve(context, "mo"))

        assert refusal.code == "not_eligible"
        assert "It waits for Max." in refusal.words

    def test_a_click_after_the_end_is_late_and_says_who_decided_last(self, context: Context) -> None:
        ask(context)
        approve_all(context)

        refusal = refused(approve(context, "sol"))

        assert refusal.code == "late"
        assert "already approved: Sol decided last" in refusal.words

    def test_a_card_of_an_earlier_round_is_stale(self, context: Context) -> None:
        ask(context)

        refusal = refused(approve(context, "mo", round=7))

        assert refusal.code == "stale"
        assert "Look at the card as it is now" in refusal.words

    def test_a_card_of_a_stage_that_is_not_open_yet_is_stale(self, context: Context) -> None:
        ask(context)

        assert refused(approve(context, "sol", stage=2)).code == "stale"
        assert kept(context).decisions == ()

    def test_an_unknown_request_is_refused_and_fills_no_record(self, context: Context) -> None:
        before = row_counts(context.store)

        with pytest.raises(Refusal, match="There is no request REQ-2026-0099") as refusal:
            decide_request(context, member("mo"), Answer("REQ-2026-0099", DecisionOutcome.APPROVE, 1, 0))

        assert "/ip-request mine" in refusal.value.words
        assert row_counts(context.store) == before


class TestFactsThatChangedSinceTheCardWasDrawn:
    @pytest.fixture
    def she_left(self, context: Context) -> Context:
        """Mo has approved; then Ewa, who the access is for, leaves the vendor."""
        ask(context)
        approve(context, "mo")
        now_known(context, people=(person(status=PersonStatus.LEFT),))
        return context

    def test_worse_facts_are_not_approved_and_the_words_say_what_got_worse(self, she_left: Context) -> None:
        refusal = refused(approve(she_left, "dan"))

        assert refusal.code == "facts_worse"
        assert "Ewa Engineer" in refusal.words
        assert "The route starts again." in refusal.words

    def test_earlier_approvals_are_void_and_the_route_starts_again(self, she_left: Context) -> None:
        approve(she_left, "dan")

        now = kept(she_left)
        assert [decision.void for decision in now.decisions] == [True]
        assert (now.round, now.stage, now.snapshot, now.state) == (2, 0, 2, RequestState.BLOCKED)

    def test_the_record_says_what_got_worse(self, she_left: Context) -> None:
        approve(she_left, "dan")

        event = record_of(she_left)[-1]
        assert (event.happened.value, event.before, event.after) == ("facts.worsened", "pending_approval", "blocked")
        assert event.details["worse"][0][:4] == ["PPL-05", "A1", "E1", "block"]

    def test_who_was_asked_sees_it_redrawn(self, she_left: Context) -> None:
        everything_is_delivered(she_left)

        approve(she_left, "dan")

        assert ("card", "channel:ip-requests") in promised(she_left)
        assert ("ask", "person:mo") in promised(she_left)

    def test_rejecting_needs_no_sound_facts(self, she_left: Context) -> None:
        reject(she_left, "dan")

        assert kept(she_left).state is RequestState.REJECTED

    @pytest.mark.parametrize("who", ["dan", "mo"])
    def test_what_a_refused_approval_has_stopped_can_be_rejected_by_whoever_was_asked(self, she_left: Context, who: str) -> None:
        refused(approve(she_left, "dan"))

        reject(she_left, who)

        assert kept(she_left).state is RequestState.REJECTED
        assert happened(she_left)[-2:] == ["item.rejected", "request.rejected"]

    def test_nobody_else_rejects_what_is_stopped(self, she_left: Context) -> None:
        refused(approve(she_left, "dan"))

        assert [refused(reject(she_left, who)).code for who in ("aud", "sol", "ana")] == [
            "not_eligible",
            "not_eligible",
            "own_request",
        ]

    def test_what_is_left_of_a_stopped_request_goes_on_once_what_stopped_it_is_rejected(self, context: Context) -> None:
        now_known(context, assets=(asset(), asset(id="A2")))
        ask(context, asset_ids=("A1", "A2"))
        blind = asset(id="A2", limits=replace(asset().limits, allowed_countries=()))
        now_known(context, assets=(asset(), blind))
        assert refused(approve(context, "mo")).code == "facts_worse"
        assert kept(context).state is RequestState.BLOCKED

        reject(context, "mo", items=("A2",))

        assert kept(context).state is RequestState.PENDING_APPROVAL
        assert happened(context)[-3:] == ["item.rejected", "facts.recovered", "stage.opened"]
        approve_all(context)
        assert kept(context).state is RequestState.APPROVED

    def test_a_change_that_makes_nothing_worse_lets_the_decision_stand_on_the_new_facts(self, context: Context) -> None:
        ask(context)
        now_known(context, assets=(asset(public_title="Pump controller, second edition"),))

        approve(context, "mo")

        now = kept(context)
        assert (now.stage, now.snapshot) == (1, 2)
        assert now.decisions[0].snapshot == 2

    def test_the_facts_of_both_moments_are_kept(self, context: Context) -> None:
        ask(context)
        now_known(context, assets=(asset(public_title="Pump controller, second edition"),))
        approve(context, "mo")

        with context.store.reading() as unit:
            titles = [snapshots.one(unit, FIRST, number).facts.asset("A1").public_title for number in (1, 2)]
        assert titles == ["Pump controller", "Pump controller, second edition"]

    def test_the_same_facts_are_kept_once(self, context: Context) -> None:
        ask(context)

        approve_all(context)

        assert row_counts(context.store)["snapshot"] == 1


class TestACopyThatNobodyWroteDown:
    def test_it_is_known_from_its_first_click_on(self, context: Context) -> None:
        ask(context)

        approve(context, "mo", seen_in=MessageRef("C_LOST", "17.000001"), kind="card")

        with context.store.reading() as unit:
            (copy,) = message_copies.about(unit, FIRST)
        assert (copy.channel, copy.ts, copy.destination) == ("C_LOST", "17.000001", "channel:ip-requests")

    def test_a_message_of_no_known_kind_is_not_taken_for_a_copy(self, context: Context) -> None:
        ask(context)

        approve(context, "mo", seen_in=MessageRef("C_LOST", "17.000001"), kind="forged")

        with context.store.reading() as unit:
            assert message_copies.about(unit, FIRST) == []


class TestAskingBeforeAFormOpens:
    def test_what_would_be_taken_changes_nothing(self, context: Context) -> None:
        ask(context)
        before = row_counts(context.store)

        view = check_answer(context, member("mo"), Answer(FIRST, DecisionOutcome.REJECT, 1, 0))

        assert isinstance(view, RequestView)
        assert [item.asset for item in view.items] == ["A1"]
        assert row_counts(context.store) == before

    def test_what_would_be_refused_is_refused_before_anybody_types_a_reason(self, context: Context) -> None:
        ask(context)

        assert refused(check_answer(context, member("aud"), Answer(FIRST, DecisionOutcome.REJECT, 1, 0))).code == "not_eligible"


def test_an_answer_takes_time_into_account_only_as_it_is_told(context: Context, clock: TestClock) -> None:
    ask(context)
    clock.move(hours=3)

    answer(context, "mo", DecisionOutcome.APPROVE)

    assert kept(context).decisions[0].at == clock.now()
    assert kept(context).stage_since == clock.now()
