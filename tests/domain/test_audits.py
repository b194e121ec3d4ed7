"""Audits: what opens one, once; by when it is due; and who may say how it ended."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.audits import (
    CADENCE_MONTHS,
    DAYS_AHEAD,
    Audit,
    AuditKind,
    AuditResult,
    AuditState,
    AuditWish,
    Cause,
    Criterion,
    access_audit,
    for_cause_audit,
    may_read,
    periodic_audit,
    refuse_closing,
    refuse_opening,
    refuse_result,
)
from bot.domain.dates import Window, add_months
from bot.domain.errors import Refusal
from bot.domain.register import Finding
from bot.domain.vocabulary import Grade, ItemState, Role, VendorStatus
from tests.builders import END, START, TODAY, draft, member, request, vendor

LOOKED_AT = date(2026, 1, 31)


def wish(**more: Any) -> AuditWish:
    usual = {
        "vendor": "V1",
        "cause": Cause.COMPLAINT,
        "reference": "C-12",
        "assets": ("A1",),
        "criteria": (Criterion.ISO,),
        "period": Window(TODAY - timedelta(days=90), TODAY),
        "due_on": TODAY + timedelta(days=14),
    }
    return AuditWish(**(usual | more))


def finding(**more: Any) -> Finding:
    return Finding(**({"id": "F1", "vendor": "V1", "grade": Grade.MAJOR, "title": "x", "due": None, "status": "open"} | more))


class TestOfAccess:
    @pytest.mark.parametrize(("rank", "audited"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
    def test_approved_access_is_audited_from_secret_on(self, rank: int, audited: bool) -> None:
        approved = request().with_item("A1", ItemState.APPROVED)

        assert (access_audit(approved, {"A1": rank}) is not None) is audited

    def test_it_is_due_thirty_days_after_the_last_day_and_has_one_key(self) -> None:
        audit = access_audit(request().with_item("A1", ItemState.APPROVED), {"A1": 3})

        assert audit is not None
        assert (audit.due_on, audit.period) == (END + timedelta(days=30), Window(START, END))
        assert (audit.key, audit.kind, audit.trigger) == ("audit:V1:access:REQ-1", "access", "REQ-1")

    def test_what_was_rejected_is_not_audited(self) -> None:
        mixed = request(asset_ids=("A1", "A2")).with_item("A1", ItemState.APPROVED).with_item("A2", ItemState.REJECTED)

        assert access_audit(mixed, {"A1": 2, "A2": 4}) is None
        audit = access_audit(mixed, {"A1": 3, "A2": 4})
        assert audit is not None
        assert audit.assets == ("A1",)


class TestForCause:
    def test_its_key_is_the_vendor_and_the_number_of_what_happened(self) -> None:
        audit = for_cause_audit(wish(), member("ivy"))

        assert (audit.key, audit.kind, audit.opened_by) == ("audit:V1:for_cause:C-12", AuditKind.FOR_CAUSE, "ivy")
        assert for_cause_audit(wish(cause=Cause.INCIDENT, assets=()), member("sol")).key == audit.key

    @pytest.mark.parametrize("role", list(Role))
    def test_only_three_offices_open_one(self, role: Role) -> None:
        holder = member("x", role)
        if role in (Role.VENDOR_MANAGER, Role.IP_COUNSEL, Role.SECURITY_OFFICER):
            refuse_opening(holder)
        else:
            with pytest.raises(Refusal, match="Tell one of them what happened"):
                for_cause_audit(wish(), holder)


class TestInItsTurn:
    @pytest.mark.parametrize(("tier", "months"), [(1, 12), (2, 24)])
    def test_the_tier_says_how_often(self, tier: int, months: int) -> None:
        due = add_months(LOOKED_AT, months)
        audit = periodic_audit(vendor(tier=tier), looked_at=LOOKED_AT, today=due - DAYS_AHEAD)

        assert CADENCE_MONTHS[tier] == months
        assert audit is not None
        assert (audit.due_on, audit.trigger, audit.period) == (due, due.isoformat(), Window(LOOKED_AT, due))
        assert audit.key == f"audit:V1:periodic:{due}"
        assert periodic_audit(vendor(tier=tier), looked_at=LOOKED_AT, today=due - DAYS_AHEAD - timedelta(days=1)) is None

    @pytest.mark.parametrize("tier", [3, 4, None])
    def test_other_tiers_are_audited_for_cause_alone(self, tier: int | None) -> None:
        assert periodic_audit(vendor(tier=tier), looked_at=LOOKED_AT, today=date(2040, 1, 1)) is None

    @pytest.mark.parametrize("status", list(VendorStatus))
    def test_only_a_vendor_that_still_works_for_us_has_a_turn(self, status: VendorStatus) -> None:
        audit = periodic_audit(vendor(status=status), looked_at=LOOKED_AT, today=date(2040, 1, 1))
        works = status in (VendorStatus.ACTIVE, VendorStatus.RESTRICTED, VendorStatus.SUSPENDED)
        assert (audit is not None) is works

    def test_whenever_it_is_asked_one_turn_is_one_key(self) -> None:
        days = [date(2028, 1, 1), date(2028, 1, 31), date(2029, 5, 5)]
        keys = {audit.key for day in days if (audit := periodic_audit(vendor(), looked_at=LOOKED_AT, today=day))}
        assert keys == {"audit:V1:periodic:2028-01-31"}

    def test_a_vendor_that_nobody_ever_looked_at_is_due_in_sixty_days(self) -> None:
        audit = periodic_audit(vendor(), looked_at=None, today=TODAY)
        assert audit is not None
        assert (audit.due_on, audit.key, audit.period) == (TODAY + DAYS_AHEAD, "audit:V1:periodic:first", None)

    def test_a_leap_day_is_clamped(self) -> None:
        audit = periodic_audit(vendor(tier=1), looked_at=date(2028, 2, 29), today=date(2029, 2, 1))
        assert audit is not None
        assert audit.due_on == date(2029, 2, 28)


class TestWho:
    AUDIT = Audit("audit:V1:for_cause:1", "V1", AuditKind.FOR_CAUSE, "1", (), TODAY, opened_by="ana")

    @pytest.mark.parametrize(
        ("who", "reads"), [("ana", True), ("mo", True), ("ivy", True), ("aud", True), ("eve", True), ("dan", False)]
    )
    def test_those_who_opened_own_or_judge_may_read(self, who: str, reads: bool) -> None:
        assert may_read(member(who), self.AUDIT, vendor()) is reads

    def test_without_its_vendor_nobody_owns_it(self) -> None:
        assert not may_read(member("mo"), self.AUDIT, None)

    def test_whoever_owns_the_relationship_does_not_judge_it(self) -> None:
        manager = member("max", Role.VENDOR_MANAGER)
        refuse_closing(manager, vendor())
        refuse_closing(manager, None)
        with pytest.raises(Refusal, match="You own the relationship with Volt GmbH"):
            refuse_closing(manager, vendor(owner="max"))

    def test_whoever_has_no_office_judges_nothing(self) -> None:
        with pytest.raises(Refusal, match="recorded by a vendor manager"):
            refuse_closing(member("aud"), vendor())

    def test_whoever_asked_for_the_access_does_not_judge_its_audit(self) -> None:
        refuse_closing(member("ivy"), vendor(), draft())
        with pytest.raises(Refusal, match="You asked for the access"):
            refuse_closing(member("ivy"), vendor(), draft(requester="ivy"))


class TestTheResult:
    @pytest.mark.parametrize("grade", [Grade.CRITICAL, Grade.MAJOR, None])
    def test_a_plain_pass_has_nothing_grave_behind_it(self, grade: Grade | None) -> None:
        with pytest.raises(Refusal, match="F1 is still open"):
            refuse_result(AuditResult.PASS, [finding(grade=grade)])

    def test_several_are_all_named(self) -> None:
        with pytest.raises(Refusal, match="F1, F2 are still open"):
            refuse_result(AuditResult.PASS, [finding(id="F2"), finding()])

    @pytest.mark.parametrize("grade", [Grade.MINOR, Grade.OBSERVATION, Grade.IMPROVEMENT])
    def test_what_is_small_may_stay_open(self, grade: Grade) -> None:
        refuse_result(AuditResult.PASS, [finding(grade=grade)])

    def test_what_is_closed_is_closed(self) -> None:
        refuse_result(AuditResult.PASS, [finding(status="closed")])

    @pytest.mark.parametrize("result", [AuditResult.PASS_WITH_CONDITIONS, AuditResult.FAIL])
    def test_other_results_say_themselves_that_something_is_open(self, result: AuditResult) -> None:
        refuse_result(result, [finding()])


@pytest.mark.parametrize("words", [AuditKind, Cause, Criterion, AuditState, AuditResult])
def test_every_word_is_said_as_people_say_it(words: Any) -> None:
    said = [one.words for one in words]
    assert len(set(said)) == len(said)
    assert all("_" not in one and len(one) <= 75 for one in said)
