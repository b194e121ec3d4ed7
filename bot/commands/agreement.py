"""`ringfence agreement`: where an NDA stands on a day, drawn as a time line; from the database, or from a register file."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bot.application.agreements.explain import Explained, explain_agreement, explain_in
from bot.bootstrap import open_context
from bot.commands.cli import day_of, policy_of, refusals, settings_to_read, settings_with_logs
from bot.console.agreements import print_story
from bot.domain.errors import Refusal
from bot.domain.typed_words import known_as
from bot.files.problems import suggestion
from bot.files.register import read_register
from bot.settings import Settings
from bot.store import registers


def explain(agreement: str, on: str, register: Path | None) -> None:
    with refusals():
        explained = _explained(settings_with_logs() if register else settings_to_read(), agreement, on, register)
    print_story(explained.story, explained.vendor)


def _explained(settings: Settings, agreement: str, on: str, register: Path | None) -> Explained:
    policy = policy_of(settings)
    day = day_of(on, policy, "--on")
    if register is None:
        with open_context(settings) as context:
            with context.store.reading() as unit:
                known = registers.ids(unit, "agreements")
            meant = known_as(agreement, known) or agreement
            return _or_nearest(partial(explain_agreement, context, meant, day), agreement, known)
    read = read_register(register).at(day_of("", policy)).register  # as loading it today would
    ids = [one.id for one in read.agreements]
    return _or_nearest(partial(explain_in, read, known_as(agreement, ids) or agreement, day), agreement, ids)


def _or_nearest(explain: Callable[[], Explained], agreement: str, known: Iterable[str]) -> Explained:
    """The answer, or the refusal with the nearest right name."""
    try:
        return explain()
    except Refusal as refusal:
        near = suggestion(agreement, known)
        raise Refusal(refusal.code, f"{refusal.words} {near[:1].upper()}{near[1:]}") from None
