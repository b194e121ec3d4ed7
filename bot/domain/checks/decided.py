"""Whether a snapshot's facts still give what was stored with them, by the rules of then; what is otherwise, in words."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.domain.checks.results import CheckResult
from bot.domain.checks.versions import Versions
from bot.domain.facts import Facts

Row = Mapping[str, Any]
"""One result as a document."""


def rules_of(facts: Facts, stored: Iterable[CheckResult]) -> Versions:
    """Those that the facts name. Before facts named any, each check that has a result was in its first version."""
    return facts.rules if facts.rules is not None else tuple(dict.fromkeys((result.check, 1) for result in stored))


def find_differences(stored: Sequence[Row], judged: Sequence[Row], missing: Versions = ()) -> Iterator[str]:
    """Each result that is another now, by check, item and person, with both answers; `missing` are rules that are lost.

    A field that no stored result has was added by a later release: it is no part of what was decided.
    """
    known = {name for row in stored for name in row}
    now = {_about(row): {name: row[name] for name in row if name in known} for row in judged}
    then = {_about(row): row for row in stored}
    lost = dict(missing)
    found = [words for about in {**then, **now} for words in _difference(about, then.get(about), now.get(about), lost)]
    yield from found
    if not found and [_about(row) for row in stored] != [_about(row) for row in judged]:
        yield "The results are the same, but they stand in another order, or one of them twice."


def _about(row: Row) -> tuple[str, str, str]:
    return (str(row.get("check")), str(row.get("item")), str(row.get("person") or ""))


def _difference(about: tuple[str, str, str], then: Row | None, now: Row | None, lost: Mapping[str, int]) -> Iterator[str]:
    check, item, person = about
    names = [name for name in {**(then or {}), **(now or {})} if _text(then, name) != _text(now, name)]
    if names:
        where = f"{check} of {item}{f' for {person}' if person else ''}"
        gone = f"not judged anew: this release does not have version {lost.get(check)} of this rule"
        anew = gone if now is None and check in lost else f"judged anew {_answer(now, names)}"
        yield f"{where}: stored {_answer(then, names)}; {anew}."


def _answer(row: Row | None, names: Iterable[str]) -> str:
    """What was found, and what else of it differs."""
    if row is None:
        return "no answer"
    said = {name: row.get(name) for name in ("outcome", *names) if name not in ("check", "item", "person")}
    return ", ".join(f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())


def _text(row: Row | None, name: str) -> str:
    """So that 0 and false, and a field that is there and empty or not there, are not taken for the same."""
    return "" if row is None or name not in row else json.dumps(row[name], sort_keys=True)
