"""How a request stood at an instant that has passed, told from its entries alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event, Happened
from bot.domain.state_at import Then, Told, seats_open, stood_at, time_with_deciders, working_time
from bot.domain.vocabulary import RequestState, Role
from bot.domain.workflows import Route
from tests.builders import stage

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROUTE = Route(
    "secret",
    (stage("need", Role.ENGINEERING_MANAGER, quantifier="any"), stage("owner", Role.DATA_OWNER, Role.IP_COUNSEL)),
    "ip-requests",
    2,
    "v",
)
ITEMS = ("A1", "A2")


def at(days: int, hours: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


def told(when: datetime, happened: Happened, after: str | None = None, **details: Any) -> Told:
    return when, Event(happened, "request", "REQ-1", "ana", after=after, details=details)


def asked(when: datetime = MONDAY, state: str = "pending_approval") -> Told:
    return told(when, Happened.REQUEST_SUBMITTED, state)


def opened(when: datetime, number: int, turn: int = 1) -> Told:
    return told(when, Happened.STAGE_OPENED, stage=number, round=turn)


def approved(when: datetime, item: str, seat: str, number: int = 1) -> Told:
    return told(when, Happened.ITEM_APPROVED, item=item, seat=seat, stage=number, snapshot=1)


def stood(moment: datetime, *entries: Told) -> Then:
    then = stood_at(entries, moment)
    assert then is not None
    return then


class TestHowItStood:
    def test_before_it_was_asked_there_was_nothing(self) -> None:
        assert stood_at([asked()], at(-1)) is None
        assert stood_at([told(MONDAY, Happened.CLICK_REFUSED)], at(1)) is None

    def test_what_happened_later_does_not_count(self) -> None:
        entries = [asked(), opened(at(0), 0), told(at(2), Happened.REQUEST_APPROVED, "approved")]
        assert stood(at(1), *entries).state is RequestState.PENDING_APPROVAL
        assert stood(at(2), *entries).state is RequestState.APPROVED

    def test_a_state_is_counted_from_when_it_began(self) -> None:
        stopped = told(at(1), Happened.FACTS_WORSENED, "blocked", worse=[])
        again = told(at(2), Happened.FACTS_WORSENED, "blocked", worse=[])
        assert stood(at(3), asked(), stopped, again).since == at(1)

    def test_what_changes_nothing_about_it_is_passed_over(self) -> None:
        assert stood(at(3), asked(), told(at(1), Happened.CLICK_REFUSED, code="late")) == stood(at(3), asked())

    def test_a_round_begins_with_its_first_stage(self) -> None:
        first = [asked(), opened(at(0, 1), 0), opened(at(1), 1)]
        assert stood(at(4), *first).asked_at == at(0, 1)
        again = [
            *first,
            told(at(2), Happened.FACTS_WORSENED, "pending_approval", worse=[["C", "A1", None, "block", "…"]]),
            opened(at(2), 0, 2),
        ]
        assert stood(at(4), *again).asked_at == at(2)

    def test_after_it_was_stopped_people_have_their_time_anew(self) -> None:
        stopped = told(at(1), Happened.FACTS_WORSENED, "blocked", worse=[])
        goes_on = told(at(3), Happened.FACTS_RECOVERED, "pending_approval")
        then = stood(at(4), asked(), opened(at(0), 0), stopped, goes_on, opened(at(3, 1), 0))
        assert (then.since, then.asked_at) == (at(3), at(3, 1))


class TestForWhomItWaited:
    def test_for_each_role_that_had_not_answered_for_every_item(self) -> None:
        entries = [asked(), opened(at(0), 1), approved(at(1), "A1", "data_owner")]
        assert seats_open(ROUTE, stood(at(2), *entries), ITEMS) == (Role.DATA_OWNER, Role.IP_COUNSEL)
        entries.append(approved(at(1), "A2", "data_owner"))
        assert seats_open(ROUTE, stood(at(2), *entries), ITEMS) == (Role.IP_COUNSEL,)

    def test_a_rejected_item_waits_for_nobody(self) -> None:
        no = told(at(1), Happened.ITEM_REJECTED, item="A2", seat="data_owner", stage=1, snapshot=1)
        entries = [asked(), opened(at(0), 1), approved(at(1), "A1", "data_owner"), no]
        assert seats_open(ROUTE, stood(at(2), *entries), ITEMS) == (Role.IP_COUNSEL,)

    def test_an_approval_that_worse_facts_made_void_is_asked_for_again(self) -> None:
        worse = told(at(2), Happened.FACTS_WORSENED, "pending_approval", worse=[["NDA-01", "A1", None, "waiver", "…"]])
        entries = [asked(), opened(at(0), 1), approved(at(1), "A1", "data_owner"), approved(at(1), "A2", "data_owner"), worse]
        assert Role.DATA_OWNER in seats_open(ROUTE, stood(at(3), *entries), ITEMS)
        assert Role.DATA_OWNER not in seats_open(ROUTE, stood(at(3), *entries), ["A2"])

    def test_where_any_of_them_may_answer_all_are_named(self) -> None:
        assert seats_open(ROUTE, stood(at(1), asked(), opened(at(0), 0)), ITEMS) == (Role.ENGINEERING_MANAGER,)

    def test_for_nobody_while_a_check_stops_it_or_the_route_is_at_its_end(self) -> None:
        assert seats_open(ROUTE, stood(at(1), asked(state="blocked")), ITEMS) == ()
        assert seats_open(ROUTE, stood(at(1), asked(), opened(at(0), 2)), ITEMS) == ()


class TestHowLongItTook:
    def test_weekends_and_holidays_do_not_count(self) -> None:
        friday, monday = at(4), at(7)
        assert working_time(friday, monday, ()) == timedelta(days=1)
        assert working_time(friday, monday, {friday.date()}) == timedelta(hours=9)
        assert working_time(monday, friday, ()) == timedelta()

    def test_the_clock_stands_while_a_check_is_in_the_way(self) -> None:
        entries = [
            asked(),
            opened(at(0), 0),
            told(at(0, 6), Happened.FACTS_WORSENED, "awaiting_waiver", worse=[]),
            told(at(2), Happened.FACTS_RECOVERED, "pending_approval"),
            told(at(2, 3), Happened.REQUEST_APPROVED, "approved"),
        ]
        assert time_with_deciders(entries, ()) == timedelta(hours=9)

    def test_what_was_stopped_from_the_first_took_nobody_any_time(self) -> None:
        assert time_with_deciders([asked(state="blocked"), told(at(3), Happened.REQUEST_REJECTED, "rejected")], ()) == timedelta()
