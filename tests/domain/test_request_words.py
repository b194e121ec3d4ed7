"""What the requester is told as their request moves: true at that moment, one next step; nothing of what has moved on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.approvals import decide
from bot.domain.checks.results import CheckResult
from bot.domain.grants import Grant
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import (
    FactsRecovered,
    FactsWorsened,
    ItemRejected,
    RequestApproved,
    RequestRejected,
    RequestSubmitted,
    RouteWidened,
    Worse,
)
from bot.domain.register import Asset
from bot.domain.request_words import SAID, RequestTruth, is_first_of_click
from bot.domain.requests import Request
from bot.domain.vocabulary import GrantState, ItemState, Mode, Outcome, RequestState
from bot.domain.words import as_text
from tests.builders import END, NOW, START, TODAY, approvers, asset, member, rejection, request

ABOUT = "Access of Volt GmbH to A1 for 1 person"
BOTH = ("A1", "A2")
APPROVED = RequestApproved(request="REQ-1", actor="sol")
REJECTED = RequestRejected(request="REQ-1", actor="mo")
LAPSED = RequestRejected(request="REQ-1", reason="It waited for IP counsel until its due day; silence is a no.")
STOPPED = CheckResult("NDA-01", Outcome.BLOCK, Outcome.BLOCK, "A1", message="The NDA ended.", remedy="Ask Mo to renew it.")
UNWAIVED = replace(STOPPED, outcome=Outcome.WAIVER, effect=Outcome.WAIVER, message="No training.")
UNKNOWN = replace(STOPPED, check="LOC-01", outcome=Outcome.UNKNOWN, effect=Outcome.WAIVER, message="No country.", remedy="")
GIVEN = Grant("G-1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, "CH", START, END, GrantState.SCHEDULED, START)


def submitted(state: RequestState) -> RequestSubmitted:
    return RequestSubmitted(
        request="REQ-1", actor="ana", after=state.value, post_to="", workflow="", snapshot=1, hashes={}, rank=3, route=None
    )


def worsened(state: RequestState) -> FactsWorsened:
    worse = (Worse("NDA-01", "A1", None, "warn", "The NDA is young."),)
    return FactsWorsened(request="REQ-1", after=state.value, worse=worse, snapshot=2)


def widened(before: RequestState, because: str = "A1 is C4 now") -> RouteWidened:
    return RouteWidened(
        request="REQ-1",
        before=before.value,
        because=because,
        ranks=(3, 4),
        workflows=("", ""),
        added=(),
        people=(1, 1),
        asked_again=(),
        open=(),
        route={},
        round=1,
        stage=0,
    )


def item_rejected(item: str) -> ItemRejected:
    return ItemRejected(request="REQ-1", actor="mo", item=item, stage=0, seat="", snapshot=1, round=1, hashes={})


def said(event: Happening, now: Request, *, today: date = TODAY, **more: object) -> tuple[str, str] | None:
    names = {"mo": "Mo"}
    words = SAID[type(event)](event, RequestTruth(now, "Volt GmbH", today, names=names, **more))  # type: ignore[arg-type]
    return (as_text(words.line).removesuffix(" · REQ-1"), as_text(words.next_step)) if words else None


def line(event: Happening, now: Request, **more: object) -> str | None:
    found = said(event, now, **more)  # type: ignore[arg-type]
    return found[0] if found else None


def with_items(now: Request, **states: ItemState) -> Request:
    for name, state in states.items():
        now = now.with_item(name, state)
    return now


YES = replace(with_items(request(), A1=ItemState.APPROVED), state=RequestState.APPROVED)
NO = replace(with_items(request(), A1=ItemState.REJECTED), state=RequestState.REJECTED)


def rejected_by_mo(*items: str, of: tuple[str, ...] = ("A1",)) -> Request:
    known: list[Asset] = [asset(id=one) for one in of]
    asked = request(asset_ids=of)
    return decide(asked, rejection(member("mo"), asked, items=items), approvers(*known))


class TestApproved:
    def test_it_says_from_when_it_is_in_force_and_who_opens_it(self) -> None:
        told = said(APPROVED, YES)
        assert told is not None
        assert told[0] == f"{ABOUT} is approved, in force from 1 Dec 2026"
        assert "Ask the system owner to open it" in told[1]

    def test_once_its_first_day_is_there_it_says_until_when(self) -> None:
        assert line(APPROVED, YES, today=START) == f"{ABOUT} is approved, in force until 15 Jan 2027"

    def test_only_what_was_approved_is_named(self) -> None:
        some = with_items(request(asset_ids=BOTH), A1=ItemState.REJECTED, A2=ItemState.APPROVED)
        told = line(APPROVED, replace(some, state=RequestState.FULFILLED), grants=(GIVEN,))
        assert told == "Access of Volt GmbH to A2 for 1 person is approved, in force from 1 Dec 2026"

    @pytest.mark.parametrize("state", [RequestState.PENDING_APPROVAL, RequestState.REJECTED])
    def test_not_once_it_has_to_be_approved_again(self, state: RequestState) -> None:
        assert said(APPROVED, replace(YES, state=state)) is None

    def test_not_once_all_of_it_is_over(self) -> None:
        assert said(APPROVED, YES, grants=(replace(GIVEN, state=GrantState.REVOKED),)) is None


class TestRejected:
    def test_it_says_by_whom_and_quotes_why(self) -> None:
        words = SAID[RequestRejected](REJECTED, RequestTruth(rejected_by_mo(), "Volt GmbH", TODAY, names={"mo": "Mo"}))
        assert words is not None
        assert as_text(words.line) == f"{ABOUT} is rejected by Mo · REQ-1"
        assert words.quote == "Not this quarter."
        assert "ask again with `/ip-request`" in as_text(words.next_step)

    def test_of_several_items_those_of_one_click_are_told_together(self) -> None:
        now = rejected_by_mo("A1", "A2", of=("A1", "A2", "A3"))
        assert (
            line(item_rejected("A1"), now) == "Access of Volt GmbH to A1 and A2 for 1 person is rejected by Mo; the rest goes on"
        )
        assert [is_first_of_click(now, item_rejected(item)) for item in ("A1", "A2", "A3")] == [True, False, False]

    def test_once_the_whole_is_rejected_that_alone_is_told(self) -> None:
        whole = rejected_by_mo("A1", "A2", of=BOTH)
        assert whole.state is RequestState.REJECTED
        assert said(item_rejected("A1"), whole) is None
        assert not is_first_of_click(whole, item_rejected("A1"))

    def test_nothing_is_told_of_a_rejection_that_is_not_there(self) -> None:
        assert said(REJECTED, NO) is None
        assert said(REJECTED, replace(rejected_by_mo(), state=RequestState.PENDING_APPROVAL)) is None
        assert said(item_rejected("A1"), request()) is None


class TestLapsed:
    def test_it_says_for_whom_it_waited_and_that_silence_is_a_no(self) -> None:
        told = said(LAPSED, NO)
        assert told is not None
        assert told[0] == f"{ABOUT} has lapsed. It waited for IP counsel until its due day; silence is a no."
        assert told[1].startswith("If it is still needed, ask again")

    def test_a_part_alone_leaves_the_rest_approved(self) -> None:
        some = with_items(request(asset_ids=BOTH), A1=ItemState.APPROVED, A2=ItemState.REJECTED)
        told = line(replace(LAPSED, items=("A2",)), replace(some, state=RequestState.APPROVED))
        assert told is not None
        assert told.startswith("Access of Volt GmbH to A2 for 1 person has lapsed.")
        assert told.endswith("The rest stays approved.")

    def test_not_if_nothing_is_rejected_any_more(self) -> None:
        assert said(LAPSED, YES) is None


class TestWhatItNeeds:
    @pytest.mark.parametrize(
        ("state", "found", "words", "step"),
        [
            (RequestState.BLOCKED, STOPPED, "is stopped: The NDA ended.", "Ask Mo to renew it."),
            (RequestState.AWAITING_WAIVER, UNWAIVED, "needs a waiver: No training.", "Ask Mo to renew it."),
            (RequestState.AWAITING_WAIVER, UNKNOWN, "waits for a fact: No country.", "*Details* says who can mend it."),
        ],
    )
    def test_it_says_what_stops_it_and_who_can_mend_it(
        self, state: RequestState, found: CheckResult, words: str, step: str
    ) -> None:
        now = replace(request(), state=state)
        for event in (submitted(state), worsened(state), FactsRecovered(request="REQ-1", after=state.value)):
            assert said(event, now, results=(found,)) == (f"{ABOUT} {words}", step)

    def test_the_worst_is_said_and_the_others_are_counted(self) -> None:
        now = replace(request(), state=RequestState.BLOCKED)
        warned = replace(STOPPED, check="DDA-01", outcome=Outcome.WARN, effect=Outcome.WARN)
        told = said(worsened(RequestState.BLOCKED), now, results=(warned, UNKNOWN, STOPPED))
        assert told == (f"{ABOUT} is stopped: The NDA ended.", "Ask Mo to renew it. (1 more in *Details*)")

    def test_nothing_once_it_stands_otherwise_or_nothing_speaks(self) -> None:
        blocked = replace(request(), state=RequestState.BLOCKED)
        assert said(worsened(RequestState.BLOCKED), request(), results=(STOPPED,)) is None
        assert said(worsened(RequestState.BLOCKED), blocked) is None
        assert said(submitted(RequestState.APPROVED), YES) is None

    def test_what_the_receipt_says_is_not_said_twice(self) -> None:
        assert said(submitted(RequestState.PENDING_APPROVAL), request()) is None


class TestWhatGoesOn:
    def test_facts_that_recovered_bring_it_to_those_who_decide(self) -> None:
        told = said(FactsRecovered(request="REQ-1", after="pending_approval"), request(), waits_for=("Mo", "Dan"))
        assert told == (
            f"{ABOUT} is no longer stopped",
            "It waits for Mo and Dan. There is nothing for you to do now.",
        )

    def test_facts_that_got_worse_are_asked_anew(self) -> None:
        told = said(worsened(RequestState.PENDING_APPROVAL), request())
        assert told == (
            f"{ABOUT} is asked anew: The NDA is young.",
            "Nobody can decide on it now. There is nothing for you to do now.",
        )

    @pytest.mark.parametrize(("because", "words"), [("A1 is C4 now", ": A1 is C4 now"), ("", "")])
    def test_what_was_approved_and_is_not_any_more_is_said(self, because: str, words: str) -> None:
        told = said(widened(RequestState.APPROVED, because), request(), waits_for=("Mo",))
        assert told == (f"{ABOUT} needs another approval{words}", "It waits for Mo. It is not in force until then.")

    def test_a_longer_route_alone_is_no_news(self) -> None:
        assert said(widened(RequestState.PENDING_APPROVAL), request()) is None
        assert said(widened(RequestState.APPROVED), YES) is None


def test_a_day_that_passed_changes_no_words() -> None:
    assert line(LAPSED, NO, today=(NOW + timedelta(days=9)).date()) == line(LAPSED, NO)


def test_what_waits_for_the_secrecy_notice_is_said_by_that_alone() -> None:
    unread = replace(GIVEN, held="PPL-06: Ewa Engineer has not acknowledged the secrecy notice.")
    assert line(APPROVED, YES, grants=(unread,)) is None
    assert line(APPROVED, YES, grants=(unread, GIVEN)) == f"{ABOUT} is approved, in force from 1 Dec 2026"
    assert line(APPROVED, YES) is not None
