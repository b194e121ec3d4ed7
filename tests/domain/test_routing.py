"""PRC-03: a route that cannot be decided stops at submit, not at its last stage."""

from bot.domain.register import Asset, Member
from bot.domain.routing import empty_seats
from bot.domain.vocabulary import Role
from bot.domain.workflows import Route, Stage
from tests.builders import approvers, asset, member, members, stage, workflows

MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER


def gaps(
    *stages: Stage,
    people: int = 1,
    extra: tuple[Member, ...] = (),
    of: tuple[Asset, ...] = (),
    excluded: tuple[str, ...] = ("ana",),
) -> list[str]:
    route = Route("secret", stages or workflows().rules[0].stages, "ip-requests", people, "v-test")
    assets = of or (asset(),)
    return list(empty_seats(route, approvers(*assets, everybody=members(*extra), excluded=excluded), {a.id: a for a in assets}))


def test_a_route_with_somebody_on_every_seat_can_be_decided() -> None:
    assert gaps(people=2) == []


def test_a_seat_that_nobody_holds_is_named_with_its_stage_and_asset() -> None:
    assert gaps(stage("brand", Role.BRAND_COUNSEL), people=0) == [
        "nobody can decide as brand counsel for A1 in the stage 'brand'"
    ]


def test_a_holder_who_left_holds_nothing() -> None:
    gone = (member("sol", active=False),)

    assert any("'security' needs 1 of security officer for A1, and 0 can decide" in gap for gap in gaps(extra=gone))


def test_the_only_holder_who_asks_is_replaced_so_there_is_no_gap() -> None:
    assert gaps(excluded=("mo",)) == []


def test_the_only_holder_who_asks_with_nobody_to_stand_in_is_a_gap() -> None:
    assert gaps(stage("need", MANAGER), excluded=("mo",), extra=(member("eve", active=False),), people=0) != []


def test_one_person_cannot_fill_two_seats_of_one_stage() -> None:
    dan = member("dan", OWNER, COUNSEL)
    both = stage("both", OWNER, COUNSEL)

    assert gaps(both, extra=(dan, member("ivy", active=False))) == [
        "the stage 'both' needs 2 different people for A1, and fewer are left"
    ]
    assert gaps(both, extra=(dan,)) == []


def test_one_person_may_fill_a_seat_in_each_of_two_stages() -> None:
    dan = member("dan", OWNER, COUNSEL)
    two = (stage("owner", OWNER), stage("counsel", COUNSEL))
    alone = (dan, member("ivy", active=False))

    assert gaps(*two, extra=alone) == []
    assert gaps(*two, extra=alone, people=2) == ["the route 'secret' needs 2 different people for A1; 1 can decide"]


def test_a_number_needs_that_many_different_people_over_all_its_seats() -> None:
    two = stage("two", OWNER, COUNSEL, quantifier=2)
    dan = member("dan", OWNER, COUNSEL)

    assert gaps(two) == []
    assert gaps(two, extra=(dan, member("ivy", active=False))) == [
        "the stage 'two' needs 2 of data owner or IP counsel for A1, and 1 can decide"
    ]


def test_any_needs_one_person_over_all_its_seats() -> None:
    either = stage("either", Role.BRAND_COUNSEL, COUNSEL, quantifier="any")

    assert gaps(either) == []
    assert len(gaps(either, extra=(member("ivy", active=False),), people=0)) == 1


def test_each_asset_needs_its_own_people() -> None:
    """Nobody active owns A2, and nobody may stand in."""
    left = (member("dan", active=False), member("eve", active=False), member("lea"))
    mine = (asset(data_owner="lea"), asset(id="A2"))

    assert gaps(stage("owner", OWNER), of=mine, extra=left, people=0) == [
        "nobody can decide as data owner for A2 in the stage 'owner'"
    ]


def test_as_many_different_people_as_possible_are_counted_over_the_whole_route() -> None:
    """Mo could take either stage and Max only the second: together they are two."""
    mo, maxi = member("mo", MANAGER, SECURITY), member("max", SECURITY)
    route = (stage("need", MANAGER, quantifier="any"), stage("security", SECURITY, quantifier="any"))

    assert gaps(*route, people=2, extra=(mo, maxi, member("sol", active=False))) == []
    assert gaps(*route, people=3, extra=(mo, maxi)) == ["the route 'secret' needs 3 different people for A1; 2 can decide"]


def test_public_material_beside_other_needs_nobody() -> None:
    public = asset(id="A0", asset_class=0, data_owner=None)

    assert gaps(stage("owner", OWNER), of=(asset(), public), people=0) == []
