"""Short private answers: help, the list of one's requests, a status, a refusal, a notice."""

from collections.abc import Sequence

from bot.application.access.views import Notice
from bot.application.audits.views import TicketNotice
from bot.application.requests.read import MOST_MINE
from bot.application.requests.views import Receipt, RequestView, Told
from bot.domain.words import Line
from bot.slack import ids
from bot.slack.blocks.kit import Block, View, context, day, escape, modal, section, typed
from bot.slack.blocks.request import draw_receipt, state_line, summary


def draw_notice(notice: Notice | TicketNotice) -> list[Block]:
    lines = "\n".join(escape(line) for line in notice.lines)
    return [section(f"*{escape(notice.headline)}*"), *([context(lines)] if lines else [])]


def draw_told(told: Told) -> list[Block]:
    words = told.words
    quote = [section(f"> {typed(words.quote)}")] if words.quote else []
    return [section(f"*{_written(words.line)}*"), *quote, context(_written(words.next_step))]


def _written(line: Line) -> str:
    return "".join(escape(part) if isinstance(part, str) else day(part) for part in line)


def draw_mine(views: Sequence[RequestView], page: int = 1) -> tuple[str, list[Block]]:
    """A page of the member's requests, each with where it stands and who has it; and how older ones are reached."""
    if not views:
        text = f"You have asked for nothing {'before that' if page > 1 else 'yet'}. `{ids.COMMAND}` opens the form."
        return text, [section(text)]
    shown = views[:MOST_MINE]
    text = "Your last request" if len(shown) == 1 else f"Your last {len(shown)} requests"
    text = text if page == 1 else f"{len(shown)} of your requests, page {page}"
    older = [context(f"There are older ones: `{ids.COMMAND} mine {page + 1}`")] if len(views) > MOST_MINE else []
    return text, [section("*Your requests*"), *(section(_line(view)) for view in shown), *older]


def _line(view: RequestView) -> str:
    assets = ", ".join(item.asset for item in view.items)
    waiting = f" · waits for {escape(', '.join(view.waiting_for))}" if view.waiting_for else ""
    return f"*{view.id}* · {assets} for {escape(view.vendor)} · {state_line(view)}{waiting}"


def draw_status(view: RequestView) -> tuple[str, list[Block]]:
    blocks = draw_receipt(Receipt(view))
    if view.waiting_for:
        blocks.insert(2, context(f"Waits for {escape(', '.join(view.waiting_for))}"))
    return summary(Receipt(view)), blocks


def draw_asked(request_id: str, words: str) -> View:
    """What stands in the form's place once the request stands."""
    return modal("Asked", ids.REQUEST_DONE, [section(f"*{request_id}* {words}")])


def draw_words(title: str, words: str) -> View:
    return modal(title, ids.REQUEST_DONE, [section(escape(words))])
