"""Roots are posted in the tracker, and read there again only where our own account wrote them."""

from dataclasses import replace

import pytest

from bot.application.context import Context
from bot.application.ports import TryLater
from bot.application.record.post_root import KEY, key_of
from bot.application.record.root import root_record
from bot.application.record.verify import fetch_posted, verify_record
from bot.domain.root_proof import Posted, Root
from tests.application.audit_steps import delivered
from tests.application.record.tampering import OURS
from tests.application.steps import ask
from tests.builders import TODAY, TestClock
from tests.fakes.tracker import FakeTracker, TicketDraft


@pytest.fixture
def signing(context: Context) -> Context:
    return replace(context, signer=OURS.signer("k1"))


@pytest.fixture
def tracker(clock: TestClock) -> FakeTracker:
    return FakeTracker(clock=clock)


def rooted(context: Context, clock: TestClock, tracker: FakeTracker) -> Root:
    """An hour with something in it is over, and its root is posted."""
    ask(context)
    clock.move(hours=1)
    root = root_record(context)
    assert root is not None
    delivered(context, tracker)
    return root


def test_a_root_is_posted_with_its_signature_and_the_public_half_of_its_key(
    signing: Context, clock: TestClock, tracker: FakeTracker
) -> None:
    root = rooted(signing, clock, tracker)

    (ticket,) = [one for one in tracker.tickets.values() if one.draft.key == key_of(TODAY)]
    assert ticket.summary == "[Ringfence] Roots of the record, Nov 2026"
    (words,) = ticket.comments.values()
    assert words.splitlines() == [
        f"Root of {root.name}: {root.root}",
        f"Signed with the key k1: {root.signature}",
        "Its public half: public of k1",
    ]


def test_posted_roots_are_fetched_and_agree(signing: Context, clock: TestClock, tracker: FakeTracker) -> None:
    roots = [rooted(signing, clock, tracker) for _ in range(2)]
    clock.move(days=20)
    roots.append(rooted(signing, clock, tracker))

    posted = fetch_posted(signing, tracker)

    assert sorted(posted, key=lambda one: one.name) == [Posted(one.name, one.root, one.key, one.signature) for one in roots]
    assert verify_record(signing, posted, OURS).breaks == ()


def test_a_root_that_somebody_else_posts_first_is_not_ours_and_ours_is_posted(
    signing: Context, clock: TestClock, tracker: FakeTracker
) -> None:
    ticket = tracker.create(TicketDraft(key_of(TODAY), "Roots", (), None))
    tracker.say(ticket.key, f"Root of 2026-11-24T10:00:00Z: {'0' * 64}\n\n[root:2026-11-24T10:00:00Z]")

    root = rooted(signing, clock, tracker)

    assert [one.root for one in fetch_posted(signing, tracker)] == [root.root]


def test_roots_that_earlier_releases_posted_day_by_day_are_fetched_too(signing: Context, tracker: FakeTracker) -> None:
    ticket = tracker.create(TicketDraft(KEY, "Roots", (), None))
    tracker.comment(ticket.key, marker="root:2026-11-20", text=f"Root of 2026-11-20: {'a' * 64}")
    tracker.comment(ticket.key, marker="hello", text="Something that is no root.")

    assert fetch_posted(signing, tracker) == [Posted("2026-11-20", "a" * 64)]


def test_a_root_that_was_posted_and_deleted_here_is_missed(signing: Context, clock: TestClock, tracker: FakeTracker) -> None:
    root = rooted(signing, clock, tracker)
    elsewhere = Posted("2026-11-24T09:30:00Z", root.root, root.key, root.signature)

    words = [one.words for one in verify_record(signing, [elsewhere], OURS).breaks]

    assert any("here it has none" in one for one in words)
    assert any("is not what the key k1 signed" in one for one in words)


def test_a_tracker_that_cannot_be_reached_is_said_and_not_taken_for_silence(signing: Context, tracker: FakeTracker) -> None:
    tracker.down = True
    with pytest.raises(TryLater):
        fetch_posted(signing, tracker)
