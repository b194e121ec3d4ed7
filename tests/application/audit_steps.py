"""Steps of audits on a context: open one, let its ticket come into being, and hear what people do in the tracker."""

from datetime import timedelta

from bot.application.audits.open import Opened, open_audit
from bot.application.audits.show import show_audit
from bot.application.audits.sync import note_delivery
from bot.application.audits.views import AuditView
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.domain.audits import AuditWish, Cause, Criterion
from bot.domain.dates import Window
from bot.domain.events import Event
from bot.domain.register import Finding, Member
from bot.domain.vocabulary import Role
from bot.store import audits, proof, registers
from bot.store.outbox import JIRA, SLACK
from tests.builders import NOW, TODAY, member
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE

KEY = "audit:V1:for_cause:INC-7"
TICKET = "IPA-1"
IVY = member("ivy")
VIC = Member("vic", "Vic", (Role.VENDOR_MANAGER,), slack_id="U_VIC")


def wish(**more: object) -> AuditWish:
    usual = {
        "vendor": "V1",
        "cause": Cause.INCIDENT,
        "reference": "INC-7",
        "assets": ("A1",),
        "criteria": tuple(Criterion),
        "period": Window(TODAY - timedelta(days=365), TODAY),
        "due_on": TODAY + timedelta(days=14),
    }
    return AuditWish(**(usual | more))  # type: ignore[arg-type]


def opened(context: Context, **more: object) -> Opened:
    return open_audit(context, IVY, wish(**more))


def delivered(context: Context, tracker: FakeTracker, messenger: FakeMessenger | None = None) -> FakeMessenger:
    """Everything that is promised is kept, in both worlds."""
    told = messenger or FakeMessenger()
    outside = Outside(told, tracker)
    while any([deliver_next(context, outside, JIRA, AT_ONCE), deliver_next(context, outside, SLACK, AT_ONCE)]):
        pass
    return told


def with_ticket(context: Context, tracker: FakeTracker, **more: object) -> str:
    """An audit whose ticket stands; its key."""
    key = opened(context, **more).key
    delivered(context, tracker)
    return key


def told_by_webhook(context: Context, tracker: FakeTracker, ticket: str = TICKET, delivery: str = "1") -> bool:
    is_new = note_delivery(context, delivery, ticket)
    delivered(context, tracker)
    return is_new


def shown(context: Context, key: str = KEY) -> AuditView:
    with context.store.reading() as unit:
        kept = audits.by_key(unit, key)
        assert kept is not None
        return show_audit(unit, context, kept)


def recorded(context: Context) -> list[Event]:
    """All that was recorded, oldest first, without the loading of registers."""
    with context.store.reading() as unit:
        everything = proof.entries_between(unit, NOW - timedelta(days=9999), NOW + timedelta(days=9999))
        events = [proven.event for _, proven in everything]
    return [event for event in events if event.entity != "register"]


def happened(context: Context) -> list[str]:
    return [event.happened.value for event in recorded(context)]


def findings(context: Context) -> list[Finding]:
    with context.store.reading() as unit:
        return list(registers.whole_register(unit).findings)
