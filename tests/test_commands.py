"""The command line: what each command says, and the exit code that a script sees (0 fine, 1 odd, 2 bad input)."""

import csv
import io
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import chdir, closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.__main__ import ringfence as app
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.recording import record_events
from bot.application.register.load import load_register
from bot.demonstration import DEMO_REGISTER
from bot.domain.happenings.agreements import AgreementLetEnd
from bot.domain.happenings.record import RegisterLoaded
from bot.domain.reminders import Anchor, ReminderSchedule
from bot.settings import PREFIX
from bot.store import outbox
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.application.steps import approve, ask, everything_is_delivered
from tests.builders import END, TestClock, register, workflows
from tests.command_line import Ran, ringfence
from tests.counting import row_counts

WORKFLOWS = Path(__file__).parents[1] / "workflows"


def _somebody_elses() -> bytes:
    """A sound SQLite file of another program."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE note (text)")
        return database.serialize()


SOMEBODY_ELSES = _somebody_elses()


def said(*arguments: str, folder: Path) -> Ran:
    """A command that opens nothing, called within this process, in a folder without `.env`."""
    ours = {name: None for name in os.environ if name.startswith(PREFIX)}
    with chdir(folder):
        result = CliRunner().invoke(app, arguments, env=ours)
    return Ran(result.exit_code, result.stdout, result.stderr)


def changed_demo(folder: Path, *changes: tuple[str, str]) -> Path:
    """The demo's register with these words changed, once each."""
    text = DEMO_REGISTER.read_text(encoding="utf-8")
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    path = folder / "register.yml"
    path.write_text(text, encoding="utf-8")
    return path


class TestRegisterCheck:
    def test_a_sound_file_can_be_imported_and_what_is_odd_is_told(self, tmp_path: Path) -> None:
        ran = said("register", "check", str(DEMO_REGISTER), folder=tmp_path)

        assert ran.code == 0
        assert "demo-register.yml can be imported" in ran.out
        assert "V06" in ran.out
        assert ran.err == ""

    def test_every_mistake_is_told_at_once_with_line_place_and_the_nearest_right_word(self, tmp_path: Path) -> None:
        broken = changed_demo(tmp_path, ("[ip_counsel]", "[ip_councel]"), ("owner_entity: ALD-IP", "owner_entity: ALD-PI"))

        ran = said("register", "check", str(broken), folder=tmp_path)

        assert ran.code == 2
        assert [line.split("  ")[0] for line in ran.err.splitlines()] == ["✗ register.yml:16", "✗ register.yml:46"]
        assert "did you mean ip_counsel?" in ran.err
        assert "did you mean ALD-IP?" in ran.err
        assert "can be imported" not in ran.out

    def test_a_file_that_is_not_there_is_a_bad_input(self, tmp_path: Path) -> None:
        ran = said("register", "check", "nowhere.yml", folder=tmp_path)

        assert ran.code == 2
        assert "nowhere.yml" in ran.err

    def test_strict_exits_with_1_where_something_is_odd(self, tmp_path: Path) -> None:
        assert said("register", "check", "--strict", str(DEMO_REGISTER), folder=tmp_path).code == 1

    def test_for_programs_there_is_json(self, tmp_path: Path) -> None:
        broken = changed_demo(tmp_path, ("[ip_counsel]", "[ip_councel]"))

        ran = said("register", "check", "--json", str(broken), folder=tmp_path)

        found = json.loads(ran.out)
        assert ran.code == 2
        assert (found["file"], found["ok"]) == ("register.yml", False)
        (problem,) = found["problems"]
        assert (problem["severity"], problem["line"]) == ("error", 16)
        assert "ip_counsel" in problem["words"]


class TestPreview:
    def test_it_says_what_stops_a_request_and_who_would_be_asked(self, tmp_path: Path) -> None:
        ran = said("preview", "--request", "R02", folder=tmp_path)

        assert ran.code == 0
        assert "R02 NDA lapses inside the window  Stops" in ran.out
        assert "NDA-01" in ran.out
        assert "1 · engineering manager: Lena Brandt or Mara Lindqvist" in ran.out

    def test_without_a_name_every_request_of_the_file_is_told(self, tmp_path: Path) -> None:
        ran = said("preview", folder=tmp_path)

        assert ran.code == 0
        assert [f"R{number:02d} " in ran.out for number in range(1, 17)] == [True] * 16

    def test_json_has_a_row_per_check_item_and_person_and_the_route(self, tmp_path: Path) -> None:
        ran = said("preview", "--request", "R01", "--json", folder=tmp_path)

        (result,) = json.loads(ran.out)
        assert (result["request"], result["overall"]) == ("R01", "pass")
        assert {row["person"] for row in result["checks"] if row["id"] == "PPL-05"} == {"P01", "P02"}
        assert result["route"][1] == {
            "stage": "owner",
            "quantifier": "all",
            "seats": [
                {"seat": "data_owner", "approvers": ["u-tobias"]},
                {"seat": "ip_counsel", "approvers": ["u-ines", "u-nadia"]},
            ],
        }

    def test_nothing_is_stored(self, tmp_path: Path) -> None:
        ran = ringfence("preview", "--request", "R01", folder=tmp_path)

        assert ran.code == 0
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--request", "R99"), "--request R99: the file has no such request"),
            (("--request", "R001"), "did you mean R01?"),
            (("--as-of", "tomorrow"), "--as-of is 'tomorrow'; write a day like 2026-11-24"),
            (("--register", "nowhere.yml"), "nowhere.yml"),
        ],
    )
    def test_a_bad_input_exits_with_2_and_says_what_would_be_right(
        self, tmp_path: Path, arguments: tuple[str, ...], words: str
    ) -> None:
        ran = said("preview", *arguments, folder=tmp_path)

        assert ran.code == 2
        assert words in ran.err
        assert ran.out == ""


class TestRun:
    def test_everything_that_is_missing_is_named_at_once(self, tmp_path: Path) -> None:
        ran = ringfence("run", folder=tmp_path)

        assert ran.code == 2
        assert [line.split()[1] for line in ran.err.splitlines()] == [
            "RINGFENCE_SLACK_BOT_TOKEN",
            "RINGFENCE_SLACK_APP_TOKEN",
            "RINGFENCE_JIRA_URL",
            "RINGFENCE_JIRA_USER",
            "RINGFENCE_JIRA_TOKEN",
        ]
        assert list(tmp_path.iterdir()) == []

    def test_wrong_and_mistyped_settings_are_named_without_their_values(self, tmp_path: Path) -> None:
        ran = ringfence("run", folder=tmp_path, JIRA_TOKNE="not-for-your-eyes", HTTP_PORT="not-for-your-eyes")

        assert ran.code == 2
        assert "did you mean RINGFENCE_JIRA_TOKEN?" in ran.err
        assert "RINGFENCE_HTTP_PORT" in ran.err
        assert "not-for-your-eyes" not in ran.err


class TestWorkflowsCheck:
    def test_sound_files_and_a_register_that_can_carry_them(self, tmp_path: Path) -> None:
        assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0

        ran = ringfence("workflows", "check", folder=tmp_path)

        assert ran.code == 0
        assert "4 rules, version " in ran.out

    def test_every_role_that_nobody_holds_is_told(self, tmp_path: Path) -> None:
        lonely = changed_demo(tmp_path, ("[brand_counsel]", "[auditor]"), ("[privacy_officer]", "[auditor]"))

        ran = ringfence("workflows", "check", "--register", str(lonely), folder=tmp_path)

        assert ran.code == 2
        assert "nobody active holds the role brand_counsel" in ran.err
        assert "nobody active holds the role privacy_officer" in ran.err

    def test_without_a_register_it_says_what_was_not_looked_at(self, tmp_path: Path) -> None:
        ran = ringfence("workflows", "check", folder=tmp_path)

        assert ran.code == 0
        assert "who holds which role was not looked at: load a register" in ran.out

    def test_every_mistake_of_every_file_is_told_with_its_line(self, tmp_path: Path) -> None:
        folder = tmp_path / "workflows"
        shutil.copytree(WORKFLOWS, folder)
        for name, right, wrong in (("c1.yml", "quantifier: any", "quantifier: some"), ("c3.yml", "post_to", "post_too")):
            text = (folder / name).read_text(encoding="utf-8")
            (folder / name).write_text(text.replace(right, wrong), encoding="utf-8")

        ran = ringfence("workflows", "check", folder=tmp_path, WORKFLOWS_DIR=str(folder))

        assert ran.code == 2
        assert "c1.yml:8" in ran.err
        assert "did you mean post_to?" in ran.err

    def test_a_folder_without_files_is_a_bad_input(self, tmp_path: Path) -> None:
        ran = ringfence("workflows", "check", folder=tmp_path, WORKFLOWS_DIR=str(tmp_path / "nowhere"))

        assert ran.code == 2
        assert "set RINGFENCE_WORKFLOWS_DIR to the folder with them" in ran.err


class TestRegisterLoad:
    def test_it_says_how_many_records_changed_and_a_second_time_none(self, tmp_path: Path) -> None:
        first = ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path)
        second = ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path)

        assert (first.code, second.code) == (0, 0)
        assert int(first.out.split()[1]) > 100
        assert "Vendors: 12 new (" in first.out
        assert "0 records changed" in second.out

    def test_that_the_only_holder_of_a_role_has_left_is_a_warning(self, tmp_path: Path) -> None:
        left = changed_demo(tmp_path, ("roles: [vendor_manager]}", "roles: [vendor_manager], active: false}"))

        ran = ringfence("register", "load", str(left), folder=tmp_path)

        assert ran.code == 0
        assert "nobody active holds the role vendor_manager" in ran.out


@pytest.fixture
def context(sqlite_url: str) -> Iterator[Context]:
    """The little world in a database file that a command can open."""
    store = Store(open_engine(sqlite_url))
    opened = Context(store, TestClock(), workflows(), Calendar(ZoneInfo("Europe/Berlin")), kinds=KINDS)
    load_register(opened, register(), actor="test")
    yield opened
    store.close()


def on(context: Context, *arguments: str, folder: Path) -> Ran:
    """A command on this context's database."""
    return ringfence(*arguments, folder=folder, DATABASE_URL=str(context.store.engine.url))


def give_up_the_first(context: Context) -> int:
    with context.store.writing() as unit:
        first = outbox.undelivered(unit)[0]
        outbox.give_up(unit, first, "Slack answered not_in_channel.")
    return first.id


class TestRecordShow:
    def test_every_transition_and_refusal_of_a_request_is_told(self, context: Context, tmp_path: Path) -> None:
        ask(context)
        approve(context, "aud")
        approve(context, "mo")

        ran = on(context, "record", "show", "req-2026-0001", folder=tmp_path)

        assert ran.code == 0
        order = [ran.out.index(word) for word in ("request.submitted", "click.refused", "item.approved")]
        assert order == sorted(order)
        assert "2026-11-24 09:00:00  Ana (ana) asked for access." in ran.out
        assert "Mo (mo) approved Pump controller (A1) as" in ran.out
        assert "code: not_eligible" in ran.out
        for number in ("1", "`REQ\u20132026\u20130001`.", "2026-1"):
            assert on(context, "record", "show", number, folder=tmp_path).out == ran.out

    def test_a_snapshot_of_the_facts_can_be_read(self, context: Context, tmp_path: Path) -> None:
        ask(context)

        ran = on(context, "record", "facts", "1", folder=tmp_path)

        assert (ran.code, ran.err) == (0, "")
        for words in ("REQ-2026-0001, snapshot 1 of 1, taken 2026-11-24 09:00:00 UTC", "Volt GmbH", "NDA-1", "Checks"):
            assert words in ran.out
        beyond = on(context, "record", "facts", "req-2026-0001", "--snapshot", "7", folder=tmp_path)
        assert (beyond.code, beyond.err) == (2, "✗ REQ-2026-0001 has no snapshot 7: it has one snapshot, 1.\n")
        unknown = on(context, "record", "facts", "99", folder=tmp_path)
        assert (unknown.code, "There is no request 99." in unknown.err) == (2, True)

    def test_an_unknown_request_is_a_bad_input_with_a_next_step(self, context: Context, tmp_path: Path) -> None:
        ran = on(context, "record", "show", "REQ-2026-0099", folder=tmp_path)

        assert ran.code == 2
        assert "the record knows nothing of REQ-2026-0099; `ringfence record export` lists what it knows of" in ran.err

    def test_an_agreement_has_a_record_of_its_own(self, context: Context, tmp_path: Path) -> None:
        with context.store.writing() as unit:
            record_events(unit, context, [AgreementLetEnd(schedule=ReminderSchedule("NDA-V1", Anchor.END, END))])

        assert "agreement.let_end" in on(context, "record", "show", "nda-v1", folder=tmp_path).out


class TestRecordExport:
    @pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t"])
    def test_what_somebody_wrote_is_no_formula_in_a_spreadsheet(self, context: Context, tmp_path: Path, begins: str) -> None:
        with context.store.writing() as unit:
            record_events(unit, context, [RegisterLoaded(register=f"{begins}1+1", changed=1)])

        ran = on(context, "record", "export", "--from", "2026-11-24", "--to", "2026-11-24", "--format", "csv", folder=tmp_path)

        *_, row = csv.DictReader(io.StringIO(ran.out, newline=""))
        assert row["entity_id"].startswith(f"'{begins}")


class TestOutbox:
    def test_when_everything_is_delivered_it_says_so(self, context: Context, tmp_path: Path) -> None:
        ask(context)
        everything_is_delivered(context)

        ran = on(context, "outbox", "list", folder=tmp_path)

        assert (ran.code, "nothing waits" in ran.out) == (0, True)

    def test_what_waits_and_what_was_given_up_is_listed_with_the_reason(self, context: Context, tmp_path: Path) -> None:
        ask(context)
        give_up_the_first(context)

        ran = on(context, "outbox", "list", folder=tmp_path)

        assert ran.code == 0
        told = [line.strip() for line in ran.out.splitlines()]
        given_up = "Given up after it was tried 0 times: card about REQ-2026-0001 in #ip-requests: Slack answered not_in_channel."
        assert told[0].endswith(given_up)
        assert told[1].endswith("Waits: receipt about REQ-2026-0001 to Ana (ana). Not tried yet.")
        assert told[2].endswith("to Mo (mo). Not tried yet.")

    def test_what_was_given_up_is_brought_back(self, context: Context, tmp_path: Path) -> None:
        ask(context)
        give_up_the_first(context)
        before = row_counts(context.store)

        ran = on(context, "outbox", "retry", folder=tmp_path)

        assert (ran.code, ran.out.strip()) == (0, "✓ 1 message will be tried again")
        with context.store.reading() as unit:
            assert {message.state for message in outbox.undelivered(unit)} == {"pending"}
        assert row_counts(context.store) == before

    def test_one_of_them_can_be_named(self, context: Context, tmp_path: Path) -> None:
        ask(context)
        first = give_up_the_first(context)
        with context.store.writing() as unit:
            named = outbox.undelivered(unit)[1]
            outbox.give_up(unit, named, "Slack answered is_archived.")

        on(context, "outbox", "retry", str(named.id), folder=tmp_path)

        with context.store.reading() as unit:
            states = {message.id: message.state for message in outbox.undelivered(unit)}
        assert (states[first], states[named.id]) == ("dead", "pending")

    def test_a_name_under_which_nothing_waits_is_a_bad_input(self, context: Context, tmp_path: Path) -> None:
        ask(context)

        ran = on(context, "outbox", "retry", "99", folder=tmp_path)

        assert (ran.code, ran.err) == (2, "✗ nothing waits under 99; `ringfence outbox list` shows what does\n")


class TestADatabaseThatIsNotThere:
    READING = (
        ("record", "show", "REQ-2026-0001"),
        ("record", "verify", "--offline"),
        ("record", "export", "--from", "2026-11-01", "--to", "2026-11-30"),
        ("outbox", "list"),
        ("outbox", "retry"),
        ("agreement", "explain", "NDA-V02"),
        ("workflows", "explain", "REQ-2026-0001"),
    )

    def test_whatever_reads_says_so_and_makes_none(self, tmp_path: Path) -> None:
        for command in self.READING:
            ran = said(*command, folder=tmp_path)

            assert ran.code == 2, command
            assert f"There is no database at {tmp_path / '.ringfence' / 'ringfence.db'}" in ran.err.replace("\n", " "), command
            assert "`ringfence register load FILE` makes it" in ran.err
        assert list(tmp_path.iterdir()) == []

    def test_a_file_without_our_tables_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / ".ringfence").mkdir()
        file = tmp_path / ".ringfence" / "ringfence.db"
        for content in (b"", SOMEBODY_ELSES):
            file.write_bytes(content)
            ran = said("record", "verify", "--offline", folder=tmp_path)
            assert (ran.code, "holds no tables of Ringfence" in ran.err) == (2, True)
            assert file.read_bytes() == content
            assert [one.name for one in file.parent.iterdir()] == [file.name]

    def test_looking_at_the_files_of_the_company_needs_none_and_makes_none(self, tmp_path: Path) -> None:
        assert said("workflows", "check", folder=tmp_path).code == 0
        assert list(tmp_path.iterdir()) == []


class TestADatabaseThatCannotBeUsed:
    def test_a_file_that_is_none_is_told_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "ringfence.db").write_text("This is not a database, however long one looks at it." * 50, encoding="utf-8")

        for command in (["outbox", "list"], ["backup", "copy.db"], ["register", "load", str(DEMO_REGISTER)]):
            ran = ringfence(*command, folder=tmp_path)
            assert ran.code in (1, 2)
            assert "file is not a database" in ran.err
            assert "`ringfence doctor database`" in ran.err
            assert "Traceback" not in ran.err

    def test_a_server_that_does_not_answer_is_told_in_words_without_the_password(self, tmp_path: Path) -> None:
        url = "postgresql+psycopg://bot:not-for-your-eyes@127.0.0.1:1/none"

        ran = ringfence("outbox", "list", folder=tmp_path, DATABASE_URL=url)

        assert ran.code == 2
        assert ran.err.startswith("✗ The database cannot be used: ")
        assert "Traceback" not in ran.err
        assert "not-for-your-eyes" not in ran.err

    def test_a_file_in_the_place_of_its_folder_is_told_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "data").touch()

        ran = ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path, DATA_DIR=str(tmp_path / "data"))

        assert ran.code == 2
        assert "Set RINGFENCE_DATA_DIR to another one." in ran.err


class TestDemoOptions:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--deliver-to", "http://127.0.0.1:1/slack/events"), "--deliver-to is for --workspace-only"),
            (("--play", "--workspace-only"), "choose one of them"),
            (("--play", "--fresh"), "begin anew each time"),
            (("--workspace-only", "--deliver-to", "127.0.0.1:8080"), "write one such as http://127.0.0.1:8080/slack/events"),
        ],
    )
    def test_contradictions_are_refused_before_anything_starts(
        self, tmp_path: Path, arguments: tuple[str, ...], words: str
    ) -> None:
        ran = said("demo", *arguments, folder=tmp_path)

        assert ran.code == 2
        assert words in ran.err


def test_an_unknown_command_is_a_bad_input(tmp_path: Path) -> None:
    assert said("frobnicate", folder=tmp_path).code == 2


def test_without_a_command_it_tells_what_there_is(tmp_path: Path) -> None:
    ran = said(folder=tmp_path)

    for command in ("run", "demo", "preview", "register", "workflows", "outbox", "record"):
        assert command in ran.out + ran.err
