"""The change of the form that clears one result: offered where there is one, and only where it helps."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.fixes import mended
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.checks.verdicts import Fix, FixField
from bot.domain.register import Consent, ExportLicence, ExportRecord, Limits, Register, ThirdParty
from bot.domain.vocabulary import Mode, Outcome, PersonStatus, PurposeKind
from tests.builders import END, START, asset, channel, contract, draft, facts, nda, person, register, register_at, result

ONE_DAY = timedelta(days=1)
HALFWAY = date(2026, 12, 20)
UNTIL_HALFWAY = Fix(FixField.END_ON, "2026-12-20", "Until 20 Dec 2026 instead")


def controlled(*licences: ExportLicence, needs: tuple[str, ...] = ("PL",)) -> Register:
    return register(assets=(asset(export=ExportRecord(licence_required=needs, licences=licences)),))


def consented(until: date | None) -> Register:
    return register(assets=(asset(third_party=ThirdParty("Fjord AS", (Consent("V1", until),))),))


class TestUntilAnEarlierDay:
    @pytest.mark.parametrize(
        ("check", "known"),
        [
            ("NDA-01", register(agreements=(nda(expires_on=HALFWAY), contract()))),
            ("CTR-01", register(agreements=(nda(), contract(effective_on=START, expires_on=HALFWAY)))),
            ("IPR-05", consented(HALFWAY)),
            ("EXP-02", controlled(ExportLicence("L-1", "PL", HALFWAY))),
            ("ACC-04", register(assets=(asset(limits=Limits(("*",), (), (), max_days=20)),))),
        ],
    )
    def test_what_ends_inside_the_access_offers_its_last_good_day(self, check: str, known: Register) -> None:
        assert result(check, known).fix == UNTIL_HALFWAY
        assert result(check, known, mended(draft(), UNTIL_HALFWAY)).outcome is Outcome.PASS

    @pytest.mark.parametrize(
        ("check", "known"),
        [
            ("NDA-01", register(agreements=(nda(expires_on=START - ONE_DAY), contract()))),
            ("NDA-01", register(agreements=(nda(effective_on=HALFWAY), contract()))),
            ("CTR-01", register(agreements=(nda(), contract(expires_on=START - ONE_DAY)))),
            ("CTR-01", register(agreements=(nda(), contract(effective_on=HALFWAY, expires_on=HALFWAY)))),
            ("CTR-01", register(agreements=(nda(), contract(their_entities=("V1-B",), expires_on=HALFWAY)))),
            ("CTR-01", register(agreements=(nda(), contract(their_entities=("V1-B",), expires_on=None)))),
            ("IPR-05", consented(START - ONE_DAY)),
            ("EXP-02", controlled()),
            ("EXP-02", controlled(ExportLicence("L-1", "VN", HALFWAY))),
        ],
    )
    def test_what_was_not_good_at_the_start_offers_none(self, check: str, known: Register) -> None:
        found = result(check, known)

        assert found.effect.severity >= Outcome.WAIVER.severity
        assert found.fix is None

    def test_the_last_good_day_may_be_the_first_day(self) -> None:
        assert result("NDA-01", register(agreements=(nda(expires_on=START),))).fix == Fix(
            "end_on", "2026-12-01", "Until 1 Dec 2026 instead"
        )

    def test_several_licences_end_with_the_first(self) -> None:
        early, late = ExportLicence("L-1", "PL", HALFWAY), ExportLicence("L-2", "VN", END - ONE_DAY)
        wish = draft(work_countries=("VN",))

        assert result("EXP-02", controlled(early, late, needs=("PL", "VN")), wish).fix == UNTIL_HALFWAY

    def test_the_contract_that_lasts_longest_counts(self) -> None:
        papers = (nda(), contract(expires_on=START), contract(id="MSA-2", expires_on=HALFWAY))

        assert result("CTR-01", register(agreements=papers)).fix == UNTIL_HALFWAY

    def test_a_request_that_runs_is_not_shortened_into_the_past(self) -> None:
        known = register(assets=(asset(limits=Limits(("*",), (), (), max_days=5)),))

        assert result("ACC-04", known, today=date(2026, 12, 5)).fix is not None
        assert result("ACC-04", known, today=date(2026, 12, 6)).fix is None

    def test_of_several_licences_for_one_country_the_longest_counts(self) -> None:
        licences = (ExportLicence("L-1", "PL", START), ExportLicence("L-2", "PL", HALFWAY), ExportLicence("L-3", "PL", START))

        assert result("EXP-02", controlled(*licences)).fix == UNTIL_HALFWAY

    def test_at_a_low_class_a_heads_up_that_a_day_clears_offers_it_too(self) -> None:
        found = result("NDA-01", register_at(1, agreements=(nda(expires_on=HALFWAY),)))

        assert (found.effect, found.fix) == (Outcome.WARN, UNTIL_HALFWAY)

    def test_a_renewal_inside_the_access_needs_no_fix(self) -> None:
        renewing = nda(expires_on=START, auto_renew=True, renew_months=12)

        assert result("NDA-01", register(agreements=(renewing,))).fix is None


class TestAnotherChannel:
    def test_the_lowest_channel_that_is_good_enough_is_offered(self) -> None:
        assert result("TRF-01", register_at(4, channels=register().channels)).fix == Fix(
            "channel", "VDI", "Use Virtual desktop instead"
        )

    def test_with_several_assets_it_is_good_for_all_of_them(self) -> None:
        channels = (channel(max_class=1), channel(id="EXT", max_class=2), channel(id="VDI", name="Desktop", max_class=4))
        known = register(assets=(asset(asset_class=2), asset(id="A2", asset_class=4)), channels=channels)

        fixes = {one.fix for one in run_checks(facts(known, draft(asset_ids=("A1", "A2")))) if one.check == "TRF-01"}

        assert fixes == {Fix(FixField.CHANNEL, "VDI", "Use Desktop instead")}

    def test_where_none_is_good_for_all_one_for_this_asset_is_offered(self) -> None:
        channels = (channel(max_class=1), channel(id="EXT", max_class=2))
        known = register(assets=(asset(asset_class=2), asset(id="A2", asset_class=4)), channels=channels)

        fixes = [one.fix for one in run_checks(facts(known, draft(asset_ids=("A1", "A2")))) if one.check == "TRF-01"]

        assert [fix.value if fix else None for fix in fixes] == ["EXT", None]


class TestWithoutAPerson:
    FLAWS = (
        ("PPL-05", {"status": PersonStatus.LEFT}),
        ("PPL-02", {"undertaking_signed_on": None}),
        ("PPL-03", {"training": {}}),
    )

    def found(self, check: str, flaw: dict[str, Any], people: tuple[str, ...]) -> CheckResult:
        known = register(
            assets=(asset(limits=Limits(("*",), (), ("IP",))),),
            people=(person(training={"IP": END}), person(**({"id": "E2", "name": "Bo", "training": {"IP": END}} | flaw))),
        )
        return next(
            one for one in run_checks(facts(known, draft(people=people))) if (one.check, one.person) == (check, people[-1])
        )

    @pytest.mark.parametrize(("check", "flaw"), FLAWS)
    def test_leaving_out_whoever_fails_is_offered(self, check: str, flaw: dict[str, Any]) -> None:
        assert self.found(check, flaw, ("E1", "E2")).fix == Fix(FixField.PEOPLE, "E2", "Without Bo")

    @pytest.mark.parametrize(("check", "flaw"), FLAWS)
    def test_the_only_person_cannot_be_left_out(self, check: str, flaw: dict[str, Any]) -> None:
        found = self.found(check, flaw, ("E2",))

        assert found.outcome is Outcome.BLOCK
        assert found.fix is None


class TestOnlyWhatHelps:
    def test_a_day_that_brings_another_gap_is_not_offered(self) -> None:
        """A shorter evaluation would fall under a contract that only promises to assign: worse than none."""
        work = replace(contract().work, assignment=replace(contract().work.assignment, wording="promise"))  # type: ignore[union-attr,type-var]
        promising = contract(expires_on=HALFWAY, work=work)
        known = register(
            assets=(asset(limits=Limits(("*",), (), (), max_days=20)),),
            agreements=(nda(purpose_kind=PurposeKind.BOTH), promising),
        )
        wish = draft(mode=Mode.WRITE, purpose_kind=PurposeKind.EVALUATION)

        assert result("IPR-01", known, wish).outcome is Outcome.NA
        assert result("ACC-04", known, wish).fix is None
        assert result("ACC-04", known, replace(wish, items=draft().items)).fix == UNTIL_HALFWAY

    def test_a_day_that_leaves_the_question_open_is_not_offered(self) -> None:
        """The licence ends early, and besides nobody knows where Bo works."""
        known = replace(
            controlled(ExportLicence("L-1", "PL", HALFWAY)), people=(person(), person(id="E2", name="Bo", work_country=None))
        )

        assert result("EXP-02", known, draft(people=("E1",))).fix == UNTIL_HALFWAY
        assert {one.fix for one in run_checks(facts(known, draft(people=("E1", "E2")))) if one.check == "EXP-02"} == {None}


class TestTakingOne:
    @pytest.mark.parametrize(
        ("fix", "changed"),
        [
            (Fix(FixField.END_ON, "2026-12-20", ""), {"end_on": HALFWAY}),
            (Fix(FixField.CHANNEL, "VDI", ""), {"channel": "VDI"}),
            (Fix(FixField.PEOPLE, "E1", ""), {"people": ("E2",)}),
        ],
    )
    def test_nothing_else_of_the_draft_changes(self, fix: Fix, changed: dict[str, Any]) -> None:
        wish = draft(people=("E1", "E2"))

        assert mended(wish, fix) == replace(wish, **changed)
