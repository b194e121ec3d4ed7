"""Two approvers who answer the same requests at the same instant: in threads, or in processes of their own."""

import multiprocessing
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.requests.decide import Answer
from bot.domain.errors import Refusal
from bot.domain.vocabulary import DecisionOutcome
from bot.domain.workflows import Workflows
from bot.store.engine import open_engine
from bot.store.unit import Store, Unit
from tests.builders import TestClock, member
from tests.refusing import decide_request

PATIENCE = 60.0


class Barrier(Protocol):
    """Where each waits for the other, in threads or across processes."""

    def wait(self, timeout: float | None = None) -> int: ...


class UnlockedUnit(Unit):
    """A unit that holds no row."""

    def locking(self, query: Select[Any]) -> Select[Any]:
        return query


class UnlockedStore(Store):
    """The store with the guard taken out: no row is held, and no writer waits for another before it reads."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._writers = threading.Semaphore(64)

    def _connect_for_writing(self) -> Connection:
        return self.engine.connect()

    def _unit(self, connection: Connection) -> Unit:
        return UnlockedUnit(connection)


@dataclass(frozen=True)
class Heard:
    """What one approver got for one click: the state of the request, words of refusal, or that it broke."""

    state: str = ""
    code: str = ""
    words: str = ""
    broke: str = ""


def open_context(url: str, rules: Workflows, *, locked: bool) -> Context:
    store = (Store if locked else UnlockedStore)(open_engine(url))
    return Context(store, TestClock(), rules, Calendar(ZoneInfo("Europe/Berlin")), kinds=KINDS)


def click(context: Context, who: str, request: str) -> Heard:
    try:
        outcome = decide_request(context, member(who), Answer(request, DecisionOutcome.APPROVE, 1, 0))
    except Refusal as refusal:
        outcome = refusal
    except DBAPIError as error:
        return Heard(broke=type(error.orig).__name__)
    if isinstance(outcome, Refusal):
        return Heard(code=outcome.code, words=outcome.words)
    return Heard(state=outcome.state.value)


def answer_all(context: Context, who: str, requests: Sequence[str], barrier: Barrier) -> list[Heard]:
    """One click on each request, each at the same instant as the other's."""
    heard = []
    for request in requests:
        barrier.wait(PATIENCE)
        heard.append(click(context, who, request))
    return heard


def race_in_threads(
    url: str, people: Sequence[str], requests: Sequence[str], rules: Workflows, *, locked: bool = True
) -> list[list[Heard]]:
    """What each of the people heard, request by request; all work on one store, as listeners do."""
    context, barrier = open_context(url, rules, locked=locked), threading.Barrier(len(people))
    heard: dict[int, list[Heard]] = {}

    def answer(number: int) -> None:
        heard[number] = answer_all(context, people[number], requests, barrier)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    context.store.close()
    return [heard[number] for number in range(len(people))]


def race_in_processes(
    url: str, people: Sequence[str], requests: Sequence[str], rules: Workflows, *, locked: bool = True
) -> list[list[Heard]]:
    """As in threads, but each approver's click arrives in a bot of its own."""
    context = multiprocessing.get_context("spawn")
    barrier, pipes = context.Barrier(len(people)), [context.Pipe(duplex=False) for _ in people]
    children = [
        context.Process(target=_answer_in_process, args=(url, who, list(requests), rules, locked, barrier, pipe[1]))
        for who, pipe in zip(people, pipes, strict=True)
    ]
    for child in children:
        child.start()
    for _, ours in pipes:
        ours.close()
    try:
        return [theirs.recv() for theirs, _ in pipes]
    finally:
        for child, (theirs, _) in zip(children, pipes, strict=True):
            theirs.close()
            child.join(PATIENCE)
            child.close()


def _answer_in_process(
    url: str, who: str, requests: list[str], rules: Workflows, locked: bool, barrier: Barrier, pipe: Any
) -> None:
    context = open_context(url, rules, locked=locked)
    with context.store.reading():  # the connection is made before the race begins
        pass
    pipe.send(answer_all(context, who, requests, barrier))
    context.store.close()
