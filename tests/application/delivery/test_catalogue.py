"""The kinds of messages and the happenings that they ask about."""

from typing import get_args, get_type_hints

from bot.application.delivery.catalogue import KINDS
from bot.domain.happenings import HAPPENINGS


def test_what_a_kind_asks_for_is_handed_the_happening_that_it_reads() -> None:
    """The word and the class are named in two places: one of them would otherwise be found wrong only when it happens."""
    for kind in KINDS:
        for word, ask in kind.asks.items():
            read = get_type_hints(ask)["event"]
            assert issubclass(HAPPENINGS[word], get_args(read) or (read,)), (kind.name, word)
