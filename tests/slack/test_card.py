"""The card in the channel: what it says in each state, and what it never says."""

from dataclasses import replace

import pytest

from bot.application.requests.views import Card, RequestView, SeatLine
from bot.domain.vocabulary import RequestState
from bot.slack.blocks.request import draw_card, summary
from tests.slack.drawing import (
    FINE,
    NEED,
    PEOPLE,
    approved,
    buttons,
    check,
    decision,
    every_state,
    grant,
    item,
    rejected,
    view,
    words,
)

STATES = every_state()
TICKET = {"audit_planned": True, "ticket_key": "IPA-31", "ticket_url": "https://jira.example/browse/IPA-31"}


def card(request: RequestView) -> str:
    return words(draw_card(Card(request)))


def test_a_waiting_card_says_what_for_whom_how_long_and_who_has_it() -> None:
    said = card(view())
    assert said.startswith("*Ana Asker* asks for access for 2 people of *Volt GmbH* · Secret (C3)\n")
    assert "Pump controller · view only · A1\n<!date^" in said
    assert "|1 Dec 2026>" in said
    assert "|15 Jan 2027> (46 days)" in said
    assert "✓ Mo Manager   ✓ Dan Owner   ● Ivy Counsel as IP counsel (by <!date^" in said
    assert "|1 Dec 2026>, then silence is a no)   ○ security" in said
    assert "8 checks fine · NDA-1 covers it until <!date^" in said
    assert said.endswith("\nREQ-2026-0001")


def test_a_waiting_card_offers_to_approve_to_reject_and_to_look() -> None:
    assert buttons(draw_card(Card(view()))) == ["Approve", "Reject…", "Details"]


def test_a_stage_that_asks_for_a_reason_says_by_three_dots_that_a_form_follows() -> None:
    assert buttons(draw_card(Card(view(reason_to_approve=True)))) == ["Approve…", "Reject…", "Details"]


@pytest.mark.parametrize("state", [name for name in STATES if name not in ("waiting", "with worse facts")])
def test_nothing_can_be_decided_on_a_card_that_does_not_wait_for_approval(state: str) -> None:
    assert not {"Approve", "Approve…", "Reject…"} & set(buttons(draw_card(Card(STATES[state]))))


@pytest.mark.parametrize("state", STATES)
def test_a_channel_never_learns_purpose_people_company_or_reasons(state: str) -> None:
    private = {
        "entity": "Hidden Company Sp. z o.o.",
        "project": "Hidden project",
        "channel": "Hidden transfer",
        "rejected_because": "A hidden reason.",
        "changed": ("A hidden change.",),
        "against": (
            check(message="A hidden finding.", remedy="A hidden remedy.", why="A hidden why.", clauses=("Hidden clause",)),
        ),
    }
    shown = STATES[state]
    private["passed"] = tuple(replace(one, title="Hidden rule", evidence="Hidden proof") for one in shown.passed)
    private["decisions"] = tuple(replace(one, reason="Hidden argument") for one in shown.decisions)
    private["grants"] = tuple(replace(one, held="Hidden" if one.held else "") for one in shown.grants)
    said = card(replace(shown, **private))
    assert "idden" not in said
    assert NEED not in said
    assert not [person for person in PEOPLE if person in said]


def test_who_decided_stands_on_the_card_once_and_of_a_no_when_and_about_what() -> None:
    items = (item("A1"), item("A2"))
    one_click = (decision(item="A1"), decision(item="A2"))
    assert card(view(items=items, decisions=one_click)).count("Mo Manager") == 1
    apart = (*one_click, decision("Ivy Counsel", "reject", item="A2", seat="IP counsel"))
    said = card(view(items=items, decisions=apart))
    assert "✓ Mo Manager   ✗ Ivy Counsel" in said
    assert "✗ Ivy Counsel rejected A2 as IP counsel · <!date^" in said
    assert "|24 Nov 2026, 09:00 UTC>" in said
    both = card(view(items=items, decisions=tuple(replace(apart[-1], item=one) for one in ("A1", "A2"))))
    assert "✗ Ivy Counsel rejected as IP counsel" in both


def test_of_many_who_can_decide_the_role_is_named_and_of_two_both() -> None:
    def asked(*names: str) -> str:
        return card(view(seats=(SeatLine("IP counsel", None, names),), due_on=None))

    assert "● Ivy or Nadia as IP counsel   ○" in asked("Ivy", "Nadia")
    assert "● IP counsel   ○" in asked("Ivy", "Nadia", "Omar")
    assert "● IP counsel   ○" in asked()


def test_before_approvers_are_asked_every_stage_is_still_to_come() -> None:
    assert "○ need   ○ owner   ○ security" in card(STATES["stopped"])


@pytest.mark.parametrize("effect", ["Stops", "Needs a waiver"])
def test_a_paper_that_does_not_cover_it_is_not_said_to(effect: str) -> None:
    assert "covers it" not in card(view(against=(check(effect=effect),)))
    assert "NDA-1 covers it until" in card(view(against=(check(effect="Heads-up"),)))


def test_a_paper_without_an_end_covers_it_and_other_papers_are_not_named() -> None:
    (nda,) = view().papers
    assert "fine · NDA-1 covers it\n" in card(view(papers=(replace(nda, until=None),)))
    assert "covers it" not in card(view(papers=(replace(nda, is_nda=False),)))


def test_a_void_approval_is_not_shown_and_the_card_says_that_the_route_started_again() -> None:
    said = card(STATES["with worse facts"])
    assert "Mo Manager" not in said
    assert "The facts got worse since it was asked, so the route started again" in said


@pytest.mark.parametrize(
    ("state", "words_of_it"),
    [
        ("stopped", "This request is stopped by a check; approvers are asked once that is cleared."),
        ("waiting for a waiver", "This request waits for a waiver; approvers are asked once that is cleared."),
        ("approved", "*Approved* · Secret (C3)\n*Ana Asker* asked for access"),
        ("access open", "*Approved · in force until <!date^"),
        ("access held back", "*Approved · held back* · Secret (C3)"),
        ("access suspended", "*Approved · suspended* · Secret (C3)"),
        ("access suspended", "Suspended: NDA-1 ended 10 Dec 2026. The system owner removes the access; Ringfence"),
        ("access ended", "*Approved · ended* · Secret (C3)"),
        ("access ended early", "*Approved · ended early* · Secret (C3)"),
        ("rejected", "*Rejected* · Secret (C3)"),
        ("rejected by silence", "✗ Rejected by silence: nobody answered in time."),
    ],
)
def test_each_state_has_its_words(state: str, words_of_it: str) -> None:
    assert words_of_it in card(STATES[state])


def test_access_that_is_open_for_some_and_suspended_for_others_says_both() -> None:
    assert "in force, partly suspended" in card(approved(grant("active"), grant("suspended", id="GRT-2")))


def test_planned_access_says_from_which_day_it_is_in_force() -> None:
    said = card(approved(grant()))
    assert "*Approved · in force from <!date^" in said
    assert "|1 Dec 2026>* · Secret (C3)" in said


def test_a_request_that_some_approved_before_the_rest_kept_silent_says_that_silence_rejected_it() -> None:
    said = card(rejected(decisions=(decision(),)))
    assert "✓ Mo Manager" in said
    assert "✗ Rejected by silence" in said


def test_a_persons_no_is_not_called_silence() -> None:
    assert "silence" not in card(rejected())


def test_an_asset_that_was_rejected_alone_is_marked_and_the_others_go_on() -> None:
    said = card(view(items=(item("A1"), item("A2", "rejected"))))
    assert "Pump controller · view only · Secret (C3) · A2 · rejected" in said
    assert "Pump controller · view only · Secret (C3) · A1\n" in said


def test_the_card_says_that_a_ticket_follows_until_there_is_one_and_never_makes_up_a_key() -> None:
    assert "Audit planned · ticket follows" in card(approved(grant(), audit_planned=True))
    refused = card(approved(grant(), audit_planned=True, audit_words="Jira refuses the ticket; the administrators know why"))
    assert "Audit planned · Jira refuses the ticket" in refused
    assert "ticket follows" not in refused
    assert "IPA-" not in card(approved(grant(), audit_planned=True))
    said = draw_card(Card(approved(grant(), **TICKET)))
    assert "Audit ticket <https://jira.example/browse/IPA-31|IPA-31>" in words(said)
    assert buttons(said) == ["Details", "Open ticket"]


def test_access_that_asks_for_no_audit_says_nothing_of_tickets() -> None:
    assert "icket" not in card(approved(grant()))


@pytest.mark.parametrize(
    ("run", "fine", "against", "said"),
    [
        (8, 8, 0, "8 checks fine"),
        (8, 1, 1, "1 check fine, 1 to look at"),
        (8, 5, 3, "5 checks fine, 3 to look at"),
        (8, 0, 3, "3 to look at"),
        (8, 0, 0, "Checked: nothing against"),
        (0, 0, 0, "Public material: nothing to check"),
    ],
)
def test_the_card_never_says_more_than_was_checked(run: int, fine: int, against: int, said: str) -> None:
    told = card(view(checks_run=run, passed=FINE[:fine], against=(check(effect="Heads-up"),) * against))
    assert f"\n{said} · NDA-1 covers" in told


def test_a_single_day_is_one_day() -> None:
    assert "(1 day)" in card(view(end_on=view().start_on))


def test_the_day_until_which_an_answer_is_due_stands_there_only_while_it_is_open() -> None:
    assert "(by <!date^" in card(view())
    assert "(by" not in card(view(due_on=None))
    assert "(by" not in card(rejected())


def test_a_seat_that_is_filled_is_asked_no_more() -> None:
    seats = (SeatLine("data owner", None, ("Dan Owner",)), SeatLine("IP counsel", "Ivy Counsel"))
    assert "● Dan Owner as data owner (by" in card(view(seats=seats))


def test_somebody_outside_the_register_is_mentioned_by_their_slack_id() -> None:
    assert "✓ <@U0042>" in card(view(decisions=(decision("slack:U0042"),)))


def test_every_state_is_drawn_here() -> None:
    assert {request.state for request in STATES.values()} >= set(RequestState) - {RequestState.FULFILLED}


@pytest.mark.parametrize(
    ("state", "claim"),
    [
        (RequestState.BLOCKED, "is stopped by a check"),
        (RequestState.AWAITING_WAIVER, "waits for a waiver"),
        (RequestState.PENDING_APPROVAL, "waits for approval"),
        (RequestState.APPROVED, "is approved"),
        (RequestState.REJECTED, "is rejected"),
    ],
)
def test_where_a_request_stands_can_be_said_in_a_sentence(state: RequestState, claim: str) -> None:
    assert state.claim == claim


def test_where_it_could_not_be_delivered_stands_on_it_with_who_can_see_why() -> None:
    said = card(view(unreached=("#ip-requests", "Mo <b>", "Dan", "Sol", "Ivy")))
    assert "*Not delivered* to #ip-requests, Mo &lt;b&gt;, Dan and 2 more: an administrator can see why" in said
    assert "Not delivered" not in card(view())


def test_public_material_beside_other_needs_no_decision_and_is_not_said_to_be_approval_of_all() -> None:
    items = (item(asset="A0", state="approved"), item())
    mixed = view(items=items, grants=(grant("active"),))
    said = words(draw_card(Card(mixed)))

    assert "needs no decision" in said
    assert "waits for approval" in summary(Card(mixed))
