"""How the demo begins: a queue that looks like a Tuesday, so that whoever comes finds people at work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.application.audits.open import open_audit
from bot.application.context import Context
from bot.application.requests.decide import Answer, decide_request
from bot.application.requests.submit import Submitted, submit_request
from bot.domain.audits import AuditWish, Cause, Criterion
from bot.domain.dates import Window
from bot.domain.drafts import Draft
from bot.domain.register import Member, Register
from bot.domain.vocabulary import DecisionOutcome
from bot.store import requests

TUESDAY, MORNING = 1, time(9, 12)
# which script, of which asset where its own would wait for a waiver, and who has approved it so far
ON_THEIR_WAY = (("R15", None, ()), ("R13", "AST-003", ("u-lena",)), ("R09", "AST-010", ("u-dieter",)))
AUDITOR, AUDITED, INCIDENT = "u-ines", "V08", "INC-2026-031"
A_QUARTER, A_MONTH = timedelta(days=90), timedelta(days=30)


def tuesday(zone: str, now: datetime | None = None) -> datetime:
    """This morning, if it is one; else the next, at twelve past nine. On a Tuesday after that: now."""
    here = (now or datetime.now(UTC)).astimezone(ZoneInfo(zone))
    day = here.date() + timedelta(days=(TUESDAY - here.weekday()) % 7)
    return max(here, datetime.combine(day, MORNING, tzinfo=here.tzinfo))


def begin(context: Context, register: Register, wishes: Mapping[str, Draft]) -> None:
    """Three requests on their way, a stage further or not, and an audit for cause; reminders come by themselves."""
    for name, asset, approved_by in ON_THEIR_WAY:
        wish = about(wishes[name], asset) if asset else wishes[name]
        draft = replace(wish, requester_slack=_member(register, wish.requester).slack_id)
        asked = submit_request(context, draft, submit_key=f"demo:{name}")
        if isinstance(asked, Submitted):
            for who in approved_by:
                _approve(context, asked.request_id, _member(register, who))
    today = context.today()
    period, due = Window(today - A_QUARTER, today), today + A_MONTH
    audit = AuditWish(AUDITED, Cause.INCIDENT, INCIDENT, ("AST-011",), (Criterion.CONFIDENTIALITY,), period, due)
    open_audit(context, _member(register, AUDITOR), audit)


def about(wish: Draft, asset: str) -> Draft:
    """The same wish for another asset alone."""
    return replace(wish, items=(replace(wish.items[0], asset=asset),))


def _approve(context: Context, request_id: str, who: Member) -> None:
    with context.store.reading() as unit:
        request = requests.load(unit, request_id)
    if request is not None:
        decide_request(context, who, Answer(request_id, DecisionOutcome.APPROVE, request.round, request.stage))


def _member(register: Register, member_id: str) -> Member:
    return next(one for one in register.members if one.id == member_id)
