"""Ending access early: who may, what it does, and who hears of it."""

import pytest

from bot.application.context import Context
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.vocabulary import GrantState
from tests.application.steps import (
    FIRST,
    access,
    approve_all,
    ask,
    now_known,
    open_access_to_a1,
    pass_days,
    promised,
    record_of,
    refused,
)
from tests.builders import END, START, TestClock, asset, member, person
from tests.counting import row_counts, rows_added
from tests.refusing import end_access


@pytest.fixture
def open_access(context: Context, clock: TestClock) -> Context:
    """A1 is open to Ewa; everybody has heard of it."""
    return open_access_to_a1(context, clock)


class TestWhoMay:
    @pytest.mark.parametrize("who", ["ana", "dan"])
    def test_the_requester_and_the_data_owner_may(self, open_access: Context, who: str) -> None:
        end_access(open_access, member(who), FIRST)

        assert [grant.state for grant in access(open_access)] == [GrantState.REVOKED]

    def test_the_owners_deputy_may(self, open_access: Context) -> None:
        now_known(open_access, assets=(asset(deputy="eve"),))

        end_access(open_access, member("eve"), FIRST)

        assert [grant.state for grant in access(open_access)] == [GrantState.REVOKED]

    @pytest.mark.parametrize("who", ["mo", "sol", "aud"])
    def test_nobody_else_may_not_even_who_approved_it(self, open_access: Context, who: str) -> None:
        before = row_counts(open_access.store)

        refusal = refused(end_access(open_access, member(who), FIRST))

        assert refusal.code == "not_yours"
        assert "Ask one of them" in refusal.words
        assert [grant.state for grant in access(open_access)] == [GrantState.ACTIVE]
        assert rows_added(before, row_counts(open_access.store)) == {"event": 1}

    def test_an_owner_ends_what_is_theirs_and_leaves_the_rest(self, context: Context, clock: TestClock) -> None:
        now_known(context, assets=(asset(), asset(id="A2", public_title="Pump housing", data_owner="eve")))
        ask(context, asset_ids=("A1", "A2"))
        approve_all(context, "mo", "dan", "eve", "ivy", "sol")
        pass_days(context, clock, START)

        end_access(context, member("eve"), FIRST)

        assert {grant.asset: grant.state.value for grant in access(context)} == {"A1": "active", "A2": "revoked"}


class TestWhatItDoes:
    def test_everybody_who_had_access_through_the_request_loses_it(self, context: Context, clock: TestClock) -> None:
        now_known(context, people=(person(), person(id="E2", name="Edgar Engineer")))
        ask(context, people=("E1", "E2"))
        approve_all(context)
        pass_days(context, clock, START)

        end_access(context, member("ana"), FIRST)

        assert [grant.state for grant in access(context)] == [GrantState.REVOKED, GrantState.REVOKED]

    def test_access_that_has_not_begun_never_begins(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        end_access(context, member("ana"), FIRST)

        pass_days(context, clock, START)

        assert [grant.state for grant in access(context)] == [GrantState.REVOKED]

    def test_it_is_recorded_who_ended_it_and_from_which_state(self, open_access: Context) -> None:
        end_access(open_access, member("dan"), FIRST)

        event = record_of(open_access)[-1]
        assert (event.happened.value, event.actor) == ("access.ended", "dan")
        assert (event.before, event.after) == ("active", "revoked")

    def test_requester_and_approvers_are_told_and_the_card_is_redrawn(self, open_access: Context) -> None:
        end_access(open_access, member("dan"), FIRST)

        told = promised(open_access)
        assert [one for one in told if one[0] == "notice"] == [("notice", f"person:{who}") for who in ("mo", "dan", "ivy", "sol")]
        assert ("told", "person:ana") in told
        assert ("card", "channel:ip-requests") in told


class TestWhenThereIsNothingToEnd:
    def test_a_second_click_is_refused_in_words(self, open_access: Context) -> None:
        end_access(open_access, member("ana"), FIRST)
        before = [grant.state for grant in access(open_access)]

        refusal = refused(end_access(open_access, member("ana"), FIRST))

        assert refusal.code == "over"
        assert "Nothing changed" in refusal.words
        assert [grant.state for grant in access(open_access)] == before

    def test_access_that_ended_by_itself_is_over(self, open_access: Context, clock: TestClock) -> None:
        pass_days(open_access, clock, END + ONE_DAY)

        assert refused(end_access(open_access, member("ana"), FIRST)).code == "over"

    def test_a_request_that_was_not_approved_has_none(self, context: Context) -> None:
        ask(context)

        assert refused(end_access(context, member("ana"), FIRST)).code == "over"

    def test_an_unknown_request_is_refused_and_fills_no_record(self, context: Context) -> None:
        before = row_counts(context.store)

        with pytest.raises(Refusal, match="There is no request REQ-2026-0099"):
            end_access(context, member("ana"), "REQ-2026-0099")

        assert row_counts(context.store) == before
