"""Schemas written by others, to hold payloads, views and calls against; absent in a copy of the project alone."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

FOLDER = Path(__file__).parents[3] / "shared" / "schemas"
KNOWN_GAP = "'response_url' is a required property"  # the schema asks for it in views too, Slack sends none there


def problems(schema: str, definition: str, value: Any) -> list[str]:
    """What the schema finds wrong; skips the test where the schemas are not at hand."""
    found = _validator(schema, definition).iter_errors(value)
    return [f"{list(error.absolute_path)}: {error.message[:300]}" for error in found]


@cache
def _validator(schema: str, definition: str) -> Draft7Validator:
    path = FOLDER / f"{schema}.schema.json"
    if not path.exists():
        pytest.skip(f"{path} is not there: the shared schemas are not part of the project")
    return Draft7Validator({**json.loads(path.read_text()), "$ref": f"#/definitions/{definition}"})
