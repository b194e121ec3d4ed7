"""Moves every date inside a value by the same number of days, whatever the value is made of."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


def with_moved_dates(value: T, by: timedelta) -> T:
    """The same value with every date moved; dataclasses, tuples and mappings are walked, all else stays."""
    moved: Any = _moved(value, by)
    result: T = moved
    return result


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, date):
        return value + by
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _moved(getattr(value, part.name), by) for part in fields(value)})
    if isinstance(value, tuple):
        return tuple(_moved(element, by) for element in value)
    if isinstance(value, Mapping):
        return {key: _moved(element, by) for key, element in value.items()}
    return value
