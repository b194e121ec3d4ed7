"""Who hears of an NDA's end: its owner and whoever stands in, those who approved or own what hangs on it; never who has left."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.recipients import Care, Circle
from bot.domain.register import Member
from bot.domain.reminders import Anchor, Decision, Recipient, Series
from bot.domain.vocabulary import Role
from tests.builders import member, nda

OLA, VIC, VAL, ADA = (
    member("ola"),
    member("vic", Role.VENDOR_MANAGER),
    member("val", Role.VENDOR_MANAGER),
    member("ada", Role.ADMINISTRATOR),
)
IVY, DAN, MO = member("ivy", Role.IP_COUNSEL), member("dan", Role.DATA_OWNER), member("mo", Role.ENGINEERING_MANAGER)
EVERYBODY = (OLA, VIC, VAL, ADA, IVY, DAN, MO)


def circle(*members: Member, owner: str | None = "ola", **more: Any) -> Circle:
    return Circle(**({"paper": nda(owner=owner), "members": members or EVERYBODY, "vendor_owner": "vic"} | more))


def gone(one: Member) -> Member:
    return replace(one, active=False)


class TestTheOwner:
    def test_is_the_papers_own(self) -> None:
        assert circle().owners == ("ola",)

    def test_is_the_vendors_where_the_paper_has_none_or_they_left(self) -> None:
        assert circle(owner=None).owners == ("vic",)
        assert circle(gone(OLA), VIC, VAL).owners == ("vic",)

    def test_is_somebody_who_can_be_told(self) -> None:
        assert circle(replace(OLA, slack_id=None), VIC).owners == ("vic",)

    def test_is_every_vendor_manager_if_both_left(self) -> None:
        assert circle(gone(OLA), VIC, VAL, ADA, vendor_owner=None).owners == ("vic", "val")

    def test_is_every_administrator_if_there_is_no_vendor_manager(self) -> None:
        assert circle(gone(OLA), gone(VIC), ADA).owners == ("ada",)

    def test_is_nobody_if_nobody_is_left(self) -> None:
        assert circle(gone(OLA)).owners == ()


class TestNotMine:
    def test_the_next_in_turn_is_the_owner_then(self) -> None:
        before = circle()
        assert circle(care=before.without("ola")).owners == ("vic",)

    def test_somebody_named_takes_it_over(self) -> None:
        assert circle(care=circle().without("ola", instead="mo")).owners == ("mo",)

    def test_who_said_no_is_not_asked_again_unless_they_are_named(self) -> None:
        once = circle(care=circle().without("ola"))
        twice = circle(care=once.without("vic"))
        assert twice.owners == ("val",)
        assert circle(care=twice.without("val", instead="ola")).owners == ("ola",)

    def test_a_corrected_register_wins(self) -> None:
        care = circle().without("ola", instead="mo")
        assert circle(owner="dan", care=care).owners == ("dan",)

    def test_what_was_decided_stays(self) -> None:
        care = Care("NDA-1", decision=Decision.RENEW, decided_by="ola")
        assert circle(care=care).without("ola").decision is Decision.RENEW


class TestWhomAStepReaches:
    def test_each_person_once_with_all_that_they_are_to_the_paper(self) -> None:
        reached = circle(owner="vic").reached((Recipient.OWNER, Recipient.VENDOR_MANAGER))
        assert reached == {"vic": (Recipient.OWNER, Recipient.VENDOR_MANAGER), "val": (Recipient.VENDOR_MANAGER,)}

    def test_those_who_are_named_for_what_hangs_on_it(self) -> None:
        named = {Recipient.DATA_OWNER: ("mo",)}
        assert list(circle(named=named).reached([Recipient.DATA_OWNER])) == ["mo"]

    def test_whoever_holds_the_office_if_all_of_those_left(self) -> None:
        named = {Recipient.DATA_OWNER: ("ola",)}
        assert list(circle(gone(OLA), DAN, named=named).reached([Recipient.DATA_OWNER])) == ["dan"]

    def test_nobody_if_nothing_hangs_on_it(self) -> None:
        assert circle(named={Recipient.DATA_OWNER: ()}).reached([Recipient.DATA_OWNER]) == {}


@pytest.mark.parametrize(("who", "may"), [(OLA, True), (VIC, True), (IVY, True), (MO, False), (ADA, False)])
def test_the_owner_a_vendor_manager_and_ip_counsel_decide(who: Member, may: bool) -> None:
    assert circle().may_decide(who) is may


@pytest.mark.parametrize(
    ("who", "may"),
    [(OLA, True), (VIC, True), (MO, True), (ADA, True), (member("ana", Role.REQUESTER), False), (member("x"), False)],
)
def test_owners_and_those_who_decide_or_audit_may_read_of_it(who: Member, may: bool) -> None:
    assert circle().may_read(who) is may


def test_a_decision_belongs_to_one_anchor_day() -> None:
    care = Care("NDA-1", decision=Decision.RENEW, anchor=Anchor.END, anchor_on=date(2027, 1, 14))
    assert care.decision_on(Series("NDA-1", Anchor.END, date(2027, 1, 14))) is Decision.RENEW
    assert care.decision_on(Series("NDA-1", Anchor.END, date(2028, 1, 14))) is Decision.NONE
    assert care.decision_on(Series("NDA-1", Anchor.OPT_OUT, date(2027, 1, 14))) is Decision.NONE
