"""What somebody reads in a direct message: the question to an approver, the receipt of the requester, notices."""

import pytest

from bot.application.access.views import Notice
from bot.application.requests.views import Receipt, Told
from bot.domain.words import Words
from bot.slack.blocks.answers import draw_notice, draw_told
from bot.slack.blocks.kit import day, typed
from bot.slack.blocks.request import draw_ask, draw_receipt
from tests.builders import END
from tests.slack.drawing import NEED, approved, ask, buttons, check, decision, every_state, grant, rejected, view, words

STATES = every_state()


class TestTheQuestionToAnApprover:
    def test_it_says_what_for_whom_and_why(self) -> None:
        said = words(draw_ask(ask()))
        assert "Pump controller · view only · A1" in said
        assert "*Who* Ewa Engineer, Piet Planner of Volt Sp. z o.o., through Partner Git" in said
        assert "*Ana Asker* asks for access for 2 people of *Volt GmbH*" in said
        assert f"*Why* {NEED}" in said

    def test_it_says_why_this_person_is_asked_and_who_else_could_decide(self) -> None:
        assert "You are asked because you hold IP counsel." in words(draw_ask(ask()))
        assert "can also decide" not in words(draw_ask(ask()))
        assert "hold IP counsel. Nadia can also decide." in words(draw_ask(ask(others=("Nadia",))))
        assert "Nadia and Omar can also decide." in words(draw_ask(ask(others=("Nadia", "Omar"))))
        assert "Nadia, Omar and Pia can also decide." in words(draw_ask(ask(others=("Nadia", "Omar", "Pia"))))

    def test_whoever_is_asked_can_answer_there(self) -> None:
        assert buttons(draw_ask(ask())) == ["Approve", "Reject…", "Details"]

    def test_whoever_has_answered_has_nothing_to_do_there(self) -> None:
        drawn = draw_ask(ask(asked_now=False))
        assert buttons(drawn) == ["Details"]
        assert "Nothing for you to do here now." in words(drawn)

    @pytest.mark.parametrize("state", [name for name in STATES if name not in ("waiting", "with worse facts")])
    def test_once_it_is_decided_only_the_details_remain(self, state: str) -> None:
        drawn = draw_ask(ask(STATES[state], asked_now=False))
        assert "Approve" not in buttons(drawn)
        assert "Nothing for you to do" not in words(drawn)

    def test_it_says_when_the_facts_got_worse_since_it_was_asked(self) -> None:
        assert "The facts got worse since it was asked" in words(draw_ask(ask(STATES["with worse facts"])))


class TestTheReceipt:
    def test_the_requester_sees_where_it_stands(self) -> None:
        said = words(draw_receipt(Receipt(view())))
        assert "✓ Mo Manager   ✓ Dan Owner   ● Ivy Counsel as IP counsel (by" in said
        assert "   ○ security" in said

    def test_the_requester_reads_why_it_was_rejected(self) -> None:
        assert "*Ivy Counsel about A1:* The contract says nothing of copies." in words(draw_receipt(Receipt(rejected())))

    def test_the_requester_reads_that_silence_was_the_reason(self) -> None:
        said = words(draw_receipt(Receipt(STATES["rejected by silence"])))
        assert "Nobody answered the stage 'need' in time." in said

    def test_the_requester_reads_for_whom_access_is_held_back_and_why(self) -> None:
        said = words(draw_receipt(Receipt(STATES["access held back"])))
        assert "Held back for Ewa Engineer: P01 has left the company." in said

    @pytest.mark.parametrize(
        ("state", "can_end"), [("scheduled", True), ("active", True), ("expired", False), ("revoked", False), (None, False)]
    )
    def test_access_that_is_planned_or_open_can_be_ended_there(self, state: str | None, can_end: bool) -> None:
        grants = (grant(state),) if state else ()
        assert ("End access now" in buttons(draw_receipt(Receipt(approved(*grants))))) is can_end

    def test_ending_access_is_confirmed_in_words_that_say_what_it_means(self) -> None:
        said = words(draw_receipt(Receipt(approved(grant("active")))))
        assert "Volt GmbH is not approved for the material of REQ-2026-0001 any more" in said
        assert "that does not come back. Ringfence shuts nobody out" in said

    def test_the_requester_does_not_decide(self) -> None:
        assert buttons(draw_receipt(Receipt(view()))) == ["Details"]

    def test_approvals_carry_no_reasons_there(self) -> None:
        said = words(draw_receipt(Receipt(view(decisions=(decision(reason="For my eyes."),), against=(check(),)))))
        assert "For my eyes." not in said


class TestTheNotice:
    def test_it_is_a_headline_and_a_few_lines(self) -> None:
        drawn = draw_notice(Notice("Access is in force", ("Until 15 Jan 2027.", "It says so.")))
        assert words(drawn) == "*Access is in force*\nUntil 15 Jan 2027.\nIt says so."

    def test_a_headline_alone_is_a_whole_notice(self) -> None:
        assert len(draw_notice(Notice("Access is in force"))) == 1


class TestWhatTheRequesterIsTold:
    def test_it_is_one_line_with_days_in_the_readers_writing_and_one_next_step(self) -> None:
        drawn = draw_told(Told(Words(("Access ends on ", END), ("Ask again before ", END, "."))))
        assert words(drawn) == f"*Access ends on {day(END)}*\nAsk again before {day(END)}."

    def test_what_a_person_typed_stands_as_a_quotation(self) -> None:
        assert f"> {typed('No *way*')}" in words(draw_told(Told(Words(("Rejected",), ("Ask again.",), quote="No *way*"))))


@pytest.mark.parametrize("state", ["access planned", "access open"])
def test_a_receipt_says_who_opens_the_access_because_a_record_does_not(state: str) -> None:
    said = words(draw_receipt(Receipt(STATES[state])))
    assert "Whoever runs Partner Git lets them in and removes them after the last day: Ringfence keeps the record" in said


@pytest.mark.parametrize("state", STATES)
def test_no_message_claims_that_an_account_was_opened_or_shut(state: str) -> None:
    for drawn in (draw_receipt(Receipt(STATES[state])), draw_ask(ask(STATES[state]))):
        assert not any(claim in words(drawn) for claim in ("access open", "access ended", "may see", "by itself"))
