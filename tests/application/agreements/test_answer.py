"""The buttons of a reminder: each does what it says, asks again who clicks, is kept in the record, and shows what was done."""

from datetime import date, timedelta

import pytest

from bot.application.agreements.answer import Click
from bot.application.audits.sync import note_delivery, poll_tracker
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.ports import MessageRef
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.reminders import Anchor, ReminderSchedule, RenewalChoice
from bot.store.outbox import JIRA, SLACK
from tests.application.reminding import (
    CLICK,
    END,
    SERIES,
    VIC,
    about,
    ending,
    morning,
    name_of,
    on,
    paper_of,
    reminded,
    sweep,
    waiting,
    with_papers,
)
from tests.application.steps import everything_is_delivered
from tests.builders import TestClock, member, members, nda
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE
from tests.refusing import choose_renewal, hand_over, let_end, snooze

EVE, IVY, MO, ANA = member("eve"), member("ivy"), member("mo"), member("ana")


@pytest.fixture
def context(context: Context, clock: TestClock) -> Context:
    """Thirty days before the end; Eve, the owner, and Vic have been reminded."""
    with_papers(context)
    assert sorted(morning(context, clock, on(-30))) == ["eve", "vic"]
    return context


def deliver(context: Context, world: str, tracker: FakeTracker, messenger: FakeMessenger | None = None) -> None:
    outside = Outside(messenger or FakeMessenger(), tracker)
    while deliver_next(context, outside, world, AT_ONCE):
        pass


def happened(context: Context) -> list[str]:
    return [one.happened.value for one in about(context) if one.happened.value != "agreement.reminded"]


def refused(outcome: Refusal | None) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.words


class TestRenew:
    def test_is_kept_and_opens_one_task_that_says_what_to_improve(self, context: Context) -> None:
        with_papers(context, ending(trade_secret_carve_out=False, survival=None, projects=()))
        tracker = FakeTracker()
        assert choose_renewal(context, EVE, CLICK) is None
        deliver(context, JIRA, tracker)
        (ticket,) = tracker.tickets.values()
        assert ticket.draft.key == "renew:NDA-1:2027-01-14"
        assert ticket.draft.due_on == END
        wanted = dict(ticket.draft.description)["The new paper should say"]
        assert "tail:" in wanted
        assert "carve-out:" in wanted
        decided = paper_of(context, "eve").decided
        assert decided is not None
        assert (decided.decision, decided.who, decided.task_key) == (RenewalChoice.RENEW, "Eve", "IPA-1")

    def test_a_task_whose_reply_was_lost_is_found_again(self, context: Context, clock: TestClock) -> None:
        tracker = FakeTracker()
        tracker.loses_next_reply = True
        choose_renewal(context, EVE, CLICK)
        deliver(context, JIRA, tracker)
        clock.move(minutes=5)
        deliver(context, JIRA, tracker)
        assert len(tracker.tickets) == 1
        assert happened(context) == ["agreement.renewal_opened", "ticket.opened"]

    def test_a_task_that_the_tracker_refuses_is_told_to_who_decided_and_in_the_reminder(self, context: Context) -> None:
        everything_is_delivered(context)
        tracker, messenger = FakeTracker(), FakeMessenger()
        tracker.refuses = True
        choose_renewal(context, EVE, CLICK)
        deliver(context, JIRA, tracker)
        assert paper_of(context, "eve").decided.refused  # type: ignore[union-attr]
        assert {"eve", "vic"} == set(map(name_of, waiting(context)))
        deliver(context, SLACK, tracker, messenger)
        notices = [one for one in messenger.posted if type(one.message).__name__ == "Notice"]
        assert [one.destination.name for one in notices] == ["U_ADA", "U_EVE"]
        assert {one.message.headline for one in notices} == {"Given up at Jira: the task to renew an NDA"}

    def test_twice_is_once(self, context: Context) -> None:
        choose_renewal(context, EVE, CLICK)
        assert choose_renewal(context, VIC, CLICK) is None
        assert happened(context) == ["agreement.renewal_opened"]

    def test_a_changed_mind_keeps_its_one_task(self, context: Context) -> None:
        tracker = FakeTracker()
        for answer in (choose_renewal, let_end, choose_renewal):
            assert answer(context, EVE, CLICK) is None
            deliver(context, JIRA, tracker)
        assert len(tracker.tickets) == 1
        assert paper_of(context, "eve").decided.task_key == "IPA-1"  # type: ignore[union-attr]

    def test_every_copy_is_drawn_anew_for_everybody_who_was_reminded(self, context: Context) -> None:
        everything_is_delivered(context)
        choose_renewal(context, VIC, CLICK)
        assert sorted(map(name_of, waiting(context))) == ["eve", "vic"]

    def test_a_decision_makes_the_sixty_day_step_needless(self, context: Context, clock: TestClock) -> None:
        with_papers(context, ending(), ending(id="NDA-2", expires_on=END + timedelta(days=60), their_entities=("V1-B",)))
        later = ReminderSchedule("NDA-2", Anchor.END, END + timedelta(days=60))
        assert "eve" in morning(context, clock, on(-29))
        assert choose_renewal(context, EVE, Click(later)) is None
        everything_is_delivered(context)
        assert [morning(context, clock, on(days)) for days in (0, 1)] == [["eve", "ivy", "vic"], []]


class TestLetItEnd:
    def test_is_kept_with_who_and_when(self, context: Context, clock: TestClock) -> None:
        assert let_end(context, IVY, CLICK) is None
        decided = paper_of(context, "eve").decided
        assert decided is not None
        assert (decided.decision, decided.who, decided.at) == (RenewalChoice.LET_END, "Ivy", clock.now())

    def test_twice_is_once(self, context: Context) -> None:
        let_end(context, EVE, CLICK)
        assert let_end(context, EVE, CLICK) is None
        assert happened(context) == ["agreement.let_end"]

    def test_what_has_ended_is_not_let_end(self, context: Context, clock: TestClock) -> None:
        clock.go_to(on(1))
        assert "has ended already" in refused(let_end(context, EVE, CLICK))


class TestWhoMay:
    @pytest.mark.parametrize("who", [EVE, VIC, IVY])
    def test_the_owner_a_vendor_manager_and_ip_counsel_decide(self, context: Context, who: Member) -> None:
        assert choose_renewal(context, who, CLICK) is None

    @pytest.mark.parametrize("who", [MO, ANA])
    def test_nobody_else_does_and_the_attempt_is_recorded(self, context: Context, who: Member) -> None:
        assert "Ask Eve" in refused(choose_renewal(context, who, CLICK))
        assert about(context)[-1].details["code"] == "not_yours"
        assert paper_of(context, "eve").decided is None

    def test_a_button_of_a_day_that_has_changed_does_nothing(self, context: Context) -> None:
        with_papers(context, ending(expires_on=date(2027, 6, 30)))
        assert "has changed since this message" in refused(choose_renewal(context, EVE, CLICK))

    def test_nor_does_one_of_a_paper_that_another_has_replaced(self, context: Context) -> None:
        with_papers(context, ending(), nda(id="NDA-2", supersedes=("NDA-1",), effective_on=END))
        assert "NDA-2 takes over" in refused(let_end(context, EVE, CLICK))

    def test_nor_one_of_an_opt_out_day_that_has_passed(self, context: Context, clock: TestClock) -> None:
        with_papers(context, ending(auto_renew=True, renew_months=12, notice_days_ours=30))
        clock.go_to(END)
        passed = ReminderSchedule("NDA-1", Anchor.OPT_OUT, END - timedelta(days=30))
        assert "has changed since" in refused(choose_renewal(context, EVE, Click(passed)))


class TestSnooze:
    def test_gives_the_same_step_again_on_its_day_to_the_snoozer_alone_and_once(self, context: Context, clock: TestClock) -> None:
        assert snooze(context, EVE, CLICK, until=on(-20), reason="Their counsel is away.") is None
        assert paper_of(context, "eve").snoozed_until == on(-20)
        assert morning(context, clock, on(-21)) == []
        assert morning(context, clock, on(-20)) == ["eve"]
        assert morning(context, clock, on(-17)) == []
        assert reminded(context).count(("eve", -30)) == 2

    def test_at_the_next_steps_day_that_step_comes_instead(self, context: Context, clock: TestClock) -> None:
        snooze(context, EVE, CLICK, until=on(-1), reason="Later.")
        assert paper_of(context, "eve").snoozed_until == on(-14)
        assert sorted(morning(context, clock, on(-14))) == ["eve", "vic"]
        assert reminded(context)[-2:] == [("eve", -14), ("vic", -14)]

    def test_says_nothing_of_a_paper_that_was_renewed_meanwhile(self, context: Context, clock: TestClock) -> None:
        snooze(context, EVE, CLICK, until=on(-20), reason="Later.")
        with_papers(context, ending(expires_on=date(2028, 1, 1)))
        assert morning(context, clock, on(-20)) == []

    def test_is_refused_from_seven_days_before_on(self, context: Context, clock: TestClock) -> None:
        morning(context, clock, on(-7))
        assert "too close to its day" in refused(snooze(context, EVE, CLICK, until=on(-1), reason="Later."))

    def test_is_refused_to_somebody_who_is_not_reminded(self, context: Context) -> None:
        assert "not reminded" in refused(snooze(context, ANA, CLICK, until=on(-20), reason="Later."))
        assert "were not reminded" in refused(snooze(context, IVY, CLICK, until=on(-20), reason="Later."))

    def test_is_refused_where_nothing_is_due(self, context: Context) -> None:
        far = ending(id="NDA-2", expires_on=date(2028, 1, 1), their_entities=("V1-B",))
        with_papers(context, ending(), far)
        click = Click(ReminderSchedule("NDA-2", Anchor.END, date(2028, 1, 1)))
        assert "nothing to put off" in refused(snooze(context, EVE, click, until=on(-20), reason="Later."))


class TestNotMine:
    def test_the_next_owner_hears_of_the_current_step_once(self, context: Context, clock: TestClock) -> None:
        assert hand_over(context, EVE, CLICK, instead=None, reason="I left that team.") is None
        assert morning(context, clock, on(-29)) == ["mo"]
        assert morning(context, clock, on(-28)) == []
        assert paper_of(context, "mo").buttons.not_mine
        assert not paper_of(context, "eve").buttons.not_mine

    def test_whoever_is_named_is_the_owner_then(self, context: Context, clock: TestClock) -> None:
        hand_over(context, EVE, CLICK, instead="sol", reason="")
        assert morning(context, clock, on(-29)) == ["sol"]
        assert choose_renewal(context, member("sol"), CLICK) is None

    def test_only_the_owner_hands_over(self, context: Context) -> None:
        assert "not yours already: its owner is Eve" in refused(hand_over(context, VIC, CLICK, instead=None, reason=""))

    @pytest.mark.parametrize("nobody", ["nobody", "aud"])
    def test_only_somebody_who_can_be_told_takes_over(self, context: Context, nobody: str) -> None:
        with_papers(context, everybody=members(VIC, member("aud", active=False)))
        assert "Choose somebody else" in refused(hand_over(context, EVE, CLICK, instead=nobody, reason=""))

    def test_the_last_one_cannot_hand_over_to_nobody(self, context: Context) -> None:
        with_papers(context, everybody=members(*(member(one, active=False) for one in ("mo", "vic", "ada"))))
        assert "nobody else" in refused(hand_over(context, EVE, CLICK, instead=None, reason=""))


def test_a_copy_that_nobody_wrote_down_is_redrawn_with_the_others_from_its_first_click_on(
    context: Context, clock: TestClock
) -> None:
    messenger, seen = FakeMessenger(), MessageRef("person:U_EVE", "1.0")
    messenger.loses_next_reply = True
    deliver(context, SLACK, FakeTracker(), messenger)
    click = Click(SERIES, seen, on(-30))
    assert choose_renewal(context, EVE, click) is None
    clock.move(minutes=5)
    deliver(context, SLACK, FakeTracker(), messenger)
    (copy,) = [one for one in messenger.posted if one.ref == seen]
    assert copy.drawings > 1


def test_a_click_on_a_message_that_never_was_adopts_nothing(context: Context) -> None:
    click = Click(SERIES, MessageRef("C1", "1.0"), date(2020, 1, 1))
    assert choose_renewal(context, EVE, click) is None
    assert sweep(context) == 0


class TestTheTaskInTheTracker:
    """Where it went is followed, and that it is gone is said once."""

    @pytest.fixture
    def tracker(self, context: Context, clock: TestClock) -> FakeTracker:
        tracker = FakeTracker(clock=clock)
        choose_renewal(context, EVE, CLICK)
        deliver(context, JIRA, tracker)
        clock.move(hours=1)
        return tracker

    def test_one_that_is_moved_stands_in_the_reminder_under_its_new_key(self, context: Context, tracker: FakeTracker) -> None:
        now = tracker.move_to_project("IPA-1", "SEC")
        poll_tracker(context, tracker)
        decided = paper_of(context, "eve").decided
        assert decided
        assert (decided.task_key, decided.task_url) == (now, f"https://jira.example/browse/{now}")

    def test_one_that_is_gone_is_said_in_the_reminder_and_told_once(self, context: Context, tracker: FakeTracker) -> None:
        everything_is_delivered(context)
        tracker.delete("IPA-1")
        messenger = FakeMessenger()
        for delivery in ("1", "2"):
            note_delivery(context, delivery, "IPA-1")
            deliver(context, JIRA, tracker)
        decided = paper_of(context, "eve").decided
        assert decided
        assert decided.task_gone
        deliver(context, SLACK, tracker, messenger)
        told = [one for one in messenger.posted if type(one.message).__name__ == "TicketNotice"]
        assert [(one.destination.name, one.message.headline) for one in told] == [
            ("U_EVE", f"IPA-1, the task to renew {SERIES.subject}, is gone from Jira")
        ]
        choose_renewal(context, EVE, CLICK)
        deliver(context, JIRA, tracker)
        assert tracker.tickets == {}
