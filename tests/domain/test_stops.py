"""What suspends open access besides its paper, and goes when its fact is mended (4.2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.dates import ONE_DAY
from bot.domain.grants import Grant
from bot.domain.register import Limits, Screening, Waiver
from bot.domain.stops import (
    BARRED,
    LEFT,
    LISTED,
    STOPS,
    UNTRAINED,
    is_over,
    lapses_on,
    stopped,
    stops_of,
    waiver_ends_on,
)
from bot.domain.suspensions import OWNER, reason_words
from bot.domain.vocabulary import GrantState, PersonStatus, ScreeningResult, VendorStatus
from tests.builders import TODAY, asset, person, vendor
from tests.domain.test_suspensions import ACTIVE

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
COURSE = Limits(required_training=("secrets",))


def grant(**more: object) -> Grant:
    return replace(ACTIVE, **more)  # type: ignore[arg-type]


def listed(result: ScreeningResult | None) -> Screening:
    return Screening(TODAY, result)


class TestWhatStops:
    @pytest.mark.parametrize(
        ("status", "reasons"),
        [(PersonStatus.LEFT, (LEFT,)), (PersonStatus.ACTIVE, ()), (PersonStatus.ON_LEAVE, ()), (None, ())],
    )
    def test_somebody_who_left(self, status: PersonStatus | None, reasons: tuple[str, ...]) -> None:
        assert stops_of(person(status=status), vendor(), asset(), TODAY) == reasons

    @pytest.mark.parametrize("status", [None, *VendorStatus])
    def test_a_vendor_that_is_barred(self, status: VendorStatus | None) -> None:
        barred = status in (VendorStatus.SUSPENDED, VendorStatus.TERMINATED, VendorStatus.BLOCKED)
        assert stops_of(person(), vendor(status=status), asset(), TODAY) == ((BARRED,) if barred else ())

    @pytest.mark.parametrize("result", [None, *ScreeningResult])
    def test_a_vendor_on_the_lists(self, result: ScreeningResult | None) -> None:
        found = stops_of(person(), vendor(screening=listed(result)), asset(), TODAY)
        assert found == ((LISTED,) if result is ScreeningResult.CONFIRMED else ())
        assert stops_of(person(), vendor(screening=None), asset(), TODAY) == ()

    @pytest.mark.parametrize(("rank", "until", "stops"), [(3, YESTERDAY, True), (3, TODAY, False), (2, YESTERDAY, False)])
    def test_training_that_lapsed_at_secret_material(self, rank: int, until: date, stops: bool) -> None:
        taught = person(training={"secrets": until})
        found = stops_of(taught, vendor(), asset(asset_class=rank, limits=COURSE), TODAY)
        assert found == ((UNTRAINED,) if stops else ())

    def test_training_that_nobody_recorded_is_no_lapse(self) -> None:
        assert stops_of(person(training=None), vendor(), asset(limits=COURSE), TODAY) == ()
        assert stops_of(person(training={}), vendor(), asset(limits=Limits()), TODAY) == ()

    def test_what_the_register_lost_is_no_reason(self) -> None:
        assert stops_of(None, None, None, TODAY) == ()

    def test_several_at_once(self) -> None:
        found = stops_of(person(status=PersonStatus.LEFT), vendor(status=VendorStatus.BLOCKED), asset(), TODAY)
        assert found == (LEFT, BARRED)


class TestWhenTrainingLapses:
    def test_it_is_looked_at_on_the_day_after_its_last_one(self) -> None:
        taught = person(training={"secrets": TODAY, "other": YESTERDAY})
        assert lapses_on(taught, asset(limits=COURSE), TODAY) == TOMORROW

    def test_never_below_secret_material_or_where_nothing_is_known(self) -> None:
        taught = person(training={"secrets": TODAY})
        assert lapses_on(taught, asset(asset_class=2, limits=COURSE), TODAY) is None
        assert lapses_on(taught, asset(limits=Limits()), TODAY) is None
        assert lapses_on(person(training=None), asset(limits=COURSE), TODAY) is None
        assert lapses_on(None, asset(), TODAY) is None
        assert lapses_on(taught, None, TODAY) is None


class TestTheSetOfReasons:
    def test_open_access_is_suspended(self) -> None:
        new = stopped(grant(state=GrantState.ACTIVE, held="Would not be given."), (LEFT,), TODAY)
        assert (new.state, new.reasons, new.held) == (GrantState.SUSPENDED, (LEFT,), "")

    def test_other_reasons_stay_and_the_owner_is_asked_anew_afterwards(self) -> None:
        waiting = grant(state=GrantState.SUSPENDED, reasons=("nda:NDA-1", OWNER), held="A check.")
        new = stopped(waiting, (BARRED,), TODAY)
        assert (new.reasons, new.held) == (("nda:NDA-1", BARRED), "A check.")

    def test_a_mended_fact_leaves_the_set(self) -> None:
        waiting = grant(state=GrantState.SUSPENDED, reasons=(LEFT, "nda:NDA-1"))
        assert stopped(waiting, (), TODAY).reasons == ("nda:NDA-1",)

    @pytest.mark.parametrize("state", [GrantState.SCHEDULED, GrantState.EXPIRED, GrantState.REVOKED])
    def test_what_is_not_open_is_left_alone(self, state: GrantState) -> None:
        there = grant(state=state)
        assert stopped(there, (LEFT,), TODAY) is there

    @pytest.mark.parametrize("reason", STOPS)
    def test_each_is_said_in_words_that_name_nobody(self, reason: str) -> None:
        assert reason_words(reason, None) == STOPS[reason]


class TestWaivers:
    def waiver(self, **more: object) -> Waiver:
        usual = {"id": "WVR-1", "check": "NDA-04", "vendor": "V1", "asset": "A1", "reason": "", "approved_by": ()}
        return Waiver(**(usual | {"expires_on": TODAY, "state": "approved"} | more))

    def test_the_last_day_counts(self) -> None:
        assert is_over(self.waiver(), TODAY) is False
        assert is_over(self.waiver(), TODAY + ONE_DAY) is True

    @pytest.mark.parametrize(
        ("state", "over"), [("expired", True), ("revoked", True), ("draft", None), ("in_review", None), ("rejected", None)]
    )
    def test_one_that_never_was_does_not_end(self, state: str, over: bool | None) -> None:
        assert is_over(self.waiver(state=state), TODAY) is over

    def test_the_day_after_the_first_to_end_is_looked_at(self) -> None:
        later, first = self.waiver(expires_on=TODAY + 2 * ONE_DAY), self.waiver()
        assert waiver_ends_on([later, first], TODAY) == TODAY + ONE_DAY
        assert waiver_ends_on([self.waiver(state="revoked")], TODAY) is None
