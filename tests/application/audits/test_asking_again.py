"""An audit that was opened in its turn is told to whoever owns the vendor by now, or else to the vendor managers."""

import pytest

from bot.application.asking_again import ask_all_again
from bot.application.audits.open import open_periodic_audits
from bot.application.context import Context
from bot.domain.vocabulary import Role
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


def test_where_there_is_none_the_administrators_are_told(context: Context) -> None:
    now_known(context, members=members(MO_LEFT, OSKAR), vendors=(vendor(tier=1),), assessments=())
    assert promised(context).count(("nobody_left", "person:oskar")) == 1
