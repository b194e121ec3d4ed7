"""One human, however the register and Slack call them (3.6)."""

import pytest

from bot.domain.humans import groups, name_now, renamed
from bot.domain.register import Human, Member, bound_id, unbound_name
from tests.builders import member

MO = Human("mo", "U_MO")


class TestTheSamePerson:
    @pytest.mark.parametrize(
        ("other", "same"),
        [
            (Human("mo", "U_MO"), True),
            (Human("mo.mayer", "U_MO"), True),
            (Human("mo", "U_NEW"), True),
            (Human("mo"), True),
            (Human("slack:U_MO", "U_MO"), True),
            (Human("slack:U_MO"), True),
            (Human("max", "U_MAX"), False),
            (Human("max"), False),
        ],
    )
    def test_is_who_is_equal_in_either(self, other: Human, same: bool) -> None:
        assert MO.is_same(other) is same
        assert other.is_same(MO) is same

    def test_two_without_an_account_are_told_apart_by_their_ids(self) -> None:
        assert not Human("mo").is_same(Human("max"))


class TestHowManyActed:
    def test_each_human_counts_once_in_the_order_of_their_acts(self) -> None:
        assert groups([MO, Human("dan", "U_DAN"), Human("mo.mayer", "U_MO")]) == [
            frozenset({"mo", "mo.mayer", "slack:U_MO"}),
            frozenset({"dan", "slack:U_DAN"}),
        ]

    def test_who_changed_both_in_two_steps_is_still_one(self) -> None:
        first, last, between = MO, Human("mo.mayer", "U_NEW"), Human("mo.mayer", "U_MO")

        assert len(groups([first, last])) == 2
        assert len(groups([first, last, between])) == 1


class TestWhoIsCalledOtherwise:
    def said(self, *after: Member) -> list[str]:
        return list(renamed([member("mo"), member("dan"), member("kim", slack_id=None)], after))

    def test_nobody_where_nothing_changed(self) -> None:
        assert self.said(member("mo"), member("new"), member("kim", slack_id="U_KIM")) == []

    def test_a_member_who_was_given_another_id(self) -> None:
        assert self.said(member("mo.mayer", slack_id="U_MO")) == [
            "Mo.mayer (mo.mayer) has the Slack account that was Mo's (mo): one person to Ringfence"
        ]

    def test_a_member_with_another_account(self) -> None:
        assert self.said(member("mo", slack_id="U_2")) == ["Mo (mo) has the Slack account U_2 now, and had U_MO"]

    def test_two_who_exchanged_theirs(self) -> None:
        assert len(self.said(member("mo", slack_id="U_DAN"), member("dan", slack_id="U_MO"))) == 2


class TestWhoIsToldToday:
    def test_the_member_of_that_id(self) -> None:
        assert name_now(MO, [member("dan"), member("mo")]) == "mo"

    def test_else_the_one_who_has_the_account_now(self) -> None:
        assert name_now(MO, [member("dan"), member("mo.mayer", slack_id="U_MO")]) == "mo.mayer"

    def test_whom_nobody_knows_any_more_keeps_their_name(self) -> None:
        assert name_now(MO, [member("dan")]) == "mo"


def test_the_name_of_somebody_whom_the_register_does_not_know_holds_their_slack_id_and_no_other_name_does() -> None:
    """Whoever is no member any more has none: what was promised to them must not reach a channel that is called like them."""
    assert bound_id(unbound_name("U_MO")) == "U_MO"
    assert bound_id("ip-requests") is None
