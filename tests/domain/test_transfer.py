"""TRF-01 and EXP-02: which way material travels, and where to."""

from datetime import date
from typing import Any

import pytest

from bot.domain.checks.policy import TERRITORIES
from bot.domain.register import ExportLicence, ExportRecord, LegalEntity
from bot.domain.vocabulary import Outcome
from tests.builders import END, TODAY, asset, channel, draft, person, register, register_at, result, vendor


def controlled(*countries: str, **more: Any) -> ExportRecord:
    return ExportRecord(**({"regime": "EAR", "code": "X", "by": "dan", "on": TODAY, "licence_required": countries} | more))


def licence(country: str = "PL", until: date = END) -> ExportLicence:
    return ExportLicence("L-1", country, until)


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_channel_approved_up_to_exactly_this_class_is_fine(rank: int) -> None:
    assert result("TRF-01", register_at(rank, channels=(channel(max_class=rank),))).outcome is Outcome.PASS


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_channel_below_the_class_stops_every_class(rank: int) -> None:
    found = result("TRF-01", register_at(rank, channels=(channel(max_class=rank - 1),)))

    assert found.outcome is Outcome.BLOCK


def test_the_remedy_names_the_channels_that_would_do_lowest_first() -> None:
    known = register(
        channels=(
            channel(max_class=2),
            channel(id="VDI", name="Desktop", max_class=4),
            channel(id="GIT", name="Git", max_class=3),
            channel(id="NEW", name="New", max_class=None),
        )
    )

    assert result("TRF-01", known).remedy == "Use Git or Desktop instead."


def test_without_a_channel_that_would_do_security_is_asked() -> None:
    found = result("TRF-01", register(channels=(channel(max_class=2),)))

    assert found.remedy == "Ask Sol (security officer) for a channel that is approved for this class."


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_channel_without_a_class_is_unknown(rank: int) -> None:
    found = result("TRF-01", register_at(rank, channels=(channel(max_class=None),)))

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)


def test_an_asset_that_was_never_classified_for_export_is_no_matter_of_licences() -> None:
    assert result("EXP-02").outcome is Outcome.NA


def test_a_country_that_needs_no_licence_is_fine() -> None:
    assert result("EXP-02", register(assets=(asset(export=controlled("CN")),))).outcome is Outcome.PASS


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_country_that_needs_a_licence_stops_every_class(rank: int) -> None:
    found = result("EXP-02", register_at(rank, assets=(asset(asset_class=rank, export=controlled("PL")),)))

    assert found.outcome is Outcome.BLOCK
    assert found.message == "An export licence is needed for Poland, and none reaches your last day."
    assert found.remedy == "Do not send anything; ask the export control officer, who can get a licence."


@pytest.mark.parametrize(
    ("held", "outcome"),
    [
        (licence(), Outcome.PASS),
        (licence(until=date(2027, 1, 14)), Outcome.BLOCK),
        (licence(country="CN"), Outcome.BLOCK),
    ],
    ids=["until the last day", "one day short", "of another country"],
)
def test_a_licence_must_reach_the_last_day_for_this_very_country(held: ExportLicence, outcome: Outcome) -> None:
    known = register(assets=(asset(export=controlled("PL", licences=(held,))),))

    assert result("EXP-02", known).outcome is outcome


def test_where_a_licence_reaches_a_part_of_the_days_the_remedy_says_how_far() -> None:
    held = controlled("PL", licences=(licence(until=date(2027, 1, 14)),))

    found = result("EXP-02", register(assets=(asset(export=held),)))

    assert (
        found.remedy
        == "Ask until 14 Jan 2027, which the licence reaches; or ask the export control officer, who can get another."
    )


def test_the_country_of_each_person_counts() -> None:
    known = register(assets=(asset(export=controlled("CN")),), people=(person(), person(id="E2", work_country="CN")))

    assert result("EXP-02", known, draft(people=("E1",))).outcome is Outcome.PASS
    assert result("EXP-02", known, draft(people=("E1", "E2"))).outcome is Outcome.BLOCK


def test_the_country_of_the_performing_company_counts_and_not_that_of_its_sisters() -> None:
    companies = (LegalEntity("V1-A", "Volt PL", "PL"), LegalEntity("V1-B", "Volt CN", "CN"))
    known = register(assets=(asset(export=controlled("CN")),), vendors=(vendor(entities=companies),))

    assert result("EXP-02", known).outcome is Outcome.PASS
    assert result("EXP-02", known, draft(entity="V1-B")).outcome is Outcome.BLOCK


def test_the_countries_that_the_request_names_count() -> None:
    known = register(assets=(asset(export=controlled("CN")),))

    assert result("EXP-02", known, draft(work_countries=("CN",))).outcome is Outcome.BLOCK


def test_the_head_office_of_the_vendor_is_for_display_only() -> None:
    known = register(assets=(asset(export=controlled("CN")),), vendors=(vendor(country="CN"),))

    assert result("EXP-02", known).outcome is Outcome.PASS


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_an_export_record_that_does_not_say_where_a_licence_is_needed_is_unknown(rank: int) -> None:
    known = register_at(rank, assets=(asset(asset_class=rank, export=controlled(licence_required=None)),))

    found = result("EXP-02", known)

    assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, Outcome.WAIVER, "dan")
    assert found.remedy == "Ask Dan (data owner) to record them, or that there are none; the export control officer knows."


def test_a_person_of_whom_nobody_knows_where_they_work_is_unknown() -> None:
    known = register(assets=(asset(export=controlled("CN")),), people=(person(work_country=None),))

    found = result("EXP-02", known)

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)


def test_a_performing_company_without_a_country_is_unknown() -> None:
    company = LegalEntity("V1-A", "Volt", None)
    known = register(assets=(asset(export=controlled("CN")),), vendors=(vendor(entities=(company,)),))

    assert result("EXP-02", known).outcome is Outcome.UNKNOWN


def test_a_country_that_certainly_needs_a_licence_stops_whatever_else_is_unknown() -> None:
    known = register(
        assets=(asset(export=controlled("CN")),),
        people=(person(work_country=None), person(id="E2", work_country="CN")),
    )

    assert result("EXP-02", known, draft(people=("E1", "E2"))).outcome is Outcome.BLOCK


def test_all_countries_without_a_licence_are_named() -> None:
    known = register(assets=(asset(export=controlled("PL", "CN")),), people=(person(work_country="CN"),))

    assert "China and Poland" in result("EXP-02", known).message


def test_the_european_union_has_twenty_seven_states() -> None:
    assert len(set(TERRITORIES["EU"])) == 27
    assert {"GB", "CH", "NO"}.isdisjoint(TERRITORIES["EU"])
