"""Any valid register is loaded over any other, or refused in words: never half, and never by a fault of ours."""

import copy
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.errors import Refusal
from bot.domain.register import Register
from bot.store import registers
from bot.store.tables import GRANTS
from bot.store.unit import Store
from tests.reference.mutate_ids import ALL
from tests.reference.product import accepted_mutation, loaded

CHUNK, OF_CHECK, OF_ALL = 10, 6, 200


def moved(seed: int) -> Iterator[Any]:
    """Files in which ids, owners and Slack ids moved, on top of other changes; not all of them are valid."""
    file, _, _ = accepted_mutation(seed)
    rng = Random(f"any register {seed}")  # noqa: S311  (chance that repeats, not secrecy)
    while True:
        changed = copy.deepcopy(file)
        for mutation in rng.choices(ALL, k=rng.choice([1, 2, 4, 8])):
            mutation(changed, rng)
        yield changed


def valid(seed: int) -> Register:
    return next(found.register for file in moved(seed) if (found := loaded(file)) is not None)


def held(store: Store) -> Counter[str]:
    with store.reading() as unit:
        return as_a_bag(registers.whole_register(unit))


def as_a_bag(known: Register) -> Counter[str]:
    return Counter(repr(record) for section in registers.SECTIONS for record in getattr(known, section))


def forget_access(store: Store) -> None:
    """What access the register before last brought is no matter of this pair."""
    with store.writing() as unit:
        unit.connection.execute(delete(GRANTS))


def loads(context: Context, new: Register) -> bool:
    """Whether it was loaded whole; where not, it was refused in words, and the old one stands."""
    before = held(context.store)
    refusal = _refusal(context, new)
    assert held(context.store) == (before if refusal else as_a_bag(new))
    assert refusal is None or "The new register lacks" in refusal.words
    return refusal is None


def _refusal(context: Context, new: Register) -> Refusal | None:
    try:
        load_register(context, new, actor="test")
    except Refusal as refusal:
        return refusal
    return None


def load_one_over_the_other(context: Context, chunk: int) -> None:
    """Each pair on what the pair before left, so that every second load is over a register altogether different."""
    taken = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        forget_access(context.store)
        taken += loads(context, valid(2 * seed))
        taken += loads(context, valid(2 * seed + 1))
    assert taken > CHUNK


@pytest.mark.parametrize("chunk", range(OF_CHECK))
def test_any_valid_register_can_be_loaded_over_any_other(context: Context, chunk: int) -> None:
    load_one_over_the_other(context, chunk)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("chunk", range(OF_CHECK, OF_ALL))
def test_any_valid_register_can_be_loaded_over_any_other_of_many(context: Context, chunk: int) -> None:
    load_one_over_the_other(context, chunk)
