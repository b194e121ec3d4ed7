"""Who hears of an NDA's end: its owner and whoever stands in, those who approved or own what hangs on it; never who has left."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.recipients import RenewalDecision, Stakeholders
from bot.domain.register import Member
from bot.domain.reminders import Anchor, Recipient, ReminderSchedule, RenewalChoice
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


def stakeholders(*members: Member, owner: str | None = "ola", **more: Any) -> Stakeholders:
    return Stakeholders(**({"paper": nda(owner=owner), "members": members or EVERYBODY, "vendor_owner": "vic"} | more))


def gone(one: Member) -> Member:
    return replace(one, active=False)


class TestTheOwner:
    def test_is_the_papers_own(self) -> None:
        assert stakeholders().owners == ("ola",)

    def test_is_the_vendors_where_the_paper_has_none_or_they_left(self) -> None:
        assert stakeholders(owner=None).owners == ("vic",)
        assert stakeholders(gone(OLA), VIC, VAL).owners == ("vic",)

    def test_is_somebody_who_can_be_told(self) -> None:
        assert stakeholders(replace(OLA, slack_id=None), VIC).owners == ("vic",)

    def test_is_every_vendor_manager_if_both_left(self) -> None:
        assert stakeholders(gone(OLA), VIC, VAL, ADA, vendor_owner=None).owners == ("vic", "val")

    def test_is_every_administrator_if_there_is_no_vendor_manager(self) -> None:
        assert stakeholders(gone(OLA), gone(VIC), ADA).owners == ("ada",)

    def test_is_nobody_if_nobody_is_left(self) -> None:
        assert stakeholders(gone(OLA)).owners == ()


class TestNotMine:
    def test_the_next_in_turn_is_the_owner_then(self) -> None:
        before = stakeholders()
        assert stakeholders(care=before.without("ola")).owners == ("vic",)

    def test_somebody_named_takes_it_over(self) -> None:
        assert stakeholders(care=stakeholders().without("ola", instead="mo")).owners == ("mo",)

    def test_who_said_no_is_not_asked_again_unless_they_are_named(self) -> None:
        once = stakeholders(care=stakeholders().without("ola"))
        twice = stakeholders(care=once.without("vic"))
        assert twice.owners == ("val",)
        assert stakeholders(care=twice.without("val", instead="ola")).owners == ("ola",)

    def test_a_corrected_register_wins(self) -> None:
        care = stakeholders().without("ola", instead="mo")
        assert stakeholders(owner="dan", care=care).owners == ("dan",)

    def test_what_was_decided_stays(self) -> None:
        care = RenewalDecision("NDA-1", decision=RenewalChoice.RENEW, decided_by="ola")
        assert stakeholders(care=care).without("ola").decision is RenewalChoice.RENEW


class TestWhomAStepReaches:
    def test_each_person_once_with_all_that_they_are_to_the_paper(self) -> None:
        reached = stakeholders(owner="vic").reached((Recipient.OWNER, Recipient.VENDOR_MANAGER))
        assert reached == {"vic": (Recipient.OWNER, Recipient.VENDOR_MANAGER), "val": (Recipient.VENDOR_MANAGER,)}

    def test_those_who_are_named_for_what_hangs_on_it(self) -> None:
        named = {Recipient.DATA_OWNER: ("mo",)}
        assert list(stakeholders(named=named).reached([Recipient.DATA_OWNER])) == ["mo"]

    def test_whoever_holds_the_office_if_all_of_those_left(self) -> None:
        named = {Recipient.DATA_OWNER: ("ola",)}
        assert list(stakeholders(gone(OLA), DAN, named=named).reached([Recipient.DATA_OWNER])) == ["dan"]

    def test_nobody_if_nothing_hangs_on_it(self) -> None:
        assert stakeholders(named={Recipient.DATA_OWNER: ()}).reached([Recipient.DATA_OWNER]) == {}


@pytest.mark.parametrize(("who", "may"), [(OLA, True), (VIC, True), (IVY, True), (MO, False), (ADA, False)])
def test_the_owner_a_vendor_manager_and_ip_counsel_decide(who: Member, may: bool) -> None:
    assert stakeholders().may_decide(who) is may


@pytest.mark.parametrize(
    ("who", "may"),
    [(OLA, True), (VIC, True), (MO, True), (ADA, True), (member("ana", Role.REQUESTER), False), (member("x"), False)],
)
def test_owners_and_those_who_decide_or_audit_may_read_of_it(who: Member, may: bool) -> None:
    assert stakeholders().may_read(who) is may


def test_a_decision_belongs_to_one_anchor_day() -> None:
    care = RenewalDecision("NDA-1", decision=RenewalChoice.RENEW, anchor=Anchor.END, anchor_on=date(2027, 1, 14))
    assert care.decision_on(ReminderSchedule("NDA-1", Anchor.END, date(2027, 1, 14))) is RenewalChoice.RENEW
    assert care.decision_on(ReminderSchedule("NDA-1", Anchor.END, date(2028, 1, 14))) is RenewalChoice.NONE
    assert care.decision_on(ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2027, 1, 14))) is RenewalChoice.NONE
