"""Access follows its paper: an NDA that ends suspends what rests on it, each person is told once, and the cards say why."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from bot.application.access.sweep import sweep_grants
from bot.application.access.views import Notice
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.views import Card
from bot.domain.dates import ONE_DAY
from bot.domain.events import Event
from bot.domain.register import Agreement, KnownGrant, LegalEntity
from bot.domain.vocabulary import GrantState, Mode
from bot.store import grants, outbox, record
from bot.store.documents import to_document
from bot.store.outbox import Promise
from bot.store.tables import AGREEMENTS
from bot.store.tables import PEOPLE as PERSON_TABLE
from tests.application.steps import (
    FIRST,
    access,
    approve,
    approve_all,
    ask,
    everything_is_delivered,
    happened,
    kept,
    now_known,
    open_access_to_a1,
    pass_days,
    promised,
)
from tests.builders import END, START, TODAY, TestClock, asset, contract, member, nda, own_entity, person, register, vendor
from tests.counting import row_counts
from tests.refusing import end_access
from tests.showing import draw

LAST = date(2026, 12, 10)
NEXT = LAST + ONE_DAY
OTHERS = ("mo", "dan", "ivy", "sol")  # who asked hears of each request under its receipt
KNOWN = KnownGrant("GRT-101", "R-OLD", "V1", "E1", "A1", Mode.VIEW, date(2026, 6, 1), END, GrantState.ACTIVE)


def papers_are(context: Context, *papers: Agreement, **sections: object) -> None:
    now_known(context, agreements=(*papers, contract()), **sections)


def standing(context: Context, request_id: str = FIRST) -> list[tuple[str, tuple[str, ...]]]:
    return [(grant.state.value, grant.reasons) for grant in access(context, request_id)]


def told(context: Context, kind: str = "suspended") -> list[str]:
    return [destination.removeprefix("person:") for one, destination in promised(context) if one == kind]


def message(context: Context, kind: str, who: str) -> object:
    """The newest message of this kind to this person, as it would be delivered now."""
    with context.store.reading() as unit:
        waiting = [one.promise for one in outbox.undelivered(unit) if one.promise.kind == kind]
        return draw(unit, context, [one for one in waiting if one.destination == f"person:{who}"][-1])


def waits(context: Context, who: str) -> timedelta:
    """How long the message about suspended access to this person is kept back, so that more can come into it."""
    with context.store.reading() as unit:
        (found,) = [m for m in outbox.undelivered(unit) if m.promise.kind == "suspended" and m.promise.destination.endswith(who)]
    return found.not_before - context.now()


def card(context: Context) -> Card:
    with context.store.reading() as unit:
        drawn = draw(unit, context, Promise("k", "slack", FIRST, "channel:ip-requests", "card"))
    assert isinstance(drawn, Card)
    return drawn


def events_of(context: Context, entity: str) -> list[Event]:
    with context.store.reading() as unit:
        return [entry.event for entry in record.entries_of(unit, [entity])]


@pytest.fixture
def open_access(context: Context, clock: TestClock) -> Context:
    """A1 (secret) is open to Ewa since its first day; everybody has heard of it."""
    return open_access_to_a1(context, clock)


class TestAnNdaThatEnds:
    def test_open_access_knows_until_when_it_is_covered(self, open_access: Context) -> None:
        (grant,) = access(open_access)
        assert (grant.covered_until, grant.entity, grant.next_on) == (date(2028, 12, 31), "V1-A", END - 14 * ONE_DAY)

    def test_the_access_is_suspended_at_the_end_of_the_last_covered_day(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, LAST)
        assert standing(open_access) == [("active", ())]

        pass_days(open_access, clock, NEXT)

        assert standing(open_access) == [("suspended", ("nda:NDA-1",))]
        event = events_of(open_access, "GRT-2026-0001")[-1]
        assert (event.happened.value, event.before, event.after) == ("access.suspended", "active", "suspended")
        assert (event.details["reason"], event.details["covered_until"]) == ("nda:NDA-1", "2026-12-10")

    def test_one_that_was_ended_in_hindsight_suspends_it_at_the_next_look(self, open_access: Context, clock: TestClock) -> None:
        clock.go_to(date(2026, 12, 20))
        papers_are(open_access, nda(terminated_on=LAST))

        sweep_grants(open_access)

        (grant,) = access(open_access)
        assert (grant.state, grant.covered_until) == (GrantState.SUSPENDED, LAST)

    def test_suspending_it_again_changes_nothing_and_tells_nobody(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT)
        before = row_counts(open_access.store)

        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT + timedelta(days=10))

        assert row_counts(open_access.store) == before

    def test_the_access_of_other_vendors_goes_on(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(), nda(id="NDA-9", vendor="V9", terminated_on=LAST), vendors=(vendor(), vendor(id="V9")))

        pass_days(open_access, clock, NEXT)

        assert standing(open_access) == [("active", ())]

    def test_a_day_on_which_nothing_can_change_looks_at_nothing(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        sweep_grants(open_access)
        clock.go_to(LAST)
        assert sweep_grants(open_access) == 0

    def test_it_can_still_be_ended_for_good(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT)

        end_access(open_access, member("dan"), FIRST)

        assert [grant.state for grant in access(open_access)] == [GrantState.REVOKED]

    def test_suspended_days_are_not_given_back(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT)

        pass_days(open_access, clock, END + ONE_DAY)

        assert [grant.state for grant in access(open_access)] == [GrantState.EXPIRED]
        assert happened(open_access)[-1] == "access.ended"
        assert card(open_access).request.access_words == "ended"

    def test_a_person_who_now_works_for_a_company_that_the_paper_does_not_name_is_looked_at(
        self, context: Context, clock: TestClock
    ) -> None:
        """GRT-101 rests on NDA-1; once Ewa works for Volt's sister, only the old paper of that one fits, and it is over."""
        companies = vendor(entities=(*vendor().entities, LegalEntity("V1-B", "Volt Sister", "PL")))
        sisters = nda(id="NDA-2", their_entities=("V1-B",), terminated_on=LAST)
        papers_are(context, nda(), sisters, vendors=(companies,), grants=(KNOWN,))
        pass_days(context, clock, NEXT)
        assert standing(context, "R-OLD") == [("active", ())]

        moved = (person(employer_entity="V1-B"),)
        papers_are(context, nda(), sisters, vendors=(companies,), grants=(KNOWN,), people=moved)
        sweep_grants(context)

        assert standing(context, "R-OLD") == [("suspended", ("nda:NDA-2",))]

    def test_material_that_now_belongs_to_a_company_that_the_paper_does_not_name_is_looked_at(
        self, context: Context, clock: TestClock
    ) -> None:
        theirs = nda(id="NDA-2", our_entities=("HOLDING",), terminated_on=LAST)
        ours = {"own_entities": (own_entity(), own_entity(id="HOLDING", name="Holding AG")), "grants": (KNOWN,)}
        papers_are(context, nda(), theirs, **ours)
        pass_days(context, clock, NEXT)

        papers_are(context, nda(), theirs, assets=(asset(owner_entity="HOLDING"),), **ours)
        sweep_grants(context)

        assert standing(context, "R-OLD") == [("suspended", ("nda:NDA-2",))]


class TestWhoIsTold:
    def test_requester_approvers_data_owner_and_vendors_owner_each_once(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))

        pass_days(open_access, clock, NEXT)

        assert sorted(told(open_access)) == sorted(OTHERS)
        assert ("card", "channel:ip-requests") in promised(open_access)

    def test_the_message_says_why_and_that_the_system_owner_has_to_remove_it(
        self, open_access: Context, clock: TestClock
    ) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT)

        drawn = message(open_access, "suspended", "dan")

        assert isinstance(drawn, Notice)
        assert drawn.headline == "Access of Volt GmbH is suspended: NDA-1 ended 10 Dec 2026"
        assert drawn.lines[0] == f"{FIRST} · A1 · 1 person"
        assert "the system owner removes the access" in drawn.lines[1]
        assert "it has removed nothing" in drawn.lines[1]

    def test_several_requests_under_one_paper_are_one_message(self, context: Context, clock: TestClock) -> None:
        for _ in range(8):
            request_id = ask(context)
            for who in ("mo", "dan", "ivy", "sol"):
                approve(context, who, request_id=request_id, stage=kept(context, request_id).stage)
        pass_days(context, clock, START)
        everything_is_delivered(context)
        papers_are(context, nda(terminated_on=LAST))

        pass_days(context, clock, NEXT)

        assert sorted(told(context)) == sorted(OTHERS)
        drawn = message(context, "suspended", "dan")
        assert isinstance(drawn, Notice)
        assert [line.split(" · ")[0] for line in drawn.lines[:8]] == [f"REQ-2026-000{number}" for number in range(1, 9)]

    def test_what_is_suspended_later_that_day_comes_into_the_same_message(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT)
        everything_is_delivered(open_access)

        papers_are(open_access, nda(terminated_on=LAST), grants=(KNOWN,))
        sweep_grants(open_access)

        drawn = message(open_access, "suspended", "dan")
        assert isinstance(drawn, Notice)
        assert [line.split(" · ")[0] for line in drawn.lines[:2]] == [FIRST, "R-OLD"]

    def test_however_much_follows_the_message_is_redrawn_no_more_than_every_ten_seconds(
        self, context: Context, clock: TestClock
    ) -> None:
        papers_are(context, nda(terminated_on=LAST), grants=(KNOWN,))
        pass_days(context, clock, NEXT)
        assert waits(context, "dan") == timedelta(0)
        everything_is_delivered(context)

        for number in range(3):
            more = replace(KNOWN, id=f"GRT-{number}", request=f"R-{number}")
            papers_are(context, nda(terminated_on=LAST), grants=(KNOWN, more))
            sweep_grants(context)

        assert told(context).count("dan") == 1
        assert waits(context, "dan") == timedelta(seconds=10)

    def test_of_very_many_the_first_are_named_and_the_others_counted(self, context: Context, clock: TestClock) -> None:
        old = tuple(
            KnownGrant(f"G{n}", f"R-{n:02}", "V1", "E1", "A1", Mode.VIEW, TODAY, END, GrantState.ACTIVE) for n in range(40)
        )
        papers_are(context, nda(terminated_on=LAST), grants=old)

        pass_days(context, clock, NEXT)

        drawn = message(context, "suspended", "dan")
        assert isinstance(drawn, Notice)
        assert drawn.lines[15] == "and 25 more"

    def test_the_card_says_that_it_is_suspended_and_why(self, open_access: Context, clock: TestClock) -> None:
        papers_are(open_access, nda(terminated_on=LAST))
        pass_days(open_access, clock, NEXT)

        shown = card(open_access).request

        assert shown.access_words == "suspended"
        assert shown.suspended_because == ("NDA-1 ended 10 Dec 2026",)
        assert shown.access_is_running


class TestAccessThatTheRegisterKnows:
    def test_it_is_taken_in_once_and_never_written_over(self, context: Context) -> None:
        papers_are(context, nda(), grants=(KNOWN,))
        assert events_of(context, "register")[-1].details["access_taken_in"] == 1
        load_register(context, register(grants=()), actor="test")

        (grant,) = access(context, "R-OLD")
        assert (grant.id, grant.state, grant.channel, grant.entity) == ("GRT-101", GrantState.ACTIVE, "", None)

    def test_it_is_suspended_like_any_other_and_the_data_owner_hears_of_it(self, context: Context, clock: TestClock) -> None:
        papers_are(context, nda(terminated_on=LAST), grants=(KNOWN,))
        pass_days(context, clock, LAST)
        assert standing(context, "R-OLD") == [("active", ())]

        pass_days(context, clock, NEXT)

        assert standing(context, "R-OLD") == [("suspended", ("nda:NDA-1",))]
        assert sorted(told(context)) == ["dan", "mo"]  # Mo owns the vendor

    def test_one_whose_paper_was_over_when_it_came_in_is_suspended_at_once(self, context: Context) -> None:
        papers_are(context, nda(terminated_on=date(2026, 10, 1)), grants=(KNOWN,))

        sweep_grants(context)

        assert standing(context, "R-OLD") == [("suspended", ("nda:NDA-1",))]

    def test_one_that_never_had_a_paper_was_given_so_and_goes_on(self, context: Context) -> None:
        now_known(context, agreements=(), grants=(KNOWN,))

        sweep_grants(context)

        assert standing(context, "R-OLD") == [("active", ())]

    def test_one_that_the_register_calls_suspended_stays_so_until_its_owner_or_its_last_day_comes(
        self, context: Context, clock: TestClock
    ) -> None:
        papers_are(context, nda(), grants=(replace(KNOWN, state=GrantState.SUSPENDED),))
        sweep_grants(context)
        assert standing(context, "R-OLD") == [("suspended", ("owner",))]

        pass_days(context, clock, END + ONE_DAY)

        assert [grant.state for grant in access(context, "R-OLD")] == [GrantState.EXPIRED]
        drawn = message(context, "notice", "dan")
        assert isinstance(drawn, Notice)
        assert drawn.headline == "Access of Volt GmbH to A1 for 1 person has ended, its last day was 15 Jan 2027 · R-OLD"

    @pytest.mark.parametrize(("covered", "state"), [(True, "active"), (False, "scheduled")])
    def test_planned_access_opens_only_under_a_paper(self, context: Context, clock: TestClock, covered: bool, state: str) -> None:
        planned = replace(KNOWN, state=GrantState.SCHEDULED, start_on=START)
        now_known(context, agreements=(nda(),) if covered else (), grants=(planned,))

        pass_days(context, clock, START)

        (grant,) = access(context, "R-OLD")
        assert grant.state.value == state
        assert ("No NDA covers it" in grant.held) is not covered
        drawn = message(context, "notice", "dan")
        assert isinstance(drawn, Notice)
        assert ("is in force until" if covered else "is approved and not in force") in drawn.headline

    def test_records_that_the_register_lost_hold_up_no_look(self, context: Context) -> None:
        papers_are(context, nda(), grants=(KNOWN,))
        sweep_grants(context)
        load_register(context, register(people=(), assets=(), agreements=(), vendors=(), assessments=()), actor="test")

        sweep_grants(context)

        assert standing(context, "R-OLD") == [("suspended", ("nda:none",))]


def test_a_request_that_cannot_be_judged_holds_up_none_that_is_looked_at_with_it(context: Context, clock: TestClock) -> None:
    papers_are(context, nda(), people=(person(), person(id="E2")), grants=(KNOWN,))
    ask(context, people=("E2",))
    approve_all(context)
    pass_days(context, clock, TODAY)
    with context.store.writing() as unit:
        unit.connection.execute(delete(PERSON_TABLE).where(PERSON_TABLE.c.id == "E2"))
    papers_are_over = nda(terminated_on=START - ONE_DAY)
    load_register_by_hand(context, papers_are_over)

    with capture_logs() as logs:
        pass_days(context, clock, START)

    assert [line["request"] for line in logs if line["event"] == "request cannot be judged"] == [FIRST]
    assert standing(context, "R-OLD")[0][0] == "suspended"


def load_register_by_hand(context: Context, paper: Agreement) -> None:
    """Loading a register refuses to lose people; somebody wrote into the database."""
    with context.store.writing() as unit:
        unit.connection.execute(update(AGREEMENTS).where(AGREEMENTS.c.id == paper.id).values(document=to_document(paper)))
        grants.look_again(unit, context.today(), vendors=[paper.vendor])


def test_two_bots_that_look_at_once_suspend_once(open_access: Context, clock: TestClock) -> None:
    papers_are(open_access, nda(terminated_on=LAST))
    clock.go_to(NEXT)
    start = threading.Barrier(3)

    def look() -> None:
        start.wait()
        sweep_grants(open_access)

    bots = [threading.Thread(target=look) for _ in range(3)]
    for bot in bots:
        bot.start()
    for bot in bots:
        bot.join()

    assert happened(open_access).count("access.suspended") == 1
    assert sorted(told(open_access)) == sorted(OTHERS)
