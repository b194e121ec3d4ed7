"""The counts that are watched: what waits and since when, and what stands in which state."""

from bot.application.context import Context
from bot.store import outbox
from bot.store.metrics_queries import Figures, figures
from tests.application.steps import approve_all, ask
from tests.builders import TestClock


def now(context: Context) -> Figures:
    with context.store.reading() as unit:
        return figures(unit)


def test_an_idle_company_has_nothing_to_count(context: Context) -> None:
    assert now(context) == Figures({}, {}, {}, {})


def test_requests_and_access_are_counted_by_state(context: Context) -> None:
    ask(context)
    approve_all(context)
    ask(context)
    found = now(context)
    assert dict(found.requests) == {"pending_approval": 1, "approved": 1}
    assert dict(found.grants) == {"scheduled": 1}


def test_what_waits_is_counted_by_world_with_the_age_of_the_oldest_and_what_was_given_up_apart(
    context: Context, clock: TestClock
) -> None:
    first = clock.now()
    ask(context)
    clock.move(hours=1)
    ask(context)
    with context.store.writing() as unit:
        waiting = outbox.undelivered(unit)
        newest = waiting[-1]
        outbox.give_up(unit, newest, "nobody is there")
        outbox.delivered(unit, waiting[1], clock.now())

    found = now(context)
    assert dict(found.undelivered) == {("slack", "pending"): len(waiting) - 2, ("slack", "dead"): 1}
    assert dict(found.oldest) == {"slack": first}
