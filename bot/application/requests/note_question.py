"""Whoever asks the checks about a vendor leaves an entry: what was learnt, by whom and when can be shown later."""

from bot.application.context import Context
from bot.application.recording import record_events
from bot.application.requests.preview_draft import Wish
from bot.domain.happenings.requests import ChecksAsked
from bot.store import record


def note_question(context: Context, wish: Wish) -> None:
    """One entry a day for each person, vendor and choice of assets; a form that is filled in further says nothing new."""
    if wish.vendor is None:
        return
    assets = tuple(sorted(wish.assets))
    with context.store.writing() as unit:
        unit.one_at_a_time(f"question:{wish.requester}")
        since = context.now().replace(hour=0, minute=0, second=0, microsecond=0)
        if record.was_asked(unit, wish.requester, wish.vendor, assets, since):
            return
        record_events(unit, context, [ChecksAsked(vendor=wish.vendor, actor=wish.requester, assets=assets)])
