"""PRC-02: whoever asks does not decide, and who decides instead."""

from bot.domain.checks.results import CheckResult
from bot.domain.register import Member, Register
from bot.domain.vocabulary import Outcome, Role
from tests.builders import asset, draft, member, members, register, result

ROUTE = (Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL)


def world(*people: Member, deputy: str | None = None, data_owner: str | None = "dan") -> Register:
    return register(members=members(*people), assets=(asset(data_owner=data_owner, deputy=deputy),))


def asked_by(requester: str, known: Register, *roles: Role, on_behalf_of: str | None = None) -> CheckResult:
    return result("PRC-02", known, draft(requester=requester, on_behalf_of=on_behalf_of), roles=roles or ROUTE)


def test_a_requester_who_decides_nothing_is_fine() -> None:
    assert asked_by("ana", world()).outcome is Outcome.PASS


def test_a_data_owner_who_asks_is_replaced_by_the_deputy() -> None:
    found = asked_by("dan", world(deputy="ivy"))

    assert found.outcome is Outcome.WARN
    assert found.message == "You own A1; Ivy decides instead."


def test_without_a_deputy_another_data_owner_decides() -> None:
    found = asked_by("dan", world(member("lea", Role.DATA_OWNER)))

    assert (found.outcome, found.message) == (Outcome.WARN, "You own A1; Lea decides instead.")


def test_a_deputy_who_left_is_passed_over() -> None:
    found = asked_by("dan", world(member("ivy", active=False), member("lea", Role.DATA_OWNER), deputy="ivy"))

    assert found.message == "You own A1; Lea decides instead."


def test_without_a_deputy_and_another_data_owner_the_executive_sponsor_decides() -> None:
    found = asked_by("dan", world())

    assert (found.outcome, found.message) == (Outcome.WARN, "You own A1; Eve decides instead.")


def test_if_nobody_is_left_the_request_stops() -> None:
    found = asked_by("dan", world(member("eve", active=False)))

    assert (found.outcome, found.effect) == (Outcome.BLOCK, Outcome.BLOCK)
    assert "nobody can stand in" in found.message


def test_a_deputy_who_asked_together_with_the_owner_cannot_stand_in() -> None:
    found = asked_by("dan", world(deputy="ivy"), Role.DATA_OWNER, on_behalf_of="ivy")

    assert found.message == "You own A1; Eve decides instead."


def test_the_person_the_request_is_for_counts_as_the_requester() -> None:
    assert asked_by("ana", world(deputy="ivy"), on_behalf_of="dan").outcome is Outcome.WARN


def test_the_only_holder_of_a_role_of_the_route_is_replaced() -> None:
    found = asked_by("mo", world())

    assert (found.outcome, found.message) == (Outcome.WARN, "You are the only engineering manager; Eve decides instead.")


def test_the_deputy_of_the_asset_stands_in_for_any_role() -> None:
    assert asked_by("mo", world(deputy="sol")).message == "You are the only engineering manager; Sol decides instead."


def test_one_of_several_holders_is_left_out_silently() -> None:
    assert asked_by("mo", world(member("max", Role.ENGINEERING_MANAGER))).outcome is Outcome.PASS


def test_another_holder_who_left_does_not_count() -> None:
    assert asked_by("mo", world(member("max", Role.ENGINEERING_MANAGER, active=False))).outcome is Outcome.WARN


def test_if_the_two_who_ask_hold_a_role_alone_somebody_else_decides_and_they_are_told() -> None:
    found = asked_by("mo", world(member("max", Role.ENGINEERING_MANAGER)), on_behalf_of="max")

    assert (found.outcome, found.message) == (Outcome.WARN, "You are the only engineering manager; Eve decides instead.")


def test_if_the_two_who_ask_hold_a_role_alone_and_nobody_can_stand_in_the_request_stops() -> None:
    known = world(member("max", Role.ENGINEERING_MANAGER), member("eve", active=False))

    assert asked_by("mo", known, on_behalf_of="max").outcome is Outcome.BLOCK


def test_the_only_executive_sponsor_cannot_stand_in_for_themselves() -> None:
    assert asked_by("eve", world(), Role.EXECUTIVE_SPONSOR).outcome is Outcome.BLOCK
    assert asked_by("eve", world(deputy="sol"), Role.EXECUTIVE_SPONSOR).outcome is Outcome.WARN


def test_the_only_holder_of_a_role_that_the_route_does_not_need_is_fine() -> None:
    assert asked_by("sol", world()).outcome is Outcome.PASS


def test_a_data_owner_who_asks_is_told_even_if_the_route_asks_no_data_owner() -> None:
    found = asked_by("dan", world(), Role.ENGINEERING_MANAGER)

    assert (found.outcome, found.message) == (Outcome.WARN, "You own A1 and ask for it yourself.")


def test_one_role_without_a_stand_in_stops_although_another_has_one() -> None:
    known = world(member("dan", Role.DATA_OWNER, Role.IP_COUNSEL), member("ivy", active=False), member("eve", active=False))

    found = asked_by("dan", register(members=(*known.members, member("lea", Role.DATA_OWNER)), assets=known.assets))

    assert found.outcome is Outcome.BLOCK
    assert "IP counsel" in found.message


def test_separated_duties_weigh_the_same_at_every_class() -> None:
    for rank in (1, 2, 3, 4):
        known = register(members=members(), assets=(asset(asset_class=rank),))
        assert result("PRC-02", known, draft(requester="dan"), roles=ROUTE).effect is Outcome.WARN


def test_an_owner_that_nobody_recorded_is_unknown() -> None:
    found = asked_by("ana", world(data_owner=None))

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
    assert found.message == "We don't know yet who owns A1."


def test_nobody_left_to_decide_weighs_more_than_an_unknown_owner() -> None:
    known = world(member("eve", active=False), data_owner=None)

    assert asked_by("mo", known).outcome is Outcome.BLOCK
