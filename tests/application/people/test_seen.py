"""Where an account that takes no message is seen: in the doctor's words, and among what is stuck in the digest."""

from datetime import date

from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.digest.gather import gather_digest
from bot.application.people.accounts import lose_account
from bot.application.register.diagnostics import examine_register
from bot.domain.digest_lines import StuckKind
from bot.slack.blocks.digest import draw_digest
from tests.application.steps import ask
from tests.builders import TestClock


def closed(context: Context) -> None:
    with context.store.writing() as unit:
        lose_account(unit, context, "U_MO", "The account is deactivated in Slack.")
    ask_all_again(context)


def test_the_doctor_names_them_and_what_stands_still(context: Context) -> None:
    ask(context)
    closed(context)
    said = [one.what for one in examine_register(context)]
    assert "Mo cannot be reached in Slack as U_MO: The account is deactivated in Slack." in said
    assert not any("not bound" in line for line in said)


def test_the_digest_has_them_among_what_is_stuck(context: Context, clock: TestClock) -> None:
    closed(context)
    clock.go_to(date(2026, 11, 30))
    with context.store.reading() as unit:
        week = gather_digest(unit, context, date(2026, 11, 30))
    assert [(one.kind, one.id) for one in week.stuck] == [(StuckKind.UNREACHABLE, "Mo")]
    assert "Mo cannot be reached in Slack" in str(draw_digest(week))
