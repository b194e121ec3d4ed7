"""The route follows the facts: at each click, at each look and before access opens (3.6, The route of now)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.requests.read import read_request
from bot.application.requests.sweep import sweep_requests
from bot.domain.requests import Request
from bot.domain.vocabulary import GrantState, ItemState, RequestState, Role
from tests.application.steps import (
    FIRST,
    access,
    approve,
    approve_all,
    ask,
    everything_is_delivered,
    happened,
    kept,
    load_register,
    pass_days,
    promised,
    record_of,
    refused,
    reject,
)
from tests.builders import START, TODAY, TestClock, asset, channel, member, members, register_at, rule, stage, vendor, workflows

MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER
NEED = stage("need", MANAGER, quantifier="any", reject_after=5)
BY_CLASS = (
    rule(NEED, stage("owner", OWNER, reject_after=5), classes=(1, 2), name="confidential"),
    rule(
        NEED,
        stage("owner", OWNER, COUNSEL, reject_after=5),
        stage("security", SECURITY, quantifier="any", reject_after=3),
        people=2,
    ),
)


@pytest.fixture
def company(context: Context) -> Context:
    """Two rules: C2 needs manager and owner, C3 counsel and security besides. A1 is C2."""
    changed = replace(context, workflows=workflows(*BY_CLASS))
    raise_to(changed, 2)
    return changed


def raise_to(company: Context, rank: int, **sections: object) -> None:
    load_register(company, register_at(rank, **sections), actor="test")


def names(request: Request) -> list[str]:
    return [one.name for one in request.route.stages]


def seats(request: Request) -> list[list[str]]:
    return [[seat.value for seat in one.seats] for one in request.route.stages]


class TestAtAClick:
    def test_what_the_facts_need_now_is_added_and_the_click_counts_for_its_seat(self, company: Context) -> None:
        ask(company)
        approve(company, "mo")
        raise_to(company, 3)

        after = approve(company, "dan")

        assert isinstance(after, Request)
        assert seats(after) == [["engineering_manager"], ["data_owner", "ip_counsel"], ["security_officer"]]
        assert (after.state, after.stage, after.rank) == (RequestState.PENDING_APPROVAL, 1, 3)
        assert [decision.actor for decision in after.decisions] == ["mo", "dan"]
        assert approve_all(company, "ivy", "sol").state is RequestState.APPROVED

    def test_the_record_says_which_fact_from_what_to_what_and_what_was_added(self, company: Context) -> None:
        ask(company)
        raise_to(company, 3)
        approve(company, "mo")

        widened = next(event for event in record_of(company) if event.happened.value == "route.widened")
        told = ("because", "class", "workflow", "added", "people", "asked_again", "open", "stage", "round")
        assert {name: widened.details[name] for name in told} == {
            "because": "Secret (C3) instead of Confidential (C2); added: IP counsel, security officer",
            "class": [2, 3],
            "workflow": ["confidential", "secret"],
            "added": [["owner", "ip_counsel"], ["security", "security_officer"]],
            "people": [1, 2],
            "asked_again": [],
            "open": [],
            "stage": 0,
            "round": 1,
        }

    def test_a_refused_click_leaves_the_route_of_now(self, company: Context) -> None:
        ask(company)
        raise_to(company, 3)

        assert refused(approve(company, "aud")).code == "not_eligible"

        assert names(kept(company)) == ["need", "owner", "security"]

    def test_whoever_is_asked_besides_hears_of_it(self, company: Context) -> None:
        ask(company)
        approve(company, "mo")
        everything_is_delivered(company)
        raise_to(company, 3)

        refused(approve(company, "aud"))

        assert {("ask", "person:dan"), ("ask", "person:ivy")} <= set(promised(company))

    def test_where_no_rule_fits_any_more_nothing_is_decided(self, company: Context) -> None:
        ask(company)
        only_c1 = replace(company, workflows=workflows(rule(NEED, classes=(1,))))

        refusal = refused(approve(only_c1, "mo"))

        assert refusal.code == "no_route"
        assert "Ask an administrator to add a rule for it." in refusal.words
        assert kept(company).decisions == ()

    def test_changed_workflow_files_count_as_facts(self, company: Context) -> None:
        ask(company)
        stricter = rule(NEED, stage("owner", OWNER, COUNSEL), classes=(1, 2), name="confidential")
        changed = replace(company, workflows=replace(workflows(stricter), version="v-next"))

        after = approve(changed, "mo")

        assert isinstance(after, Request)
        assert seats(after)[1] == ["data_owner", "ip_counsel"]
        assert after.route.because == ("the workflow files changed; added: IP counsel",)

    def test_an_old_picture_never_stands_for_a_stage_that_came_in_its_place(self, company: Context) -> None:
        """Export comes before the need: a click on the card that asked for the need decides nothing."""
        ask(company)
        export = rule(stage("export", MANAGER), *BY_CLASS[0].stages, classes=(1, 2), name="confidential")
        changed = replace(company, workflows=workflows(export))
        drawn = kept(company)

        refusal = refused(approve(changed, "mo", round=drawn.round, stage=drawn.stage))

        assert refusal.code == "stale"
        assert names(kept(company)) == ["export", "need", "owner"]


class TestAtALook:
    def test_the_route_grows_and_the_class_is_that_of_now(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve(company, "mo")
        raise_to(company, 3)
        clock.move(days=1)

        sweep_requests(company)

        assert (names(kept(company)), kept(company).rank) == (["need", "owner", "security"], 3)

    def test_it_grows_once(self, company: Context, clock: TestClock) -> None:
        ask(company)
        raise_to(company, 3)
        for _ in range(3):
            clock.move(days=1)
            sweep_requests(company)

        assert happened(company).count("route.widened") == 1

    def test_a_lowered_class_takes_nothing_away(self, company: Context, clock: TestClock) -> None:
        raise_to(company, 3)
        ask(company)
        raise_to(company, 2)
        clock.move(days=1)
        sweep_requests(company)

        assert (names(kept(company)), kept(company).rank) == (["need", "owner", "security"], 2)

    def test_silence_is_counted_before_the_route_grows(self, company: Context, clock: TestClock) -> None:
        ask(company)
        raise_to(company, 3)

        pass_days(company, clock, START + timedelta(days=30))

        assert kept(company).state is RequestState.REJECTED


class TestBeforeAccessOpens:
    def test_it_waits_for_approval_again_and_nothing_opens(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        raise_to(company, 3)

        clock.go_to(START)
        sweep_grants(company)

        again = kept(company)
        assert (again.state, names(again)) == (RequestState.PENDING_APPROVAL, ["need", "owner", "owner-added", "security"])
        pass_days(company, clock, START + timedelta(days=1))
        assert [grant.state for grant in access(company)] == [GrantState.SCHEDULED]
        assert access(company)[0].held == (
            "REQ-2026-0001 needs another approval: Secret (C3) instead of Confidential (C2); added: IP counsel, security officer."
        )

    def test_the_daily_look_finds_it_before_its_day_comes(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        raise_to(company, 3)

        pass_days(company, clock, TODAY + timedelta(days=1))

        assert kept(company).state is RequestState.PENDING_APPROVAL
        assert {("ask", "person:ivy"), ("card", "channel:ip-requests")} <= set(promised(company))

    def test_what_was_decided_stays_and_what_is_missing_is_asked(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        raise_to(company, 3)
        pass_days(company, clock, TODAY + timedelta(days=1))

        approve_all(company, "ivy", "sol")
        pass_days(company, clock, START)

        assert kept(company).state is RequestState.FULFILLED
        assert [grant.state for grant in access(company)] == [GrantState.ACTIVE]
        assert [decision.actor for decision in kept(company).decisions] == ["mo", "dan", "ivy", "sol"]

    def test_rejected_after_all_the_planned_access_ends(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        raise_to(company, 3)
        pass_days(company, clock, TODAY + timedelta(days=1))

        reject(company, "ivy")
        pass_days(company, clock, START)

        assert kept(company).state is RequestState.REJECTED
        assert [grant.state for grant in access(company)] == [GrantState.REVOKED]

    def test_so_it_does_where_nobody_answers(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        raise_to(company, 3)
        pass_days(company, clock, TODAY + timedelta(days=1))

        pass_days(company, clock, START + timedelta(days=20))

        assert kept(company).state is RequestState.REJECTED
        assert [grant.state for grant in access(company)] == [GrantState.REVOKED]

    def test_one_human_too_few_is_another_stage(self, company: Context, clock: TestClock) -> None:
        """Mo approved as manager and as owner; C3 material needs two different people."""
        both = members(member("mo", MANAGER, OWNER))
        raise_to(company, 2, members=both, assets=(asset(asset_class=2, data_owner="mo"),))
        ask(company)
        approve_all(company, "mo", "mo")
        two = replace(company, workflows=workflows(rule(*BY_CLASS[0].stages, classes=(1, 2), people=2)))

        pass_days(two, clock, TODAY + timedelta(days=1))

        assert names(kept(two)) == ["need", "owner", "another-person"]
        assert refused(approve(two, "mo")).code == "one_person"

    def test_where_no_rule_fits_any_more_nothing_opens(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        only_c1 = replace(company, workflows=workflows(rule(NEED, classes=(1,))))

        pass_days(only_c1, clock, START)

        (grant,) = access(company)
        assert grant.state is GrantState.SCHEDULED
        assert "no rule of the workflow files fits" in grant.held

    def test_access_that_is_open_is_not_asked_for_again(self, company: Context, clock: TestClock) -> None:
        ask(company)
        approve_all(company, "mo", "dan")
        pass_days(company, clock, START)
        raise_to(company, 3)

        pass_days(company, clock, START + timedelta(days=1))

        assert kept(company).state is RequestState.FULFILLED
        assert "route.widened" not in happened(company)

    def test_public_material_that_is_secret_now_gets_a_card_and_a_route(self, company: Context, clock: TestClock) -> None:
        raise_to(company, 0)
        ask(company)
        assert kept(company).state is RequestState.APPROVED
        raise_to(company, 3)

        pass_days(company, clock, TODAY + timedelta(days=1))

        again = kept(company)
        assert (again.state, names(again)) == (RequestState.PENDING_APPROVAL, ["need", "owner", "security"])
        assert ("card", "channel:ip-requests") in promised(company)


class TestSeveralItems:
    TWO = (asset(asset_class=2), asset(id="A2", public_title="Pump housing", asset_class=2))

    def load(self, company: Context, *ranks: int) -> None:
        found = tuple(replace(one, asset_class=rank) for one, rank in zip(self.TWO, ranks, strict=True))
        raise_to(company, 2, assets=found, vendors=(vendor(clearance=4),), channels=(channel(max_class=4),))

    def test_what_was_rejected_adds_nothing(self, company: Context, clock: TestClock) -> None:
        self.load(company, 2, 2)
        ask(company, asset_ids=("A1", "A2"))
        reject(company, "mo", items=("A2",))
        self.load(company, 2, 3)

        pass_days(company, clock, TODAY + timedelta(days=1))

        assert (names(kept(company)), kept(company).rank) == (["need", "owner"], 2)

    def test_what_was_public_beside_it_is_asked_about_from_the_first_stage(self, company: Context, clock: TestClock) -> None:
        self.load(company, 2, 0)
        ask(company, asset_ids=("A1", "A2"))
        approve(company, "mo")
        self.load(company, 2, 2)

        pass_days(company, clock, TODAY + timedelta(days=1))
        assert kept(company).stage == 0

        approve(company, "mo")
        assert (kept(company).stage, {item.state for item in kept(company).items}) == (1, {ItemState.PENDING})


def test_what_is_shown_is_the_class_and_the_route_of_now(company: Context) -> None:
    ask(company)
    raise_to(company, 3)

    view = read_request(company, member("mo"), FIRST).view

    assert view.class_words == "Secret (C3)"
    assert view.stage_names == ("need", "owner", "security")
