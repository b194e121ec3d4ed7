"""The folder of the demo: its database, and beside it what else outlives a stop, until somebody wants to begin anew."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.errors import Refusal

Json = dict[str, Any]
DATABASE, KEPT, SETTINGS = "ringfence.db", "demo.json", "demo.env"


class DemoFolder:
    """Never one with the database of a company: what the demo begins is known by the file that it keeps beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def database(self) -> str:
        return f"sqlite:///{self.path / DATABASE}"

    def begin(self, *, fresh: bool) -> Json | None:
        """What was kept; None where it begins. Raises Refusal where another database lies there, or what was kept is broken.

        One that was stopped before it had begun begins again.
        """
        kept = None if fresh else self._kept()
        if kept:
            return kept
        if not (self.path / KEPT).exists():
            self._refuse_another()
        for name in (SETTINGS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (self.path / name).unlink(missing_ok=True)
        self.keep({})
        return None

    def _kept(self) -> Json:
        file = self.path / KEPT
        try:
            kept: Json = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        except ValueError:
            raise Refusal("broken_demo", f"{file} cannot be read. `ringfence demo --fresh` begins anew.") from None
        return kept

    def _refuse_another(self) -> None:
        if (self.path / DATABASE).exists():
            words = f"{self.path / DATABASE} is there, and it is not the demo's, so I leave it alone."
            raise Refusal("not_the_demos", f"{words} Give the demo a folder of its own: RINGFENCE_DATA_DIR=demo ringfence demo")

    def keep(self, kept: Json) -> None:
        """Whole, or not at all."""
        self._write(KEPT, json.dumps(kept))

    def tell_settings(self, settings: Mapping[str, str]) -> Path:
        """A file with the settings by which every command reaches this demo."""
        return self._write(SETTINGS, "".join(f"{name}={value}\n" for name, value in settings.items()))

    def _write(self, name: str, text: str) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        half = self.path / f"{name}.new"
        half.write_text(text, encoding="utf-8")
        return half.replace(self.path / name)
