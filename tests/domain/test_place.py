"""LOC-01 and EXP-04: where the work is done, and who the vendor is to the lists."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.register import LegalEntity, Limits, Screening
from bot.domain.vocabulary import Outcome, ScreeningResult
from tests.builders import START, asset, draft, person, register, register_at, result, vendor
from tests.domain.outcomes import RANKS, F, H, W, at_most_a_waiver

DAY = timedelta(days=1)


def place(*allowed: str, wish: Any = None, **sections: Any) -> Any:
    limits = Limits(allowed_countries=allowed, required_training=())
    return result("LOC-01", register(assets=(asset(limits=limits),), **sections), wish)


class TestCountries:
    def test_work_in_a_listed_country_is_fine(self) -> None:
        assert place("PL").outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_work_elsewhere_fails_the_harder_the_higher(self, rank: int) -> None:
        limits = Limits(allowed_countries=("DE",), required_training=())

        assert result("LOC-01", register_at(rank, assets=(asset(asset_class=rank, limits=limits),))).effect is F[rank]

    def test_an_empty_list_allows_none(self) -> None:
        assert place().message == "Poland is not on the list of countries for A1 (none)."

    def test_a_star_allows_all_even_an_unknown_one(self) -> None:
        assert place("*", people=(person(work_country=None),)).outcome is Outcome.PASS

    def test_the_country_of_each_person_counts(self) -> None:
        people = (person(), person(id="E2", work_country="VN"))

        assert place("PL", people=people).outcome is Outcome.PASS
        assert place("PL", people=people, wish=draft(people=("E1", "E2"))).outcome is Outcome.BLOCK

    def test_the_country_of_the_performing_company_counts_and_not_that_of_its_sisters(self) -> None:
        companies = (LegalEntity("V1-A", "Volt", "PL"), LegalEntity("V1-B", "Volt Labs", "IN"))
        known = {"vendors": (vendor(entities=companies, country="BR"),)}

        assert place("PL", **known).outcome is Outcome.PASS
        assert place("PL", **known, wish=draft(entity="V1-B")).message == "India is not on the list of countries for A1 (Poland)."

    def test_the_countries_that_the_request_names_count(self) -> None:
        assert place("PL", wish=draft(work_countries=("TR", "BR"))).message.startswith("Brazil and Türkiye are not on the list")

    def test_an_unknown_country_is_unknown_unless_another_one_fails(self) -> None:
        people = (person(), person(id="E2", work_country=None))
        both = draft(people=("E1", "E2"))

        assert place("PL", people=people, wish=both).outcome is Outcome.UNKNOWN
        assert place("DE", people=people, wish=both).outcome is Outcome.BLOCK

    def test_whose_country_nobody_recorded_is_said(self) -> None:
        lost = (person(work_country=None), person(id="E2", name="Jan Boe", work_country=None))
        nowhere = {"vendors": (vendor(entities=(LegalEntity("V1-A", "Volt", None),)),)}
        said = [
            place("PL", people=lost).message,
            place("PL", people=lost, wish=draft(people=("E1", "E2"))).message,
            place("PL", **nowhere).message,
            place("PL", wish=draft(entity="V9-X")).message,
        ]

        assert [words.removeprefix("We don't know yet in which country ") for words in said] == [
            "Ewa Engineer works.",
            "Ewa Engineer and Jan Boe work.",
            "Volt is.",
            "V9-X is.",
        ]

    def test_a_list_that_nobody_recorded_is_unknown(self) -> None:
        found = result("LOC-01", register(assets=(asset(limits=Limits()),)))

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)


def screened(run_on: date | None, outcome: ScreeningResult | None = ScreeningResult.CLEAR, *, rank: int = 3) -> Any:
    screening = Screening(run_on, outcome, note="shares a name with Lilac Ltd")
    return result("EXP-04", register_at(rank, vendors=(vendor(screening=screening, clearance=4),)))


class TestScreening:
    def test_ninety_days_before_the_first_day_are_young_enough_and_one_more_is_not(self) -> None:
        assert screened(START - 90 * DAY).outcome is Outcome.PASS
        assert screened(START - 91 * DAY).outcome is Outcome.WARN

    @pytest.mark.parametrize("rank", RANKS)
    def test_an_old_one_is_a_heads_up_above_internal(self, rank: int) -> None:
        assert screened(START - 91 * DAY, rank=rank).effect is W[rank]

    @pytest.mark.parametrize("tier", [1, 2, 3, 4])
    def test_ninety_days_hold_for_every_tier(self, tier: int) -> None:
        known = register(vendors=(vendor(tier=tier, screening=Screening(START - 90 * DAY, ScreeningResult.CLEAR)),))

        assert result("EXP-04", known).outcome is Outcome.PASS

    @pytest.mark.parametrize("outcome", [ScreeningResult.POSSIBLE_MATCH, ScreeningResult.CONFIRMED])
    @pytest.mark.parametrize("rank", RANKS)
    def test_a_match_stops_every_class_without_saying_why(self, rank: int, outcome: ScreeningResult) -> None:
        found = screened(START, outcome, rank=rank)

        assert found.effect is H[rank]
        assert found.message == "The screening of Volt GmbH against the sanctions lists is not clear."
        assert "Lilac" not in repr(found)

    def test_a_match_counts_even_without_its_day(self) -> None:
        assert screened(None, ScreeningResult.CONFIRMED).outcome is Outcome.BLOCK

    @pytest.mark.parametrize("rank", RANKS)
    def test_without_its_result_it_is_unknown_and_weighs_as_a_match_might(self, rank: int) -> None:
        found = screened(START, None, rank=rank)

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, at_most_a_waiver(H)[rank])

    @pytest.mark.parametrize("rank", RANKS)
    def test_clear_but_without_its_day_it_is_unknown_and_weighs_as_an_old_one(self, rank: int) -> None:
        found = screened(None, rank=rank)

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, W[rank])

    def test_a_vendor_that_was_never_screened_is_unknown(self) -> None:
        assert result("EXP-04", register(vendors=(vendor(screening=None),))).outcome is Outcome.UNKNOWN
