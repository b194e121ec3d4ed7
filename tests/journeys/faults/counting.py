"""What must be true after any fault, counted: nothing lost, nothing doubled, everything drawn as it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from bot.demonstration import slack_id
from bot.domain.events import Happened
from bot.slack.messenger import drawn
from bot.store import message_copies, outbox, record, requests
from bot.store.outbox import DEAD, DELIVERED, SLACK, Promise
from bot.store.tables import OUTBOX
from bot.store.unit import Unit
from tests.journeys.faults.scene import Scene
from tests.showing import draw, is_living

DECIDED = (Happened.ITEM_APPROVED, Happened.ITEM_REJECTED)


def figures(scene: Scene, about: Iterable[str]) -> dict[str, int]:
    """Decisions, events and messages about these requests, and what is wrong with them, which should be nothing."""
    about = list(about)
    with scene.context.store.reading() as unit:
        kept = [requests.load(unit, request) for request in about]
        entries = [entry.event for request in about for entry in record.entries_about(unit, request)]
        rows = [row for row in unit.connection.execute(select(OUTBOX).order_by(OUTBOX.c.id)) if row.subject in about]
        wanted = {request: places(unit, request) for request in about}
        stale = sum(len(list(_stale(scene, unit, request))) for request in about)
        strays = sum(len(_strays(scene, unit, request)) for request in about)
    lost, doubled = Counter[str](), Counter[str]()
    for request in about:
        lost += wanted[request] - standing(scene, request)
        doubled += standing(scene, request) - wanted[request]
    messages = [row for row in rows if row.world == SLACK]
    return {
        "requests": len(about),
        "decisions": sum(len(request.decisions) for request in kept if request),
        "decision events": sum(event.happened in DECIDED for event in entries),
        "messages promised": len(messages),
        "messages delivered": sum(row.state == DELIVERED for row in messages),
        "lost": lost.total(),
        "doubled": doubled.total(),
        "strays": strays,
        "out of order": _out_of_order(rows),
        "not drawn as it stands": stale,
        "given up": sum(row.state == DEAD for row in rows),
        "tickets": sum(len(tickets(scene, request)) for request in about),
    }


SOUND = {"lost": 0, "doubled": 0, "strays": 0, "out of order": 0, "not drawn as it stands": 0, "given up": 0}


def show(title: str, found: dict[str, object]) -> None:
    print(f"{title}: " + ", ".join(f"{value} {name}" for name, value in found.items()))  # noqa: T201 - figures to read


def tickets(scene: Scene, request: str) -> list[str]:
    """The keys of the tickets in Jira that speak of this request."""
    return [issue.key for issue in scene.jira.board.issues if request in str(issue.fields)]


def standing(scene: Scene, request: str) -> Counter[str]:
    """How many messages about a request stand in each place, whispers apart."""
    return Counter(message.channel for message in _messages(scene, request))


def places(unit: Unit, request: str) -> Counter[str]:
    """How many should stand there: one of each kind, and each notice that was promised."""
    kinds = [(place, kind) for place, kind in outbox.places(unit, request) if is_living(kind)]
    where = (OUTBOX.c.subject == request, OUTBOX.c.world == SLACK)
    notices = [row.destination for row in unit.connection.execute(select(OUTBOX).where(*where)) if not is_living(row.kind)]
    return Counter(channel_of(place) for place in [place for place, _ in kinds] + notices)


def channel_of(destination: str) -> str:
    kind, _, name = destination.partition(":")
    return f"C_{name.upper().replace('-', '_')}" if kind == "channel" else f"D_{slack_id(name).removeprefix('U_')}"


def _messages(scene: Scene, request: str) -> list[Any]:
    return [m for m in list(scene.slack.state.messages.values()) if request in m.text and m.only_for is None]


def _stale(scene: Scene, unit: Unit, request: str) -> Iterator[tuple[str, str]]:
    """Each known copy that does not say what is true now."""
    known = {(copy.channel, copy.ts) for copy in message_copies.about(unit, request)}
    for destination, kind in outbox.places(unit, request):
        if not is_living(kind):
            continue
        message = draw(unit, scene.context, Promise("", SLACK, request, destination, kind))
        assert message is not None
        text, blocks = drawn(message)
        for one in _messages(scene, request):
            mine = (one.channel, one.ts) in known and one.channel == channel_of(destination) and kind_of(one.blocks) == kind
            if mine and (one.text, _as_drawn(one.blocks)) != (text, _as_drawn(blocks)):
                yield destination, one.ts


def _strays(scene: Scene, unit: Unit, request: str) -> list[Any]:
    """What stands in Slack without the bot knowing of it."""
    known = {(copy.channel, copy.ts) for copy in message_copies.about(unit, request)}
    return [one for one in _messages(scene, request) if (one.channel, one.ts) not in known]


def _as_drawn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks without the ids that Slack gives to those that have none."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in blocks]


def kind_of(blocks: list[dict[str, Any]]) -> str:
    """Which kind of message the block of its buttons says that it is."""
    return next((block["block_id"] for block in blocks if block["type"] == "actions"), "")


def _out_of_order(rows: list[Any]) -> int:
    """How many messages were delivered before an older one of the same subject and destination."""
    newest: dict[tuple[str, str], Any] = {}
    wrong = 0
    for row in rows:
        pair = (row.subject, row.destination)
        if row.delivered_at is not None:
            wrong += pair in newest and row.delivered_at < newest[pair]
            newest[pair] = row.delivered_at
    return wrong
