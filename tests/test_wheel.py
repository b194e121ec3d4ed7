"""What a company installs works without the source tree: the wheel, unpacked, in an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the wheel, as they stand once it is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(installed: Path, empty: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = {"PYTHONPATH": str(installed), "PATH": os.environ["PATH"], "HOME": str(empty)}
    command = [sys.executable, "-P", "-m", "bot", *words]
    return subprocess.run(command, cwd=empty, env=given, text=True, capture_output=True, timeout=60)


def test_its_workflows_are_the_shipped_ones_and_have_no_mistake(installed: Path, tmp_path: Path) -> None:
    asked = run(installed, tmp_path, "workflows", "check")
    assert (asked.returncode, asked.stderr) == (0, ""), asked.stdout + asked.stderr


def test_the_demo_goes_through_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    played = run(installed, tmp_path, "demo", "--play")
    assert played.returncode == 0, played.stdout[-2000:] + played.stderr[-2000:]
    assert "the story went through" in played.stdout


def test_the_licence_travels_with_it(installed: Path) -> None:
    assert list(installed.glob("*.dist-info/licenses/LICENSE"))


def test_nothing_of_the_package_is_left_behind(installed: Path) -> None:
    """Templates, migrations, data and stylesheets travel with the code."""
    ours = {path.relative_to(ROOT) for path in (ROOT / "bot").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert ours <= {path.relative_to(installed) for path in installed.rglob("*")}


def test_the_doctor_looks_in_an_empty_folder_and_makes_nothing(installed: Path, tmp_path: Path) -> None:
    asked = run(installed, tmp_path, "doctor")
    assert (asked.returncode, asked.stderr) == (1, "")
    assert "RINGFENCE_SLACK_BOT_TOKEN is not set" in asked.stdout
    assert "✓ 4 rules" in asked.stdout
    assert list(tmp_path.iterdir()) == []
