"""What a change of the file or the request does to the answers: the base to change, and whether an answer improved."""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

from tests.reference.product import accepted_mutation, is_over, loaded, previewed
from tests.reference.slow_checks import Answer
from tests.reference.verdicts import ORDER

Alteration = Callable[[Any], None]
NDA_FAMILY = ("NDA-01", "NDA-02", "NDA-03", "NDA-04", "NDA-09", "NDA-10")
CONTRACT_FAMILY = ("CTR-01", "CTR-03", "IPR-01", "IPR-02", "IPR-06", "IPR-07")
CERTIFICATES = ("DDA-03", "DDA-04")
FAMILIES = (
    dict.fromkeys(NDA_FAMILY, "the NDA")
    | dict.fromkeys(CONTRACT_FAMILY, "the contract")
    | dict.fromkeys(CERTIFICATES, "the certificates")
)
Answers = dict[str, list[Answer]]
Effects = dict[tuple[str, str, str], tuple[str, bool]]


def chance(seed: object) -> Random:
    return Random(f"ringfence property {seed}")  # noqa: S311  (chance that repeats, not secrecy)


def base(seed: int) -> tuple[Any, date]:
    """A mutated register without waivers for a missing paper: such a waiver makes having no paper better than a bad one."""
    file, _, today = accepted_mutation(seed)
    file["waivers"] = [waiver for waiver in file["waivers"] if waiver["check"] not in ("NDA-01", "CTR-01")]
    return file, today


def after(file: Any, change: Alteration) -> Any:
    changed = copy.deepcopy(file)
    change(changed)
    return changed


def answers(file: Any, today: date) -> Answers | None:
    """The product's rows for each request that is not over; nothing if the loader refuses the file."""
    register = loaded(file)
    if register is None:
        return None
    pairs = zip(file["requests"], register.scripts, strict=True)
    return {script.id: previewed(register, script, today)[0] for request, script in pairs if not is_over(request, today)}


def effects(rows: list[Answer]) -> Effects:
    """Worst effect per question, and whether it rests on a missing fact; a family of papers is one question."""
    worst: Effects = {}
    for row in sorted(rows, key=lambda row: (ORDER.index(row.effect), row.outcome != "unknown")):
        worst[FAMILIES.get(row.check, row.check), row.item, row.person] = (row.effect, row.outcome == "unknown")
    return worst


def improvements(before: Answers | None, later: Answers | None, *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """In words, each question that is answered better later. A file that the loader refuses answers nothing.

    An unknown counts as no improvement down to `waiver`: by rule a missing fact never weighs more than that.
    """
    for id in (before or {}).keys() & (later or {}).keys():
        was, now = effects(before[id]), effects(later[id])
        for question in was.keys() & now.keys() - {key for key in now if key[0] in without}:
            (old, _), (new, is_unknown) = was[question], now[question]
            least = min(old, "waiver", key=ORDER.index) if is_unknown else old
            if ORDER.index(new) < ORDER.index(least):
                yield f"{id}: {' '.join(question)} was {old} and is {new}"
