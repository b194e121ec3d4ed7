"""Whatever a message shows has a picture in Slack; one without would be found wrong only when it is to be delivered."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from bot.application.delivery.catalogue import KINDS
from bot.slack.drawing import PICTURES


def values(draw: Any) -> Iterator[type]:
    returned = get_type_hints(draw)["return"]
    yield from (one for one in get_args(returned) or (returned,) if one is not type(None))


def test_whatever_a_kind_of_message_shows_has_a_picture() -> None:
    shown = {(kind.name, value) for kind in KINDS if kind.draw for value in values(kind.draw)}
    assert {pair for pair in shown if pair[1] not in PICTURES} == set()
