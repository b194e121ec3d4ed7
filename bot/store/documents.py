"""Values to JSON documents and back: pydantic reads the domain's own dataclasses, so that no record is mapped by hand."""

from typing import Any

from pydantic import TypeAdapter

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_document(value: Any, kind: Any = None) -> Any:
    """A JSON-able picture of a value; tuples become lists, dates ISO text."""
    return adapter(kind or type(value)).dump_python(value, mode="json")


def from_document(kind: Any, document: Any) -> Any:
    return adapter(kind).validate_python(document)


def from_text(kind: Any, text: str) -> Any:
    """As `from_document`, from the JSON text itself."""
    return adapter(kind).validate_json(text)
