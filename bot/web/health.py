"""Whether this process does its work: each part is asked, and says in words what keeps it from working."""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from bot.domain.errors import Refusal
from bot.store.unit import Store

log = structlog.get_logger(__name__)
ANSWERS_WITHIN = 3.0  # seconds; whoever watches does not wait much longer
PROOF_HOLDS = 1.0  # seconds
Sign = Callable[[], str]


@dataclass(frozen=True)
class Health:
    """`signs` say in words what is the matter with a part, or nothing; the database is always asked.

    `neighbours` say it of parts that are not ours: a bot that waits for one of them does its work, and starting it anew, or
    sending people elsewhere, would mend nothing.
    """

    store: Store
    signs: Mapping[str, Sign]
    neighbours: Mapping[str, Sign] = field(default_factory=dict)
    _proof: "Proof" = field(default_factory=lambda: Proof())

    async def asked(self, pool: ThreadPoolExecutor, within: float = ANSWERS_WITHIN) -> dict[str, str]:
        """What is the matter with each part, empty where it is well."""
        loop = asyncio.get_running_loop()
        said: dict[str, str] = {}
        for name, sign in {"database": self._database, **self.signs, **self.neighbours}.items():
            try:
                said[name] = await asyncio.wait_for(loop.run_in_executor(pool, sign), within)
            except TimeoutError:
                said[name] = f"does not answer within {within:g} s"
        return said

    def _database(self) -> str:
        """Asked to keep something, not only to answer. Whatever it is, the log has the whole of it, and no address goes out."""
        return self._proof.of(self._prove)

    def _prove(self) -> str:
        try:
            self.store.prove()
        except Refusal as refusal:
            return refusal.words
        except Exception as problem:  # noqa: BLE001 - a driver may raise anything
            log.warning("the database does not answer", error=str(problem).splitlines()[0])
            return f"does not answer ({type(problem).__name__}); see the log"
        return ""

    def is_unwell(self, said: Mapping[str, str]) -> bool:
        """Whether anything of our own is the matter."""
        return any(words for name, words in said.items() if name not in self.neighbours)

    def in_words(self, said: Mapping[str, str]) -> dict[str, str]:
        """The answer: `status` first, then each part, `ok` or what is the matter."""
        status = "unwell" if self.is_unwell(said) else "waiting" if any(said.values()) else "ok"
        return {"status": status, **{name: words or "ok" for name, words in said.items()}}


class Proof:
    """What was found last, for a second: however many watch, they are not in the way of the clicks."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._said, self._good_until = "", 0.0

    def of(self, prove: Sign) -> str:
        with self._one:
            if time.monotonic() >= self._good_until:
                self._said, self._good_until = prove(), time.monotonic() + PROOF_HOLDS
            return self._said
