"""Which route a request takes: the first rule that fits, and what conditions add to it."""

import pytest

from bot.domain.facts import Facts
from bot.domain.vocabulary import IpForm, Mode, Overlay, Role
from bot.domain.workflows import AddedSeat, AddedStage, Condition, Route, Workflows, choose_route, fits, subject_of
from tests.builders import asset, draft, facts, register, register_at, rule, stage, vendor, workflows

MANAGER, OWNER, COUNSEL = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL
PRIVACY, BRAND, EXPORT = Role.PRIVACY_OFFICER, Role.BRAND_COUNSEL, Role.EXPORT_CONTROL_OFFICER
PERSONAL, TRADEMARK = Condition(overlays=(Overlay.PERSONAL_DATA,)), Condition(overlays=(Overlay.TRADEMARK,))
ALWAYS = Condition()
MARKED = facts(register(assets=(asset(personal_data="ordinary", forms=(IpForm.TRADEMARK,)),)))


def route(policy: Workflows, known: Facts | None = None) -> Route:
    chosen = choose_route(policy, known or facts())
    assert chosen is not None
    return chosen


def shape(chosen: Route) -> list[tuple[str, tuple[Role, ...], str | int]]:
    return [(one.name, one.seats, one.quantifier) for one in chosen.stages]


class TestTheRule:
    def test_the_first_that_fits_is_taken_with_all_it_says(self) -> None:
        first, second = rule(stage("one", OWNER), name="first", people=2), rule(stage("two", COUNSEL), name="second")

        chosen = route(workflows(first, second))

        assert (chosen.workflow, chosen.post_to, chosen.min_distinct_people, chosen.policy_version) == (
            "first",
            "ip-requests",
            2,
            "v-test",
        )
        assert chosen.roles == (OWNER,)

    def test_without_a_rule_that_fits_there_is_no_route(self) -> None:
        assert choose_route(workflows(rule(stage("one", OWNER), classes=(1,))), facts()) is None

    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_the_class_of_the_asset_chooses(self, rank: int) -> None:
        policy = workflows(*(rule(stage("one", OWNER), classes=(n,), name=f"c{n}") for n in (1, 2, 3, 4)))

        assert route(policy, facts(register_at(rank))).workflow == f"c{rank}"

    def test_several_assets_take_the_route_of_the_highest_class_with_all_their_overlays(self) -> None:
        policy = workflows(
            rule(stage("one", OWNER), classes=(1,), name="c1"),
            rule(stage("one", OWNER), stage("two", OWNER), name="c3"),
            seats=(AddedSeat(PERSONAL, 2, PRIVACY), AddedSeat(TRADEMARK, 2, BRAND)),
        )
        assets = (asset(personal_data="special"), asset(id="A2", asset_class=1, forms=(IpForm.TRADEMARK,)))

        chosen = route(policy, facts(register(assets=assets), draft(asset_ids=("A1", "A2"))))

        assert chosen.workflow == "c3"
        assert chosen.stages[1].seats == (OWNER, PRIVACY, BRAND)

    def test_a_role_of_two_stages_is_a_role_of_the_route_once(self) -> None:
        assert route(workflows(rule(stage("a", OWNER, COUNSEL), stage("b", COUNSEL)))).roles == (OWNER, COUNSEL)


class TestConditions:
    subject = subject_of(facts(wish=draft(mode=Mode.WRITE)))

    @pytest.mark.parametrize(
        ("condition", "fit"),
        [
            (Condition(), True),
            (Condition(classes=(3, 4)), True),
            (Condition(classes=(1,)), False),
            (Condition(modes=(Mode.WRITE, Mode.ADMIN)), True),
            (Condition(modes=(Mode.VIEW,)), False),
            (Condition(tiers=(1, 2)), True),
            (Condition(tiers=(3,)), False),
            (Condition(overlays=(Overlay.TRADEMARK,)), False),
            (Condition(classes=(3,), tiers=(3,)), False),
        ],
    )
    def test_all_that_a_condition_names_must_hold(self, condition: Condition, fit: bool) -> None:
        assert fits(condition, self.subject) is fit

    def test_of_several_overlays_all_must_be_there(self) -> None:
        both = Condition(overlays=(Overlay.PERSONAL_DATA, Overlay.TRADEMARK))

        assert fits(both, subject_of(MARKED))
        assert not fits(both, subject_of(facts(register(assets=(asset(personal_data="ordinary"),)))))

    def test_a_vendor_without_a_tier_fits_no_tier(self) -> None:
        assert not fits(Condition(tiers=(1, 2, 3, 4)), subject_of(facts(register(vendors=(vendor(tier=None),)))))


class TestAddedSeats:
    def test_an_overlay_adds_its_seat_to_stage_two_and_every_seat_must_then_be_filled(self) -> None:
        policy = workflows(
            rule(stage("need", MANAGER), stage("owner", OWNER, COUNSEL, quantifier="any")),
            seats=(AddedSeat(PERSONAL, 2, PRIVACY),),
        )

        assert shape(route(policy, MARKED))[1] == ("owner", (OWNER, COUNSEL, PRIVACY), "all")
        assert shape(route(policy))[1] == ("owner", (OWNER, COUNSEL), "any")

    def test_a_route_that_is_too_short_gets_the_stage_with_the_same_time_limit(self) -> None:
        policy = workflows(
            rule(stage("need", MANAGER, reject_after=5)),
            seats=(AddedSeat(PERSONAL, 2, PRIVACY), AddedSeat(TRADEMARK, 2, BRAND)),
        )

        (_, added) = route(policy, MARKED).stages

        assert (added.name, added.seats, added.quantifier, added.reject_after) == ("stage-2", (PRIVACY, BRAND), "all", 5)

    def test_a_seat_that_is_there_already_is_not_added_again(self) -> None:
        policy = workflows(rule(stage("a", MANAGER), stage("b", OWNER, PRIVACY)), seats=(AddedSeat(PERSONAL, 2, PRIVACY),))

        assert route(policy, MARKED).stages[1].seats == (OWNER, PRIVACY)


class TestAddedStages:
    def test_it_comes_before_the_stage_that_it_names(self) -> None:
        policy = workflows(
            rule(stage("need", MANAGER), stage("owner", OWNER)),
            stages=(AddedStage(ALWAYS, "owner", stage("export", EXPORT)), AddedStage(PERSONAL, "need", stage("dpo", PRIVACY))),
        )

        assert [one.name for one in route(policy).stages] == ["need", "export", "owner"]
        assert [one.name for one in route(policy, MARKED).stages] == ["dpo", "need", "export", "owner"]

    def test_two_reasons_for_the_same_stage_add_it_once(self) -> None:
        policy = workflows(
            rule(stage("need", MANAGER)),
            stages=(
                AddedStage(PERSONAL, "need", stage("export", EXPORT)),
                AddedStage(TRADEMARK, "need", stage("export", EXPORT)),
            ),
        )

        assert [one.name for one in route(policy, MARKED).stages] == ["export", "need"]

    @pytest.mark.parametrize("before", ["need", "a stage of another rule"])
    def test_several_keep_their_order_and_come_first_where_the_rule_has_no_such_stage(self, before: str) -> None:
        added = tuple(AddedStage(ALWAYS, before, stage(name, EXPORT)) for name in ("one", "two"))

        assert [one.name for one in route(workflows(rule(stage("need", MANAGER)), stages=added)).stages] == ["one", "two", "need"]

    def test_seats_are_counted_on_the_rules_own_stages(self) -> None:
        policy = workflows(
            rule(stage("need", MANAGER), stage("owner", OWNER)),
            stages=(AddedStage(ALWAYS, "need", stage("export", EXPORT)),),
            seats=(AddedSeat(PERSONAL, 2, PRIVACY),),
        )

        assert [(name, seats) for name, seats, _ in shape(route(policy, MARKED))] == [
            ("export", (EXPORT,)),
            ("need", (MANAGER,)),
            ("owner", (OWNER, PRIVACY)),
        ]


def test_the_stages_of_a_policy_are_those_of_its_rules_and_the_added_ones() -> None:
    added = AddedStage(Condition(), "need", stage("export", Role.EXPORT_CONTROL_OFFICER))

    assert [one.name for one in workflows(stages=(added,)).stages] == ["need", "owner", "security", "export"]
