"""People at work in threads of their own, who go on whatever happens to the bot, and remember what Slack acknowledged to them."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.domain.events import Event, Happened
from bot.local.scripted_user import NotAcknowledged, NotThere, ScriptedUser
from bot.slack import ids
from bot.store import record
from bot.store.tables import REQUESTS
from tests.journeys.faults.scene import DECIDERS, INES, JONAS, PATIENCE, Scene, fill_the_form, with_button

REQUESTERS = (JONAS, "U_OSKAR")
PAUSE = 0.05


@dataclass
class Busy:
    """People at work in threads of their own: what Slack acknowledged to each of them."""

    scene: Scene
    requesters: tuple[str, ...] = REQUESTERS
    asked: Counter[str] = field(default_factory=Counter)
    decided: Counter[tuple[str, str]] = field(default_factory=Counter)
    unheard: Counter[str] = field(default_factory=Counter)
    enough: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    asking: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.asking |= set(self.requesters)

    def asks(self, who: str) -> None:
        """Sends one form after another; a form that the bot could not go on with is closed and begun again."""
        user = self.scene.as_user(who)
        while not self.enough.is_set():
            try:
                self._ask(who, user)
            except (NotAcknowledged, NotThere):
                self.unheard[who] += 1
                _close_all(user)
            self.enough.wait(PAUSE)
        self.asking.discard(who)

    def _ask(self, who: str, user: ScriptedUser) -> None:
        fill_the_form(user)()
        view = user.view()
        if view and view["callback_id"] == ids.REQUEST_DONE:
            self.asked[who] += 1
        _close_all(user)

    def decides(self, who: str) -> None:
        """Answers whatever has a button, and clicks again until it is acknowledged."""
        user = self.scene.as_user(who)
        while not self.over.is_set():
            try:
                for message in user.messages():
                    self._decide(who, user, message)
            except (NotAcknowledged, NotThere):
                self.unheard[who] += 1
                _close_all(user)
            self.over.wait(PAUSE)

    def _decide(self, who: str, user: ScriptedUser, message: dict[str, object]) -> None:
        request = next((word for word in str(message["text"]).split() if ids.is_request_id(word)), "")
        if not request or (who, request) in self.decided or with_button([message], request) is None:
            return
        if who == INES and request.endswith("5"):
            _reject(user, str(message["ts"]))
        else:
            user.click(ids.APPROVE, message_ts=str(message["ts"]))
        self.decided[who, request] += 1

    def not_kept(self, kept: Counter[tuple[str, str]]) -> set[tuple[str, str]]:
        """Acknowledged clicks that the record does not have once: as a decision, or as refused because Ines had rejected it."""
        late = late_clicks(self.scene)
        return {key for key in self.decided if kept[key] != 1 and not (kept[key] == 0 and key in late)}


def _reject(user: ScriptedUser, ts: str) -> None:
    user.click(ids.REJECT, message_ts=ts)
    user.fill(ids.REASON, "Not this quarter.")
    user.submit()


def _close_all(user: ScriptedUser) -> None:
    while user.view():
        user.close()


@contextmanager
def at_work(busy: Busy) -> Iterator[None]:
    doings: list[tuple[Callable[[str], None], str]] = [
        *((busy.asks, who) for who in busy.requesters),
        *((busy.decides, who) for who in DECIDERS),
    ]
    threads = [threading.Thread(target=doing, args=(who,), name=who) for doing, who in doings]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        busy.enough.set()
        busy.over.set()
        for thread in threads:
            thread.join(PATIENCE)


def all_requests(scene: Scene) -> list[str]:
    with scene.context.store.reading() as unit:
        return list(unit.connection.execute(select(REQUESTS.c.id).order_by(REQUESTS.c.id)).scalars())


def open_requests(scene: Scene) -> list[str]:
    with scene.context.store.reading() as unit:
        where = REQUESTS.c.state == "pending_approval"
        return list(unit.connection.execute(select(REQUESTS.c.id).where(where)).scalars())


def decisions(scene: Scene) -> Counter[tuple[str, str]]:
    """How often the record says that somebody decided a request."""
    return Counter(
        (_who(event), request)
        for request, event in _recorded(scene)
        if event.happened in (Happened.ITEM_APPROVED, Happened.ITEM_REJECTED)
    )


def late_clicks(scene: Scene) -> set[tuple[str, str]]:
    """Who the record says to have clicked on a request that had been rejected before."""
    refused = [(r, event) for r, event in _recorded(scene) if event.happened is Happened.CLICK_REFUSED]
    return {(_who(event), request) for request, event in refused if request.endswith("5") and event.details["code"] == "late"}


def _recorded(scene: Scene) -> Iterator[tuple[str, Event]]:
    for request in all_requests(scene):
        with scene.context.store.reading() as unit:
            yield from ((request, entry.event) for entry in record.entries_about(unit, request))


def _who(event: Event) -> str:
    return f"U_{event.actor.removeprefix('u-').upper()}"
