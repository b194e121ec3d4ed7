"""What a verdict becomes: outcome and effect by class and profile, an approved waiver, and what all results mean together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult, about, checks_run, overall, worsened, worst_first
from bot.domain.checks.run import run_checks
from bot.domain.register import Waiver
from bot.domain.vocabulary import Outcome, Profile
from tests.builders import END, START, asset, draft, facts, nda, register, register_at, result, vendor
from tests.domain import outcomes

ONE_DAY = timedelta(days=1)


def one(check: str = "X-01", effect: Outcome = Outcome.PASS, **more: Any) -> CheckResult:
    return CheckResult(**({"check": check, "outcome": effect, "effect": effect, "item": "A1"} | more))


@pytest.mark.parametrize("profile", list(Profile))
def test_a_profile_says_what_a_failure_is_at_each_class_and_nothing_at_public(profile: Profile) -> None:
    assert profile.outcome(0) is Outcome.NA
    assert {rank: profile.outcome(rank) for rank in outcomes.RANKS} == getattr(outcomes, profile.value)


def test_public_material_is_not_evaluated() -> None:
    known = register(assets=(asset(asset_class=0),))

    assert run_checks(facts(known)) == ()


def test_each_item_is_judged_with_its_own_class() -> None:
    known = register(assets=(asset(asset_class=0), asset(id="A2", asset_class=1), asset(id="A3")), agreements=())

    found = run_checks(facts(known, draft(asset_ids=("A1", "A2", "A3"))))

    assert {r.item: r.effect for r in found if r.check == "NDA-01"} == {"A2": Outcome.WARN, "A3": Outcome.BLOCK}


def test_the_facts_that_were_looked_at_are_kept_as_plain_text() -> None:
    used = dict(result("NDA-01").used)

    assert used == {"NDA-1.covers": "2025-01-01, 2028-12-31"}
    assert dict(result("VEN-01", register(vendors=(vendor(owner=None),))).used)["vendor.owner"] == ""


class TestWaiver:
    def waiver(self, **more: Any) -> Waiver:
        usual = {"id": "WVR-1", "check": "NDA-04", "vendor": "V1", "asset": "A1", "reason": "", "approved_by": ()}
        return Waiver(**(usual | {"expires_on": END, "state": "approved"} | more))

    def found(self, *waivers: Waiver, rank: int = 3) -> CheckResult:
        return result("NDA-04", register_at(rank, agreements=(nda(projects=()),), waivers=waivers))

    def test_to_the_last_day_it_makes_a_heads_up_of_a_waiver_and_is_named(self) -> None:
        found = self.found(self.waiver())

        assert (found.outcome, found.effect, found.waiver) == (Outcome.WAIVER, Outcome.WARN, "WVR-1")
        assert found.message.endswith(" Waiver WVR-1 allows it until 15 Jan 2027.")
        assert found.remedy == "Nothing to do; approvers see the waiver."

    def test_one_that_ends_earlier_is_named_and_does_not_help(self) -> None:
        found = self.found(self.waiver(expires_on=END - ONE_DAY))

        assert (found.outcome, found.effect, found.waiver) == (Outcome.WAIVER, Outcome.WAIVER, "WVR-1")
        assert found.message.endswith(" Waiver WVR-1 ends 14 Jan 2027, before your last day (MON-05).")

    @pytest.mark.parametrize("other", [{"check": "NDA-02"}, {"vendor": "V2"}, {"asset": "A2"}])
    def test_it_must_match_check_vendor_and_asset(self, other: dict[str, str]) -> None:
        assert self.found(self.waiver(**other)).waiver is None

    @pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "expired", "revoked", "resolved"])
    def test_it_must_be_approved(self, state: str) -> None:
        assert self.found(self.waiver(state=state)).effect is Outcome.WAIVER

    def test_the_one_that_lasts_longest_counts(self) -> None:
        found = self.found(self.waiver(expires_on=END - ONE_DAY), self.waiver(id="WVR-2"))

        assert (found.effect, found.waiver) == (Outcome.WARN, "WVR-2")

    def test_a_stop_cannot_be_waived(self) -> None:
        blocked = register(agreements=(), waivers=(self.waiver(check="NDA-01"),))

        assert (result("NDA-01", blocked).effect, result("NDA-01", blocked).waiver) == (Outcome.BLOCK, None)

    def test_a_missing_fact_may_be_waived(self) -> None:
        found = result("NDA-04", register(agreements=(nda(projects=None),), waivers=(self.waiver(),)))

        assert (found.outcome, found.effect, found.waiver) == (Outcome.UNKNOWN, Outcome.WARN, "WVR-1")

    def test_only_the_fact_releases_what_is_never_waived(self) -> None:
        known = register(vendors=(vendor(status=None),), waivers=(self.waiver(check="VEN-01"),))

        assert (result("VEN-01", known).effect, result("VEN-01", known).waiver) == (Outcome.WAIVER, None)

    def test_one_that_begins_after_the_first_day_does_not_count(self) -> None:
        assert self.found(self.waiver(starts_on=START)).effect is Outcome.WARN
        assert self.found(self.waiver(starts_on=START + ONE_DAY)).waiver is None

    def test_a_heads_up_needs_none(self) -> None:
        assert self.found(self.waiver(), rank=1).waiver is None


class TestTogether:
    def test_the_worst_effect_counts(self) -> None:
        assert overall([one(effect=Outcome.WARN), one(effect=Outcome.BLOCK), one()]) is Outcome.BLOCK

    @pytest.mark.parametrize("results", [[], [one(effect=Outcome.NA)]])
    def test_nothing_evaluated_or_nothing_that_applies_is_a_pass(self, results: list[CheckResult]) -> None:
        assert overall(results) is Outcome.PASS

    def test_an_unknown_counts_with_its_effect(self) -> None:
        assert overall([one(effect=Outcome.WARN, outcome=Outcome.UNKNOWN)]) is Outcome.WARN

    def test_what_was_rejected_no_longer_counts(self) -> None:
        results = [one(), one(item="A2", effect=Outcome.BLOCK)]

        assert overall(about(results, {"A1"})) is Outcome.PASS

    def test_checks_are_counted_once_however_many_items(self) -> None:
        assert checks_run([one(), one(item="A2"), one("X-02")]) == 2

    def test_those_that_speak_are_told_worst_first_and_the_same_sentence_once(self) -> None:
        told = worst_first(
            [
                one("B-01", Outcome.WARN, message="b"),
                one("C-01", Outcome.BLOCK, message="c"),
                one("A-01", Outcome.WARN, message="a"),
                one("A-01", Outcome.WARN, message="a", item="A2"),
                one("D-01", Outcome.PASS),
                one("E-01", Outcome.NA),
                one("F-01", Outcome.PASS, outcome=Outcome.UNKNOWN, message="f"),
            ]
        )

        assert [(r.check, r.item) for r in told] == [("C-01", "A1"), ("A-01", "A1"), ("B-01", "A1"), ("F-01", "A1")]


class TestWorsened:
    def test_only_a_worse_effect_counts_and_pass_to_heads_up_is_worse(self) -> None:
        assert worsened([one()], [one(effect=Outcome.WARN)]) == [one(effect=Outcome.WARN)]
        assert worsened([one(effect=Outcome.WARN)], [one(effect=Outcome.WARN)]) == []
        assert worsened([one(effect=Outcome.BLOCK)], [one(effect=Outcome.WARN)]) == []

    def test_beginning_to_apply_and_being_fine_is_not_worse(self) -> None:
        assert worsened([one(effect=Outcome.NA)], [one()]) == []

    def test_a_question_of_another_person_or_item_is_another_question(self) -> None:
        later = one(effect=Outcome.WARN, person="E2")

        assert worsened([one(effect=Outcome.WARN, person="E1")], [later]) == [later]

    def test_a_new_question_counts_from_a_pass(self) -> None:
        assert worsened([], [one(), one("X-02", Outcome.WARN)]) == [one("X-02", Outcome.WARN)]

    def test_what_became_unknown_is_worse_only_by_its_effect(self) -> None:
        unknown = replace(one(effect=Outcome.WARN), outcome=Outcome.UNKNOWN)

        assert worsened([one(effect=Outcome.WARN)], [unknown]) == []
