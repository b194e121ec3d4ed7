"""The verifier of one file: a program of its own, without the bot, that proves an export and finds one altered byte."""

import ast
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import cryptography
import pytest

from bot.application.context import Context
from bot.application.record.export_proof import export_proof
from bot.application.record.root import root_record
from bot.files.record_key import FileSigner, make_key, public_file, renew_key
from tests.application.steps import approve_all, ask
from tests.builders import TestClock

VERIFIER = Path(__file__).parents[3] / "docs" / "verify_record.py"
FIRST, LAST = date(2026, 11, 24), date(2026, 11, 26)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def verified(file: Path, *options: str) -> tuple[int, str]:
    """In a process of its own, isolated, in a folder where nothing of the bot lies, with no other path to it."""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", BARE, str(VERIFIER), str(file), *options],
        cwd=file.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


# -I leaves the environment and the folder out; where `cryptography` lies is said again, and the bot is kept out on purpose
BARE = f"""
import runpy, sys
sys.path.append({str(Path(cryptography.__file__).parents[1])!r})
sys.argv = sys.argv[1:]
sys.modules["bot"] = None
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def key(tmp_path: Path) -> FileSigner:
    return make_key(tmp_path / "record.key", NOW)


@pytest.fixture
def told(context: Context, clock: TestClock, key: FileSigner) -> Context:
    """Three days: a request that was approved, one that waits, and roots in between."""
    signing = Context(**(context.__dict__ | {"signer": key}))
    for day in range(3):
        ask(signing)
        if day == 0:
            approve_all(signing)
        clock.move(hours=2)
        root_record(signing)
        clock.move(hours=22)
    return signing


def exported(context: Context, folder: Path, first: date = FIRST, last: date = LAST, signer: FileSigner | None = None) -> Path:
    file = folder / "record.jsonl"
    file.write_text("".join(export_proof(context, first, last, signer)), encoding="utf-8")
    return file


def keys(folder: Path) -> tuple[str, str]:
    return "--keys", str(public_file(folder / "record.key"))


def test_a_whole_record_proves_itself_with_its_signatures(told: Context, tmp_path: Path, key: FileSigner) -> None:
    code, said = verified(exported(told, tmp_path, signer=key), *keys(tmp_path))

    assert code == 0, said
    assert "prove themselves" in said
    assert "3 roots and 4 signatures" in said


def test_days_in_the_middle_prove_themselves_from_what_stood_before(told: Context, tmp_path: Path) -> None:
    code, said = verified(exported(told, tmp_path, date(2026, 11, 25), date(2026, 11, 25)), *keys(tmp_path))

    assert code == 0, said
    assert "2026-11-25 to 2026-11-25" in said


def test_days_without_an_entry_are_an_empty_export_that_holds(told: Context, tmp_path: Path) -> None:
    code, said = verified(exported(told, tmp_path, date(2020, 1, 1), date(2020, 1, 2)))

    assert code == 0, said
    assert "0 entries" in said


def test_what_was_signed_by_a_key_that_was_renewed_still_proves_itself(told: Context, tmp_path: Path) -> None:
    renew_key(tmp_path / "record.key", NOW)

    code, said = verified(exported(told, tmp_path), *keys(tmp_path))

    assert code == 0, said


def test_without_keys_and_roots_it_says_that_it_may_have_been_made_up(told: Context, tmp_path: Path) -> None:
    code, said = verified(exported(told, tmp_path))

    assert code == 0, said
    assert "! no signature and no posted root was held against it" in said


def test_one_altered_byte_is_found_wherever_it_stands(told: Context, tmp_path: Path, key: FileSigner) -> None:
    file = exported(told, tmp_path, signer=key)
    whole = file.read_bytes()
    for place in [0, 1, len(whole) - 1, len(whole) - 2, *range(7, len(whole), len(whole) // 25)]:
        other = bytes([(whole[place] + 1) % 256])
        file.write_bytes(whole[:place] + other + whole[place + 1 :])
        code, said = verified(file, *keys(tmp_path))
        assert code == 1, f"byte {place} ({whole[place : place + 1]!r}): {said}"


@pytest.mark.parametrize("cut", [1, 2, 100, 5000])
def test_a_file_whose_end_was_cut_off_is_found(told: Context, tmp_path: Path, cut: int) -> None:
    file = exported(told, tmp_path)
    file.write_bytes(file.read_bytes()[:-cut])

    assert verified(file)[0] == 1


def made_up(file: Path, signer: FileSigner | None) -> None:
    """Everything written anew by another actor, as the verifier itself would compute it."""
    program: dict[str, object] = {"__name__": "verifier"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), program)  # noqa: S102
    hashed, written, entry = program["hashed"], program["written"], program["ENTRY"]
    assert callable(hashed)
    assert callable(written)
    assert isinstance(entry, tuple)
    heads: dict[str, str] = {}
    chain, root, lines, made = "", "", [], {}
    for line in file.read_text(encoding="utf-8").splitlines()[:-1]:
        said = json.loads(line)
        if said["kind"] == "entry":
            said["actor"] = "eve" if said["actor"] == "mo" else said["actor"]
            said["hash"] = hashed(heads.get(said["subject"], ""), {one: said[one] for one in entry})
            heads[said["subject"]], chain = said["hash"], hashed(chain, [said["place"], said["hash"]])
            said["chain"] = chain
            made[said["subject"], said["number"]] = said["hash"]
            made[said["place"]] = chain
        elif said["kind"] == "root":
            said["chain"] = made[said["place"]]
            said["heads"] = [[subject, number, made[subject, number]] for subject, number, _ in said["heads"]]
            root = hashed(root, {one: said[one] for one in ("number", "at", "place", "chain", "heads")})
            said["root"] = root
            if signer:
                said["key"], said["signature"] = signer.key, signer.sign(f"ringfence root {said['name']} {root}".encode())
        lines.append(written(said) + b"\n")
    before = b"".join(lines)
    end = {"kind": "end", "lines": len(lines) + 1, "sha256": sha256(before).hexdigest()}
    file.write_bytes(before + written(end) + b"\n")


def test_a_file_that_was_made_up_whole_has_no_signature_of_ours_and_no_posted_root(told: Context, tmp_path: Path) -> None:
    file = exported(told, tmp_path)
    posted = next(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if '"kind":"root"' in line)
    (tmp_path / "theirs").mkdir()
    for signer in (None, make_key(tmp_path / "theirs" / "record.key", NOW)):
        made_up(exported(told, tmp_path), signer)
        assert verified(file)[0] == 0
        code, said = verified(file, *keys(tmp_path))
        assert (code, "signed" in said) == (1, True), said
        code, said = verified(file, "--root", f"{posted['name']}={posted['root']}")
        assert (code, "was posted as" in said) == (1, True), said


def test_what_it_cannot_read_is_said_in_words(told: Context, tmp_path: Path) -> None:
    file = exported(told, tmp_path)
    assert verified(tmp_path / "nowhere")[0] == 2
    assert verified(file, "--keys", str(file))[0] == 2
    assert verified(file, "--root", "nothing")[0] == 2
    (tmp_path / "empty").write_text("")
    assert verified(tmp_path / "empty")[0] == 1


def test_it_imports_the_standard_library_and_cryptography_alone() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names = {str(module).split(".")[0] for module in modules}
    assert names - set(sys.stdlib_module_names) == {"cryptography"}
