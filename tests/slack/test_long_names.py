"""Names of any length in any script: every ask names each asset, the vendor and the days, and each choice is reached."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.application.requests.views import Card, ItemLine, Receipt, SeatLine
from bot.domain.dates import day_words
from bot.domain.folding import folded
from bot.slack.blocks.choosing import Choice, narrowed, offered, options_of
from bot.slack.blocks.details import draw_details
from bot.slack.blocks.kit import day, escape
from bot.slack.blocks.request import draw_ask, draw_card, draw_receipt, summary
from tests.slack.drawing import ask, decision, message_problems, view, view_problems, words

SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyz ABC",
    "\u0130\u0131\u0160\u017e\u00fc\u00df\u0142\u00f8 e\u0301o\u0308 ",
    "\u0420\u043e\u043c\u0430\u0448\u043a\u0430 \u00ab\u00bb ",
    "\u0391\u03b8\u03ae\u03bd\u03b1\u03c2 ",
    "\u65e5\u672c\u8a9e\u6771\u4eac\u304c\u30ac",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u202e",
    "\u0939\u093f\u0928\u094d\u0926\u0940 ",
    "&<>*_~`|\\ \"'",
    "\U0001f512\U0001f3ed\ufe0f\u200d ",
    "\u200b\u00a0\u00ad ",
)


def name(rng: Random) -> str:
    script = rng.choice(SCRIPTS)
    return "".join(rng.choices(script, k=rng.choice([1, 7, 40, 160, 319, 400])))


def drawn_request(rng: Random) -> dict[str, Any]:
    """What of a request may be long, all of it at once."""
    same, seats = name(rng), [SeatLine(name(rng), name(rng) if rng.random() < 0.5 else None) for _ in range(rng.randrange(1, 5))]
    items = [
        ItemLine(f"AST-{number:03}", rng.choice([same, name(rng)]), "Secret (C3)", "View only", "pending")
        for number in range(1, rng.randrange(2, 12))
    ]
    start = view().start_on + timedelta(days=rng.randrange(400))
    clicks = [decision(name(rng), item=item.asset, seat=name(rng)[:60]) for item in items for _ in range(rng.randrange(4))]
    return {
        "vendor": f"V {name(rng)}",
        "entity": name(rng),
        "channel": name(rng),
        "project": name(rng),
        "requester": name(rng),
        "people": tuple(name(rng) for _ in range(rng.randrange(1, 21))),
        "items": tuple(items),
        "need_text": name(rng) * 2,
        "seats": tuple(seats),
        "start_on": start,
        "end_on": start + timedelta(days=rng.randrange(700)),
        "decisions": tuple(clicks),
        "changed": tuple(name(rng) for _ in range(rng.randrange(9))),
        "suspended_because": tuple(name(rng) for _ in range(rng.choice([0, 9]))),
        "route_because": tuple(name(rng) for _ in range(rng.choice([0, 3]))),
    }


def choices(rng: Random) -> list[Choice]:
    pool = [name(rng) for _ in range(4)]
    pool += [f"{pool[0][:300]}{ending}" for ending in "ab"]
    ranks = ("", " · Secret (C3)")
    return [Choice(f"V{number}", rng.choice(pool), after=rng.choice(ranks)) for number in range(rng.choice([2, 30, 151]))]


def hold(seed: int) -> None:
    rng = Random(f"long names {seed}")  # noqa: S311  (chance that repeats, not secrecy)
    request = view(**drawn_request(rng))
    question = ask(request, others=tuple(name(rng) for _ in range(rng.randrange(40))))
    for message, blocks in (
        (question, draw_ask(question)),
        (Card(request), draw_card(Card(request))),
        (Receipt(request), draw_receipt(Receipt(request))),
    ):
        said = words(blocks)
        assert message_problems(summary(message), blocks) == [], seed
        assert all(item.asset in said and item.asset in summary(message) for item in request.items), seed
        assert escape(request.vendor) in said, seed
        assert day(request.start_on) in said, seed
        assert f"{day(request.end_on)} ({request.days} day" in said, seed
        assert day_words(request.end_on) in said, seed
    assert view_problems(draw_details(request, may_end=True)) == [], seed
    each_is_reached(choices(rng), seed)


def each_is_reached(known: list[Choice], seed: int) -> None:
    looks = [folded(one["text"]["text"]) for one in options_of(known)]
    assert len(set(looks)) == len(known), seed
    assert all(look.strip() for look in looks), seed
    for one in known:
        told = offered(narrowed(known, one.id)).options
        assert told[0]["value"] == one.id, seed
        assert all(1 <= len(shown["text"]["text"]) <= 75 for shown in told), seed


def test_whatever_the_names_are_the_essentials_stand() -> None:
    for seed in range(40):
        hold(seed)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("chunk", range(20))
def test_whatever_the_names_are_the_essentials_stand_in_many_more(chunk: int) -> None:
    for seed in range(chunk * 100, (chunk + 1) * 100):
        hold(seed)


def test_ten_long_titles_give_way_to_the_ids_the_vendor_and_the_days() -> None:
    title = ("Perception training pipeline of the driver-assistance platform " * 5)[:319].strip()
    items = tuple(ItemLine(f"AST-{number:03}", title, "Secret (C3)", "View only", "pending") for number in range(1, 11))
    blocks = draw_ask(ask(view(items=items)))
    said = words(blocks)
    assert said.count("\nPerception training") >= len(items)
    assert all(f"view only · Secret (C3) · {item.asset}" in said for item in items)
    assert "2 people of *Volt GmbH*" in said
    assert "(46 days)" in said
    assert "Titles are shortened here; *Details* has them whole." in said
    whole = words(draw_details(view(items=items), may_end=False))
    assert all(f"{item.asset} {title} (view only" in whole for item in items)
