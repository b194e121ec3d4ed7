"""Install the wheel as a company does, and use it in an empty folder: `python -m tests.wheel_proof [PYTHON ...]`.

With pip, and with uv where it is there, for each Python that is named, or else for every one from 3.11 on that is found. Packages
come from wherever pip and uv are told to look on this machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEAST = (3, 11)
MINORS = range(LEAST[1], LEAST[1] + 6)
BINARIES = "Scripts" if os.name == "nt" else "bin"
ASK_VERSION = "import sys; print(*sys.version_info[:3])"
Installer = Callable[[str, Path, Path], None]  # which Python, which wheel, where to


class Failed(Exception):
    """A step did not do what it should; the words say which, and what it said."""


def main(named: list[str]) -> int:
    pythons = list(_found(named))
    with tempfile.TemporaryDirectory(prefix="ringfence-wheel-") as folder:
        wheel = _built(Path(folder))
        failures = [failure for python in pythons for failure in _failures(python, wheel, Path(folder))]
    for failure in failures:
        sys.stderr.write(f"✗ {failure}\n")
    return 1 if failures or not pythons else 0


def _found(named: list[str]) -> Iterator[str]:
    """One interpreter for each minor version, from 3.11 on."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    usual = [sys.executable, *(f"python3.{minor}" for minor in MINORS), *map(str, sorted(pyenv.glob("3.*/bin/python")))]
    seen = set()
    for python in named or usual:
        version = _version(python)
        if version is None and named:
            raise SystemExit(f"{python} is no Python that can be run")
        if version and version[:2] >= LEAST and version[:2] not in seen:
            seen.add(version[:2])
            yield python


def _version(python: str) -> tuple[int, ...] | None:
    where = shutil.which(python)
    asked = subprocess.run([where, "-c", ASK_VERSION], capture_output=True, text=True) if where else None
    return tuple(int(number) for number in asked.stdout.split()) if asked and asked.returncode == 0 else None


def _built(folder: Path) -> Path:
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _failures(python: str, wheel: Path, folder: Path) -> Iterator[Failed]:
    for name, install in _installers().items():
        version = ".".join(str(number) for number in _version(python) or ())
        where = folder / f"{name}-{version}"
        try:
            install(python, wheel, where)
            _use(where / BINARIES, where.with_suffix(".empty"))
        except Failed as failed:
            yield Failed(f"Python {version} with {name}: {failed}")
        else:
            sys.stdout.write(f"✓ Python {version} with {name}: the demo plays, and doctor says what is missing\n")
            sys.stdout.flush()


def _installers() -> dict[str, Installer]:
    beside = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    return {"pip": _with_pip} | ({"uv": _with_uv(beside)} if beside else {})


def _with_pip(python: str, wheel: Path, where: Path) -> None:
    _run([python, "-m", "venv", str(where)], wheel.parent)
    _run([str(where / BINARIES / "python"), "-m", "pip", "install", "--quiet", str(wheel)], wheel.parent)


def _with_uv(uv: str) -> Installer:
    def install(python: str, wheel: Path, where: Path) -> None:
        _run([uv, "venv", "--quiet", "--python", shutil.which(python) or python, str(where)], wheel.parent)
        _run([uv, "pip", "install", "--quiet", "--python", str(where), str(wheel)], wheel.parent)

    return install


def _use(binaries: Path, empty: Path) -> None:
    """Nothing but the program: no settings, no source, an empty folder."""
    empty.mkdir()
    given = {"PATH": os.defpath, "HOME": str(empty)}
    ringfence = str(binaries / "ringfence")
    played = _run([ringfence, "demo", "--play"], empty, given)
    asked = _run([ringfence, "doctor"], empty, given, ends_with=1)
    for said, words in ((played, "the story went through"), (asked, "RINGFENCE_SLACK_BOT_TOKEN is not set")):
        if words not in said:
            raise Failed(f"{words!r} is not said:\n{said[-2000:]}")
    if "Traceback" in asked:
        raise Failed(asked[-2000:])


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None, *, ends_with: int = 0) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != ends_with:
        raise Failed(f"`{' '.join(command)}` ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
