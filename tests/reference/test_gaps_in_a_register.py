"""What a gap in a register may not hide, and what a waiver may not heal; each once differed from the rules."""

import copy
from typing import Any

from tests.reference.product import demo, loaded, previewed

WAIVER = {
    "id": "WVR-1",
    "reason": "test approvers",
    "approved_by": ["u-ines", "u-sofia"],
    "compensating": ["daily review"],
    "state": "approved",
}


def changed(section: str, id: str, **more: Any) -> Any:
    """The demo register with some fields of one record replaced; None takes a fact away."""
    file = copy.deepcopy(demo())
    next(row for row in file[section] if row["id"] == id).update(more)
    return file


def found(file: Any, request: str, check: str) -> tuple[str, str]:
    """Outcome and effect of a check about the request's one asset."""
    register = loaded(file)
    script = next(script for script in register.scripts if script.id == request)
    rows, _ = previewed(register, script, register.as_of)
    return next((row.outcome, row.effect) for row in rows if row.check == check)


def waived(check: str, vendor: str, asset: str, **more: Any) -> Any:
    file = copy.deepcopy(demo())
    file["waivers"].append(WAIVER | {"check": check, "vendor": vendor, "asset": asset} | more)
    return file


def test_a_waiver_that_begins_after_the_first_day_does_not_count():
    too_late = waived("IPR-02", "V02", "AST-001", start="2026-12-02", expires="2027-02-26")
    in_time = waived("IPR-02", "V02", "AST-001", start="2026-12-01", expires="2027-02-26")
    assert found(too_late, "R02", "IPR-02") == ("waiver", "waiver")
    assert found(in_time, "R02", "IPR-02") == ("waiver", "warn")


def test_a_waiver_that_ends_before_the_last_day_does_not_count():
    assert found(waived("IPR-02", "V02", "AST-001", expires="2027-02-25"), "R02", "IPR-02") == ("waiver", "waiver")


def test_counsel_may_waive_what_is_unknown_and_it_stays_unknown():
    assert found(demo(), "R08", "IPR-02") == ("unknown", "waiver")
    assert found(waived("IPR-02", "V08", "AST-011", expires="2026-12-20"), "R08", "IPR-02") == ("unknown", "warn")


def test_a_company_that_never_signed_blocks_even_where_nobody_recorded_who_owns_the_material():
    assert found(demo(), "R03", "NDA-03") == ("block", "block")
    assert found(changed("assets", "AST-001", owner_entity=None), "R03", "NDA-03") == ("block", "block")


def test_an_nda_that_ends_too_early_blocks_even_where_nobody_recorded_when_it_began():
    assert found(changed("agreements", "NDA-V02", effective=None), "R02", "NDA-01") == ("block", "block")
    assert found(changed("agreements", "NDA-V01", effective=None), "R01", "NDA-01") == ("unknown", "waiver")


def test_a_successor_whose_first_day_nobody_recorded_is_not_passed_over():
    file = copy.deepcopy(demo())
    old = next(paper for paper in file["agreements"] if paper["id"] == "NDA-V01")
    file["agreements"].append(old | {"id": "NDA-NEW", "supersedes": ["NDA-V01"], "effective": None})
    assert found(file, "R01", "NDA-01") == ("unknown", "waiver")


def test_an_assessment_that_nobody_dated_may_be_the_latest():
    file = copy.deepcopy(demo())
    file["assessments"].append({"vendor": "V01", "completed": None, "conclusion": "blocker"})
    assert found(file, "R01", "DDA-01") == ("unknown", "waiver")
    assert found(file, "R01", "DDA-02") == ("block", "block")


def test_of_two_assessments_of_one_day_the_worse_counts_in_whatever_order_they_stand():
    for place in (0, len(demo()["assessments"])):
        file = copy.deepcopy(demo())
        file["assessments"].insert(place, {"vendor": "V01", "completed": "2026-03-10", "conclusion": "blocker"})
        assert found(file, "R01", "DDA-02") == ("block", "block")


def test_who_owns_the_material_is_unknown_not_a_pass_where_nobody_recorded_it():
    assert found(changed("assets", "AST-001", data_owner=None), "R01", "PRC-02") == ("unknown", "waiver")
