"""A crowd that asks the same at the same time costs no more than one, and nobody is told what was true before."""

import asyncio

import pytest

from bot.web.together import Together


def test_who_asks_while_it_is_being_found_is_told_the_same() -> None:
    asked = 0

    async def find() -> int:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return asked

    async def crowd() -> list[int]:
        together = Together(find)
        first = await asyncio.gather(*(together() for _ in range(50)))
        return [*first, await together()]

    assert asyncio.run(crowd()) == [1] * 50 + [2]


def test_who_goes_away_takes_the_answer_from_nobody() -> None:
    async def crowd() -> str:
        release = asyncio.Event()

        async def find() -> str:
            await release.wait()
            return "ok"

        together = Together(find)
        hasty, patient = asyncio.ensure_future(together()), asyncio.ensure_future(together())
        await asyncio.sleep(0)
        hasty.cancel()
        release.set()
        return await patient

    assert asyncio.run(crowd()) == "ok"


def test_what_cannot_be_found_is_told_to_all_and_looked_for_anew() -> None:
    found = iter([ValueError("not now"), "ok"])

    async def find() -> str:
        one = next(found)
        if isinstance(one, Exception):
            raise one
        return one

    async def ask() -> str:
        together = Together(find)
        with pytest.raises(ValueError, match="not now"):
            await together()
        return await together()

    assert asyncio.run(ask()) == "ok"
