"""Moves every date inside a value by the same number of days, whatever the value is made of."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


def shifted(value: T, by: timedelta) -> T:
    """The same value with every date moved; dataclasses, tuples and mappings are walked, all else stays."""
    moved: Any = _shifted(value, by)
    result: T = moved
    return result


def _shifted(value: Any, by: timedelta) -> Any:
    if isinstance(value, date):
        return value + by
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _shifted(getattr(value, part.name), by) for part in fields(value)})
    if isinstance(value, tuple):
        return tuple(_shifted(element, by) for element in value)
    if isinstance(value, Mapping):
        return {key: _shifted(element, by) for key, element in value.items()}
    return value
