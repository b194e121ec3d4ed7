"""An audit that was opened in its turn is told to whoever owns the vendor by now, or else to the vendor managers."""

from dataclasses import replace

import pytest

from bot.application.asking_again import ask_all_again
from bot.application.audits.open import open_audit, open_periodic_audits
from bot.application.context import Context
from bot.domain.ticket_mapping import TicketMapping
from bot.domain.vocabulary import Role
from tests.application.audit_steps import IVY, wish
from tests.application.steps import everything_is_delivered, now_known, promised
from tests.builders import member, members, vendor

VIC = member("vic", Role.VENDOR_MANAGER)
OSKAR = member("oskar", Role.ADMINISTRATOR)
MO_LEFT = member("mo", Role.ENGINEERING_MANAGER, active=False)


@pytest.fixture(autouse=True)
def opened(context: Context) -> None:
    now_known(context, vendors=(vendor(tier=1),), assessments=())
    open_periodic_audits(context)
    ask_all_again(context)
    everything_is_delivered(context)


def test_who_takes_the_vendor_over_has_it(context: Context) -> None:
    now_known(context, vendors=(vendor(tier=1, owner="eve"),), assessments=())
    assert ("audit_card", "person:eve") in promised(context)


def test_the_vendor_managers_have_it_where_the_owner_left(context: Context) -> None:
    now_known(context, members=members(MO_LEFT, VIC), vendors=(vendor(tier=1),), assessments=())
    assert ("audit_card", "person:vic") in promised(context)


def test_the_channel_of_its_card_is_nobody_who_is_asked(context: Context) -> None:
    """Its name is no member's, and what stands there says less than what a person reads."""
    in_channel = replace(context, tickets=TicketMapping(post_to="ip-audits"))
    open_audit(in_channel, IVY, wish())
    assert ("audit_card", "channel:ip-audits") in promised(in_channel)
    ask_all_again(in_channel)
    assert ("audit_card", "person:ip-audits") not in promised(in_channel)


def test_where_there_is_none_the_administrators_are_told(context: Context) -> None:
    now_known(context, members=members(MO_LEFT, OSKAR), vendors=(vendor(tier=1),), assessments=())
    assert promised(context).count(("nobody_left", "person:oskar")) == 1
