"""How worker and timers end, and what they say of themselves while they run."""

import threading

from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience
from bot.scheduling.timers import Timers
from bot.scheduling.worker import Worker
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker

SOON = 20.0


def test_a_sweep_with_much_to_do_ends_after_the_batch_at_hand(context: Context) -> None:
    much, begun = threading.Event(), threading.Event()

    def batch(_: Context) -> bool:
        begun.set()
        return much.is_set()

    timers = Timers(context, sweeps=(batch,))
    timers.start()
    much.set()
    begun.clear()
    sweeping = threading.Thread(target=timers.sweep, daemon=True)
    sweeping.start()
    assert begun.wait(SOON)
    timers.stop()
    sweeping.join(SOON)
    assert not sweeping.is_alive()


def test_when_each_sweep_last_went_through_is_remembered_and_a_failed_one_is_not(context: Context) -> None:
    def fine(_: Context) -> None: ...

    def broken(_: Context) -> None:
        raise ZeroDivisionError

    timers = Timers(context, sweeps=(fine, broken))
    timers.sweep()
    assert timers.last_success == {"fine": context.now()}
    assert timers.trouble() == "broken failed and will be tried again within a minute; see the log"


def test_a_sweep_that_goes_through_again_is_well(context: Context) -> None:
    faults = [ZeroDivisionError]

    def mended(_: Context) -> None:
        if faults:
            raise faults.pop()

    timers = Timers(context, sweeps=(mended,))
    timers.sweep()
    timers.sweep()

    assert timers.trouble() == ""


def test_a_worker_is_well_while_all_its_threads_live(context: Context) -> None:
    worker = Worker(context, Outside(FakeMessenger(), FakeTracker()), Patience())
    assert "outbox-slack-0" in worker.trouble()
    worker.start()
    assert worker.trouble() == ""
    worker.stop()
    assert worker.trouble() == "is stopping"
