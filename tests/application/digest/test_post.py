"""The digest of the week: once per channel, from Monday half past eight on or late, never empty, the same for ever."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.application.agreements.sweep import sweep_reminders
from bot.application.audits.close import AuditVerdict, close_audit
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.digest.gather import gather_digest
from bot.application.digest.messages import WeekDigest
from bot.application.digest.post import post_digest
from bot.application.digest.show import Source, show_digest
from bot.application.record.root import root_record
from bot.domain.audits import AuditResult
from bot.domain.digest import Digest
from bot.domain.digest_lines import EndKind, EndWay, NeedKind, StuckKind
from bot.domain.errors import Refusal
from bot.domain.register import Finding, KnownGrant, Member
from bot.domain.vocabulary import Grade, GrantState, Mode, RequestState
from bot.store import outbox, proof, record
from bot.store.engine import open_engine
from bot.store.outbox import OutboxMessage
from bot.store.unit import Store
from tests.application.audit_steps import TICKET, delivered, findings, told_by_webhook, with_ticket
from tests.application.steps import FIRST, access, approve, approve_all, ask, kept, now_known, pass_days, reject
from tests.builders import END, TestClock, contract, member, nda, person, vendor, workflows
from tests.fakes.tracker import FakeTracker
from tests.refusing import resume_access
from tests.showing import draw

MONDAY = date(2026, 11, 30)
HALF_PAST_EIGHT = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
CHANNEL = "ip-week"
PATIENCE = 20.0  # seconds; the machine may be busy
LATE = Finding("FND-1", "V2", Grade.MAJOR, "Shared server", date(2026, 10, 31), "open")
WEEK = timedelta(days=7)


@pytest.fixture
def context(context: Context) -> Context:
    """The little world with a channel for the week, another vendor's finding that is overdue, an NDA that ends soon."""
    told = replace(context, digest_channels=(CHANNEL,))
    know(told)
    return told


def know(context: Context, **sections: Any) -> None:
    papers, vendors = (nda(expires_on=END), contract()), (vendor(), vendor(id="V2", name="Watt AG"))
    now_known(context, **({"findings": (LATE,), "agreements": papers, "vendors": vendors} | sections))


def at(clock: TestClock, moment: datetime = HALF_PAST_EIGHT, **later: int) -> None:
    clock.at = moment + timedelta(**later)


def posted(context: Context) -> list[OutboxMessage]:
    with context.store.reading() as unit:
        return [message for message in outbox.undelivered(unit) if message.promise.kind == "digest"]


def said(context: Context, message: OutboxMessage) -> Digest:
    with context.store.reading() as unit:
        drawn = draw(unit, context, message.promise)
    assert isinstance(drawn, WeekDigest)
    return drawn.digest


def worked_out(context: Context, monday: date = MONDAY) -> Digest:
    with context.store.reading() as unit:
        return gather_digest(unit, context, monday)


def suspended_and_covered_again(context: Context, clock: TestClock) -> None:
    """The NDA under open access was ended; a day later another one covers it, and a person has to say that it goes on."""
    ask(context, start_on=date(2026, 11, 25))
    approve_all(context)
    pass_days(context, clock, date(2026, 11, 25))
    know(context, agreements=(nda(terminated_on=date(2026, 11, 25)), contract()))
    pass_days(context, clock, date(2026, 11, 26))
    again = nda(id="NDA-2", effective_on=date(2026, 11, 26))
    know(context, agreements=(nda(terminated_on=date(2026, 11, 25)), again, contract()))
    pass_days(context, clock, date(2026, 11, 27))


class TestWhen:
    def test_not_before_half_past_eight_by_the_clock_on_the_wall(self, context: Context, clock: TestClock) -> None:
        at(clock, seconds=-1)
        assert post_digest(context) == 0
        at(clock)
        assert post_digest(context) == 1
        assert [message.promise.destination for message in posted(context)] == [f"channel:{CHANNEL}"]

    def test_once_however_often_it_is_looked_at(self, context: Context, clock: TestClock) -> None:
        for minutes in (0, 1, 60, 60 * 24, 60 * 24 * 6):
            at(clock, minutes=minutes)
            post_digest(context)
        assert len(posted(context)) == 1

    def test_late_in_that_week_if_nobody_could_before(self, context: Context, clock: TestClock) -> None:
        at(clock, days=6, hours=15)
        assert post_digest(context) == 1
        assert said(context, posted(context)[0]).monday == MONDAY

    def test_a_week_that_is_over_is_not_made_up_for(self, context: Context, clock: TestClock) -> None:
        at(clock, days=16)
        assert post_digest(context) == 1
        assert said(context, posted(context)[0]).monday == MONDAY + 2 * WEEK

    def test_again_on_the_next_monday(self, context: Context, clock: TestClock) -> None:
        for weeks in range(3):
            at(clock, weeks=weeks)
            assert post_digest(context) == 1

    def test_in_no_channel_as_long_as_none_is_named(self, context: Context, clock: TestClock) -> None:
        at(clock)
        assert post_digest(replace(context, digest_channels=())) == 0

    def test_not_of_a_morning_on_which_there_was_no_record_yet(self, context: Context) -> None:
        assert post_digest(context) == 0  # it is Tuesday, and the record began today

    def test_a_channel_that_is_named_later_is_told_the_same(self, context: Context, clock: TestClock) -> None:
        at(clock)
        post_digest(context)
        know(context, findings=())
        at(clock, days=1)
        assert post_digest(replace(context, digest_channels=(CHANNEL, "sponsors", "sponsors"))) == 1
        first, second = posted(context)
        assert second.promise.destination == "channel:sponsors"
        assert said(context, second) == said(context, first)


class TestOnce:
    def test_of_several_processes_at_once_one_posts(self, context: Context, clock: TestClock, database_url: str) -> None:
        stores = [Store(open_engine(database_url)) for _ in range(4)]
        weeks, start, counts = 5, threading.Barrier(len(stores), lambda: clock.move(weeks=1)), []
        at(clock, weeks=-1)

        def work(store: Store) -> None:
            for _ in range(weeks):
                start.wait(PATIENCE)
                counts.append(post_digest(replace(context, store=store)))

        processes = [threading.Thread(target=work, args=(store,)) for store in stores]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        for store in stores:
            store.close()
        assert sorted(counts) == [0] * 3 * weeks + [1] * weeks
        assert len(posted(context)) == weeks

    def test_the_record_keeps_what_was_told(self, context: Context, clock: TestClock) -> None:
        at(clock)
        post_digest(context)
        with context.store.reading() as unit:
            (entry,) = record.entries_of(unit, [f"digest:{MONDAY}"])
        assert (entry.event.happened.value, entry.event.actor) == ("digest.posted", "ringfence")
        assert entry.event.details["channels"] == [CHANNEL]


class TestEmpty:
    def test_an_empty_one_is_kept_back_for_the_whole_week(self, context: Context, clock: TestClock) -> None:
        know(context, findings=(), agreements=(nda(), contract()))
        at(clock)
        assert post_digest(context) == 0
        know(context)
        at(clock, days=2)
        assert post_digest(context) == 0
        assert posted(context) == []
        at(clock, weeks=1)
        assert post_digest(context) == 1


class TestWhatItSays:
    def test_what_is_overdue_and_what_ends(self, context: Context, clock: TestClock) -> None:
        at(clock)
        digest = worked_out(context)
        assert [(one.id, one.late, one.who) for one in digest.needs] == [("FND-1", 30, ("Mo",))]
        assert [(one.id, one.kind, one.way) for one in digest.endings] == [("NDA-1", EndKind.NDA, EndWay.ENDS)]
        assert (digest.numbers.vendors, digest.numbers.covered) == (2, 1)

    def test_access_that_stops_with_the_paper_and_access_to_secrets(self, context: Context, clock: TestClock) -> None:
        ask(context, start_on=date(2026, 11, 25))
        approve_all(context)
        pass_days(context, clock, date(2026, 11, 25))
        known = KnownGrant("G1", "R-OLD", "V1", "E1", "A1", Mode.VIEW, date(2026, 1, 1), date(2027, 6, 1), GrantState.ACTIVE)
        know(context, grants=(known,))
        at(clock)
        digest = worked_out(context)
        assert [one.stops for one in digest.endings] == [1]
        assert digest.numbers.secret_access == 2

    def test_a_request_that_waits_too_long_with_the_role_that_is_asked(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve(context, "mo")
        approve(context, "dan")
        at(clock, weeks=1)
        (need, _) = sorted(worked_out(context, MONDAY + WEEK).needs, key=lambda one: one.kind)
        assert (need.kind, need.id, need.who, need.what) == (NeedKind.APPROVAL, FIRST, ("Ivy",), "IP counsel")
        assert need.late == 5

    def test_a_request_that_is_stopped_with_the_check_that_stops_it(self, context: Context, clock: TestClock) -> None:
        ask(context)
        know(context, agreements=(nda(expires_on=date(2026, 12, 5)), contract()))
        pass_days(context, clock, date(2026, 11, 25))
        at(clock)
        (stuck,) = worked_out(context).stuck
        assert (stuck.kind, stuck.id, stuck.check, stuck.since, stuck.who) == (
            StuckKind.STOPPED,
            FIRST,
            "NDA-01",
            date(2026, 11, 25),
            "Ana",
        )

    def test_access_that_a_check_keeps_from_opening(self, context: Context, clock: TestClock) -> None:
        ask(context, start_on=date(2026, 11, 26))
        approve_all(context)
        know(context, people=(person(undertaking_signed_on=None),))
        pass_days(context, clock, date(2026, 11, 26))
        at(clock)
        (stuck,) = worked_out(context).stuck
        assert (stuck.kind, stuck.id, stuck.since) == (StuckKind.HELD, FIRST, date(2026, 11, 26))

    def test_suspended_access_that_waits_for_a_person(self, context: Context, clock: TestClock) -> None:
        suspended_and_covered_again(context, clock)
        at(clock)
        waits = [one for one in worked_out(context).needs if one.kind is NeedKind.SUSPENDED]
        assert [(one.id, one.on) for one in waits] == [(FIRST, date(2026, 11, 27))]
        assert waits[0].who in (("Ivy",), ("Dan",))

    def test_suspended_access_is_told_first_with_the_paper_that_ended_until_a_successor_is_recorded(
        self, context: Context, clock: TestClock
    ) -> None:
        ask(context, start_on=date(2026, 11, 25))
        approve_all(context)
        pass_days(context, clock, date(2026, 11, 25))
        know(context, agreements=(nda(terminated_on=date(2026, 11, 25)), contract()))
        pass_days(context, clock, date(2026, 11, 26))
        at(clock)
        first, *_ = then = worked_out(context).needs
        assert (first.kind, first.id, first.who, first.on) == (NeedKind.SUSPENDED, FIRST, ("Mo",), date(2026, 11, 26))
        assert first.what == "NDA-1 ended 25 Nov 2026"
        know(context, agreements=(nda(terminated_on=date(2026, 11, 25)), nda(id="NDA-2"), contract()))
        pass_days(context, clock, date(2026, 12, 2))
        assert worked_out(context).needs == then

    def test_what_was_decided_in_the_week_and_how_long_it_took(self, context: Context, clock: TestClock) -> None:
        ask(context)
        clock.move(hours=12)
        approve_all(context)
        at(clock)
        first = worked_out(context)
        assert (first.numbers.decided, first.numbers.median_tenths, first.before) == (1, 5, None)
        at(clock, weeks=1)
        later = worked_out(context, MONDAY + WEEK)
        assert later.before is not None
        assert (later.numbers.decided, later.before.decided) == (0, 1)

    def test_what_nobody_answered_is_no_decision(self, context: Context, clock: TestClock) -> None:
        ask(context)
        pass_days(context, clock, date(2026, 12, 4))
        at(clock, weeks=1)
        assert worked_out(context, MONDAY + WEEK).numbers.decided == 0

    def test_the_root_of_the_day_before_stands_in_it(self, context: Context, clock: TestClock) -> None:
        at(clock)
        root_record(context)
        with context.store.reading() as unit:
            newest = proof.newest_root(unit)
        digest = worked_out(context)
        assert newest
        assert (newest.day, newest.root) == (digest.root_on, digest.root)


class TestOfAnyPastMonday:
    def test_the_record_tells_it_as_it_was_whatever_happened_since(self, context: Context, clock: TestClock) -> None:
        """One access is open, one is held back, one request waits too long; all of that is over a month later."""
        know(context, people=(person(), person(id="E2", undertaking_signed_on=None)))
        ask(context, start_on=date(2026, 12, 2), end_on=date(2026, 12, 20))
        clock.move(hours=30)
        approve_all(context)
        waits = ask(context, start_on=date(2026, 12, 10))
        pass_days(context, clock, date(2026, 12, 1))
        approve(context, "mo", request_id=waits, round=1, stage=0)
        pass_days(context, clock, date(2026, 12, 3))
        at(clock, weeks=1)
        root_record(context)
        then = worked_out(context, MONDAY + WEEK)
        assert [(one.kind, one.who, one.what) for one in then.needs if one.id == waits] == [
            (NeedKind.APPROVAL, ("Dan", "Ivy"), "data owner and IP counsel")
        ]
        assert then.before is not None
        assert (then.numbers.secret_access, then.before.decided) == (1, 1)
        clock.move(minutes=5)
        reject(context, "dan", request_id=waits, round=1, stage=1)
        for day in range(8, 30):
            pass_days(context, clock, MONDAY + timedelta(days=day))
            root_record(context)
            sweep_reminders(context)
        assert [grant.state for grant in access(context)] == [GrantState.EXPIRED]
        assert worked_out(context, MONDAY + WEEK) == then

    def test_access_that_was_held_back_then_opened_was_held_back(self, context: Context, clock: TestClock) -> None:
        ask(context, start_on=date(2026, 11, 26))
        approve_all(context)
        know(context, people=(person(undertaking_signed_on=None),))
        pass_days(context, clock, date(2026, 11, 26))
        at(clock)
        then = worked_out(context)
        know(context)
        pass_days(context, clock, date(2026, 12, 1))
        assert [grant.state for grant in access(context)] == [GrantState.ACTIVE]
        assert (worked_out(context), worked_out(context).stuck[0].kind) == (then, StuckKind.HELD)

    def test_access_that_waited_for_an_answer_did_though_it_was_answered_since(self, context: Context, clock: TestClock) -> None:
        suspended_and_covered_again(context, clock)
        at(clock)
        then = worked_out(context)
        assert NeedKind.SUSPENDED in [one.kind for one in then.needs]
        clock.move(minutes=1)
        resume_access(context, member("dan"), FIRST)
        assert [grant.state for grant in access(context)] == [GrantState.ACTIVE]
        assert worked_out(context) == then

    def test_a_request_that_was_stopped_was_though_it_goes_on_now(self, context: Context, clock: TestClock) -> None:
        ask(context)
        know(context, people=(person(undertaking_signed_on=None),))
        pass_days(context, clock, date(2026, 11, 25))
        at(clock)
        then = worked_out(context)
        know(context)
        pass_days(context, clock, date(2026, 12, 1))
        assert kept(context).state is RequestState.PENDING_APPROVAL
        assert (worked_out(context), then.stuck[0].check) == (then, "PPL-02")

    def test_an_audit_and_a_finding_that_were_late_were_though_they_are_closed_now(
        self, context: Context, clock: TestClock
    ) -> None:
        tracker, due = FakeTracker(clock=clock), date(2026, 11, 27)
        key = with_ticket(context, tracker, due_on=due)
        tracker.find_fault(TICKET, grade="Medium", due_on=due)
        told_by_webhook(context, tracker, "IPA-2")
        at(clock)
        then = worked_out(context)
        late = [(one.kind, one.id, one.late) for one in then.needs if one.id.startswith("IPA")]
        assert late == [(NeedKind.AUDIT, TICKET, 3), (NeedKind.FINDING, "IPA-2", 3)]
        clock.move(hours=1)
        tracker.move("IPA-2", "Closed")
        tracker.find_fault(TICKET, grade="High", due_on=date(2026, 11, 28))
        for ticket in ("IPA-2", "IPA-3"):
            told_by_webhook(context, tracker, ticket, delivery=f"again {ticket}")
        close_audit(context, member("ivy"), AuditVerdict(key, AuditResult.FAIL, ""))
        assert {one.status for one in findings(context) if one.id == "IPA-2"} == {"closed"}
        assert worked_out(context) == then

    def test_an_audit_that_was_reopened_is_named_from_that_day_on_and_was_closed_before(
        self, context: Context, clock: TestClock
    ) -> None:
        tracker = FakeTracker(clock=clock)
        key = with_ticket(context, tracker, due_on=date(2026, 11, 27))
        close_audit(context, member("ivy"), AuditVerdict(key, AuditResult.FAIL, ""))
        delivered(context, tracker)
        at(clock)
        assert self.audits_in(context) == []
        clock.move(hours=1)
        tracker.move(TICKET, "Fieldwork")
        told_by_webhook(context, tracker)
        assert self.audits_in(context) == []
        at(clock, days=7)
        assert self.audits_in(context, MONDAY + WEEK) == [(TICKET, 10, date(2026, 11, 30))]

    def audits_in(self, context: Context, monday: date = MONDAY) -> list[tuple[str, int, date | None]]:
        with context.store.reading() as unit:
            needs = gather_digest(unit, context, monday).needs
        return [(one.id, one.late, one.reopened) for one in needs if one.kind is NeedKind.AUDIT]

    def test_one_that_was_posted_late_is_of_that_morning(self, context: Context, clock: TestClock) -> None:
        ask(context)
        at(clock)
        then = worked_out(context)
        at(clock, days=3)
        approve_all(context)
        post_digest(context)
        assert said(context, posted(context)[0]) == then

    def test_one_that_was_posted_stays_as_it_was_told(self, context: Context, clock: TestClock) -> None:
        at(clock)
        post_digest(context)
        told = said(context, posted(context)[0])
        know(context, findings=())
        at(clock, weeks=5)
        shown = show_digest(context, member("mo"), MONDAY)
        assert (shown.digest, shown.source) == (told, Source.POSTED)

    def test_without_a_day_the_newest_monday_is_told(self, context: Context, clock: TestClock) -> None:
        at(clock, days=1)
        shown = show_digest(context, member("mo"))
        assert (shown.digest, shown.source) == (worked_out(context), Source.WORKED_OUT)

    def test_before_the_first_monday_of_the_record_things_are_told_as_they_stand(self, context: Context) -> None:
        shown = show_digest(context, member("mo"))
        assert (shown.digest.monday, shown.source) == (date(2026, 11, 24), Source.NOW)
        assert [one.id for one in shown.digest.needs] == ["FND-1"]

    @pytest.mark.parametrize(
        ("day", "code", "words"),
        [
            (date(2026, 12, 1), "not_a_monday", "1 Dec 2026 is a Tuesday. Say a Monday: 2026-11-30 or 2026-12-07."),
            (date(2026, 12, 7), "not_yet", "The newest is of 2026-11-30."),
            (date(2026, 11, 23), "before_the_record", "The record begins on 24 Nov 2026"),
        ],
    )
    def test_any_other_day_is_refused_in_words(
        self, context: Context, clock: TestClock, day: date, code: str, words: str
    ) -> None:
        at(clock, days=1)
        with pytest.raises(Refusal, match=words.split("(")[0][:20]) as refused:
            show_digest(context, member("mo"), day)
        assert refused.value.code == code
        assert words in refused.value.words

    def test_before_anything_was_recorded_nothing_was(self, store: Store, clock: TestClock) -> None:
        empty = Context(store, clock, workflows(), Calendar(ZoneInfo("Europe/Berlin")), digest_channels=(CHANNEL,), kinds=KINDS)
        at(clock)
        assert post_digest(empty) == 0
        assert show_digest(empty, member("mo")).digest.is_empty
        with pytest.raises(Refusal, match="The record begins on 30 Nov 2026"):
            show_digest(empty, member("mo"), MONDAY)


def test_the_week_is_for_people_whom_the_register_names(context: Context) -> None:
    stranger = Member("slack:U_NEW", "Nora New", (), slack_id="U_NEW")

    with pytest.raises(Refusal, match="the register of this company names") as refused:
        show_digest(context, stranger)

    assert refused.value.code == "not_yours"
    with context.store.reading() as unit:
        (entry,) = record.entries_of(unit, ["digest"])
    assert (entry.event.actor, entry.event.details["code"]) == ("slack:U_NEW", "not_yours")
