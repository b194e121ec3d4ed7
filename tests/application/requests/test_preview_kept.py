"""A request that stands is judged on the facts of now; where that makes no sense it is refused in words."""

import pytest
from sqlalchemy import text

from bot.application.context import Context
from bot.application.requests.preview_kept import preview_kept
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.register import KnownGrant
from bot.domain.vocabulary import GrantState, Mode, Outcome, PersonStatus
from tests.application.steps import FIRST, ask, now_known
from tests.builders import END, START, TODAY, TestClock, person
from tests.counting import row_counts


def test_the_facts_of_now_are_judged_and_nothing_is_written(context: Context) -> None:
    ask(context)
    now_known(context, people=(person(status=PersonStatus.LEFT),))
    before = row_counts(context.store)

    found = preview_kept(context, "1")

    assert (found.request_id, found.today, found.preview.overall) == (FIRST, TODAY, Outcome.BLOCK)
    assert [one.check for one in found.preview.results if one.effect is Outcome.BLOCK] == ["PPL-05"]
    assert [found.names[one] for one in found.preview.route[0].seats[0].approvers] == ["Mo"]
    assert row_counts(context.store) == before


def test_of_a_request_that_is_over_the_way_to_what_was_decided_is_told(context: Context, clock: TestClock) -> None:
    ask(context)
    clock.go_to(END)
    assert preview_kept(context, FIRST).request_id == FIRST

    clock.go_to(END + ONE_DAY)
    with pytest.raises(Refusal, match=r"there is nothing to judge\. `ringfence preview --request REQ-2026-0001 --as-decided`"):
        preview_kept(context, FIRST)


def test_records_that_are_gone_are_named(context: Context) -> None:
    ask(context)
    with context.store.writing() as unit:
        unit.connection.execute(text("DELETE FROM person"))

    with pytest.raises(Refusal, match="cannot be judged on the facts of now: the register lost person E1"):
        preview_kept(context, FIRST)


def test_what_nobody_asked_for_here_is_refused(context: Context) -> None:
    now_known(context, grants=(KnownGrant("G1", "REQ-2025-0007", "V1", "E1", "A1", Mode.VIEW, START, END, GrantState.ACTIVE),))

    with pytest.raises(Refusal, match="REQ-2025-0007 was not asked for here: a register brought its access"):
        preview_kept(context, "REQ-2025-0007")
    with pytest.raises(Refusal, match="There is no request 99"):
        preview_kept(context, "99")
