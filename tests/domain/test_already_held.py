"""ACC-05 and ACC-06: what the vendor holds already, with what is asked for, and what of it lies unused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.facts import Facts
from bot.domain.register import Asset, KnownGrant
from bot.domain.vocabulary import GrantState, Mode, Outcome
from tests.builders import END, TODAY, asset, draft, facts, person, register, register_at, result, vendor
from tests.domain.outcomes import RANKS, V, W

STANDS = [GrantState.ACTIVE, GrantState.SUSPENDED]
GONE = [state for state in GrantState if state not in STANDS]
TWO = (person(), person(id="E2", name="Uwe Other"))


def held(number: int, who: str = "E1", what: str = "A9", **more: Any) -> KnownGrant:
    usual = {"request": "R-OLD", "mode": Mode.VIEW, "start_on": TODAY, "end_on": END, "state": GrantState.ACTIVE}
    return KnownGrant(**({"id": f"G{number:02}", "vendor": "V1", "person": who, "asset": what} | usual | more))


def holding(count: int, who: str = "E1", **more: Any) -> tuple[KnownGrant, ...]:
    return tuple(held(number, who, **more) for number in range(count))


def assets(*more: Asset, rank: int = 3, **first: Any) -> tuple[Asset, ...]:
    return (asset(asset_class=rank, **first), asset(id="A9", asset_class=1), *more)


class TestTooMany:
    def found(self, *grants: KnownGrant, rank: int = 3, **wish: Any) -> CheckResult:
        known = register_at(rank, assets=assets(asset(id="A2", asset_class=0), rank=rank), people=TWO, grants=grants)
        return next(one for one in run_checks(facts(known, draft(**wish))) if one.check == "ACC-05")

    def test_five_accesses_of_one_person_are_fine_with_the_one_that_is_asked_for(self) -> None:
        assert self.found(*holding(4)).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_the_sixth_is_a_heads_up_above_internal(self, rank: int) -> None:
        found = self.found(*holding(5), rank=rank)

        assert found.effect is W[rank]
        assert found.message == "With this request Ewa Engineer would hold 6 accesses at once."

    def test_each_asset_that_is_asked_for_counts_public_ones_too(self) -> None:
        assert self.found(*holding(3), asset_ids=("A1", "A2")).outcome is Outcome.PASS
        assert self.found(*holding(4), asset_ids=("A1", "A2")).outcome is Outcome.WARN

    def test_what_others_hold_does_not_count_for_this_person(self) -> None:
        assert self.found(*holding(5, "E2")).outcome is Outcome.PASS

    def test_of_several_people_the_one_with_too_many_is_named_and_may_be_left_out(self) -> None:
        found = self.found(*holding(5, "E2"), people=("E1", "E2"))

        assert found.message == "With this request Uwe Other would hold 6 accesses at once."
        assert found.fix is not None
        assert found.fix.words == "Without Uwe Other"

    def test_where_all_have_too_many_nobody_is_offered_to_be_left_out(self) -> None:
        grants = (*holding(5), *(held(50 + number, "E2") for number in range(5)))
        found = self.found(*grants, people=("E1", "E2"))

        assert "Ewa Engineer would hold 6 accesses at once. With this request Uwe Other would" in found.message
        assert found.fix is None

    @pytest.mark.parametrize("rank", RANKS)
    def test_twenty_five_of_the_vendor_are_fine_and_one_more_is_a_heads_up(self, rank: int) -> None:
        grants = tuple(held(number, f"X{number}") for number in range(24))

        assert self.found(*grants, rank=rank).outcome is Outcome.PASS
        assert self.found(*grants, people=("E1", "E2"), rank=rank).effect is W[rank]
        assert "Volt GmbH would hold 26 accesses at once" in self.found(*grants, people=("E1", "E2")).message

    @pytest.mark.parametrize("state", STANDS)
    def test_open_and_suspended_access_counts(self, state: GrantState) -> None:
        assert self.found(*holding(5, state=state)).outcome is Outcome.WARN

    @pytest.mark.parametrize("state", GONE)
    def test_access_that_is_over_or_not_open_yet_does_not(self, state: GrantState) -> None:
        assert self.found(*holding(5, state=state)).outcome is Outcome.PASS

    def test_access_of_other_vendors_does_not(self) -> None:
        assert self.found(*holding(5, vendor="V2")).outcome is Outcome.PASS

    def test_access_of_the_request_itself_does_not_count_twice(self) -> None:
        known = register(assets=assets(), grants=(*holding(4), held(9, what="A1", request="REQ-1")))
        about = facts(known)

        assert acc_05(about).outcome is Outcome.WARN
        assert acc_05(replace(about, request="REQ-1")).outcome is Outcome.PASS

    def test_what_was_rejected_of_it_does_not_count(self) -> None:
        about = facts(register(assets=assets(asset(id="A2")), grants=holding(4)), draft(asset_ids=("A1", "A2")))

        assert acc_05(about).outcome is Outcome.WARN
        assert acc_05(replace(about, rejected=("A2",))).outcome is Outcome.PASS


def acc_05(about: Facts) -> CheckResult:
    return next(one for one in run_checks(about) if (one.check, one.item) == ("ACC-05", "A1"))


class TestWholeSecret:
    """A1, A2 and A3 are the parts of AX."""

    PARTS = (asset(id="A2", parts_of="AX"), asset(id="A3", parts_of="AX"), asset(id="AX", public_title="Cathode process"))

    def found(self, *grants: KnownGrant, rank: int = 3, **wish: Any) -> CheckResult:
        known = register_at(rank, assets=assets(*self.PARTS, rank=rank, parts_of="AX"), grants=grants, people=TWO)
        return acc_05(facts(known, draft(**wish)))

    def test_a_part_that_leaves_another_one_out_is_fine(self) -> None:
        found = self.found(held(1, what="A2"))

        assert found.outcome is Outcome.PASS
        assert dict(found.used)["asset.parts_held"] == "2 of 3"

    @pytest.mark.parametrize("rank", RANKS)
    def test_the_last_part_at_the_same_vendor_needs_a_waiver(self, rank: int) -> None:
        found = self.found(held(1, what="A2"), held(2, "E2", what="A3", state=GrantState.SUSPENDED), rank=rank)

        assert found.effect is V[rank]
        words = "With this request Volt GmbH would hold all 3 parts of Cathode process (AX), and so the whole of it."
        assert found.message == words
        assert "Leave A1 out" in found.remedy

    def test_all_parts_in_one_request_are_noticed_too(self) -> None:
        assert self.found(asset_ids=("A1", "A2", "A3")).outcome is Outcome.WAIVER
        assert self.found(held(1, what="A3"), asset_ids=("A1", "A2")).outcome is Outcome.WAIVER

    def test_a_part_that_was_rejected_is_not_at_the_vendor(self) -> None:
        known = register(assets=assets(*self.PARTS, parts_of="AX"), grants=(held(1, what="A3"),))
        about = facts(known, draft(asset_ids=("A1", "A2")))

        assert acc_05(about).outcome is Outcome.WAIVER
        assert acc_05(replace(about, rejected=("A2",))).outcome is Outcome.PASS

    def test_a_part_whose_access_is_over_does_not_count(self) -> None:
        grants = held(1, what="A2"), held(2, what="A3", state=GrantState.EXPIRED)

        assert self.found(*grants).outcome is Outcome.PASS

    def test_the_parts_of_another_secret_do_not_count(self) -> None:
        known = register(assets=assets(asset(id="A2", parts_of="AY"), asset(id="AX"), asset(id="AY"), parts_of="AX"))
        found = acc_05(facts(known, draft()))

        assert found.outcome is Outcome.WAIVER
        assert "would hold the only part of Pump controller (AX)" in found.message

    def test_a_secret_that_the_facts_of_earlier_days_do_not_hold_is_called_by_its_id(self) -> None:
        known = register(assets=assets(parts_of="AX"))

        assert "the only part of AX, and so the whole of it" in acc_05(facts(known)).message

    def test_it_weighs_more_than_too_many_accesses(self) -> None:
        found = self.found(*holding(5, what="A2"), held(9, "E2", what="A3"))

        assert found.outcome is Outcome.WAIVER


class TestUnused:
    def found(self, *grants: KnownGrant, rank: int = 3, held_class: int | None = 1) -> CheckResult:
        known = register_at(rank, assets=(asset(asset_class=rank), asset(id="A9", asset_class=held_class)), grants=grants)
        return result("ACC-06", known)

    @pytest.mark.parametrize(("held_class", "days"), [(0, 90), (1, 90), (3, 90), (4, 30), (None, 30)])
    def test_the_last_day_of_use_may_lie_so_many_days_back_and_that_day_counts(self, held_class: int | None, days: int) -> None:
        for ago, outcome in ((days - 1, Outcome.PASS), (days, Outcome.PASS), (days + 1, Outcome.WARN)):
            grant = held(1, last_used_on=TODAY - timedelta(days=ago), start_on=date(2025, 1, 1))
            assert self.found(grant, held_class=held_class).outcome is outcome

    def test_access_that_was_never_used_counts_from_its_first_day(self) -> None:
        assert self.found(held(1, start_on=TODAY - timedelta(days=90))).outcome is Outcome.PASS
        assert self.found(held(1, start_on=TODAY - timedelta(days=91))).outcome is Outcome.WARN

    @pytest.mark.parametrize("rank", RANKS)
    def test_it_is_a_heads_up_above_internal_that_names_each(self, rank: int) -> None:
        long_ago = date(2026, 6, 2)
        found = self.found(held(2, last_used_on=long_ago), held(1, last_used_on=long_ago), held(3), rank=rank)

        assert found.effect is W[rank]
        words = "Volt GmbH has open access without any recorded use for long: G01 since 2 Jun 2026 and G02 since 2 Jun 2026."
        assert found.message == words
        assert "Whoever asked for it, or Dan (data owner), ends what nobody needs." in found.remedy

    @pytest.mark.parametrize("state", [state for state in GrantState if state is not GrantState.ACTIVE])
    def test_access_that_is_not_open_lies_unused_by_rights(self, state: GrantState) -> None:
        assert self.found(held(1, last_used_on=date(2026, 1, 1), state=state)).outcome is Outcome.PASS

    def test_it_is_the_class_of_the_unused_asset_that_counts(self) -> None:
        grant = held(1, last_used_on=TODAY - timedelta(days=31))

        assert self.found(grant, rank=4, held_class=3).outcome is Outcome.PASS
        assert self.found(grant, rank=2, held_class=4).outcome is Outcome.WARN

    def test_an_asset_of_which_nothing_is_known_is_handled_as_the_strictest(self) -> None:
        about = facts(register(grants=(held(1, last_used_on=TODAY - timedelta(days=31)),), vendors=(vendor(),)))

        found = next(one for one in run_checks(about) if one.check == "ACC-06")
        assert found.outcome is Outcome.WARN
        assert "or the data owner, ends" in found.remedy
