"""Slack accounts that take no message any more, and those that do again: what waits for their people is asked of others.

Slack may take a message to a closed account without a word, so the directory is asked as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import structlog

from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.ports import Directory, Profile
from bot.application.recording import record_events
from bot.domain.happenings.questions import AccountReachable, AccountUnreachable
from bot.store import accounts, questions, registers, reminders
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
UNKNOWN = "Slack does not know this account."
DEACTIVATED = "The account is deactivated in Slack."
OUTSIDER = "The account is of a guest, a bot or another company."
A_MINUTE = 40  # accounts: Slack lets `users.info` be called some hundred times a minute, and people need some of them


def lose_account(unit: Unit, context: Context, slack_id: str, reason: str, *, known: bool = False) -> bool:
    """Write down that this account takes no message; whether that is news. The caller asks again once it is kept.

    It is `known` where a message was given up for it: that is told to the administrators anyway.
    """
    member = registers.member_by_slack_id(unit, slack_id)
    if member is None or not accounts.mark(unit, slack_id, reason, context.now()):
        return False
    _ask_again(unit)
    record_events(unit, context, [AccountUnreachable(member=member.id, slack_id=slack_id, reason=reason, known=known or None)])
    log.warning("slack account takes no message", member=member.id, reason=reason, next_step="correct slack_id in the register")
    return True


def find_account(context: Context, slack_id: str) -> None:
    """Somebody acts with this account, or the directory knows it: it is alive."""
    with context.store.writing() as unit:
        member = registers.member_by_slack_id(unit, slack_id)
        if not accounts.clear(unit, slack_id) or member is None:
            return
        _ask_again(unit)
        record_events(unit, context, [AccountReachable(member=member.id, slack_id=slack_id, reason="")])
    ask_all_again(context)


def _ask_again(unit: Unit) -> None:
    questions.people_changed(unit)
    reminders.look_again(unit)


def take_for_alive(context: Context, slack_id: str, closed: str) -> None:
    """It took a message: that says something where a refusal told of it, and nothing where the directory calls it closed."""
    if closed not in (UNKNOWN, DEACTIVATED, OUTSIDER):
        find_account(context, slack_id)


@dataclass
class AccountWatch:
    """Looks at the accounts that something waits for, some of them each minute, whoever was not looked at for longest first."""

    context: Context
    directory: Directory
    _turn: dict[str, int] = field(default_factory=dict, init=False)
    _turns: int = field(default=0, init=False)

    def look(self) -> int:
        """How many were found to be otherwise than was known. Raises TryLater or GiveUp where the directory does not tell."""
        return sum(self._look_at(slack_id) for slack_id in list(self._next()))

    def _next(self) -> Iterator[str]:
        with self.context.store.reading() as unit:
            wanted = accounts.to_watch(unit)
        self._turns += 1
        self._turn = {one: self._turn.get(one, 0) for one in wanted}
        for slack_id in sorted(wanted, key=self._turn.__getitem__)[:A_MINUTE]:
            self._turn[slack_id] = self._turns
            yield slack_id

    def _look_at(self, slack_id: str) -> bool:
        reason = _why_not(self.directory.ask(slack_id))
        with self.context.store.reading() as unit:
            known = accounts.why_unreachable(unit, slack_id)
        if bool(reason) is bool(known):
            return False
        if not reason:
            find_account(self.context, slack_id)
            return True
        with self.context.store.writing() as unit:
            is_news = lose_account(unit, self.context, slack_id, reason)
        ask_all_again(self.context)
        return is_news


def _why_not(profile: Profile | None) -> str:
    """Why nobody can be told anything there, or answer from there; empty if somebody can."""
    if profile is None:
        return UNKNOWN
    if not profile.active:
        return DEACTIVATED
    return "" if profile.may_take_part else OUTSIDER
