"""EXP-01: somebody checked the asset against the export lists before it leaves the owner's export territory."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.dates import add_months
from bot.domain.register import ExportRecord, LegalEntity
from bot.domain.vocabulary import Outcome, Role
from tests.builders import TODAY, asset, draft, member, members, own_entity, person, register_at, result, vendor
from tests.domain.outcomes import RANKS, W4

ONE_DAY = timedelta(days=1)
OFFICER = member("eco", Role.EXPORT_CONTROL_OFFICER)


def record(**more: Any) -> ExportRecord:
    return ExportRecord(**({"regime": "EAR", "code": "X", "by": "eco", "on": date(2026, 3, 16), "licence_required": ()} | more))


def leaving(
    export: ExportRecord | None, rank: int = 3, *, country: str | None = "IN", today: date = TODAY, **more: Any
) -> CheckResult:
    """Somebody in India looks at it; its owner is in Germany, and the vendor's company in Poland."""
    held = asset(**({"asset_class": rank, "export": export} | more))
    known = register_at(rank, assets=(held,), people=(person(work_country=country),), members=members(OFFICER))
    return result("EXP-01", known, today=today)


@pytest.mark.parametrize("rank", RANKS)
def test_what_leaves_unclassified_is_a_heads_up_and_needs_a_waiver_when_strictly_secret(rank: int) -> None:
    assert leaving(None, rank).effect is W4[rank]


@pytest.mark.parametrize("rank", RANKS)
def test_what_somebody_classified_not_long_ago_may_leave(rank: int) -> None:
    assert leaving(record(), rank).outcome is Outcome.PASS


@pytest.mark.parametrize("missing", [{"by": None}, {"on": None}, {"by": None, "on": None}])
@pytest.mark.parametrize("rank", RANKS)
def test_a_record_that_does_not_say_who_or_when_is_as_good_as_none(rank: int, missing: dict[str, Any]) -> None:
    assert leaving(record(**missing), rank).outcome is W4[rank]


@pytest.mark.parametrize(
    ("later", "outcome"), [(-ONE_DAY, Outcome.PASS), (timedelta(), Outcome.PASS), (ONE_DAY, Outcome.WARN)], ids=str
)
@pytest.mark.parametrize("on", [date(2024, 12, 3), date(2024, 2, 29), date(2023, 2, 28)])
def test_a_classification_holds_for_twenty_four_months_to_the_day(on: date, later: timedelta, outcome: Outcome) -> None:
    assert leaving(record(on=on), today=add_months(on, 24) + later).outcome is outcome


def test_within_the_union_nothing_leaves() -> None:
    assert leaving(None, country="PL").outcome is Outcome.NA


def test_any_other_country_is_a_territory_of_its_own() -> None:
    at_home = {"own_entities": (own_entity(country="GB"),), "assets": (asset(export=None),)}
    here, there = LegalEntity("V1-A", "Volt Ltd", "GB"), LegalEntity("V1-A", "Volt Ltd", "IE")

    for company, country, outcome in ((here, "GB", Outcome.NA), (here, "IE", Outcome.WARN), (there, "GB", Outcome.WARN)):
        known = register_at(3, vendors=(vendor(entities=(company,)),), people=(person(work_country=country),), **at_home)
        assert result("EXP-01", known).outcome is outcome


def test_the_countries_that_the_request_names_count() -> None:
    known = register_at(3)

    assert result("EXP-01", known, draft(work_countries=("FR",))).outcome is Outcome.NA
    assert result("EXP-01", known, draft(work_countries=("CH",))).outcome is Outcome.WARN


@pytest.mark.parametrize("rank", RANKS)
def test_a_place_or_an_owner_that_nobody_recorded_is_unknown(rank: int) -> None:
    for found in (leaving(None, rank, country=None), leaving(record(), rank, country=None)):
        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, W4[rank])
    found = leaving(record(), rank, owner_entity=None)
    assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, W4[rank], "dan")
    assert found.message == "We don't know yet which of our companies owns A1."
    assert found.remedy == "Ask Dan (data owner) to record it."


def test_what_certainly_leaves_is_judged_whatever_else_is_unknown() -> None:
    two = (person(work_country=None), person(id="E2", work_country="CN"))
    wish = draft(people=("E1", "E2"))

    assert result("EXP-01", register_at(3, people=two), wish).outcome is Outcome.WARN
    held = (asset(export=record()),)
    assert result("EXP-01", register_at(3, people=two, assets=held), wish).outcome is Outcome.PASS


class TestTheWords:
    def test_they_say_from_where_to_where_and_offer_both_ways(self) -> None:
        found = leaving(None)

        assert found.message == "A1 would go from the EU to India, and nobody has checked it against the export lists yet."
        assert found.remedy == (
            "Ask Eco (export control officer) to check it before anything leaves, as a look at a screen abroad counts as export. "
            "Or name people and a company in the EU, so that it stays there."
        )

    @pytest.mark.parametrize(
        ("flaw", "words"),
        [
            ({"by": None}, "the record of its check against the export lists does not say who made it."),
            ({"on": None}, "the record of its check against the export lists does not say when."),
            ({"by": None, "on": None}, "does not say who made it and when."),
            ({"on": date(2024, 3, 16)}, "its check against the export lists is of 16 Mar 2024, more than 24 months ago."),
        ],
    )
    def test_they_say_what_is_wrong_with_the_record(self, flaw: dict[str, Any], words: str) -> None:
        assert leaving(record(**flaw)).message.endswith(words)

    def test_all_countries_abroad_are_named_and_a_single_home_too(self) -> None:
        known = register_at(3, own_entities=(own_entity(country="US"),), people=(person(work_country="CN"),))

        found = result("EXP-01", known)
        assert found.message.startswith("A1 would go from the United States to China and Poland, and")
        assert found.remedy.endswith("a company in the United States, so that it stays there.")
