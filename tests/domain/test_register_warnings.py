"""What is odd in a register without being wrong: told with its place and what to do, and told no more once it is tidied up."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.register import Certification, Finding, KnownGrant, Limits, Register, Return, Waiver
from bot.domain.register_warnings import Looked, find_oddities
from bot.domain.vocabulary import Grade, GrantState, Mode, PersonStatus, Role, VendorStatus
from bot.domain.workflows import AddedSeat, Condition, Workflows
from tests.builders import TODAY, asset, contract, member, members, nda, person, register, rule, stage, vendor, workflows

ONE_DAY = timedelta(days=1)
CHECKS = frozenset({"NDA-01"})
GRANT = KnownGrant("G-1", "R-1", "V1", "E1", "A1", Mode.VIEW, TODAY, TODAY + ONE_DAY, GrantState.ACTIVE)
RETURN = Return("RTN-1", "V1", ("A1",), TODAY, TODAY - ONE_DAY)
FINDING = Finding("FND-1", "V1", Grade.MINOR, "Late list", TODAY - ONE_DAY, "open")
WAIVER = Waiver("WVR-1", "NDA-01", "V1", "A1", "", (), TODAY - ONE_DAY, "approved")


def odd(policy: Workflows | None = None, **sections: Any) -> list[tuple[str, str, str]]:
    """Section, record and field of everything odd."""
    return [(one.section, one.record, one.field) for one in oddities(policy, **sections)]


def oddities(policy: Workflows | None = None, **sections: Any) -> tuple[Any, ...]:
    known: Register = register(**sections)
    return find_oddities(Looked(known, policy or workflows(), CHECKS, TODAY))


def words(**sections: Any) -> str:
    (one,) = oddities(**sections)
    return str(one.words)


def test_a_tidy_register_has_nothing_odd() -> None:
    assert odd() == []


@pytest.mark.parametrize("owner", [None, "gone", "left"])
def test_vendors_and_assets_without_an_active_owner(owner: str | None) -> None:
    people = members(member("left", active=False))

    assert odd(vendors=(vendor(owner=owner),), members=people) == [("vendors", "V1", "owner")]
    assert odd(assets=(asset(data_owner=owner),), members=people) == [("assets", "A1", "data_owner")]


def test_a_paper_signed_after_its_first_day() -> None:
    late = nda(effective_on=TODAY - 5 * ONE_DAY, executed_on=TODAY - 2 * ONE_DAY)

    assert words(agreements=(late,)) == "signed 3 days after its first day; counsel looks at the gap"
    assert odd(agreements=(nda(effective_on=TODAY, executed_on=TODAY),)) == []


class TestTwoNdasAtOnce:
    other = nda(id="NDA-2")

    def test_neither_superseding_the_other(self) -> None:
        assert odd(agreements=(nda(), self.other)) == [("agreements", "NDA-1", "supersedes")]

    @pytest.mark.parametrize(
        "change",
        [
            {"supersedes": ("NDA-1",)},
            {"vendor": "V2"},
            {"executed_on": None},
            {"effective_on": None},
            {"effective_on": nda().expires_on + ONE_DAY, "expires_on": None},
        ],
        ids=["superseding", "another vendor", "a draft", "no first day", "afterwards"],
    )
    def test_is_no_matter_otherwise(self, change: dict[str, Any]) -> None:
        assert odd(agreements=(nda(), replace(self.other, **change))) == []

    def test_superseded_in_either_order(self) -> None:
        assert odd(agreements=(nda(supersedes=("NDA-2",)), self.other)) == []

    def test_superseded_by_way_of_another(self) -> None:
        chain = (nda(), nda(id="NDA-2", supersedes=("NDA-1",)), nda(id="NDA-3", supersedes=("NDA-2",)))
        assert odd(agreements=chain) == []

    def test_superseded_by_way_of_two_others(self) -> None:
        merged = nda(id="NDA-4", supersedes=("NDA-2", "NDA-3"))
        branches = (nda(id="NDA-2", supersedes=("NDA-1",)), nda(id="NDA-3", supersedes=("NDA-1", "NDA-2")))
        assert odd(agreements=(nda(), *branches, merged)) == []

    def test_papers_that_supersede_each_other_in_a_circle_are_still_answered(self) -> None:
        circle = (nda(supersedes=("NDA-2",)), nda(id="NDA-2", supersedes=("NDA-1",)))
        assert odd(agreements=circle) == []

    def test_one_that_renewed_by_itself_meets_one_that_begins_in_its_present_term(self) -> None:
        lasting = nda(expires_on=TODAY - ONE_DAY, auto_renew=True, renew_months=12, notice_days_ours=0)
        later = replace(self.other, effective_on=TODAY + ONE_DAY, expires_on=None)
        assert ("agreements", "NDA-1", "supersedes") in odd(agreements=(lasting, later))

    def test_one_without_an_end_meets_every_later_one(self) -> None:
        assert odd(agreements=(nda(expires_on=None), replace(self.other, effective_on=TODAY))) != []

    def test_contracts_may_lie_beside_each_other(self) -> None:
        assert odd(agreements=(nda(), contract(), contract(id="MSA-2"))) == []


class TestOptOutDay:
    def renewing(self, **more: Any) -> Any:
        usual = {"auto_renew": True, "renew_months": 12, "notice_days_ours": 30, "expires_on": TODAY + 29 * ONE_DAY}
        return nda(**(usual | more))

    def test_that_has_passed_before_the_renewal(self) -> None:
        assert words(agreements=(self.renewing(),)) == "its opt-out day 23 Nov 2026 has passed; it renews on 24 Dec 2026"

    def test_of_the_present_term_of_a_paper_that_renewed_before(self) -> None:
        paper = self.renewing(executed_on=date(2024, 6, 28), effective_on=date(2024, 7, 1), expires_on=date(2025, 12, 5))
        said = [one.words for one in oddities(agreements=(paper,)) if one.field == "auto_renew"]
        assert said == ["its opt-out day 5 Nov 2026 has passed; it renews on 6 Dec 2026"]

    @pytest.mark.parametrize(
        "change",
        [
            {"expires_on": TODAY + 30 * ONE_DAY},
            {"non_renewal_notice_on": TODAY},
            {"auto_renew": False},
            {"notice_days_ours": None},
        ],
        ids=["not yet", "notice given", "no renewal", "no notice period"],
    )
    def test_is_no_matter_otherwise(self, change: dict[str, Any]) -> None:
        assert odd(agreements=(self.renewing(**change),)) == []

    def test_is_no_matter_once_the_paper_has_ended_or_without_an_end(self) -> None:
        assert odd(agreements=(self.renewing(expires_on=TODAY - ONE_DAY, auto_renew=False),)) == []
        assert odd(agreements=(self.renewing(expires_on=None),)) == []


class TestActiveGrants:
    def test_in_good_order(self) -> None:
        assert odd(grants=(GRANT,)) == []

    def test_of_somebody_who_left(self) -> None:
        known = {"people": (person(status=PersonStatus.LEFT),)}

        assert words(grants=(GRANT,), **known) == "Ewa Engineer has left and still has access; end it"
        assert odd(grants=(replace(GRANT, state=GrantState.REVOKED),), **known) == []

    @pytest.mark.parametrize(("status", "said"), [(VendorStatus.OFFBOARDING, "offboarding"), (None, "of unknown status")])
    def test_of_a_vendor_that_is_not_active(self, status: VendorStatus | None, said: str) -> None:
        assert words(grants=(GRANT,), vendors=(vendor(status=status),)) == f"Volt GmbH is {said} and still has access; end it"

    @pytest.mark.parametrize(
        "paper",
        [nda(executed_on=None), nda(effective_on=TODAY + ONE_DAY), nda(expires_on=TODAY - ONE_DAY), nda(vendor="V2")],
        ids=["a draft", "later", "ended", "another vendor"],
    )
    def test_without_an_nda_today(self, paper: Any) -> None:
        assert ("grants", "G-1", "vendor") in odd(grants=(GRANT,), agreements=(contract(), paper, nda(id="X", vendor="V3")))

    def test_under_an_nda_that_renewed_by_itself_is_no_matter(self) -> None:
        lasting = nda(expires_on=TODAY - ONE_DAY, auto_renew=True, renew_months=12, notice_days_ours=30)
        assert ("grants", "G-1", "vendor") not in odd(grants=(GRANT,), agreements=(lasting,))

    def test_under_an_nda_of_another_of_our_companies_while_one_fits_that_ended(self) -> None:
        elsewhere, ended = nda(id="NDA-2", our_entities=("OTHER",)), nda(expires_on=TODAY - ONE_DAY)
        running = replace(GRANT, start_on=TODAY - 10 * ONE_DAY)
        assert ("grants", "G-1", "vendor") in odd(grants=(running,), agreements=(elsewhere, ended))

    def test_under_an_nda_without_days_is_no_matter_of_this_list(self) -> None:
        assert odd(grants=(GRANT,), agreements=(nda(effective_on=None, expires_on=None),)) == []

    def test_of_people_and_vendors_that_the_register_does_not_know(self) -> None:
        assert odd(grants=(GRANT,), people=(), vendors=()) == []


@pytest.mark.parametrize(("tier", "typical"), [(1, 4), (2, 3), (3, 2), (4, 1)])
def test_a_clearance_above_what_the_tier_usually_has(tier: int, typical: int) -> None:
    assert odd(vendors=(vendor(tier=tier, clearance=typical),)) == []
    if typical < 4:
        assert odd(vendors=(vendor(tier=tier, clearance=typical + 1),)) == [("vendors", "V1", "clearance")]


def test_a_clearance_or_tier_that_nobody_recorded_is_the_checks_matter() -> None:
    assert odd(vendors=(vendor(tier=None, clearance=4),)) == []
    assert odd(vendors=(vendor(tier=4, clearance=None),)) == []


def test_a_person_whose_employer_nobody_knows() -> None:
    assert odd(people=(person(employer_entity=None),)) == [("people", "E1", "entity")]


def test_courses_and_certificates_that_nobody_has() -> None:
    asking = (asset(limits=Limits(("*",), ("ISO27001",), ("IP-BASIC",))),)

    assert odd(assets=asking) == [("assets", "A1", "training"), ("assets", "A1", "certs")]
    assert (
        odd(
            assets=asking,
            people=(person(training={"IP-BASIC": TODAY}),),
            certifications=(Certification("V1", "ISO27001", (), TODAY),),
        )
        == []
    )
    assert odd(assets=(asset(limits=Limits()),), people=(person(training=None),)) == []


class TestRoles:
    def test_that_nobody_holds_and_the_workflows_need(self) -> None:
        policy = workflows(rule(stage("one", Role.BRAND_COUNSEL)), seats=(AddedSeat(Condition(), 1, Role.PRIVACY_OFFICER),))

        assert odd(policy) == [
            ("organisation.users", "brand_counsel", "roles"),
            ("organisation.users", "privacy_officer", "roles"),
        ]

    def test_that_one_holds_where_two_are_needed(self) -> None:
        two = workflows(rule(stage("two", Role.IP_COUNSEL, quantifier=2)))

        assert [one.words for one in oddities(two)] == ["1 hold it, and the workflows need 2; give it to more people"]
        assert odd(two, members=members(member("ian", Role.IP_COUNSEL))) == []

    def test_a_number_over_several_roles_is_no_number_for_each(self) -> None:
        assert odd(workflows(rule(stage("two", Role.IP_COUNSEL, Role.ENGINEERING_MANAGER, quantifier=2)))) == []


def test_a_waiver_for_a_check_that_is_not_run() -> None:
    fresh = replace(WAIVER, expires_on=TODAY)

    assert odd(waivers=(replace(fresh, check="NDA-05"),)) == [("waivers", "WVR-1", "check")]
    assert odd(waivers=(fresh,)) == []


class TestPastTheirDay:
    def test_what_was_due_yesterday(self) -> None:
        assert odd(findings=(FINDING,), returns=(RETURN,), waivers=(WAIVER,)) == [
            ("findings", "FND-1", "due"),
            ("returns", "RTN-1", "due"),
            ("waivers", "WVR-1", "expires"),
        ]

    def test_what_is_due_today_is_in_time(self) -> None:
        assert odd(findings=(replace(FINDING, due=TODAY),), returns=(replace(RETURN, due_on=TODAY),)) == []

    def test_what_is_settled_or_has_no_day(self) -> None:
        assert odd(findings=(replace(FINDING, status="closed"), replace(FINDING, due=None))) == []
        assert odd(returns=(replace(RETURN, document="proof.pdf"), replace(RETURN, due_on=None))) == []
        assert odd(waivers=(replace(WAIVER, state="expired"),)) == []


def test_a_company_of_ours_that_is_party_to_no_nda() -> None:
    """A draft counts here: it shows that somebody has thought of it."""
    assert odd(assets=(asset(owner_entity="IP"),)) == [("assets", "A1", "owner_entity")]
    assert odd(assets=(asset(owner_entity="IP"),), agreements=(nda(our_entities=("OWN", "IP"), executed_on=None),)) == []
    assert odd(assets=(asset(owner_entity=None),)) == []
    assert odd(agreements=(nda(our_entities=None),)) == [("assets", "A1", "owner_entity")]
