"""`ringfence acknowledge`: a secrecy notice that somebody confirmed on paper."""

from bot.application.access.acknowledge import record_on_paper
from bot.bootstrap import open_context
from bot.commands.cli import day_of, policy_of, refusals, settings_to_read
from bot.console.printing import print_fine
from bot.domain.errors import FormErrors, Refusal
from bot.domain.vocabulary import HowAcknowledged, class_words


def acknowledge(person: str, rank: int, on: str, how: str, by: str) -> None:
    with refusals():
        settings = settings_to_read()
        day = day_of(on, policy_of(settings), "--on")
        with open_context(settings) as context:
            try:
                notice = record_on_paper(context, by, person, rank, day, HowAcknowledged(how))
            except FormErrors as mistakes:
                raise Refusal("mistaken", f"--on: {mistakes}") from None
    print_fine(f"{person} acknowledged the secrecy notice for {class_words(rank)}, text {notice.version}")
