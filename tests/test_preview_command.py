"""`ringfence preview` of a request that stands: on the facts of now, or again as it was decided; it reads only."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

import pytest

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.register.load import load_register
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.application.steps import FIRST, ask
from tests.builders import TestClock, asset, register, workflows
from tests.command_line import Ran, ringfence
from tests.test_commands import said

SECOND = "REQ-2026-0002"


@pytest.fixture(scope="module")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which Ana asked for secret material, and for public material until long after any test."""
    file = tmp_path_factory.mktemp("kept") / "kept.db"
    copyfile(sqlite_template, file)
    store = Store(open_engine(f"sqlite:///{file}"))
    opened = Context(store, TestClock(), workflows(), Calendar(ZoneInfo("Europe/Berlin")), kinds=KINDS)
    load_register(opened, register(assets=(asset(), asset(id="A0", asset_class=0))), actor="test")
    ask(opened)
    ask(opened, asset_ids=("A0",), end_on=date(2999, 12, 31))
    store.close()
    return file


@pytest.fixture
def company(kept: Path, tmp_path: Path) -> Path:
    return Path(copyfile(kept, tmp_path / "copy.db"))


def previewed(database: Path, *arguments: str) -> Ran:
    return ringfence("preview", *arguments, folder=database.parent, DATABASE_URL=f"sqlite:///{database}")


def stored(database: Path) -> str:
    with closing(sqlite3.connect(database)) as opened:
        (text,) = opened.execute("SELECT results FROM snapshot WHERE request = ?", (FIRST,)).fetchone()
    return str(text)


def change(database: Path, column: str, old: str, new: str) -> None:
    with closing(sqlite3.connect(database)) as opened:
        opened.execute(f"UPDATE snapshot SET {column} = replace({column}, ?, ?)", (old, new))  # noqa: S608 - our own words
        opened.commit()


class TestAsDecided:
    def test_json_is_byte_for_byte_what_is_stored_and_the_file_stays_as_it_is(self, company: Path) -> None:
        before = company.read_bytes()

        ran = previewed(company, "--request", FIRST, "--as-decided", "--json")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out == stored(company) + "\n"
        assert company.read_bytes() == before

    def test_people_read_what_was_found_and_that_it_was_found_again(self, company: Path) -> None:
        ran = previewed(company, "req 2026 1", "--as-decided", "--snapshot", "1")

        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("REQ-2026-0001, snapshot 1 of 1, taken 2026-11-24 09:00:00 UTC  ")
        count = len(json.loads(stored(company)))
        assert f"judged anew by the rules and figures of then: {count} results, byte for byte what is stored" in ran.out

    def test_what_is_not_what_was_decided_exits_with_1_and_is_named_with_both_answers(self, company: Path) -> None:
        change(company, "results", '"check": "ACC-01", "outcome": "pass"', '"check": "ACC-01", "outcome": "warn"')

        ran = previewed(company, FIRST, "--as-decided", "--json")

        assert (ran.code, ran.out) == (1, "")
        first, *others = ran.err.splitlines()
        assert first == "✗ REQ-2026-0001, snapshot 1: that this was decided cannot be shown"
        assert '✗ ACC-01 of A1: stored outcome "warn"; judged anew outcome "pass".' in others
        assert "✗ Snapshot 1 was altered: its results of the checks are not those of its entry." in others
        assert "`ringfence record verify`" in others[-1]

    def test_of_a_snapshot_without_versions_it_is_said_that_its_rules_may_have_been_others(self, company: Path) -> None:
        change(company, "facts", '"rules": [', '"once": [')

        assert "did not write down the versions of its rules" in previewed(company, FIRST, "--as-decided").err

    def test_what_cannot_be_read_is_told_in_words(self, company: Path) -> None:
        change(company, "facts", '"today": "', '"today": "x')

        ran = previewed(company, FIRST, "--as-decided")

        assert (ran.code, ran.out) == (1, "")
        assert ran.err == f"✗ a snapshot of {FIRST} cannot be read; `ringfence record verify` says what was altered\n"

    def test_a_database_that_is_not_there_is_refused_and_not_made(self, tmp_path: Path) -> None:
        ran = ringfence("preview", FIRST, "--as-decided", folder=tmp_path)

        assert (ran.code, "there is nothing to read" in ran.err) == (2, True)
        assert list(tmp_path.iterdir()) == []


def test_without_more_a_request_is_judged_on_the_facts_of_now_which_is_said(company: Path) -> None:
    told, for_programs = previewed(company, "--request", SECOND), previewed(company, SECOND, "--json")

    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("REQ-2026-0002 on the facts of now, ")
    (one,) = json.loads(for_programs.out)
    assert (one["request"], one["overall"]) == (SECOND, "pass")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as-decided",), "--as-decided judges one request that stands: say which, such as --request REQ-2026-0001"),
        ((FIRST, SECOND, "--as-decided"), "--as-decided judges one request that stands"),
        ((FIRST, "--as-decided", "--as-of", "2026-11-24"), "--as-of: a request that stands is judged as of the day on which it"),
        ((FIRST, "--as-of", "2026-11-24"), "--as-of: a request that stands is judged as of today; leave it out"),
        ((FIRST, "--as-decided", "--register", "mine.yml"), "--register: --as-decided judges by the facts that are stored"),
        (("R01", "--snapshot", "1"), "--snapshot names what --as-decided judges; say that too, or leave it out"),
        ((FIRST, "R01"), "--request REQ-2026-0001: the file has no such request"),
        ((FIRST,), "there is nothing to read"),
    ],
)
def test_what_makes_no_sense_together_is_refused_with_what_would_be_right(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = said("preview", *arguments, folder=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_what_is_not_there_is_refused(company: Path) -> None:
    for arguments, words in (
        (("R01",), "There is no request R01."),
        ((FIRST, "--snapshot", "3"), "REQ-2026-0001 has no snapshot 3: it has one snapshot, 1."),
    ):
        ran = previewed(company, *arguments, "--as-decided")
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
