"""Heads and roots as they stand in the database, all of it text, read without trust."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from bot.domain.chain import Head, Tail
from bot.domain.proof import WHOLE, Kept
from bot.domain.root_proof import ROOTS, Break, Root

Row = Mapping[str, str | None]  # what a row holds, each value as the database writes it


def read_kept(heads: Iterable[Row], roots: Iterable[Row], tails: Iterable[Row]) -> tuple[Kept, list[Break]]:
    """What vouches for the entries, as far as it can be read, and what cannot."""
    read_heads, broken_heads = _read_heads(heads)
    read_roots, broken_roots = _read_roots(roots)
    tail, broken_tail = _read_tail(tails)
    return Kept(tuple(read_heads), tuple(read_roots), tail), [*broken_heads, *broken_roots, *broken_tail]


def _read_heads(rows: Iterable[Row]) -> tuple[list[Head], list[Break]]:
    found: list[Head] = []
    broken: list[Break] = []
    for row in rows:
        try:
            head = Head(_text(row, "subject"), int(_text(row, "number")), _text(row, "hash"))
        except ValueError as problem:
            broken.append(Break(row["subject"] or "?", 0, f"its head cannot be read: {problem}"))
        else:
            found += [head] if head.number else []
    return found, broken


def _read_roots(rows: Iterable[Row]) -> tuple[list[Root], list[Break]]:
    found: list[Root] = []
    broken: list[Break] = []
    for row in rows:
        try:
            found.append(_root(row))
        except (ValueError, TypeError, OverflowError) as problem:
            broken.append(
                Break(ROOTS, 0, f"the root of {row['at'] or row['day']} (number {row['number']}) cannot be read: {problem}")
            )
    return found, broken


def _read_tail(rows: Iterable[Row]) -> tuple[Tail | None, list[Break]]:
    for row in rows:
        try:
            return Tail(int(_text(row, "place")), _text(row, "chain")), []
        except ValueError as problem:
            return None, [Break(WHOLE, 0, f"the note of how many entries there are cannot be read: {problem}")]
    return None, []


def _root(row: Row) -> Root:
    at, place = row["at"], row["place"]
    heads = json.loads(_text(row, "heads"))
    return Root(
        day=date.fromisoformat(_text(row, "day")),
        root=_text(row, "root"),
        heads=tuple(Head(str(subject), int(number), str(entry)) for subject, number, entry in heads),
        number=int(_text(row, "number")),
        at=None if at is None else _instant(at),
        tail=None if place is None else Tail(int(place), _text(row, "chain")),
        key=row["key"],
        signature=row["signature"],
    )


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _text(row: Row, name: str) -> str:
    value = row[name]
    if value is None:
        raise ValueError(f"its {name} is empty")
    return value
