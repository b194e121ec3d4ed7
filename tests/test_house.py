"""What keeps the house in order where no linter can: files that must agree, and what a layer must not do."""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk import WebClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from typer.main import get_command

from bot.__main__ import ringfence
from bot.domain.events import Event, Happened
from bot.files.check_schema import check_schema_text
from bot.files.workflow_schema import schema_text
from bot.files.yaml_text import read_yaml
from bot.settings import example_text
from bot.slack import ids
from bot.store import record
from bot.store.schema import upgrade
from bot.store.unit import Store
from tests.builders import NOW
from tests.local.schemas import FOLDER
from tests.store.differing import differences

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
PURE = ("domain", "store", "application")
BANNED_NAMES = {"utils", "helpers", "common", "base", "manager", "service", "core", "misc"}
SCOPES = {  # what each Web API method asks of a bot token, from Slack's reference of the method
    "apps_connections_open": set(),  # it asks the app-level token for connections:write
    "auth_test": set(),
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_update": set(),
}


EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}  # from Slack's reference of the event


def modules(*packages: str) -> list[Path]:
    folders = [BOT / package for package in packages] or [BOT]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def said(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(paths: Iterable[Path]) -> Iterator[str]:
    """The names of all methods that are called in these modules."""
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.func.attr


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(ROOT / "manifest.yml").data
    return data


class TestTheManifest:
    def test_it_is_one_that_slack_takes(self, manifest: dict[str, Any]) -> None:
        path = FOLDER / "slack-manifest.schema.json"
        if not path.exists():
            pytest.skip(f"{path} is not there: the shared schemas are not part of the project")
        found = Draft7Validator(json.loads(path.read_text(encoding="utf-8"))).iter_errors(manifest)
        assert [f"{list(error.absolute_path)}: {error.message}" for error in found] == []

    def test_its_commands_are_those_that_are_listened_to(self, manifest: dict[str, Any]) -> None:
        commands = {value for name, value in vars(ids).items() if name == "COMMAND" or name.endswith("_COMMAND")}

        assert {one["command"] for one in manifest["features"]["slash_commands"]} == commands

    def test_its_scopes_are_those_of_the_methods_that_are_called_and_no_more(self, manifest: dict[str, Any]) -> None:
        called = {name for name in calls(modules("slack")) if "_" in name[1:] and name[0] != "_" and hasattr(WebClient, name)}

        assert called <= set(SCOPES)
        heard = manifest["settings"]["event_subscriptions"]["bot_events"]
        needed = {"commands", *(EVENT_SCOPES[name] for name in heard)}.union(*(SCOPES[name] for name in called))
        assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed
        assert "user" not in manifest["oauth_config"]["scopes"]

    def test_its_events_are_those_that_are_listened_to(self, manifest: dict[str, Any]) -> None:
        subscribed = manifest["settings"].get("event_subscriptions", {}).get("bot_events", [])
        listened = [
            node.args[0].value
            for path in modules("slack")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("event", "message")
            if node.args and isinstance(node.args[0], ast.Constant)
        ]
        assert sorted(event.partition(".")[0] for event in subscribed) == sorted(listened)

    def test_buttons_and_forms_are_switched_on_because_they_are_listened_to(self, manifest: dict[str, Any]) -> None:
        assert {"action", "view", "options"} <= set(calls(modules("slack")))
        assert manifest["settings"]["interactivity"]["is_enabled"] is True

    def test_socket_delivery_is_switched_on_because_it_is_the_default(self, manifest: dict[str, Any]) -> None:
        assert manifest["settings"]["socket_mode_enabled"] is True
        assert "RINGFENCE_SLACK_DELIVERY=socket" in example_text()

    def test_no_id_of_slack_is_written_anywhere_but_in_ids(self) -> None:
        known = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str) and "." in value}
        strays = [
            f"{said(path)}:{node.lineno} {node.value}"
            for path in modules("slack", "application")
            if path.name != "ids.py"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and node.value in known
        ]
        assert len(known) > 15
        assert strays == []


class TestFilesThatTheProgramWrites:
    def test_the_example_of_the_settings_is_what_the_settings_say(self) -> None:
        """`make settings` writes it."""
        assert (ROOT / ".env.example").read_text(encoding="utf-8") == example_text()

    def test_the_schema_of_workflow_files_is_what_the_program_reads(self) -> None:
        """`make schema` writes it."""
        assert (ROOT / "workflows" / "schema.json").read_text(encoding="utf-8") == schema_text()
        assert (ROOT / "workflows" / "checks" / "schema.json").read_text(encoding="utf-8") == check_schema_text()


class TestTheReadme:
    def test_every_make_command_it_names_is_there(self) -> None:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        named = set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", readme))
        targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
        assert {"demo", "test"} <= named
        assert named - targets == set()

    def test_every_command_of_ringfence_it_names_is_there(self) -> None:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        named = set(re.findall(r"`ringfence ([a-z]+(?: [a-z]+)?)", readme))
        assert "run" in named
        assert named - set(commands()) == set()

    def test_every_file_it_links_to_is_there(self) -> None:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        linked = [target for target in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in target]
        assert ".env.example" in linked
        assert [target for target in linked if not (ROOT / target).exists()] == []


def commands() -> Iterator[str]:
    """`run`, `register check`, …: all that the command line knows."""
    for name, command in get_command(ringfence).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        yield from [name] if inner is None else [f"{name} {one}" for one in inner]


CLOCK_MODULES = {"os", "random", "secrets", "uuid", "socket", "platform", "getpass"}
CLOCK_READERS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("func", "now")}
WAITING = ("reads time.monotonic", "reads time.sleep")  # how long a writer waits for its turn; it says nothing of what time it is
CLOCK_IN_SQL = re.compile(r"\b(current_timestamp|current_date|localtimestamp|now\(\))", re.IGNORECASE)


def outside_readings(module: ast.Module) -> Iterator[str]:
    """Where a module looks at the clock, the environment or chance by itself, instead of being told."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            banned = CLOCK_MODULES | ({"time"} if isinstance(node, ast.ImportFrom) else set())
            yield from (f"{node.lineno} imports {name}" for name in _imports(node) if name.split(".")[0] in banned)
        elif isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if owner == "time" or (owner, node.attr) in CLOCK_READERS:
                yield f"{node.lineno} reads {owner}.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and CLOCK_IN_SQL.search(node.value):
            yield f"{node.lineno} asks the database for the time"


class TestNoClockAndNoEnvironmentWhereThingsAreDecided:
    """Time and people come in as arguments, so that a test can be on any day and a record can be explained."""

    @pytest.mark.parametrize("package", PURE)
    def test_it_is_told_the_time_and_reads_no_environment(self, package: str) -> None:
        found = [f"{said(path)}:{reading}" for path in modules(package) for reading in outside_readings(tree(path))]
        assert [one for one in found if not (package == "store" and one.endswith(WAITING))] == []

    @pytest.mark.parametrize(
        "source",
        [
            "import os",
            "import os.path",
            "from os import environ",
            "import time\ntime.time()",
            "import time\nnow = time.monotonic",
            "from time import monotonic",
            "from datetime import datetime\ndatetime.now()",
            "import datetime\ndatetime.datetime.utcnow()",
            "from datetime import date\nwhen = date.today",
            "from sqlalchemy import func\nfunc.now()",
            "text('SELECT CURRENT_TIMESTAMP')",
            "import random",
        ],
    )
    def test_a_module_that_looks_by_itself_is_found(self, source: str) -> None:
        assert list(outside_readings(ast.parse(source)))

    def test_a_clock_that_is_handed_in_is_no_offence(self) -> None:
        assert list(outside_readings(ast.parse("context.now()\nself.clock.now()\nfrom datetime import datetime"))) == []


class TestModules:
    def test_the_domain_imports_the_standard_library_alone(self) -> None:
        imported = {
            name.split(".")[0]
            for path in modules("domain")
            for node in ast.walk(tree(path))
            for name in _imports(node)
            if not name.startswith("bot.domain")
        }
        assert imported
        assert imported - sys.stdlib_module_names == set()

    def test_none_has_a_name_that_says_nothing(self) -> None:
        names = {part: said(path) for path in modules() for part in (path.stem, path.parent.name)}
        assert {name: place for name, place in names.items() if name in BANNED_NAMES} == {}

    def test_each_says_what_it_is_for(self) -> None:
        assert [said(path) for path in modules() if not ast.get_docstring(tree(path))] == []


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


UPDATE, DELETE = "UPDATE event SET actor = 'somebody else'", "DELETE FROM event"
CHANGES = {
    "sqlite": (UPDATE, DELETE, "INSERT OR REPLACE INTO event SELECT * FROM event"),
    "postgresql": (UPDATE, DELETE, "TRUNCATE event"),
}


class TestTheDatabase:
    def test_after_the_upgrade_it_is_what_the_tables_say(self, store: Store) -> None:
        assert differences(store.engine) == []

    def test_a_table_that_is_missing_would_be_noticed(self, store: Store) -> None:
        with store.writing() as unit:
            unit.connection.execute(text("DROP TABLE message_copy"))

        assert len(differences(store.engine)) > 0

    def test_upgrading_again_leaves_it_as_it_is(self, store: Store) -> None:
        with store.writing() as unit:
            record.append(unit, [Event(Happened.REGISTER_LOADED, "register", "register", "test")], NOW)

        upgrade(store.engine)

        with store.reading() as unit:
            assert len(record.entries_of(unit, ["register"])) == 1

    def test_what_was_recorded_cannot_be_changed_taken_out_or_written_over(self, store: Store) -> None:
        """The database itself refuses, whoever asks it."""
        with store.writing() as unit:
            record.append(unit, [Event(Happened.REGISTER_LOADED, "register", "register", "test")], NOW)

        for statement in CHANGES[store.engine.dialect.name]:
            with pytest.raises(DatabaseError, match="append-only"), store.writing() as unit:
                unit.connection.execute(text(statement))

        with store.reading() as unit:
            (entry,) = record.entries_of(unit, ["register"])
        assert entry.event.actor == "test"
