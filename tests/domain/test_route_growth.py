"""What is needed now and was not asked for is added at its place; nothing is taken away, and no decided stage moves."""

from dataclasses import replace

import pytest

from bot.domain.route_growth import another_person, grow, what_changed
from bot.domain.vocabulary import Overlay, Role
from bot.domain.workflows import Route, Stage, Subject
from tests.builders import stage

MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER
SPONSOR, EXPORT, PRIVACY = Role.EXECUTIVE_SPONSOR, Role.EXPORT_CONTROL_OFFICER, Role.PRIVACY_OFFICER
NEED = stage("need", MANAGER, quantifier="any", reject_after=5)
C2 = (NEED, stage("owner", OWNER, reject_after=5))
C3 = (NEED, stage("owner", OWNER, COUNSEL, reject_after=5), stage("security", SECURITY, quantifier="any", reject_after=3))
C4 = (
    replace(NEED, reason_to_approve=True),
    stage("owner", OWNER, COUNSEL, SECURITY, reject_after=5, reason_to_approve=True),
    stage("executive", SPONSOR, quantifier="any", reject_after=5),
)


def route(*stages: Stage, people: int = 1, workflow: str = "r", version: str = "v1") -> Route:
    return Route(workflow, stages, "ip-requests", people, version)


def grown(kept: tuple[Stage, ...], now: tuple[Stage, ...], *, at: int = 0, after: int | None = None) -> list[tuple[str, ...]]:
    """The stages that come out, as names with their seats; `at` is the open stage, from `after` on a stage may come in."""
    found = grow(route(*kept), route(*now), open_from=at, insert_from=at if after is None else after)
    return [(one.name, *(seat.value for seat in one.seats)) for one in found.stages]


class TestWhatIsAdded:
    def test_nothing_where_nothing_is_missing(self) -> None:
        kept = route(*C3, people=2)
        assert grow(kept, replace(kept, workflow="other", policy_version="v2"), open_from=0, insert_from=0) is kept

    def test_nothing_is_taken_away_where_less_is_needed(self) -> None:
        kept = route(*C4, people=2)
        assert grow(kept, route(*C2), open_from=0, insert_from=0) is kept

    def test_a_seat_where_its_stage_is_still_to_come(self) -> None:
        assert grown(C2, C3, at=1)[:2] == [("need", "engineering_manager"), ("owner", "data_owner", "ip_counsel")]

    def test_a_stage_at_its_place(self) -> None:
        assert grown(C2, (stage("export", EXPORT), *C2))[0] == ("export", "export_control_officer")
        assert grown(C2, C3)[-1] == ("security", "security_officer")

    def test_a_seat_whose_stage_has_passed_as_a_stage_before_the_next_one(self) -> None:
        assert grown(C2, C3, at=2) == [
            ("need", "engineering_manager"),
            ("owner", "data_owner"),
            ("owner-added", "ip_counsel"),
            ("security", "security_officer"),
        ]

    def test_a_stage_whose_place_has_passed_before_the_next_one(self) -> None:
        assert grown(C3, (stage("export", EXPORT), *C3), at=1) == [
            ("need", "engineering_manager"),
            ("export", "export_control_officer"),
            ("owner", "data_owner", "ip_counsel"),
            ("security", "security_officer"),
        ]

    def test_nothing_before_a_stage_in_which_somebody_has_decided(self) -> None:
        names = [one[0] for one in grown(C3, (stage("export", EXPORT), *C3), at=1, after=2)]
        assert names == ["need", "owner", "export", "security"]

    def test_several_that_have_passed_in_the_order_of_the_route_of_now(self) -> None:
        now = (stage("export", EXPORT), NEED, stage("owner", OWNER, PRIVACY), stage("executive", SPONSOR))
        assert [one[0] for one in grown(C2, now, at=2)] == ["need", "owner", "export", "owner-added", "executive"]

    def test_a_seat_that_another_stage_of_the_request_asks_anyway_is_not_asked_twice(self) -> None:
        """Security stands in a stage of its own at C3 and beside the owner at C4."""
        assert grown(C3, C4, at=2) == [
            ("need", "engineering_manager"),
            ("owner", "data_owner", "ip_counsel"),
            ("security", "security_officer"),
            ("executive", "executive_sponsor"),
        ]

    def test_a_seat_that_is_needed_twice_is_asked_twice(self) -> None:
        now = (*C3, stage("waiver", COUNSEL))
        assert grown(C3, now, at=1)[-1] == ("waiver", "ip_counsel")

    def test_where_any_of_several_was_enough_and_one_of_them_must_be_there_now(self) -> None:
        either = stage("owner", OWNER, COUNSEL, quantifier="any")
        assert grown((NEED, either), C2) == [
            ("need", "engineering_manager"),
            ("owner", "data_owner", "ip_counsel"),
            ("owner-added", "data_owner"),
        ]

    def test_where_any_of_several_is_enough_now_one_of_them_is(self) -> None:
        either = stage("owner", OWNER, COUNSEL, quantifier="any")
        assert grown(C2, (NEED, either)) == [("need", "engineering_manager"), ("owner", "data_owner")]

    def test_where_any_of_fewer_was_asked_any_of_more_is_met(self) -> None:
        few, many = (
            stage("counsel", COUNSEL, OWNER, quantifier="any"),
            stage("counsel", COUNSEL, OWNER, SECURITY, quantifier="any"),
        )
        assert grown((few,), (many,)) == [("counsel", "ip_counsel", "data_owner")]

    def test_more_people_of_a_stage_that_counts_them(self) -> None:
        two, one = stage("counsel", COUNSEL, quantifier=2), stage("counsel", COUNSEL, quantifier=1)
        assert grown((one,), (two,)) == [("counsel", "ip_counsel"), ("counsel-added", "ip_counsel")]
        assert grow(route(one), route(two), open_from=0, insert_from=0).stages[1].needed == 2

    def test_a_reason_and_the_shorter_time_where_a_stage_is_still_to_come(self) -> None:
        short = (replace(C4[0], reject_after=2), *C4[1:])
        found = grow(route(*C2), route(*short), open_from=0, insert_from=0)
        assert (found.stages[0].reason_to_approve, found.stages[0].reject_after) == (True, 2)
        late = grow(route(*C2), route(*short), open_from=1, insert_from=1)
        assert late.stages[0] == C2[0]

    def test_the_larger_number_of_different_people(self) -> None:
        assert grow(route(*C2), route(*C2, people=2), open_from=2, insert_from=2).min_distinct_people == 2
        assert grow(route(*C2, people=2), route(*C3), open_from=2, insert_from=2).min_distinct_people == 2

    def test_a_stage_without_a_time_gets_none_from_one_without(self) -> None:
        bare = (stage("need", MANAGER),)
        assert grow(route(*bare), route(*bare, stage("owner", OWNER)), open_from=0, insert_from=0).stages[0].reject_after is None

    @pytest.mark.parametrize("at", [0, 1, 2])
    @pytest.mark.parametrize("now", [C2, C3, C4, (stage("export", EXPORT), *C4)])
    def test_what_has_grown_once_needs_nothing_more(self, now: tuple[Stage, ...], at: int) -> None:
        once = grow(route(*C2), route(*now, people=2), open_from=at, insert_from=at)
        assert grow(once, route(*now, people=2), open_from=at, insert_from=at) is once

    def test_public_material_gets_the_whole_route_and_its_channel(self) -> None:
        public = Route("public", (), "", 0, "v1")
        found = grow(public, route(*C2), open_from=0, insert_from=0)
        assert (found.stages, found.post_to, found.min_distinct_people) == (C2, "ip-requests", 1)

    def test_a_name_is_taken_once(self) -> None:
        stages = (*C2, stage("owner-added", PRIVACY), stage("owner-added-2", EXPORT))
        assert grown(stages, C3, at=4)[4] == ("owner-added-3", "ip_counsel")


class TestAnotherPerson:
    def test_any_holder_of_a_seat_of_the_route_is_asked(self) -> None:
        last = another_person(route(*C3)).stages[-1]
        assert (last.name, last.needed, last.reject_after) == ("another-person", 1, 3)
        assert last.seats == (MANAGER, OWNER, COUNSEL, SECURITY)


class TestWhatIsSaid:
    def told(self, then: Subject, now: Subject, kept: Route, after: Route) -> list[str]:
        return list(what_changed(then, now, kept, after))

    def test_which_fact_from_what_to_what_and_what_that_adds(self) -> None:
        then = Subject(2, frozenset({Overlay.TRADEMARK}), frozenset(), 2)
        now = Subject(3, frozenset({Overlay.TRADEMARK, Overlay.PERSONAL_DATA}), frozenset(), None)
        assert self.told(then, now, route(*C2), route(*C3, version="v2")) == [
            "Secret (C3) instead of Confidential (C2)",
            "personal data is new",
            "the vendor is of no tier instead of tier 2",
            "the workflow files changed",
            "added: IP counsel, security officer",
        ]

    def test_nothing_where_nothing_changed(self) -> None:
        same = Subject(2, frozenset(), frozenset(), 2)
        assert self.told(same, same, route(*C2), route(*C2)) == []
