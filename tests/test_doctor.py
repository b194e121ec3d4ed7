"""`ringfence doctor` and `ringfence backup` as an administrator calls them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.demonstration import DEMO_REGISTER
from tests.command_line import ringfence

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-not-for-your-eyes",
    "SLACK_APP_TOKEN": "xapp-not-for-your-eyes",
    "JIRA_TOKEN": "not-for-your-eyes",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "JIRA_URL": "http://127.0.0.1:1",
    "JIRA_USER": "ringfence@aldermoor.example",
}
PARTS = ["settings", "database", "workflows", "register", "slack", "jira", "outbox", "record"]


def test_on_an_empty_machine_every_part_says_what_to_do_and_nothing_is_made(tmp_path: Path) -> None:
    ran = ringfence("doctor", "--json", folder=tmp_path)

    found = json.loads(ran.out)
    assert (ran.code, found["ok"]) == (1, False)
    assert [section["name"] for section in found["sections"]] == PARTS
    faults = [line for section in found["sections"] for line in section["lines"] if not line["ok"]]
    assert len(faults) >= 5
    assert [line for line in faults if not line["to_do"]] == []
    assert list(tmp_path.iterdir()) == []


def test_parts_can_be_named_and_only_they_decide_how_it_ends(tmp_path: Path) -> None:
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0

    ran = ringfence("doctor", "workflows", "database", folder=tmp_path)

    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line in PARTS] == ["database", "workflows"]
    assert ran.out.endswith("✓ all is well\n")


def test_a_part_that_does_not_exist_is_a_bad_input(tmp_path: Path) -> None:
    ran = ringfence("doctor", "slak", folder=tmp_path)

    assert ran.code == 2
    assert "did you mean slack?" in ran.err


def test_no_secret_is_shown_whatever_is_wrong(tmp_path: Path) -> None:
    """Slack and Jira do not answer, and the database neither."""
    url = "postgresql+psycopg://bot:not-for-your-eyes@127.0.0.1:1/none"
    for form in ((), ("--json",)):
        ran = ringfence("doctor", *form, folder=tmp_path, DATABASE_URL=url, **SECRETS)
        assert ran.code == 1
        assert "not-for-your-eyes" not in ran.out + ran.err


def test_settings_that_cannot_be_read_are_told_alone(tmp_path: Path) -> None:
    ran = ringfence("doctor", "--json", folder=tmp_path, HTTP_PORT="not-for-your-eyes", SLACK_BOT_TOKNE="x")

    (section,) = json.loads(ran.out)["sections"]
    assert ran.code == 1
    assert section["name"] == "settings"
    assert ["did you mean RINGFENCE_SLACK_BOT_TOKEN?" in line["what"] for line in section["lines"]] == [True, False]
    assert "not-for-your-eyes" not in ran.out


def test_workflows_that_cannot_be_read_are_told_line_by_line_and_what_rests_on_them_waits(tmp_path: Path) -> None:
    folder = tmp_path / "workflows"
    folder.mkdir()
    (folder / "c1.yml").write_text("rules:\n  - {name: c1, when: {class: 1}, post_too: ip-requests}\n", encoding="utf-8")

    ran = ringfence("doctor", "--json", "workflows", "register", folder=tmp_path, WORKFLOWS_DIR=str(folder))

    workflows, register = json.loads(ran.out)["sections"]
    assert any("c1.yml:2" in line["what"] and "did you mean post_to?" in line["what"] for line in workflows["lines"])
    assert register["lines"][0]["what"] == "not looked at"


class TestBackup:
    def test_it_holds_the_database_and_says_that_it_was_proven(self, tmp_path: Path) -> None:
        assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0

        ran = ringfence("backup", "copy.db", folder=tmp_path)

        assert ran.code == 0
        assert "copy.db holds the database" in ran.out
        assert "its record proves itself" in ran.out
        with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
            assert copy.execute("SELECT count(*) FROM member").fetchone() == (17,)

    def test_no_backup_takes_the_place_of_another(self, tmp_path: Path) -> None:
        assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
        (tmp_path / "copy.db").write_text("the backup of yesterday", encoding="utf-8")

        ran = ringfence("backup", "copy.db", folder=tmp_path)

        assert ran.code == 2
        assert "copy.db is there already" in ran.err
        assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "the backup of yesterday"

    @pytest.mark.parametrize(("file", "words"), [("copy.db", "there is no database"), ("no/copy.db", "there is no")])
    def test_where_nothing_can_be_copied_nothing_is_made(self, tmp_path: Path, file: str, words: str) -> None:
        ran = ringfence("backup", file, folder=tmp_path)

        assert ran.code == 2
        assert words in ran.err
        assert list(tmp_path.iterdir()) == []

    def test_with_postgresql_it_says_which_command_to_run_and_shows_no_password(self, tmp_path: Path) -> None:
        url = "postgresql+psycopg://bot:not-for-your-eyes@db.example.com:5433/ringfence"
        ran = ringfence("backup", "copy.dump", folder=tmp_path, DATABASE_URL=url)

        assert ran.code == 2
        assert 'pg_dump --format=custom --file=copy.dump "postgresql://bot@db.example.com:5433/ringfence"' in ran.err
        assert "not-for-your-eyes" not in ran.err


def test_a_database_file_that_is_damaged_is_not_well(tmp_path: Path) -> None:
    """As after a backup was put beside the write-ahead log of the file that it replaced."""
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
    file = tmp_path / "ringfence.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'asset'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xff" * size)

    ran = ringfence("doctor", "database", folder=tmp_path)

    assert ran.code == 1
    assert "the file is damaged" in ran.out
    assert "put a backup in its place" in ran.out


def test_a_file_of_tokens_that_other_users_may_read_is_told_with_the_command_that_mends_it(tmp_path: Path) -> None:
    """Advice, and no fault: a container may have but one user."""
    (tmp_path / ".env").touch(mode=0o644)
    assert "→ chmod 600 .env" in ringfence("doctor", "settings", folder=tmp_path).out

    (tmp_path / ".env").chmod(0o600)
    assert "chmod" not in ringfence("doctor", "settings", folder=tmp_path).out
