"""The golden tables hold a check to its words only if a table that leaves something out, or is written wrongly, is told so."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.checks.catalogue import BY_ID
from tests.domain.golden.answers import missing_cells, possible, results_of
from tests.domain.golden.cases import changed
from tests.domain.golden.edges import Turn, lonely_edges, unwritten_edges
from tests.domain.golden.tables import FOLDER, BadTable, Row, Table, read_table

EDGE = ("warn", "waiver", "block", "block"), ("pass",) * 4, ("pass",) * 4


def table_of(check: str) -> Table:
    return read_table(FOLDER / f"{check}.md")


def edge_of(*days: str) -> Table:
    rows = [Row("NDA-01.md", 9, "", f"NDA-1: expires {day}", answers) for day, answers in zip(days, EDGE, strict=False)]
    return Table("NDA-01", "", "", "", tuple(rows))


@pytest.mark.parametrize(
    ("check", "rank", "outcomes"),
    [
        ("VEN-01", 3, {"pass", "warn", "block", "unknown"}),
        ("NDA-01", 1, {"pass", "warn", "unknown"}),
        ("NDA-02", 4, {"pass", "block", "unknown", "na"}),
        ("CTR-01", 2, {"pass", "waiver", "unknown", "na"}),
        ("ACC-04", 1, {"pass", "warn"}),
        ("MON-01", 2, {"pass", "warn", "waiver", "block", "unknown"}),
    ],
)
def test_what_a_check_can_answer_is_read_from_its_profile_its_class_and_its_code(
    check: str, rank: int, outcomes: set[str]
) -> None:
    assert possible(BY_ID[check], rank) == outcomes


def test_a_missing_cell_is_named() -> None:
    table = table_of("DDA-02")
    without = replace(table, rows=tuple(row for row in table.rows if "blocker" not in row.given))

    told = list(missing_cells(BY_ID["DDA-02"], without))
    assert told[2] == "DDA-02 can answer block at C3, and no row of its table does"
    assert len(told) == 4


def test_an_edge_wants_the_day_before_the_day_and_the_day_after() -> None:
    assert list(lonely_edges(edge_of("2027-01-07", "2027-01-08", "2027-01-09"))) == []
    (told,) = lonely_edges(edge_of("2027-01-07", "2027-01-08"))
    assert "give the day before the edge its row as well" in told


def test_a_day_on_which_a_check_turns_and_that_no_row_tells_is_named() -> None:
    turn = Turn("NDA-01", "expires", date(2027, 1, 7))

    assert list(unwritten_edges(edge_of("2027-01-07", "2027-01-08", "2027-01-09"), [turn])) == []
    (told,) = unwritten_edges(edge_of("2027-01-07", "2027-01-09"), [turn])
    assert told == "NDA-01 turns when expires moves from 2027-01-07 to the day after; write the three days"


def test_changes_are_made_to_the_record_that_they_name_and_to_a_copy_of_the_clean_case() -> None:
    file = changed(
        "NDA-1: expires 2026-12-31, no survival; NDA-2 like NDA-1: supersedes [NDA-1]; E-2: country US; asset: class C2"
    )

    first, second = file["agreements"][0], file["agreements"][-1]
    assert (first["expires"], first["survival"], first.get("supersedes")) == ("2026-12-31", None, None)
    assert (second["id"], second["expires"], second["supersedes"]) == ("NDA-2", "2026-12-31", ["NDA-1"])
    assert (file["vendors"][0]["entities"][1]["country"], file["assets"][0]["class"]) == ("US", 2)
    assert changed("nothing else")["agreements"][0]["expires"] == "2029-12-31"


def test_records_are_added_and_taken_away_and_the_day_is_moved() -> None:
    file = changed("another assessment: completed 2026-11-01; without NDA-1; today: 2026-12-20")

    assert [one["completed"] for one in file["assessments"]] == ["2026-10-01", "2026-11-01"]
    assert [one["id"] for one in file["agreements"]] == ["MSA-1", "DPA-1", "TML-1"]
    assert file["meta"]["as_of"] == "2026-12-20"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("NDA-7: expires 2027-01-07", "nothing in base.yml is 'NDA-7'"),
        ("agreement: expires 2027-01-07", "nothing in base.yml is 'agreement'"),
        ("NDA-1: expires", "does not say what expires becomes"),
        ("NDA-1: expiry 2027-01-07", "the register would be refused"),
        ("NDA-1: expires soon", "the register would be refused"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(given: str, words: str) -> None:
    with pytest.raises(BadTable, match=words):
        results_of(Row("NDA-01.md", 9, "", given, ()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# The vendor is active\n", "write `# VEN-01: `"),
        ("# VEN-01: The vendor is active\n\n| It is | nothing else | pass |\n", "line 3, has 3 cells; a row has 6"),
    ],
)
def test_a_table_that_cannot_be_read_says_how_it_is_written(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "VEN-01.md"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadTable, match=words):
        read_table(file)
