"""What happened between two values of a request, as events that the record keeps; and where the facts put a request."""

from dataclasses import replace

import pytest

from bot.domain.approvals import decide, start_again
from bot.domain.checks.results import CheckResult
from bot.domain.errors import FormErrors
from bot.domain.events import Event, Happened
from bot.domain.request_events import news, stage_opened
from bot.domain.requests import Request, standing
from bot.domain.vocabulary import Outcome, RequestState
from tests.builders import NOW, approval, approvers, asset, member, rejection, request

TWO = (asset(), asset(id="A2"))


def told(before: Request, after: Request) -> list[Event]:
    return list(news(before, after, actor="mo", asked=("dan", "ivy")))


def happened(before: Request, after: Request) -> list[Happened]:
    return [event.happened for event in told(before, after)]


def test_nothing_changed_is_no_news() -> None:
    assert told(request(), request()) == []


def test_an_approval_that_opens_the_next_stage_is_two_events() -> None:
    wish = request()

    approved, opened = told(wish, decide(wish, approval(member("mo"), wish), approvers()))

    assert (approved.happened, approved.actor, approved.entity_id) == (Happened.ITEM_APPROVED, "mo", "REQ-1")
    said = {"item": "A1", "stage": 0, "seat": "engineering_manager", "snapshot": 1, "round": 1, "slack_id": "U_MO"}
    assert {name: value for name, value in approved.details.items() if name != "hashes"} == said
    assert opened.happened is Happened.STAGE_OPENED
    assert opened.details == {"stage": 1, "round": 1, "name": "owner", "asked": ["dan", "ivy"]}


def test_a_reason_is_kept_with_the_answer() -> None:
    wish = request()

    (rejected, over) = told(wish, decide(wish, rejection(member("mo"), wish), approvers()))

    assert (rejected.happened, rejected.details["reason"]) == (Happened.ITEM_REJECTED, "Not this quarter.")
    assert (over.happened, over.before, over.after) == (Happened.REQUEST_REJECTED, "pending_approval", "rejected")


def test_each_item_is_told_by_itself() -> None:
    wish = request(asset_ids=("A1", "A2"))

    answered = decide(wish, approval(member("mo"), wish), approvers(*TWO))

    assert [event.details.get("item") for event in told(wish, answered)] == ["A1", "A2", None]


def test_the_last_approval_closes_the_request() -> None:
    last = request(stage=2)

    assert happened(last, decide(last, approval(member("sol"), last), approvers())) == [
        Happened.ITEM_APPROVED,
        Happened.REQUEST_APPROVED,
    ]


def test_starting_again_opens_the_first_stage_anew() -> None:
    wish = request()

    again = start_again(wish, items=frozenset({"A1"}), snapshot=2, at=NOW, approvers=approvers())

    assert [(event.happened, event.details["round"]) for event in told(wish, again)] == [(Happened.STAGE_OPENED, 2)]


@pytest.mark.parametrize("state", [RequestState.BLOCKED, RequestState.AWAITING_WAIVER])
def test_being_stopped_by_a_check_is_told_elsewhere(state: RequestState) -> None:
    assert told(request(), request(state=state, round=2)) == []


def test_a_request_past_its_stages_opens_one_without_a_name() -> None:
    assert stage_opened(request(stage=3), actor="mo", asked=()).details["name"] == ""


def test_an_event_belongs_to_its_request_if_it_has_one() -> None:
    grant = Event(Happened.ACCESS_OPENED, "grant", "G-1", "mo", details={"request": "REQ-1"})

    assert (grant.subject, replace(grant, details={}).subject) == ("REQ-1", "G-1")


def test_all_mistakes_of_a_form_are_told_at_once() -> None:
    assert str(FormErrors({"end": "Ends before it starts.", "need": "Say why."})) == "Ends before it starts.; Say why."


@pytest.mark.parametrize(
    ("effects", "state"),
    [
        ((), RequestState.PENDING_APPROVAL),
        ((Outcome.WARN,), RequestState.PENDING_APPROVAL),
        ((Outcome.WARN, Outcome.WAIVER), RequestState.AWAITING_WAIVER),
        ((Outcome.WAIVER, Outcome.BLOCK), RequestState.BLOCKED),
    ],
)
def test_the_worst_of_its_open_items_says_where_a_request_stands(effects: tuple[Outcome, ...], state: RequestState) -> None:
    results = [CheckResult(f"X-{number}", effect, effect, "A1") for number, effect in enumerate(effects)]
    elsewhere = CheckResult("X-9", Outcome.BLOCK, Outcome.BLOCK, "A2")

    assert standing([*results, elsewhere], {"A1"}) is state


def test_what_is_still_pending_is_known_by_asset() -> None:
    assert request(asset_ids=("A1", "A2")).pending_assets == {"A1", "A2"}
