"""DDA-03 and DDA-04: the certificates that the asset asks for: valid to the last day, the right label, the right company."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.register import Certification, LegalEntity, Limits, Register
from bot.domain.vocabulary import Outcome
from tests.builders import END, START, asset, register_at, result, vendor
from tests.domain.outcomes import RANKS, V

ONE_DAY = timedelta(days=1)
COMPANIES = (LegalEntity("V1-A", "Volt Sp. z o.o.", "PL"), LegalEntity("V1-B", "Volt Holding SE", "DE"))


def held(scheme: str = "ISO27001", until: date | None = END, sites: tuple[str, ...] | None = ("V1-A",)) -> Certification:
    return Certification("V1", scheme, sites, until)


def world(needed: tuple[str, ...] | None, *certifications: Certification, rank: int = 3) -> Register:
    limits = Limits(allowed_countries=("*",), required_certs=needed, required_training=())
    return register_at(
        rank,
        vendors=(vendor(clearance=4, entities=COMPANIES),),
        assets=(asset(asset_class=rank, limits=limits),),
        certifications=certifications,
    )


def lasting(needed: tuple[str, ...] | None, *certifications: Certification, **more: Any) -> CheckResult:
    return result("DDA-03", world(needed, *certifications, **more))


def fitting(needed: tuple[str, ...] | None, *certifications: Certification, **more: Any) -> CheckResult:
    return result("DDA-04", world(needed, *certifications, **more))


class TestHeldToTheEnd:
    def test_the_last_day_of_access_is_the_first_that_is_good_enough(self) -> None:
        for until, outcome in ((END - ONE_DAY, Outcome.WAIVER), (END, Outcome.PASS), (END + ONE_DAY, Outcome.PASS)):
            assert lasting(("ISO27001",), held(until=until)).outcome is outcome

    @pytest.mark.parametrize("rank", RANKS)
    def test_one_that_is_missing_weighs_by_class(self, rank: int) -> None:
        found = lasting(("ISO27001",), rank=rank)

        assert found.effect is V[rank]
        assert found.message == "A1 needs ISO27001; Volt GmbH has no ISO27001 certificate."
        assert found.fix is None

    def test_one_that_ends_inside_the_access_says_when_and_offers_that_day(self) -> None:
        found = lasting(("ISO27001",), held(until=START + 9 * ONE_DAY))

        assert "the ISO27001 certificate of Volt GmbH ends 10 Dec 2026, before your last day." in found.message
        assert found.fix is not None
        assert found.fix.words == "Until 10 Dec 2026 instead"

    def test_one_that_ended_before_the_access_offers_no_day(self) -> None:
        found = lasting(("ISO27001",), held(until=date(2026, 11, 23)))

        assert "ended 23 Nov 2026" in found.message
        assert found.fix is None

    def test_schemes_do_not_replace_each_other(self) -> None:
        assert lasting(("ISO27001",), held("SOC2-T2")).outcome is Outcome.WAIVER

    def test_each_scheme_is_asked_for_and_one_is_not_enough(self) -> None:
        found = lasting(("ISO27001", "TISAX-SC"), held(), held("SOC2-T2"))

        assert found.outcome is Outcome.WAIVER
        assert found.message == "A1 needs TISAX-SC; Volt GmbH has no TISAX certificate."

    def test_any_label_of_the_family_is_enough_here(self) -> None:
        assert lasting(("TISAX-SC",), held("TISAX-PP", sites=())).outcome is Outcome.PASS

    def test_the_one_that_lasts_longest_counts(self) -> None:
        old, new = held(until=START), held(until=END)

        assert lasting(("ISO27001",), old, new).outcome is Outcome.PASS
        assert lasting(("ISO27001",), new, old).outcome is Outcome.PASS

    def test_nothing_is_asked_of_an_asset_that_needs_none(self) -> None:
        assert lasting(()).outcome is Outcome.NA

    def test_an_asset_of_which_nobody_said_what_it_needs_is_unknown_and_its_owner_can_say(self) -> None:
        found = lasting(None, held())

        assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, Outcome.WAIVER, "dan")
        assert "which certificates A1 asks for" in found.message

    def test_one_whose_last_day_nobody_recorded_is_unknown_unless_another_lasts(self) -> None:
        assert lasting(("ISO27001",), held(until=None)).outcome is Outcome.UNKNOWN
        assert lasting(("ISO27001",), held(until=None), held(until=START)).outcome is Outcome.UNKNOWN
        assert lasting(("ISO27001",), held(until=None), held()).outcome is Outcome.PASS

    def test_a_scheme_that_is_certainly_missing_beats_one_that_is_unknown(self) -> None:
        assert lasting(("ISO27001", "TISAX-SC"), held(until=None)).outcome is Outcome.WAIVER


class TestLabelAndCompany:
    def test_the_very_label_for_the_company_that_does_the_work_is_fine(self) -> None:
        assert fitting(("TISAX-SC",), held("TISAX-SC", sites=("V1-B", "V1-A"))).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize(("needed", "label"), [("TISAX-SC", "TISAX-PP"), ("TISAX-PP", "TISAX-SC"), ("TISAX", "TISAX-SC")])
    def test_one_label_does_not_prove_another(self, rank: int, needed: str, label: str) -> None:
        found = fitting((needed,), held(label), rank=rank)

        assert found.effect is V[rank]
        assert found.message == f"Volt GmbH holds {label} for Volt Sp. z o.o.; for Volt Sp. z o.o. this work needs {needed}."

    def test_the_certificate_of_another_company_of_the_vendor_does_not_do(self) -> None:
        found = fitting(("ISO27001",), held(sites=("V1-B",)))

        assert found.outcome is Outcome.WAIVER
        assert found.message == "Volt GmbH holds ISO27001 for Volt Holding SE; for Volt Sp. z o.o. this work needs ISO27001."
        assert "Ask Mo to get proof of ISO27001 that names Volt Sp. z o.o." in found.remedy

    def test_label_and_company_on_two_certificates_do_not_add_up(self) -> None:
        assert fitting(("TISAX-SC",), held("TISAX-SC", sites=("V1-B",)), held("TISAX-PP")).outcome is Outcome.WAIVER

    def test_the_right_one_counts_only_while_it_lasts(self) -> None:
        right, other = held("TISAX-SC", END - ONE_DAY), held("TISAX-PP", END)

        assert fitting(("TISAX-SC",), right, other).outcome is Outcome.WAIVER
        assert fitting(("TISAX-SC",), held("TISAX-SC", END), other).outcome is Outcome.PASS

    def test_a_company_that_the_register_lost_is_called_by_its_id(self) -> None:
        assert "for V1-Z;" in fitting(("ISO27001",), held(sites=("V1-Z",))).message
        assert "for no company that is recorded;" in fitting(("ISO27001",), held(sites=())).message

    @pytest.mark.parametrize("until", [END - ONE_DAY, None])
    def test_nothing_is_asked_of_a_scheme_that_is_not_held_to_the_end(self, until: date | None) -> None:
        assert fitting(("ISO27001",), held(until=until, sites=("V1-B",))).outcome is Outcome.NA

    def test_of_two_schemes_only_the_one_that_is_held_is_judged(self) -> None:
        assert fitting(("ISO27001", "TISAX-SC"), held()).outcome is Outcome.PASS
        assert fitting(("ISO27001", "TISAX-SC"), held(sites=())).outcome is Outcome.WAIVER

    @pytest.mark.parametrize("needed", [(), None])
    def test_nothing_is_asked_of_an_asset_that_needs_none_or_whose_needs_are_unknown(
        self, needed: tuple[str, ...] | None
    ) -> None:
        assert fitting(needed, held(sites=())).outcome is Outcome.NA

    def test_companies_that_nobody_recorded_are_unknown_unless_another_certificate_names_this_one(self) -> None:
        found = fitting(("ISO27001",), held(sites=None))

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
        assert fitting(("ISO27001",), held(sites=None), held()).outcome is Outcome.PASS

    def test_the_right_label_whose_last_day_nobody_recorded_may_be_the_proof(self) -> None:
        assert fitting(("TISAX-SC",), held("TISAX-SC", None), held("TISAX-PP")).outcome is Outcome.UNKNOWN
