"""How a register was found: mistakes on standard error, oddities and good news on standard output, JSON for programs."""

import json

import pytest

from bot.console.register_checks import ReportLine, print_register_check

WRONG = ReportLine("error", "users · u-ines · roles", 16, "[red] is not known here; did you mean ip_counsel?")
ODD = ReportLine("warning", "vendors · V06 · owner", None, "nobody owns V06")
Captured = pytest.CaptureFixture[str]


def test_a_mistake_has_its_file_line_place_and_words(capsys: Captured) -> None:
    print_register_check("register.yml", [WRONG], as_json=False)

    out, err = capsys.readouterr()
    assert err == "✗ register.yml:16  users · u-ines · roles  [red] is not known here; did you mean ip_counsel?\n"
    assert out == ""


def test_where_something_is_wrong_what_is_merely_odd_is_not_told(capsys: Captured) -> None:
    print_register_check("register.yml", [ODD, WRONG], as_json=False)

    out, err = capsys.readouterr()
    assert "V06" not in out + err


def test_oddities_are_listed_and_counted(capsys: Captured) -> None:
    print_register_check("register.yml", [ODD], as_json=False)

    out, err = capsys.readouterr()
    assert out == "! vendors · V06 · owner  nobody owns V06\n✓ register.yml can be imported; 1 to tidy up\n"
    assert err == ""


def test_a_tidy_register_is_told_so(capsys: Captured) -> None:
    print_register_check("register.yml", [], as_json=False)

    assert capsys.readouterr().out == "✓ register.yml can be imported; nothing to tidy up\n"


@pytest.mark.parametrize(("findings", "fine"), [([], True), ([ODD], True), ([ODD, WRONG], False)])
def test_for_programs_everything_is_told_and_only_a_mistake_is_not_fine(
    capsys: Captured, findings: list[ReportLine], *, fine: bool
) -> None:
    print_register_check("register.yml", findings, as_json=True)

    found = json.loads(capsys.readouterr().out)
    assert (found["file"], found["ok"]) == ("register.yml", fine)
    assert [one["severity"] for one in found["problems"]] == [one.severity for one in findings]
