"""Any valid register is loaded over any other, whatever of the one points at what of the other."""

import copy
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.register import Register
from bot.store import registers
from bot.store.unit import Store
from tests.reference.mutate_ids import ALL
from tests.reference.product import accepted_mutation, loaded

CHUNK, OF_CHECK, OF_ALL = 10, 4, 200


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


def load_one_over_the_other(context: Context, chunk: int) -> None:
    """Pair after pair, each over what the pair before left; where no request and no audit stands, nothing is refused."""
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        for new in (valid(2 * seed), valid(2 * seed + 1)):
            load_register(context, new, actor="test")
            assert held(context.store) == as_a_bag(new)


@pytest.mark.parametrize("chunk", range(OF_CHECK))
def test_any_valid_register_can_be_loaded_over_any_other(context: Context, chunk: int) -> None:
    load_one_over_the_other(context, chunk)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("chunk", range(OF_CHECK, OF_ALL))
def test_any_valid_register_can_be_loaded_over_any_other_of_many(context: Context, chunk: int) -> None:
    load_one_over_the_other(context, chunk)
