"""A request on a route that grew: what waits again, at which stage, and which old pictures stand for nothing any more."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.requests import Request, first_of_each
from bot.domain.route_following import follow, grown_route
from bot.domain.vocabulary import ItemState, RequestState, Role
from bot.domain.workflows import Route, Stage
from tests.builders import NOW, approvers, draft, facts, member, request, stage
from tests.domain.test_clicks import after

MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER
NEED, OWN = stage("need", MANAGER), stage("owner", OWNER)
MO, DAN, IVY = member("mo"), member("dan"), member("ivy")
LATER = NOW + timedelta(days=1)


def route(*stages: Stage, people: int = 1) -> Route:
    return Route("secret", stages, "ip-requests", people, "v-test")


def followed(before: Request, *stages: Stage, people: int = 1, unopened: tuple[str, ...] = (), rank: int = 3) -> Request:
    grown = grown_route(before, route(*stages, people=people))
    return follow(before, grown, rank=rank, unopened=unopened, at=LATER, approvers=approvers())


def decided() -> Request:
    """Mo and Dan have approved; no access of it is open."""
    return after(request(NEED, OWN), MO, DAN)


class TestWhileItWaits:
    def test_nothing_changes_where_nothing_more_is_needed(self) -> None:
        before = request(NEED, OWN)
        assert followed(before, NEED, OWN) == before

    def test_the_class_is_that_of_now(self) -> None:
        assert followed(request(NEED, OWN), NEED, OWN, rank=4).rank == 4

    def test_a_seat_in_the_open_stage_begins_its_time_anew(self) -> None:
        half = after(request(NEED, OWN), MO)
        grown = followed(half, NEED, stage("owner", OWNER, COUNSEL))
        assert (grown.stage, grown.stage_since, grown.round) == (1, LATER, 1)

    def test_a_stage_to_come_leaves_the_time_of_the_open_one(self) -> None:
        half = after(request(NEED, OWN), MO)
        grown = followed(half, NEED, OWN, stage("security", SECURITY))
        assert (grown.stage, grown.stage_since, grown.round) == (1, half.stage_since, 1)

    def test_a_stage_in_the_place_of_the_open_one_counts_the_round_on(self) -> None:
        grown = followed(request(NEED, OWN), stage("export", SECURITY), NEED, OWN)
        assert (grown.stage, grown.round, grown.current_stage) == (0, 2, stage("export", SECURITY))

    def test_what_a_check_stops_stays_stopped(self) -> None:
        stopped = request(NEED, state=RequestState.BLOCKED)
        assert followed(stopped, NEED, OWN).state is RequestState.BLOCKED


class TestOnceItIsApproved:
    def test_what_was_never_open_waits_again_at_the_stage_that_came_in(self) -> None:
        again = followed(decided(), NEED, OWN, stage("security", SECURITY), unopened=("A1",))
        assert (again.state, again.stage, again.stage_since) == (RequestState.PENDING_APPROVAL, 2, LATER)
        assert [item.state for item in again.items] == [ItemState.PENDING]
        assert [made.actor for made in again.decisions if not made.void] == ["mo", "dan"]

    def test_what_is_open_stays_as_it_is(self) -> None:
        assert followed(decided(), NEED, OWN, stage("security", SECURITY)) == decided()

    def test_it_stays_approved_where_all_that_is_needed_was_decided(self) -> None:
        same = followed(decided(), NEED, OWN, people=2, unopened=("A1",), rank=2)
        assert (same.state, same.route.min_distinct_people, same.rank) == (RequestState.APPROVED, 2, 2)

    def test_one_human_too_few_asks_another_person(self) -> None:
        again = followed(decided(), NEED, OWN, people=3, unopened=("A1",))
        assert (again.state, again.current_stage and again.current_stage.name) == (
            RequestState.PENDING_APPROVAL,
            "another-person",
        )

    def test_public_material_has_no_route_to_fill(self) -> None:
        public = replace(request(), route=Route("public", (), "", 0, "v-test"), state=RequestState.APPROVED)
        assert follow(public, public.route, rank=3, unopened=("A1",), at=LATER, approvers=approvers()) == public


class TestWhoActed:
    def test_who_asked_and_who_decided_each_once(self) -> None:
        assert [human.member for human in decided().involved] == ["ana", "mo", "dan"]

    def test_the_same_human_under_two_names_counts_with_the_first_decision(self) -> None:
        first, second = decided().decisions
        renamed = replace(second, actor="mo.mayer", slack_id=first.slack_id)
        assert first_of_each([first, renamed]) == (first,)

    def test_whom_no_register_names_may_act_all_the_same(self) -> None:
        assert member("mo").is_known
        assert not member("slack:U_NEW").is_known


def test_facts_about_some_items_are_as_if_only_they_had_been_asked_for() -> None:
    known = facts(wish=draft(asset_ids=("A1", "A2")))
    assert [item.asset for item in known.about({"A2"}).draft.items] == ["A2"]


def test_a_click_on_a_route_that_grew_fills_its_seat() -> None:
    grown = followed(after(request(NEED, OWN), MO), NEED, stage("owner", OWNER, COUNSEL))
    assert after(grown, DAN, IVY).state is RequestState.APPROVED
