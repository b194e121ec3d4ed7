"""Post the digest of this week: from Monday half past eight on, once per channel, and late if nobody could before.

A week that is over is not made up for: the next Monday tells what is still true. An empty digest is kept back, and so is one of
a morning on which there was no record yet.
"""

from datetime import date

from bot.application.context import Context
from bot.application.digest.gather import gather_digest
from bot.application.recording import record_events
from bot.domain.digest import Digest, moment_of, monday_of
from bot.domain.happenings.record import DigestPosted
from bot.store import digests, proof
from bot.store.documents import to_document
from bot.store.unit import Unit

ALONE = "digest"


def post_digest(context: Context) -> int:
    """How many channels were given this week's digest; 0 if it is not time, or none is left."""
    week = monday_of(context.today())
    moment = moment_of(week, context.calendar.zone)
    if not context.digest_channels or context.now() < moment:
        return 0
    with context.store.reading() as unit:
        first = proof.first_entry_at(unit)
        if first is None or first > moment or not _left(unit, context, week):
            return 0
        digest = digests.kept(unit, week) or gather_digest(unit, context, week)
    with context.store.writing() as unit:
        unit.one_at_a_time(ALONE)
        return _post(unit, context, digests.kept(unit, week) or digest)


def _left(unit: Unit, context: Context, week: date) -> list[str]:
    given = digests.channels_given(unit, week)
    return [channel for channel in dict.fromkeys(context.digest_channels) if channel not in given]


def _post(unit: Unit, context: Context, digest: Digest) -> int:
    channels = _left(unit, context, digest.monday)
    if not channels:
        return 0
    digests.note_given(unit, channels, digest.monday, context.now(), empty=digest.is_empty)
    if digest.is_empty:
        return 0
    posted = DigestPosted(
        about=digests.subject_of(digest.monday),
        week=digest.monday,
        channels=tuple(channels),
        digest=to_document(digest),
    )
    record_events(unit, context, [posted])
    return len(channels)
