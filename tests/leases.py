"""Leases are counted by the database's clock, which no test moves: what it would bring to an end is brought to it here."""

from datetime import timedelta

from sqlalchemy import update

from bot.application.delivery.deliver import Patience
from bot.store.tables import OUTBOX
from bot.store.unit import Store
from tests.builders import NOW

LONG_AGO = NOW - timedelta(days=3650)
AT_ONCE = Patience(hands_off=timedelta(0))  # for a clock that is moved: what may have arrived waits by it alone


def all_run_out(store: Store) -> None:
    """Whoever had a message has died long since."""
    with store.writing() as unit:
        unit.connection.execute(update(OUTBOX).where(OUTBOX.c.leased_until.is_not(None)).values(leased_until=LONG_AGO))
