"""VEN-01, VEN-04, VEN-05 and ACC-01: a vendor in good standing, cleared for what it is to see, whose people it employs."""

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.register import LegalEntity, Subcontractor
from bot.domain.vocabulary import Outcome, VendorStatus
from tests.builders import asset, draft, facts, member, members, person, register, register_at, result, vendor

NOT_ACTIVE = [status for status in VendorStatus if status is not VendorStatus.ACTIVE]
F = {1: Outcome.WARN, 2: Outcome.WAIVER, 3: Outcome.BLOCK, 4: Outcome.BLOCK}
V = {1: Outcome.WARN, 2: Outcome.WAIVER, 3: Outcome.WAIVER, 4: Outcome.WAIVER}
W = {1: Outcome.PASS, 2: Outcome.WARN, 3: Outcome.WARN, 4: Outcome.WARN}


def test_an_active_vendor_with_an_owner_is_fine() -> None:
    assert result("VEN-01").outcome is Outcome.PASS


@pytest.mark.parametrize("status", NOT_ACTIVE)
@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_vendor_that_is_not_active_stops_every_class(status: VendorStatus, rank: int) -> None:
    found = result("VEN-01", register_at(rank, vendors=(vendor(status=status, clearance=4),)))

    assert (found.outcome, found.effect) == (Outcome.BLOCK, Outcome.BLOCK)
    assert status.value in found.message
    assert found.remedy == "Ask Mo whether it can be made active, or choose another vendor."


@pytest.mark.parametrize("owner", [None, "mo", "nobody"])
@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_vendor_that_nobody_active_owns_is_a_heads_up_above_internal(owner: str | None, rank: int) -> None:
    known = register_at(rank, vendors=(vendor(owner=owner, clearance=4),), members=members(member("mo", active=False)))

    assert result("VEN-01", known).effect is W[rank]


def test_a_suspended_vendor_without_an_owner_stops_like_any_suspended_vendor() -> None:
    known = register(vendors=(vendor(status=VendorStatus.SUSPENDED, owner=None),))

    assert result("VEN-01", known).outcome is Outcome.BLOCK


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_an_unknown_status_stops_until_somebody_records_it(rank: int) -> None:
    found = result("VEN-01", register_at(rank, vendors=(vendor(status=None, clearance=4),)))

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
    assert "We don't know yet whether Volt GmbH is active." in found.message


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_vendor_cleared_for_exactly_this_class_may_see_it(rank: int) -> None:
    assert result("ACC-01", register_at(rank, vendors=(vendor(clearance=rank),))).outcome is Outcome.PASS


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_class_above_the_clearance_fails_the_harder_the_higher(rank: int) -> None:
    found = result("ACC-01", register_at(rank, vendors=(vendor(clearance=rank - 1),)))

    assert found.effect is F[rank]
    assert f"C{rank - 1}" in found.message
    assert f"C{rank}" in found.message


@pytest.mark.parametrize(("rank", "effect"), [(1, Outcome.WARN), (2, Outcome.WAIVER), (3, Outcome.WAIVER), (4, Outcome.WAIVER)])
def test_an_unknown_clearance_is_unknown_and_at_most_a_waiver(rank: int, effect: Outcome) -> None:
    found = result("ACC-01", register_at(rank, vendors=(vendor(clearance=None),)))

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, effect)


def test_an_unclassified_asset_is_handled_as_the_strictest_and_stays_unknown() -> None:
    known = register_at(3, assets=(asset(asset_class=None),))

    for check in ("ACC-01", "TRF-01"):
        found = result(check, known)
        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
        assert "Dan" not in found.message
        assert "the class of A1" in found.message


class TestWhoEmploysThem:
    """VEN-04; SUB-1 is a company that stands with a sub-contractor."""

    COMPANIES = (LegalEntity("V1-A", "Volt Sp. z o.o.", "PL"), LegalEntity("SUB-1", "Pool SRL", "RO"))

    def found(self, employer: str | None, *subs: Subcontractor, rank: int = 3) -> CheckResult:
        volt = vendor(clearance=4, entities=self.COMPANIES, subcontractors=subs)
        known = register_at(rank, vendors=(volt,), people=(person(employer_entity=employer),))
        return result("VEN-04", known)

    def test_an_employee_of_any_company_of_the_vendor_is_fine(self) -> None:
        assert self.found("V1-A").outcome is Outcome.PASS
        assert self.found("SUB-1").outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_somebody_whom_nobody_employs_fails_the_harder_the_higher_though_no_subcontractor_was_declared(
        self, rank: int
    ) -> None:
        found = self.found(None, rank=rank)

        assert found.effect is F[rank]
        assert found.message == "We don't know of any company that employs Ewa Engineer; Volt GmbH may have passed the work on."
        assert found.remedy.startswith("Ask Mo to find out from Volt GmbH who employs Ewa Engineer,")

    def test_an_employee_of_an_approved_subcontractor_is_fine(self) -> None:
        assert self.found("SUB-1", Subcontractor("Pool", approved=True, entity="SUB-1")).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_an_employee_of_one_that_is_not_approved_fails_though_its_company_is_listed_with_the_vendor(self, rank: int) -> None:
        found = self.found("SUB-1", Subcontractor("Pool", entity="SUB-1"), rank=rank)

        assert found.effect is F[rank]
        assert found.message.startswith(
            "Ewa Engineer is employed by Pool, a sub-contractor of Volt GmbH that we have not approved."
        )
        assert found.remedy == "Ask Mo to have Pool approved, or leave Ewa Engineer out."

    def test_a_company_of_two_subcontractors_of_which_one_is_approved_will_do_and_the_other_is_told(self) -> None:
        subs = Subcontractor("Pool", entity="SUB-1"), Subcontractor("Lake", approved=True, entity="SUB-1")

        assert self.found("SUB-1", *subs).outcome is Outcome.WARN

    def test_an_employee_of_a_company_that_is_nowhere_recorded_fails(self) -> None:
        found = self.found("V2-A", Subcontractor("Pool", approved=True))

        assert found.outcome is Outcome.BLOCK
        assert "nor of a sub-contractor that we approved" in found.message

    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_a_subcontractor_that_is_not_approved_is_a_heads_up_at_every_class(self, rank: int) -> None:
        found = self.found("V1-A", Subcontractor("Pool"), Subcontractor("Lake", approved=True), rank=rank)

        assert (found.outcome, found.effect) == (Outcome.WARN, Outcome.WARN)
        assert found.message == "Volt GmbH works with Pool, a sub-contractor that we have not approved."

    def test_several_are_named_together(self) -> None:
        found = self.found("V1-A", Subcontractor("Pool"), Subcontractor("Lake"))

        assert found.message == "Volt GmbH works with Pool and Lake, sub-contractors that we have not approved."

    def test_leaving_out_whom_nobody_employs_is_offered_where_others_are_listed(self) -> None:
        known = register(people=(person(), person(id="E2", name="Fry Lance", employer_entity=None)))
        found = {one.person: one for one in run_checks(facts(known, draft(people=("E1", "E2")))) if one.check == "VEN-04"}

        assert found["E1"].outcome is Outcome.PASS
        assert found["E2"].fix is not None
        assert found["E2"].fix.words == "Without Fry Lance"
        assert self.found(None).fix is None


class TestCompetitors:
    """VEN-05."""

    def found(self, competitors: tuple[str, ...] | None, *, wall: bool = False, rank: int = 3) -> CheckResult:
        volt = vendor(clearance=4, competitors_served=competitors, ethical_wall=wall)
        return result("VEN-05", register_at(rank, vendors=(volt,)))

    def test_a_vendor_that_works_for_no_competitor_is_fine(self) -> None:
        assert self.found(()).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_one_that_does_weighs_by_class_and_names_them(self, rank: int) -> None:
        found = self.found(("Veldt", "Ostra"), rank=rank)

        assert found.effect is V[rank]
        assert found.message.startswith("Volt GmbH also works for Veldt and Ostra,")
        assert "Ask Mo to find out how Volt GmbH keeps them apart" in found.remedy

    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_a_waiver_is_spoken_of_only_where_one_is_needed(self, rank: int) -> None:
        remedy = self.found(("Veldt",), rank=rank).remedy

        assert remedy.endswith("and to record it." if rank == 1 else "and to record it. Or ask for a waiver.")

    def test_a_wall_between_the_teams_makes_it_fine(self) -> None:
        assert self.found(("Veldt",), wall=True).outcome is Outcome.PASS

    @pytest.mark.parametrize("wall", [True, False])
    @pytest.mark.parametrize("rank", [1, 2, 3, 4])
    def test_what_nobody_recorded_is_unknown_not_none(self, rank: int, wall: bool) -> None:
        found = self.found(None, wall=wall, rank=rank)

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, V[rank])
        assert "for which of our competitors Volt GmbH works" in found.message
