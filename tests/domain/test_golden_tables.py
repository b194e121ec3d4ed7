"""Each check answers what its golden table says, for each class; and no table leaves out what its check can answer."""

from dataclasses import replace

import pytest

from bot.domain.checks.catalogue import BY_ID, CATALOGUE
from bot.domain.vocabulary import Outcome
from tests.domain.golden.answers import answers_of, missing_cells, outcome_word, possible, results_of
from tests.domain.golden.cases import UNCHANGED
from tests.domain.golden.edges import lonely_edges, turns, unwritten_edges
from tests.domain.golden.tables import RANKS, Row, Table, tables

TABLES = {table.check: table for table in tables()}
CLEAN = Row("base.yml", 1, "the clean case", UNCHANGED, ())
ROWS = [(table.check, row) for table in TABLES.values() for row in table.rows]


@pytest.mark.parametrize(("check", "row"), ROWS, ids=[f"{check}:{row.line}" for check, row in ROWS])
def test_a_check_answers_what_its_table_says(check: str, row: Row) -> None:
    assert answers_of(row, check) == row.answers, row.place


def test_every_check_has_a_table_and_every_table_a_check() -> None:
    assert {check.id for check in CATALOGUE} - TABLES.keys() == set(), "these checks have no table in tests/domain/checks"
    assert TABLES.keys() - BY_ID.keys() == set(), "these tables in tests/domain/checks have no check"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.check)
class TestEachTable:
    def test_it_bears_the_title_of_its_check_and_says_the_rule(self, table: Table) -> None:
        assert table.title == BY_ID[table.check].title
        assert table.rule.endswith(".")

    def test_it_has_a_cell_for_everything_that_its_check_can_answer(self, table: Table) -> None:
        assert list(missing_cells(BY_ID[table.check], table)) == []

    def test_it_has_no_cell_that_the_catalogue_does_not_announce(self, table: Table) -> None:
        for place, rank in enumerate(RANKS):
            told = {outcome_word(row.answers[place]) for row in table.rows} - {"unknown", "-", "na"}
            assert told <= possible(BY_ID[table.check], rank), f"{table.check} at C{rank}"

    def test_each_edge_has_the_day_before_the_day_and_the_day_after(self, table: Table) -> None:
        assert list(lonely_edges(table)) == []

    def test_no_two_rows_are_the_same_case_and_one_is_the_example(self, table: Table) -> None:
        assert len({row.given for row in table.rows}) == len(table.rows)
        assert [row.place for row in table.rows if row.is_example] == [table.example.place]


def test_each_day_on_which_a_check_turns_in_the_clean_case_has_its_three_rows() -> None:
    found = list(turns())

    assert len({turn.check for turn in found}) > len(CATALOGUE) // 2
    assert [words for table in TABLES.values() for words in unwritten_edges(table, found)] == []


def test_in_the_clean_case_every_check_is_fine_or_beside_the_point() -> None:
    found = [one for results in results_of(CLEAN) for one in results]

    assert {one.outcome for one in found} <= {Outcome.PASS, Outcome.NA}, [one.message for one in found if one.speaks]


def test_public_material_is_not_evaluated_at_all() -> None:
    assert results_of(replace(CLEAN, given="asset: class C0")) == ((),) * len(RANKS)
