"""What is looked at, for people: how hard each failure is, and none of it softer than it is judged."""

import pytest

from bot.console.checks import print_check, print_checks, print_gate, print_gates
from bot.domain.checks.catalogue import BY_ID, CATALOGUE
from bot.domain.gates import GATE_BY_ID, GATES, Gate

Captured = pytest.CaptureFixture[str]


def test_the_list_gives_each_check_the_worst_that_a_failure_means_for_each_class(capsys: Captured) -> None:
    print_checks(CATALOGUE)

    rows = {line.split()[0]: line.split()[-4:] for line in capsys.readouterr().out.splitlines() if line[:3].isupper()}
    assert rows.keys() == BY_ID.keys()
    assert rows["NDA-01"] == ["heads-up", "waiver", "stops", "stops"]
    assert rows["NDA-02"] == ["fine", "heads-up", "waiver", "stops"]
    assert rows["DDA-02"] == ["stops"] * 4


def test_a_check_whose_failures_differ_says_each_of_them(capsys: Captured) -> None:
    print_check(BY_ID["DDA-02"])

    said = capsys.readouterr().out
    assert "It ended with a blocker: stops, whatever the class" in said
    assert "With a warning, or a condition is open: C1 fine, C2 heads-up, C3 heads-up, C4 heads-up" in said


def test_a_check_with_one_kind_of_failure_says_it_once(capsys: Captured) -> None:
    print_check(BY_ID["NDA-04"])

    assert "A failure: C1 heads-up, C2 needs a waiver, C3 needs a waiver, C4 needs a waiver" in capsys.readouterr().out


def test_where_a_check_stands_is_written_out(capsys: Captured) -> None:
    print_check(BY_ID["NDA-01"])

    said = " ".join(capsys.readouterr().out.split())
    assert "Where it stands: ISO/IEC 27001:2022, Annex A 6.6 and 5.20; VDA ISA 6.0, 6.1.2;" in said


def test_the_gates_are_listed_with_their_moment(capsys: Captured) -> None:
    print_gates(GATES)

    said = capsys.readouterr().out
    assert all(gate.id in said for gate in GATES)
    assert "before access opens" in said


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.id)
def test_a_gate_says_what_a_failure_means_and_where_it_stands(capsys: Captured, gate: Gate) -> None:
    print_gate(gate)

    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"{gate.id} {gate.title} Why: {gate.why}")
    assert "Where it stands: " in said


def test_a_gate_says_each_class(capsys: Captured) -> None:
    print_gate(GATE_BY_ID["PPL-06"])

    said = " ".join(capsys.readouterr().out.split())
    assert "A failure: C1 heads-up, C2 heads-up, C3 held until it is mended, C4 held until it is mended" in said
