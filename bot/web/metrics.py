"""What `/metrics` says: counts of the database, and what this process has served since it started; nobody is named."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.store.metrics_queries import Figures, figures
from bot.store.unit import Store
from bot.web.exposition import Family, Histogram, counter, gauge, written

LATENCY_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)
WORLDS = ("slack", "jira")


@dataclass(frozen=True)
class Meters:
    """Where the numbers come from: the database's clock and counts, and those of this process."""

    store: Store
    now: Callable[[], datetime]
    clicks: Callable[[], Mapping[tuple[str, str], int]] = dict
    sweeps: Callable[[], Mapping[str, datetime]] = dict
    signed_in: Callable[[], Mapping[str, bool]] = dict
    latency: Histogram = field(default_factory=lambda: Histogram(LATENCY_BOUNDS))

    def delivered(self, world: str, took: timedelta) -> None:
        """A message of one outside world was delivered, so long after it was promised."""
        self.latency.observe(world, max(0.0, took.total_seconds()))

    def text(self) -> str:
        with self.store.reading() as unit:
            found = figures(unit)
        return written([*self._of_database(found), *self._of_process()])

    def _of_database(self, found: Figures) -> Iterator[Family]:
        now = self.now()
        states = (("waiting", "pending"), ("dead", "dead"))
        waiting = [
            ({"world": world, "state": word}, found.undelivered.get((world, state), 0))
            for world in WORLDS
            for word, state in states
        ]
        yield gauge("ringfence_outbox_messages", "Promised messages that are not delivered.", waiting)
        ages = [
            ({"world": world}, max(0.0, (now - found.oldest[world]).total_seconds()) if world in found.oldest else 0.0)
            for world in WORLDS
        ]
        yield gauge("ringfence_outbox_oldest_seconds", "Age of the oldest promised message that waits.", ages)
        yield gauge("ringfence_requests", "Requests by state.", _by_state(found.requests))
        yield gauge("ringfence_grants", "Access by state.", _by_state(found.grants))

    def _of_process(self) -> Iterator[Family]:
        swept = [({"sweep": name}, at.timestamp()) for name, at in self.sweeps().items()]
        yield gauge("ringfence_sweep_last_success_timestamp_seconds", "When each sweep last went through here.", swept)
        known = [({"world": world}, float(accepted)) for world, accepted in self.signed_in().items()]
        yield gauge("ringfence_signed_in", "Whether an outside world accepts the bot's sign-in (1), or not (0).", known)
        clicks = [({"kind": kind, "outcome": outcome}, count) for (kind, outcome), count in sorted(self.clicks().items())]
        yield counter("ringfence_clicks_total", "What Slack delivered to this process, and what became of it.", clicks)
        yield self.latency.family("ringfence_delivery_seconds", "From the promise of a message to its delivery by this process.")


def _by_state(counts: Mapping[str, int]) -> list[tuple[dict[str, str], float]]:
    return [({"state": state}, count) for state, count in sorted(counts.items())]
