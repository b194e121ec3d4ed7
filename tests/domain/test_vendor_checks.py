"""VEN-01 and ACC-01: a vendor in good standing, cleared for what it is to see."""

import pytest

from bot.domain.vocabulary import Outcome, VendorStatus
from tests.builders import asset, member, members, register, register_at, result, vendor

NOT_ACTIVE = [status for status in VendorStatus if status is not VendorStatus.ACTIVE]
F = {1: Outcome.WARN, 2: Outcome.WAIVER, 3: Outcome.BLOCK, 4: Outcome.BLOCK}
W = {1: Outcome.PASS, 2: Outcome.WARN, 3: Outcome.WARN, 4: Outcome.WARN}


def test_an_active_vendor_with_an_owner_is_fine() -> None:
    assert result("VEN-01").outcome is Outcome.PASS


@pytest.mark.parametrize("status", NOT_ACTIVE)
@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_vendor_that_is_not_active_stops_every_class(status: VendorStatus, rank: int) -> None:
    found = result("VEN-01", register_at(rank, vendors=(vendor(status=status, clearance=4),)))

    assert (found.outcome, found.effect) == (Outcome.BLOCK, Outcome.BLOCK)
    assert status.value in found.message


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
