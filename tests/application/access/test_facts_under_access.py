"""Facts that move under open access: it is suspended, or whoever answers for it is told, in the same minute (4.2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.dates import ONE_DAY
from bot.domain.register import KnownGrant, Limits, Screening, Waiver
from bot.domain.suspensions import reason_words
from bot.domain.vocabulary import GrantState, Mode, PersonStatus, ScreeningResult, VendorStatus
from tests.application.requests.test_route_of_now import BY_CLASS
from tests.application.steps import (
    access,
    approve_all,
    ask,
    everything_is_delivered,
    happened,
    now_known,
    open_access_to_a1,
    pass_days,
    promised,
    record_of,
)
from tests.builders import END, START, TestClock, asset, contract, nda, person, register, register_at, vendor, workflows

LATER = START + timedelta(days=2)


@pytest.fixture
def opened(context: Context, clock: TestClock) -> Context:
    """Access to A1 (C3) is open for Ewa, and everything is delivered."""
    return open_access_to_a1(context, clock)


def state(context: Context) -> GrantState:
    (grant,) = access(context)
    return grant.state


SUSPENDS = {
    "she left": {"people": (person(status=PersonStatus.LEFT),)},
    "the vendor is blocked": {"vendors": (vendor(status=VendorStatus.BLOCKED),)},
    "the vendor is terminated": {"vendors": (vendor(status=VendorStatus.TERMINATED),)},
    "the lists name the vendor": {"vendors": (vendor(screening=Screening(START, ScreeningResult.CONFIRMED)),)},
}


@pytest.mark.parametrize("what", SUSPENDS)
def test_what_suspends_does_so_in_the_same_minute_and_is_told(opened: Context, what: str) -> None:
    now_known(opened, **SUSPENDS[what])
    sweep_grants(opened)

    assert state(opened) is GrantState.SUSPENDED
    assert {("told", "person:ana"), ("suspended", "person:dan"), ("suspended", "person:mo")} <= set(promised(opened))


def test_it_comes_back_once_the_fact_is_mended_and_the_data_owner_confirms(opened: Context) -> None:
    now_known(opened, people=(person(status=PersonStatus.LEFT),))
    sweep_grants(opened)
    everything_is_delivered(opened)

    now_known(opened)
    sweep_grants(opened)

    (grant,) = access(opened)
    assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, ("owner",))
    assert ("resume", "person:dan") in promised(opened)


def test_below_secret_material_it_comes_back_by_itself(context: Context, clock: TestClock) -> None:
    load_register(context, register_at(2), actor="test")
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    load_register(context, register_at(2, people=(person(status=PersonStatus.LEFT),)), actor="test")
    sweep_grants(context)
    assert state(context) is GrantState.SUSPENDED

    load_register(context, register_at(2), actor="test")
    sweep_grants(context)

    assert state(context) is GrantState.ACTIVE


def test_two_reasons_are_told_one_after_the_other_and_both_must_go(opened: Context) -> None:
    gone, barred = person(status=PersonStatus.LEFT), vendor(status=VendorStatus.BLOCKED)
    now_known(opened, people=(gone,))
    sweep_grants(opened)
    now_known(opened, people=(gone,), vendors=(barred,))
    sweep_grants(opened)
    assert access(opened)[0].reasons == ("left", "vendor")
    assert happened(opened).count("access.suspended") == 2

    now_known(opened, vendors=(barred,))
    sweep_grants(opened)

    assert access(opened)[0].reasons == ("vendor",)


def test_training_that_lapses_suspends_on_the_day_after_by_itself(context: Context, clock: TestClock) -> None:
    until = START + timedelta(days=5)
    needs = asset(limits=Limits(allowed_countries=("*",), required_certs=(), required_training=("secrets",)))
    now_known(context, assets=(needs,), people=(person(training={"secrets": until}),))
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    pass_days(context, clock, until)
    assert state(context) is GrantState.ACTIVE

    pass_days(context, clock, until + timedelta(days=1))

    assert access(context)[0].reasons == ("training",)


ALARMS = {
    "the clearance is lowered": {"vendors": (vendor(clearance=1),)},
    "she is on leave": {"people": (person(status=PersonStatus.ON_LEAVE),)},
    "the vendor is being let go": {"vendors": (vendor(status=VendorStatus.OFFBOARDING),)},
    "a screening may have found something": {"vendors": (vendor(screening=Screening(START, ScreeningResult.POSSIBLE_MATCH)),)},
}


@pytest.mark.parametrize("what", ALARMS)
def test_what_would_not_be_given_today_stays_open_and_is_told_once(opened: Context, clock: TestClock, what: str) -> None:
    now_known(opened, **ALARMS[what])
    sweep_grants(opened)

    (grant,) = access(opened)
    assert grant.state is GrantState.ACTIVE
    assert grant.held
    assert ("notice", "person:dan") in promised(opened)
    pass_days(opened, clock, LATER)
    now_known(opened, **ALARMS[what], channels=register().channels[:1])
    sweep_grants(opened)
    assert happened(opened).count("access.alarmed") == 1

    now_known(opened)
    sweep_grants(opened)
    assert access(opened)[0].held == ""


def test_a_class_that_is_raised_says_who_was_never_asked(context: Context, clock: TestClock) -> None:
    company = replace(context, workflows=workflows(*BY_CLASS))
    load_register(company, register_at(2), actor="test")
    ask(company)
    approve_all(company, "mo", "dan")
    pass_days(company, clock, START)

    load_register(company, register_at(3), actor="test")
    sweep_grants(company)

    (grant,) = access(company)
    assert grant.held == "It is Secret (C3) now, and IP counsel, security officer would have to agree, who was never asked."
    assert "access.alarmed" in happened(company)


def test_access_that_a_register_brought_is_suspended_too(context: Context) -> None:
    known = KnownGrant("G-1", "REQ-0", "V1", "E1", "A1", Mode.VIEW, START - timedelta(days=30), END, GrantState.ACTIVE)
    now_known(context, grants=(known,))
    sweep_grants(context)

    now_known(context, grants=(known,), people=(person(status=PersonStatus.LEFT),))
    sweep_grants(context)

    (grant,) = access(context, "REQ-0")
    assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, ("left",))


def test_held_access_opens_in_the_minute_in_which_its_fact_is_mended(context: Context, clock: TestClock) -> None:
    ask(context)
    approve_all(context)
    now_known(context, vendors=(vendor(status=VendorStatus.BLOCKED),))
    pass_days(context, clock, START)
    assert state(context) is GrantState.SCHEDULED

    now_known(context)
    sweep_grants(context)

    assert state(context) is GrantState.ACTIVE


class TestAWaiverThatEnds:
    """MON-05: access that rests on a waiver ends with it."""

    def world(self, **waiver: object) -> dict[str, object]:
        usual = {"id": "WVR-1", "check": "NDA-04", "vendor": "V1", "asset": "A1", "reason": "", "approved_by": ()}
        given = Waiver(**(usual | {"expires_on": END, "state": "approved"} | waiver))
        return {"agreements": (nda(projects=()), contract()), "waivers": (given,)}

    @pytest.fixture
    def waived(self, context: Context, clock: TestClock) -> Context:
        now_known(context, **self.world())
        return open_access_to_a1(context, clock)

    def test_its_last_day_counts_and_on_the_day_after_it_is_suspended(self, waived: Context, clock: TestClock) -> None:
        now_known(waived, **self.world(expires_on=LATER))
        pass_days(waived, clock, LATER)
        assert state(waived) is GrantState.ACTIVE
        (alarmed,) = [one for one in record_of(waived) if one.happened.value == "access.alarmed"]
        assert "before your last day (MON-05)." in str(alarmed.details["why"])

        pass_days(waived, clock, LATER + ONE_DAY)
        (grant,) = access(waived)
        assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, ("waiver",))
        assert reason_words("waiver", None) == "the waiver that it rests on has ended (MON-05)"

    def test_one_that_was_taken_back_suspends_in_the_same_minute(self, waived: Context) -> None:
        now_known(waived, **self.world(state="revoked"))
        sweep_grants(waived)
        assert state(waived) is GrantState.SUSPENDED

    def test_a_new_one_brings_it_back_by_way_of_the_data_owner(self, waived: Context) -> None:
        now_known(waived, **self.world(state="revoked"))
        sweep_grants(waived)
        now_known(waived, **self.world(id="WVR-2"))
        sweep_grants(waived)
        (grant,) = access(waived)
        assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, ("owner",))

    def test_it_is_suspended_once_however_often_it_is_looked_at(self, waived: Context, clock: TestClock) -> None:
        now_known(waived, **self.world(state="revoked"))
        sweep_grants(waived)
        before = len(record_of(waived))
        pass_days(waived, clock, START + ONE_DAY)
        pass_days(waived, clock, LATER)
        assert len(record_of(waived)) == before

    def test_what_never_rested_on_one_is_alarmed_and_not_suspended(self, context: Context, clock: TestClock) -> None:
        opened = open_access_to_a1(context, clock)
        world = self.world(expires_on=START - ONE_DAY)
        now_known(opened, **world)
        sweep_grants(opened)
        assert state(opened) is GrantState.ACTIVE
