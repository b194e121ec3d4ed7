"""Keep what was promised: claim one message, talk to the outside world with no transaction open, write down how it went."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.delivery.held import Held
from bot.application.delivery.showing import Shown, shown
from bot.application.delivery.sign_in import SignIn
from bot.application.people.accounts import lose_account, take_for_alive
from bot.application.ports import GiveUp, Gone, Message, MessageRef, Messenger, Tracker, TryLater, Unauthorised, Unreachable
from bot.application.recording import record_events
from bot.domain.happenings.delivery import MessageArrived, MessageGivenUp, TicketRefused
from bot.domain.happenings.form import Happening
from bot.store import given_up, message_copies, outbox, record
from bot.store.engine import PATIENT
from bot.store.leases import Lease, write_down
from bot.store.message_copies import Copy
from bot.store.outbox import JIRA, SLACK, OutboxMessage, Overtaken, Promise
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
LOOK_AGAIN = timedelta(seconds=5)  # whether the clock can be trusted again


@dataclass(frozen=True)
class Patience:
    """How long to wait: a third of a lease must outlast the slowest talk, `settle` the outside world's own search.

    For `hands_off`, by the database's clock, nobody touches what may have arrived: the clocks of two bots may differ by more
    than `settle`.
    """

    lease: timedelta = timedelta(seconds=60)
    settle: timedelta = timedelta(seconds=30)
    hands_off: timedelta = timedelta(seconds=30)
    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=5)
    obeyed: timedelta = timedelta(minutes=10)  # whoever asks to be left alone for longer is asked again after this
    give_up_after: timedelta = timedelta(days=3)

    def until_next(self, attempts: int) -> timedelta:
        """Doubling from `first`, at most `longest`."""
        return min(self.longest, self.first * float(1 << min(attempts - 1, 12)))


@dataclass(frozen=True)
class Outside:
    """The outside worlds that messages go to, and until when each has asked to be left alone."""

    messenger: Messenger
    tracker: Tracker
    quiet_until: dict[str, float] = field(default_factory=dict)  # in seconds that nobody can set
    tracker_sign_in: SignIn = field(default_factory=lambda: SignIn(JIRA))
    heard_of: Callable[[str, timedelta], None] = lambda _world, _took: None  # how long each message took from its promise
    in_hand: set[int] = field(default_factory=set)  # the messages that are being delivered by this process

    def is_quiet(self, world: str, now: float) -> bool:
        """A world that asks to be called less often means every call, not only the one that it refused."""
        return world in self.quiet_until and now < self.quiet_until[world]


def deliver_next(context: Context, outside: Outside, world: str, patience: Patience) -> bool:
    """Deliver one message of one world, if one is due; whether there was one.

    While nobody can trust the clock the tracker waits: what is opened, closed or heard there cannot be taken back. People are
    told on.
    """
    if outside.is_quiet(world, context.steady()) or _waits_for_the_time(context, world):
        return False
    lease = Lease(context.store, patience.lease)
    with context.store.writing(PATIENT) as unit:
        message = outbox.claim(unit, world, now=context.now(), lease=patience.lease, besides=tuple(outside.in_hand))
    if message is None:
        return False
    outside.in_hand.add(message.id)
    try:
        _deliver(context, outside, Held(message, lease), patience)
    except Overtaken:
        log.warning("message was taken over by another bot", message=message.promise.key, attempts=message.attempts)
    finally:
        outside.in_hand.discard(message.id)
    return True


def _waits_for_the_time(context: Context, world: str) -> bool:
    return world == JIRA and bool(context.doubts())


def _deliver(context: Context, outside: Outside, held: Held, patience: Patience) -> None:
    message, world = held.message, held.message.promise.world
    try:
        _KEEPERS[world](context, outside, held)
    except TryLater as problem:
        if problem.after is not None:
            outside.quiet_until[world] = context.steady() + min(problem.after, patience.obeyed).total_seconds()
        _put_off(context, message, problem, patience)
    except GiveUp as problem:
        if context.doubts():
            _put_off(context, message, TryLater(problem.reason), patience)
        else:
            _give_up(context, message, problem.reason, account=problem.account if isinstance(problem, Unreachable) else None)
    except LookupError as lost:
        # what the message speaks of is gone, or nobody knows its kind: it stays visible, and is given up in the end
        _put_off(context, message, TryLater(f"This message cannot be drawn: {lost}"), patience)
    else:
        outside.heard_of(world, context.now() - message.created_at)


def _keep_in_slack(context: Context, outside: Outside, held: Held) -> None:
    """Redraw each copy that stands; post one where none stands, or none any more (a lost reply may leave a second)."""
    message, promise, messenger = held.message, held.message.promise, held.speaking_to(outside.messenger)
    kind = context.kinds.named(promise.kind)
    with context.store.reading() as unit:
        found = shown(unit, context, kind, promise)
    gone: list[Copy] = []
    if kind.is_living:
        gone = [copy for copy in found.here if found.drawn is not None and not _redrawn(messenger, copy, found.drawn)]
        gone += [copy for copy, drawn in found.elsewhere if not _drawn_for_nobody(messenger, copy, drawn)]
    new = _posted(messenger, promise, found) if found.is_posted(kind, gone) else None
    _note_delivered(context, message, new=new, gone=gone)
    if new is not None and new.account is not None and found.address.closed:
        take_for_alive(context, new.account, found.address.closed)


def _posted(messenger: Messenger, promise: Promise, found: Shown) -> Copy:
    """Raises GiveUp where nobody can be reached at this address."""
    if found.address.why_not is not None:
        raise found.address.why_not
    if found.drawn is None:
        raise LookupError("nothing is to be posted")
    ref = messenger.post(found.address.destination, found.drawn, found.thread)
    return Copy(ref.channel, ref.ts, promise.subject, promise.destination, promise.kind, found.address.account)


def _drawn_for_nobody(messenger: Messenger, copy: Copy, drawn: Message) -> bool:
    """A copy in an account that is not theirs any more; where it cannot be changed, it is as good as gone."""
    try:
        return _redrawn(messenger, copy, drawn)
    except GiveUp:
        return False


def _redrawn(messenger: Messenger, copy: Copy, drawn: Message) -> bool:
    try:
        messenger.redraw(MessageRef(copy.channel, copy.ts), drawn)
    except Gone:
        return False
    return True


def _keep_in_jira(context: Context, outside: Outside, held: Held) -> None:
    kind = context.kinds.named(held.message.promise.kind)
    if kind.keep is None:
        raise LookupError(f"a {kind.name} is nothing to keep in the tracker")
    with outside.tracker_sign_in.watched(context):
        kind.keep(context, held.speaking_to(outside.tracker), held.message)


def _note_delivered(context: Context, message: OutboxMessage, *, new: Copy | None = None, gone: Iterable[Copy] = ()) -> None:
    """A copy that was posted stands, whoever has the message by now: it is known in any case, and is redrawn with the others."""

    def note(unit: Unit) -> None:
        _note_copies(unit, new, gone)
        outbox.delivered(unit, message, context.now())
        _note_arrival(unit, context, message)

    try:
        write_down(context.store, note)
    except Overtaken:
        write_down(context.store, lambda unit: _note_copies(unit, new, gone))
        raise


def _note_arrival(unit: Unit, context: Context, message: OutboxMessage) -> None:
    """Where something was given up and now stands, that is news too: cards say that it was not delivered.

    Not while the clock is in doubt: no entry is written then, and what stands must not be posted again for want of one.
    """
    promise = message.promise
    if context.kinds.is_living(promise.kind) and given_up.supersede(unit, message, context.now()):
        is_late = True
    else:
        is_late = bool(message.last_error) and record.was_given_up(unit, promise.subject, promise.key)
    if is_late and not context.doubts():
        arrived = MessageArrived(about=promise.subject, message=promise.key, destination=promise.destination)
        record_events(unit, context, [arrived])


def _note_copies(unit: Unit, new: Copy | None, gone: Iterable[Copy]) -> None:
    for copy in gone:
        message_copies.forget(unit, copy.channel, copy.ts)
    if new is not None:
        message_copies.remember(unit, new)


def _put_off(context: Context, message: OutboxMessage, problem: TryLater, patience: Patience) -> None:
    now = context.now()
    if isinstance(problem, Unauthorised):
        _wait_for_sign_in(context, message, problem)
        return
    failed_at = message.first_failed_at
    if failed_at is not None and now - failed_at > patience.give_up_after and not context.doubts():
        _give_up(context, message, f"given up after {patience.give_up_after.days} days: {problem.reason}")
        return
    wait = max(min(problem.after or timedelta(0), patience.obeyed), patience.until_next(message.attempts))
    uncertain = message.uncertain or problem.uncertain
    at = now + (max(wait, patience.settle) if problem.uncertain else wait)
    hands_off = patience.hands_off if problem.uncertain else timedelta(0)
    with context.store.writing(PATIENT) as unit:
        outbox.try_later(unit, message, at=at, now=now, error=problem.reason, uncertain=uncertain, hands_off=hands_off)
    log.warning(
        "message waits", message=message.promise.key, attempts=message.attempts, reason=problem.reason, until=at.isoformat()
    )


def _wait_for_sign_in(context: Context, message: OutboxMessage, problem: Unauthorised) -> None:
    """As long as it takes, and not longer: no doubling, and afterwards the days of patience begin anew."""
    now = context.now()
    at = now + (problem.after or timedelta(0))
    with context.store.writing(PATIENT) as unit:
        outbox.try_later(unit, message, at=at, now=now, error=problem.reason, uncertain=message.uncertain, counts=False)


def _give_up(context: Context, message: OutboxMessage, reason: str, *, account: str | None = None) -> None:
    """Where the account is the reason, whatever waits for its person is asked of others at once.

    What only that person would have liked to know is then done with: nobody has to mend it.
    """
    is_lost = False
    with context.store.writing(PATIENT) as unit:
        if account is not None and context.kinds.named(message.promise.kind).may_be_missed:
            outbox.delivered(unit, message, context.now())
        else:
            _keep_back(unit, context, message, reason)
        is_lost = account is not None and lose_account(unit, context, account, reason, known=True)
    if is_lost:
        ask_all_again(context)


def _keep_back(unit: Unit, context: Context, message: OutboxMessage, reason: str) -> None:
    """What is drawn anew at a place where it was given up before is the same trouble: the one that stands for it stays."""
    is_living = context.kinds.is_living(message.promise.kind)
    earlier = given_up.fold(unit, message, reason, context.now()) if is_living else None
    if earlier is None:
        outbox.give_up(unit, message, reason)
    if earlier is None or earlier.last_error != reason:
        record_events(unit, context, _given_up(unit, context, earlier or message, reason))
    log.error("message given up", message=message.promise.key, reason=reason, next_step="ringfence outbox list")


def _given_up(unit: Unit, context: Context, message: OutboxMessage, reason: str) -> Iterator[Happening]:
    """The administrators hear of a place once for each reason, however much is given up there until it is mended."""
    promise, is_known = message.promise, given_up.is_known_trouble(unit, message, reason) or None
    yield MessageGivenUp(
        about=promise.subject, message=promise.key, destination=promise.destination, reason=reason, known=is_known
    )
    if promise.world == JIRA and promise.kind in context.kinds:
        kind = context.kinds.named(promise.kind)
        concerns = tuple(kind.concerns(unit, promise)) if kind.concerns else ()
        yield TicketRefused(
            about=promise.subject, message=promise.key, what=kind.called, reason=reason, concerns=concerns, known=is_known
        )


def next_due(context: Context, outside: Outside, world: str) -> datetime | None:
    """When this world's earliest waiting message may be tried."""
    with context.store.reading() as unit:
        due = outbox.next_due(unit, world, context.now())
    quiet = timedelta(seconds=max(outside.quiet_until.get(world, 0.0) - context.steady(), 0.0))
    if _waits_for_the_time(context, world):
        quiet = max(quiet, LOOK_AGAIN)
    return due if due is None else max(due, context.now() + quiet) if quiet else due


_KEEPERS = {SLACK: _keep_in_slack, JIRA: _keep_in_jira}
