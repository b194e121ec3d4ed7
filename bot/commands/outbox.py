"""`ringfence outbox`: messages and tickets that were promised and are not delivered yet."""

from bot.bootstrap import open_context
from bot.commands.cli import refusals, settings_to_read
from bot.console.outbox import print_outbox
from bot.console.printing import print_fine
from bot.console.record_words import names_of
from bot.settings import BrokenSettings
from bot.store import outbox, registers


def list_outbox() -> None:
    with refusals(), open_context(settings_to_read()) as context, context.store.reading() as unit:
        messages = outbox.undelivered(unit)
        names = names_of(registers.whole_register(unit))
        called = {kind.name: kind.called for kind in context.kinds}
    print_outbox(messages, names, called) if messages else print_fine("nothing waits")


def retry_outbox(ids: list[int]) -> None:
    with refusals(), open_context(settings_to_read()) as context, context.store.writing() as unit:
        if unknown := sorted(set(ids) - {message.id for message in outbox.undelivered(unit)}):
            raise BrokenSettings(f"nothing waits under {', '.join(map(str, unknown))}; `ringfence outbox list` shows what does")
        wanted = ids or [message.id for message in outbox.undelivered(unit) if message.state == outbox.DEAD]
        count = outbox.retry(unit, wanted, context.now())
    print_fine(f"{count} {'message' if count == 1 else 'messages'} will be tried again")
