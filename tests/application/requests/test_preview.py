"""What a request would get, against a register at hand; there is no database to store it in."""

from bot.application.requests.preview import SeatPreview, preview_request
from bot.domain.vocabulary import Outcome, PersonStatus, Role
from tests.builders import TODAY, draft, member, members, person, register, register_at, rule, stage, workflows


def test_a_sound_request_names_the_route_and_everybody_who_could_fill_each_seat() -> None:
    preview = preview_request(workflows(), register(), draft(), TODAY)

    assert preview.gaps == ()
    assert [(one.stage, one.quantifier) for one in preview.route] == [("need", "any"), ("owner", "all"), ("security", "any")]
    assert preview.route[1].seats == (SeatPreview("data_owner", ("dan",)), SeatPreview("ip_counsel", ("ivy",)))


def test_seats_are_filled_by_role_whoever_is_bound_to_slack() -> None:
    unbound = members(member("mo", slack_id=None))

    preview = preview_request(workflows(), register(members=unbound), draft(), TODAY)

    assert preview.route[0].seats[0].approvers == ("mo",)


def test_who_asks_is_no_approver() -> None:
    both = members(member("ana", Role.REQUESTER, Role.ENGINEERING_MANAGER))

    preview = preview_request(workflows(), register(members=both), draft(), TODAY)

    assert preview.route[0].seats[0].approvers == ("mo",)


def test_a_check_that_stops_is_the_overall_outcome() -> None:
    left = register(people=(person(status=PersonStatus.LEFT),))

    preview = preview_request(workflows(), left, draft(), TODAY)

    assert preview.overall is Outcome.BLOCK
    assert [result.check for result in preview.results if result.effect is Outcome.BLOCK] == ["PPL-05"]


def test_a_seat_that_nobody_holds_is_a_gap_in_words() -> None:
    lonely = workflows(rule(stage("patents", Role.PATENT_COUNSEL)))

    preview = preview_request(lonely, register(), draft(), TODAY)

    assert preview.gaps[0] == "nobody can decide as patent counsel for A1 in the stage 'patents'"


def test_a_class_that_no_rule_covers_is_a_gap() -> None:
    only_internal = workflows(rule(stage("need", Role.ENGINEERING_MANAGER), classes=(1,)))

    preview = preview_request(only_internal, register(), draft(), TODAY)

    assert preview.gaps == ("no workflow covers class C3",)
    assert preview.route == ()


def test_public_material_goes_to_nobody() -> None:
    preview = preview_request(workflows(), register_at(0), draft(), TODAY)

    assert (preview.route, preview.gaps) == ((), ())
