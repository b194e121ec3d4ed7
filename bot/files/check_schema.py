"""The JSON Schema of a file in `workflows/checks/`, so that an editor can help; written to `workflows/checks/schema.json`."""

import json
import sys
from pathlib import Path
from typing import Any

from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.checks.configured import letters
from bot.domain.vocabulary import Profile
from bot.files.check_figures import FIGURES, Figure, figures_of

_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 80}, "uniqueItems": True}
_COUNTRIES = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}, "uniqueItems": True}


def check_schema() -> dict[str, Any]:
    checks = [check.id for check in CATALOGUE]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Figures of the checks",
        **_keys(
            profiles=_keys(**{check.id: _letters(check) for check in CATALOGUE if letters(check)}),
            limits=_keys(**{check: _figures(check) for check in dict.fromkeys(figure.check for figure in FIGURES)}),
            formalities={"type": "object", "propertyNames": {"pattern": "^[A-Z]{2}$"}, "additionalProperties": _TEXTS},
            territories={"type": "object", "additionalProperties": _COUNTRIES},
            clauses={"type": "object", "additionalProperties": _keys(**dict.fromkeys(checks, _TEXTS))},
        ),
    }


def _keys(**known: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": known}


def _letters(check: Check) -> dict[str, Any]:
    known = {words: _letter(kind) for words, kind in letters(check).items() if words}
    if not known:
        return _letter(check.profile)
    return _keys(**known) if len(known) > 1 else {"anyOf": [*known.values(), _keys(**known)]}


def _letter(written: Profile) -> dict[str, Any]:
    """What stops whatever the class stays so."""
    return {"const": written.value} if written is Profile.H else {"enum": sorted(Profile)}


def _figures(check: str) -> dict[str, Any]:
    return _keys(**{key: _figure(figure) for key, figure in figures_of(check).items()})


def _figure(figure: Figure) -> dict[str, Any]:
    number = {"type": "integer", "minimum": figure.least, "maximum": figure.most}
    return _keys(**dict.fromkeys(figure.of, number)) if figure.of else number


def check_schema_text() -> str:
    return json.dumps(check_schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(check_schema_text(), encoding="utf-8")
