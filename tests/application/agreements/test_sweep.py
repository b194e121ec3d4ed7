"""Reminders go out by dates and by what was sent: one message a person and day, nothing missed, twice or early."""

import threading
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import event as sql
from sqlalchemy import select

from bot.application.context import Context
from bot.domain.register import Return
from bot.store.engine import open_engine
from bot.store.tables import REMINDERS_SENT
from bot.store.unit import Store
from tests.application.reminding import (
    ADA,
    END,
    VIC,
    about,
    at,
    ending,
    morning,
    on,
    paper_of,
    reminded,
    shown,
    sweep,
    waiting,
    with_papers,
)
from tests.application.steps import approve_all, ask, pass_days
from tests.builders import ROLES, TestClock, asset, member, members, nda


def opened(context: Context, clock: TestClock) -> None:
    """Ewa has access to A1, and so has something to lose."""
    clock.go_to(date(2026, 10, 5))
    ask(context, start_on=date(2026, 10, 6), end_on=date(2026, 12, 30))
    approve_all(context)
    pass_days(context, clock, date(2026, 10, 6))


class TestWhoIsTold:
    def test_at_ninety_days_the_owner_alone(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        assert morning(context, clock, on(-91)) == []
        assert morning(context, clock, on(-90)) == ["eve"]
        assert paper_of(context, "eve").days == 90

    def test_step_by_step_more_people(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        opened(context, clock)
        assert sorted(morning(context, clock, on(-30))) == ["eve", "vic"]
        assert sorted(morning(context, clock, on(-14))) == ["eve", "mo", "vic"]
        assert sorted(morning(context, clock, on(-7))) == ["eve", "ivy", "mo", "vic"]
        assert sorted(morning(context, clock, on(-1))) == ["dan", "eve", "ivy", "mo", "vic"]
        assert sorted(morning(context, clock, on(0))) == ["dan", "eve", "ivy", "mo", "vic"]

    def test_nobody_is_told_of_access_that_nobody_has(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(-90))
        assert sorted(morning(context, clock, on(-1))) == ["eve", "ivy", "vic"]

    def test_who_left_is_passed_over_and_the_next_in_turn_is_told(self, context: Context, clock: TestClock) -> None:
        with_papers(context, everybody=members(VIC, ADA, member("eve", active=False)))
        assert morning(context, clock, on(-90)) == ["mo"]

    def test_a_new_owner_gets_the_current_step_once(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(-90))
        with_papers(context, ending(owner="sol"))
        assert morning(context, clock, on(-87)) == ["sol"]
        assert morning(context, clock, on(-86)) == []
        assert reminded(context) == [("eve", -90), ("sol", -90)]

    def test_while_nobody_can_be_told_it_is_tried_every_day(self, context: Context, clock: TestClock) -> None:
        with_papers(context, everybody=tuple(member(one, active=False) for one in ROLES))
        assert morning(context, clock, on(-90)) == []
        with_papers(context)
        assert morning(context, clock, on(-87)) == ["eve"]


class TestWhen:
    def test_in_the_morning_and_not_before(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        at(clock, 2026, 10, 16, 5, 59)  # 07:59 in Berlin
        assert sweep(context) == 0
        at(clock, 2026, 10, 16, 6, 0)
        sweep(context)
        assert len(waiting(context)) == 1

    def test_never_at_night(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        at(clock, 2026, 10, 16, 20, 30)
        assert sweep(context) == 0

    def test_a_step_on_a_free_day_goes_out_on_the_next_working_day_with_the_true_number_of_days(
        self, context: Context, clock: TestClock
    ) -> None:
        with_papers(context, ending(expires_on=date(2027, 1, 23)))  # thirty days before is Christmas Eve, fourteen a Saturday
        morning(context, clock, date(2026, 12, 24))
        assert morning(context, clock, date(2027, 1, 9)) == []
        assert morning(context, clock, date(2027, 1, 10)) == []
        assert sorted(morning(context, clock, date(2027, 1, 11))) == ["eve", "vic"]
        assert paper_of(context, "eve").days == 12

    def test_after_the_clocks_change_the_morning_is_still_the_morning(self, context: Context, clock: TestClock) -> None:
        with_papers(context, ending(expires_on=date(2027, 1, 24)))
        at(clock, 2026, 10, 26, 6, 30)  # 07:30 in Berlin, on winter time since the day before
        assert sweep(context) == 0
        at(clock, 2026, 10, 26, 7, 0)
        assert sweep(context) > 0


class TestOnce:
    def test_the_same_morning_again_sends_nothing(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(-90))
        assert sweep(context) == 0
        assert morning(context, clock, on(-89)) == []

    def test_after_days_without_the_bot_only_the_latest_step_is_sent_and_the_others_are_folded(
        self, context: Context, clock: TestClock
    ) -> None:
        with_papers(context)
        assert sorted(morning(context, clock, on(-6))) == ["eve", "ivy", "vic"]
        assert paper_of(context, "eve").days == 6
        with context.store.reading() as unit:
            rows = unit.connection.execute(select(REMINDERS_SENT).where(REMINDERS_SENT.c.recipient == "eve")).all()
        assert {(row.step, row.folded_into) for row in rows} == {(-90, -7), (-60, -7), (-30, -7), (-14, -7), (-7, None)}

    def test_several_papers_are_one_message_a_day(self, context: Context, clock: TestClock) -> None:
        with_papers(context, ending(), ending(id="NDA-2", expires_on=END + timedelta(days=1), their_entities=("V1-B",)))
        assert morning(context, clock, on(-14)) == ["eve", "vic"]
        assert [paper.id for paper in shown(context, "eve").papers] == ["NDA-1", "NDA-2"]

    def test_what_comes_up_later_the_same_day_waits_for_the_next_morning(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(-30))
        with_papers(context, ending(), ending(id="NDA-2", their_entities=("V1-B",)))
        sweep(context)
        assert len([one for one in waiting(context) if one.promise.destination == "person:eve"]) == 1
        assert "eve" in morning(context, clock, on(-29))
        assert [(paper.id, paper.days) for paper in shown(context, "eve").papers] == [("NDA-2", 29)]

    def test_what_has_changed_until_the_next_morning_is_not_said(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(-30))
        with_papers(context, ending(), ending(id="NDA-2", their_entities=("V1-B",)))
        sweep(context)
        with_papers(context, ending(), ending(id="NDA-2", their_entities=("V1-B",), expires_on=date(2028, 1, 1)))
        assert morning(context, clock, on(-29)) == []


class TestSilence:
    def test_after_an_amendment_the_old_series_is_silent_and_the_new_one_is_armed(
        self, context: Context, clock: TestClock
    ) -> None:
        with_papers(context)
        morning(context, clock, on(-90))
        with_papers(context, ending(expires_on=date(2027, 6, 30)))
        assert [morning(context, clock, on(step)) for step in (-60, -30, -14, -7, -1, 0, 1)] == [[]] * 7
        assert morning(context, clock, date(2027, 4, 1)) == ["eve"]

    def test_after_the_end_of_a_paper_on_which_nothing_hangs(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(0))
        assert [morning(context, clock, on(days)) for days in (1, 4, 7, 14, 28)] == [[]] * 5

    def test_it_speaks_again_once_something_hangs_on_it(self, context: Context, clock: TestClock) -> None:
        with_papers(context)
        morning(context, clock, on(0))
        assert morning(context, clock, on(11)) == []
        with_papers(context, returns=(_owed(),))
        assert "eve" in morning(context, clock, on(12))

    def test_while_something_is_open_it_goes_on_weekly_and_higher(self, context: Context, clock: TestClock) -> None:
        with_papers(context, returns=(_owed(),))
        morning(context, clock, on(0))
        assert sorted(morning(context, clock, on(7))) == ["eve", "ivy", "vic"]
        assert sorted(morning(context, clock, on(14))) == ["eve", "ivy", "vic"]
        assert morning(context, clock, on(15)) == []
        assert "eve" in morning(context, clock, on(21))

    def test_a_successor_without_gap_ends_it(self, context: Context, clock: TestClock) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=END + timedelta(days=1), expires_on=date(2029, 1, 14))
        with_papers(context, ending(), successor)
        assert [morning(context, clock, on(step)) for step in (-90, -30, -7, 0)] == [[]] * 4


class TestRenewingPapers:
    def renewing(self, context: Context) -> None:
        given = {"expires_on": date(2026, 12, 5), "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}
        with_papers(context, ending(**given))

    def test_count_to_their_opt_out_day(self, context: Context, clock: TestClock) -> None:
        self.renewing(context)
        assert morning(context, clock, date(2026, 10, 6)) == ["eve", "vic"]
        paper = paper_of(context, "eve")
        assert (paper.days, paper.renews_on) == (30, date(2026, 12, 6))

    def test_once_it_has_passed_they_say_once_that_it_renews_and_nothing_of_the_old_end(
        self, context: Context, clock: TestClock
    ) -> None:
        self.renewing(context)
        morning(context, clock, date(2026, 11, 5))
        assert "eve" in morning(context, clock, date(2026, 11, 6))
        assert paper_of(context, "eve").renews_on == date(2026, 12, 6)
        days = (date(2026, 11, 9) + timedelta(days=n) for n in range(40))
        assert [day for day in days if morning(context, clock, day)] == []

    def test_the_next_term_has_its_own_series(self, context: Context, clock: TestClock) -> None:
        self.renewing(context)
        morning(context, clock, date(2026, 11, 6))
        assert morning(context, clock, date(2027, 8, 9)) == ["eve"]  # 90 days before 5 Nov 2027 is a Saturday
        assert paper_of(context, "eve").days == 88


class TestCost:
    def test_a_sweep_with_nothing_due_is_a_handful_of_queries_however_many_papers_there_are(
        self, context: Context, clock: TestClock
    ) -> None:
        papers = [ending(id=f"NDA-{n}", expires_on=date(2029, 1, 1)) for n in range(60)]
        with_papers(context, *papers)
        clock.go_to(on(-90))
        sweep(context)
        counted = _count_queries(context)
        assert sweep(context) == 0
        assert len(counted) <= 6

    def test_what_is_due_is_looked_at_in_batches_without_a_query_for_each_paper(self, context: Context, clock: TestClock) -> None:
        with_papers(context, *(ending(id=f"NDA-{n}") for n in range(25)))
        clock.go_to(on(-90))
        counted = _count_queries(context)
        sweep(context)
        looked = [one for one in counted if "FROM access_grant" in one]
        assert len(looked) <= 2

    def test_a_message_about_very_many_papers_names_those_that_have_no_room(self, context: Context, clock: TestClock) -> None:
        with_papers(context, *(ending(id=f"NDA-{n:02}") for n in range(30)))
        morning(context, clock, on(-90))
        message = shown(context, "eve")
        assert (len(message.papers), len(message.more)) == (12, 18)


def test_every_reminder_stands_in_the_record(context: Context, clock: TestClock) -> None:
    with_papers(context)
    morning(context, clock, on(-90))
    (entry,) = [one for one in about(context) if one.happened.value == "agreement.reminded"]
    assert entry.details == {
        "recipient": "eve",
        "step": -90,
        "anchor": "end",
        "anchor_on": "2027-01-14",
        "days": 90,
        "bundle": "reminders:eve:2026-10-16",
    }


def test_a_request_for_its_vendor_wakes_a_paper_that_had_gone_silent(context: Context, clock: TestClock) -> None:
    """Internal material may be asked for without an NDA in force; the one that ended has to say that it did."""
    with_papers(context, assets=(asset(asset_class=1),))
    morning(context, clock, on(0))
    assert morning(context, clock, on(11)) == []
    ask(context, start_on=on(11), end_on=on(40))
    assert "eve" in morning(context, clock, on(12))
    assert paper_of(context, "eve").dependents.requests == 1


def _owed() -> Return:
    return Return("RTN-1", "V1", ("A1",), date(2026, 12, 1), date(2027, 3, 1))


def _count_queries(context: Context) -> list[str]:
    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            counted.append(statement)

    sql.listen(context.store.engine, "before_cursor_execute", count)
    return counted


def test_several_bots_at_once_tell_each_person_once(context: Context, clock: TestClock, database_url: str) -> None:
    with_papers(context, *(ending(id=f"NDA-{n:02}", owner=("eve", "sol", "dan")[n % 3]) for n in range(9)))
    clock.go_to(on(-30))
    bots = [replace(context, store=Store(open_engine(database_url))) for _ in range(3)]
    start = threading.Barrier(len(bots))

    def work(bot: Context) -> None:
        start.wait()
        sweep(bot)

    threads = [threading.Thread(target=work, args=(bot,)) for bot in bots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for bot in bots:
        bot.store.close()
    assert sorted(one.promise.destination for one in waiting(context)) == ["person:dan", "person:eve", "person:sol", "person:vic"]
    assert len(shown(context, "vic").papers) == 9
    assert len(about(context, "NDA-00")) == 2
