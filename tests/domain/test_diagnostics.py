"""Examining the surroundings: what is well, what is not, and advice that is no fault."""

from bot.domain.diagnostics import Section, all_well, unwell, well

FINE = well("the database answers")
ADVICE = well("the database answers", "make a backup")
FAULT = unwell("the database is not there", "start it")


def test_advice_says_what_to_do_and_is_no_fault() -> None:
    assert (ADVICE.ok, ADVICE.to_do) == (True, "make a backup")


def test_a_fault_says_what_to_do() -> None:
    assert (FAULT.ok, FAULT.to_do) == (False, "start it")


def test_a_part_is_well_if_every_line_of_it_is() -> None:
    assert Section("Database", (FINE, ADVICE)).ok
    assert not Section("Database", (FINE, FAULT)).ok


def test_one_part_with_a_fault_is_enough_for_not_all_to_be_well() -> None:
    sound, broken = Section("Jira", (FINE,)), Section("Database", (FAULT,))

    assert all_well([sound])
    assert not all_well([sound, broken])
