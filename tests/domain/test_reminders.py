"""The series of an NDA's end: when which step goes out, what is folded, when it is silent, and until when it can be put off."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.errors import Refusal
from bot.domain.register import Agreement
from bot.domain.reminders import (
    AFTER,
    BEFORE,
    Anchor,
    Due,
    Recipient,
    ReminderSchedule,
    RenewalChoice,
    Standing,
    due_step,
    latest_snooze,
    next_look,
    recipients_of,
    renews_after,
    send_on,
    series_of,
    snooze_until,
    steps_until,
)
from tests.builders import TODAY, nda

END = date(2027, 1, 14)  # a Thursday
SERIES = ReminderSchedule("NDA-1", Anchor.END, END)
OPT_OUT = ReminderSchedule("NDA-1", Anchor.OPT_OUT, END)
ONE_DAY = timedelta(days=1)
OPEN, NOTHING_OPEN = Standing(exposed=True), Standing(exposed=False)
OWNER_ALONE = (Recipient.OWNER,)


def on(step: int) -> date:
    return END + timedelta(days=step)


def due(
    day: date,
    standing: Standing = OPEN,
    *,
    handled: Collection[int] = (),
    series: ReminderSchedule = SERIES,
    holidays: Collection[date] = (),
) -> Due | None:
    return due_step(series, standing, today=day, handled=handled, holidays=holidays)


def step_on(day: date, standing: Standing = OPEN, **more: Any) -> int | None:
    found = due(day, standing, **more)
    return found.step if found else None


def renewing(**more: Any) -> Agreement:
    given = {"expires_on": date(2026, 12, 5), "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}
    return nda(**(given | more))


class TestWhichSeriesRuns:
    def test_a_fixed_paper_counts_to_its_last_day(self) -> None:
        assert series_of(nda(expires_on=END), (), TODAY) == (SERIES,)

    def test_a_termination_starts_another_series(self) -> None:
        ended = nda(expires_on=END, terminated_on=date(2026, 12, 31))
        assert series_of(ended, (), TODAY) == (ReminderSchedule("NDA-1", Anchor.END, date(2026, 12, 31)),)

    @pytest.mark.parametrize("quiet", [{"expires_on": None}, {"executed_on": None}])
    def test_an_evergreen_paper_and_a_draft_have_none(self, quiet: dict[str, Any]) -> None:
        assert series_of(nda(**quiet), (), TODAY) == ()

    def test_a_paper_that_renews_by_itself_counts_to_its_opt_out_day(self) -> None:
        assert series_of(renewing(), (), date(2026, 11, 5)) == (ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2026, 11, 5)),)

    def test_once_that_day_has_passed_the_next_term_has_its_own_series_beside_what_is_left_of_the_old(self) -> None:
        assert series_of(renewing(), (), date(2026, 11, 6)) == (
            ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2026, 11, 5)),
            ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2027, 11, 5)),
        )

    def test_a_notice_makes_it_count_to_its_end(self) -> None:
        noticed = renewing(non_renewal_notice_on=date(2026, 10, 1))
        assert series_of(noticed, (), TODAY) == (ReminderSchedule("NDA-1", Anchor.END, date(2026, 12, 5)),)

    @pytest.mark.parametrize("begins", [date(2026, 6, 1), END + ONE_DAY])
    def test_a_successor_without_gap_ends_it(self, begins: date) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=begins)
        assert series_of(nda(expires_on=END), (successor,), TODAY) == ()

    def test_a_successor_after_a_gap_ends_it_only_once_it_has_begun(self) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 2, 1))
        papers = (nda(expires_on=END), successor)
        assert series_of(papers[0], papers, date(2027, 1, 31)) == (SERIES,)
        assert series_of(papers[0], papers, date(2027, 2, 1)) == ()

    def test_a_successor_without_end_ends_it(self) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=TODAY, expires_on=None)
        assert series_of(nda(expires_on=END), (successor,), TODAY) == ()

    def test_a_successor_that_ends_sooner_does_not(self) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=TODAY, expires_on=END - ONE_DAY)
        assert series_of(nda(expires_on=END), (successor,), TODAY) == (SERIES,)


class TestWhichStepIsDue:
    @pytest.mark.parametrize("step", [-90, -30, -14, -7, -1, 0, 1, 7, 14, 21])
    def test_each_step_is_due_on_its_own_day_and_not_before(self, step: int) -> None:
        assert step_on(send_on(SERIES, step, ())) == step
        assert step_on(send_on(SERIES, step, ()) - ONE_DAY) != step

    def test_nothing_is_due_before_ninety_days(self) -> None:
        assert due(on(-91)) is None

    def test_after_the_last_step_of_the_table_it_goes_on_weekly(self) -> None:
        assert steps_until(SERIES, on(29)) == [*BEFORE, *AFTER, 14, 21, 28]

    def test_a_record_entered_twenty_days_before_starts_with_thirty(self) -> None:
        assert due(on(-20)) == Due(SERIES, -30, (-90, -60))

    def test_after_downtime_only_the_latest_goes_out_to_everybody_whom_the_others_would_have_reached(self) -> None:
        found = due(on(1), handled=[-90, -60, -30])
        assert found == Due(SERIES, 1, (-14, -7, -1, 0))
        assert Recipient.DATA_OWNER in found.recipients
        assert found.recipients == tuple(one for one in Recipient if one is not Recipient.EXECUTIVE_SPONSOR)

    def test_what_was_sent_is_not_folded_again(self) -> None:
        found = due(on(-14), handled=[-90, -60, -30])
        assert found == Due(SERIES, -14, ())
        assert found.recipients == recipients_of(-14)

    def test_a_step_on_a_free_day_goes_out_on_the_next_working_day(self) -> None:
        saturday = ReminderSchedule("NDA-1", Anchor.END, date(2027, 1, 16))
        assert step_on(date(2027, 1, 16), series=saturday) == -1
        assert step_on(date(2027, 1, 18), series=saturday) == 1
        assert send_on(saturday, 0, {date(2027, 1, 18)}) == date(2027, 1, 19)

    def test_two_steps_that_fall_together_are_one(self) -> None:
        sunday = ReminderSchedule("NDA-1", Anchor.END, date(2027, 1, 17))
        assert due(date(2027, 1, 18), series=sunday, handled=BEFORE[:-2]) == Due(sunday, 1, (-1, 0))


class TestWhenItIsSilent:
    def test_after_the_end_of_a_paper_on_which_nothing_hangs(self) -> None:
        assert due(END, NOTHING_OPEN) == Due(SERIES, 0, BEFORE[:-1])
        assert due(on(1), NOTHING_OPEN) is None
        assert next_look(SERIES, NOTHING_OPEN, today=on(1), holidays=()) is None

    def test_sixty_days_before_if_somebody_has_decided(self) -> None:
        for decision in (RenewalChoice.RENEW, RenewalChoice.LET_END):
            assert step_on(on(-60), Standing(exposed=True, decision=decision)) == -90
            assert step_on(on(-30), Standing(exposed=True, decision=decision)) == -30

    def test_for_the_middle_steps_while_a_successor_is_in_signature(self) -> None:
        signing = Standing(exposed=True, in_signature=True)
        days = [-90, -60, -30, -14, -7, -1, 0, 1]
        assert [step_on(on(step), signing) for step in days] == [None, None, -30, -30, -7, -1, 0, 1]

    def test_an_opt_out_day_that_passed_is_followed_by_one_message_whatever_is_open(self) -> None:
        for standing in (OPEN, NOTHING_OPEN):
            assert step_on(on(1), standing, series=OPT_OUT) == 1
            assert step_on(on(200), standing, series=OPT_OUT) == 1


class TestWhom:
    @pytest.mark.parametrize(
        ("step", "count", "newest"),
        [
            (-90, 1, Recipient.OWNER),
            (-60, 1, Recipient.OWNER),
            (-30, 2, Recipient.VENDOR_MANAGER),
            (-14, 3, Recipient.ENGINEERING_MANAGER),
            (-7, 4, Recipient.IP_COUNSEL),
            (-1, 5, Recipient.DATA_OWNER),
            (0, 5, Recipient.DATA_OWNER),
            (1, 1, Recipient.OWNER),
            (3, 2, Recipient.VENDOR_MANAGER),
            (7, 3, Recipient.IP_COUNSEL),
            (14, 4, Recipient.EXECUTIVE_SPONSOR),
            (700, 4, Recipient.EXECUTIVE_SPONSOR),
        ],
    )
    def test_each_step_reaches_more_people(self, step: int, count: int, newest: Recipient) -> None:
        reached = recipients_of(step)
        assert (len(reached), reached[0], reached[-1]) == (count, Recipient.OWNER, newest)


class TestTheNextLook:
    @pytest.mark.parametrize("standing", [OPEN, NOTHING_OPEN])
    def test_is_the_day_of_the_next_step(self, standing: Standing) -> None:
        assert next_look(SERIES, standing, today=on(-200), holidays=()) == send_on(SERIES, -90, ())
        assert next_look(SERIES, standing, today=on(-7), holidays=()) == on(-1)
        assert next_look(SERIES, standing, today=END, holidays=()) == on(1)

    def test_after_the_table_is_a_week_away_while_something_is_open(self) -> None:
        assert next_look(SERIES, OPEN, today=on(7), holidays=()) == on(14)
        assert next_look(SERIES, OPEN, today=on(700), holidays=()) == on(707)

    def test_never_passes_over_a_day_on_which_a_step_is_due(self) -> None:
        for days in range(-120, 60):
            today = on(days)
            coming = next_look(SERIES, OPEN, today=today, holidays=())
            assert coming is not None
            quiet = (today + timedelta(days=n) for n in range(1, (coming - today).days))
            assert {step_on(day) for day in quiet} <= {step_on(today)}

    def test_of_an_opt_out_day_ends_with_what_is_said_after_it(self) -> None:
        assert next_look(OPT_OUT, NOTHING_OPEN, today=END, holidays=()) == on(1)
        assert next_look(OPT_OUT, OPEN, today=on(1), holidays=()) is None


class TestSnooze:
    def test_lasts_until_the_wanted_day(self) -> None:
        until = snooze_until(SERIES, -90, on(-70), today=on(-90), holidays=())
        assert until == on(-70)

    def test_is_cut_to_the_day_of_the_next_step(self) -> None:
        assert snooze_until(SERIES, -30, END, today=on(-30), holidays=()) == on(-14)

    @pytest.mark.parametrize("step", [-7, -1, 0, 1, 14])
    def test_is_refused_from_seven_days_before_on(self, step: int) -> None:
        assert latest_snooze(SERIES, step, today=on(step), holidays=()) is None
        with pytest.raises(Refusal, match="too close to its day"):
            snooze_until(SERIES, step, END, today=on(step), holidays=())

    def test_is_refused_on_that_day_even_if_its_step_has_not_gone_out(self) -> None:
        assert latest_snooze(SERIES, -14, today=on(-7), holidays=()) is None

    def test_is_refused_where_the_next_step_is_due_already(self) -> None:
        assert latest_snooze(SERIES, -30, today=on(-13), holidays=()) is None

    def test_needs_a_day_after_today(self) -> None:
        with pytest.raises(Refusal, match="after today"):
            snooze_until(SERIES, -90, on(-90), today=on(-90), holidays=())


def test_a_series_is_kept_in_the_record_and_read_from_it() -> None:
    assert ReminderSchedule.read(OPT_OUT.details) == OPT_OUT


def test_without_notice_it_renews_on_the_day_after_its_end() -> None:
    assert renews_after(renewing(), ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2026, 11, 5))) == date(2026, 12, 6)
    last_day = ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2026, 12, 5))
    assert renews_after(renewing(notice_days_ours=None), last_day) == date(2026, 12, 6)
    assert renews_after(nda(expires_on=None), last_day) == date(2026, 12, 6)
