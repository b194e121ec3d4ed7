"""`ringfence record` as an administrator calls it: the key, the proof, and what is said of both."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.demonstration import DEMO_REGISTER
from tests.command_line import ringfence


def test_a_key_is_made_used_renewed_and_told_by_the_doctor(tmp_path: Path) -> None:
    file = tmp_path / "record.key"
    made = ringfence("record", "key", "new", str(file), folder=tmp_path)
    assert made.code == 0
    assert f"RINGFENCE_RECORD_KEY_FILE={file}" in made.out
    assert ringfence("record", "key", "new", str(file), folder=tmp_path).code == 2
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
    renewed = ringfence("record", "key", "renew", str(file), folder=tmp_path)
    assert renewed.code == 0

    unsigned = ringfence("doctor", "record", folder=tmp_path)
    assert unsigned.code == 0
    assert "its roots are not signed" in unsigned.out
    signed = ringfence("doctor", "record", folder=tmp_path, RECORD_KEY_FILE=str(file))
    assert signed.code == 0
    assert "its roots are signed with the key" in signed.out
    file.chmod(0o644)
    open_to_all = ringfence("doctor", "record", folder=tmp_path, RECORD_KEY_FILE=str(file))
    assert open_to_all.code == 1
    assert "chmod 600" in open_to_all.out


def test_the_proof_says_what_it_did_not_look_at(tmp_path: Path) -> None:
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0

    ran = ringfence("record", "verify", folder=tmp_path)
    assert ran.code == 0
    assert "! not compared with the roots that were posted in Jira: Jira is not set up here" in ran.out
    assert "! signatures were not looked at" in ran.out
    assert "✓ the record is what it was" in ran.out

    jira = {"JIRA_URL": "http://127.0.0.1:1", "JIRA_USER": "bot", "JIRA_TOKEN": "token"}
    ran = ringfence("record", "verify", folder=tmp_path, **jira)
    assert ran.code == 0
    assert "Jira cannot be reached" in ran.out
    ran = ringfence("record", "verify", "--offline", "--root", "2026-11-24=5f3c", folder=tmp_path, **jira)
    assert ran.code == 1
    assert "the root of 2026-11-24 was posted as 5f3c; here it has none" in ran.err


def test_an_entry_that_was_made_illegible_is_named_by_the_proof_and_ends_no_command_in_a_traceback(tmp_path: Path) -> None:
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
    with closing(sqlite3.connect(tmp_path / "ringfence.db")) as database:
        database.execute("DROP TRIGGER event_update")
        database.execute("UPDATE event SET happened = 'register.blessed' WHERE subject = 'register'")
        database.commit()

    for words in (["record", "verify"], ["record", "show", "register"], ["doctor", "record"]):
        ran = ringfence(*words, folder=tmp_path)
        assert ran.code == 1, words
        assert "Traceback" not in ran.err
        assert "register" in ran.out + ran.err
    export = ("record", "export", "--from", "2020-01-01", "--to", "2100-01-01", "--format")
    for form in ("jsonl", "csv", "proof"):
        ran = ringfence(*export, form, folder=tmp_path)
        assert ran.code == 2, form
        assert "'register.blessed'" in ran.err


def test_mistakes_at_the_edge_are_said_in_words(tmp_path: Path) -> None:
    ran = ringfence("record", "verify", "--root", "yesterday=5f3c", folder=tmp_path)
    assert (ran.code, "write a day or an instant" in ran.err) == (2, True)
    ran = ringfence("record", "verify", "--keys", "nowhere.pub", folder=tmp_path)
    assert (ran.code, "nowhere.pub cannot be read" in ran.err) == (2, True)


def test_an_export_with_its_proof_and_the_program_that_proves_it_come_from_the_command_line(tmp_path: Path) -> None:
    key = tmp_path / "record.key"
    assert ringfence("record", "key", "new", str(key), folder=tmp_path).code == 0
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
    days = ("--from", "2020-01-01", "--to", "2100-01-01")
    exported = ringfence("record", "export", *days, "--format", "proof", folder=tmp_path, RECORD_KEY_FILE=str(key))
    assert exported.code == 0, exported.err
    (tmp_path / "record.jsonl").write_text(exported.out, encoding="utf-8")
    (tmp_path / "verify_record.py").write_text(ringfence("record", "verifier", folder=tmp_path).out, encoding="utf-8")

    command = [sys.executable, "verify_record.py", "record.jsonl", "--keys", "record.key.pub"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "prove themselves, with 0 roots and 1 signatures" in ran.stdout
