"""Writes `workflows/schema.json` from the program's own models, so that an editor can help while a workflow is written."""

import json
import sys
from pathlib import Path

from bot.files.workflows import schema


def schema_text() -> str:
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
