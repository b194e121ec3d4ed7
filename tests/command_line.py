"""The command line as an administrator calls it: a process of its own, with these settings and no others."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.settings import PREFIX


@dataclass(frozen=True)
class Ran:
    """How it went: exit code, standard output, and standard error, which is where mistakes and the log go."""

    code: int
    out: str
    err: str


def _where_modules_are() -> list[str]:
    """This source tree first, then what the tests themselves were given."""
    return [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]


def ringfence(*arguments: str, folder: Path, environ: Mapping[str, str] | None = None, **settings: str) -> Ran:
    """Runs in `folder`, which is also the data folder unless another one is set; `environ` is what others read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {f"{PREFIX}{name}": value for name, value in ({"DATA_DIR": str(folder)} | settings).items()}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=kept | dict(environ or {}) | given | {"COLUMNS": "220", "PYTHONPATH": os.pathsep.join(_where_modules_are())},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
