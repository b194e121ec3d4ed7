"""Other figures for the checks are an entry of the record, and what is open is judged by them as if facts had changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.application.context import Context
from bot.application.register.note_policy import note_policy
from bot.application.requests.sweep import sweep_requests
from bot.domain.checks.configured import shipped
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.happenings.record import ChecksChanged
from bot.domain.vocabulary import GrantState, Outcome, RequestState
from bot.store import record, snapshots
from bot.store.tables import SNAPSHOTS
from tests.application.steps import access, ask, kept, open_access_to_a1, pass_days
from tests.builders import START, TestClock

USUAL = replace(shipped(), version="usual")
SHORTER = replace(shipped(), version="shorter", access_days=(365, 180, 40, 30))


def judging_by(context: Context, policy: CheckPolicy) -> Context:
    return replace(context, check_policy=policy)


def said(context: Context) -> list[ChecksChanged]:
    with context.store.reading() as unit:
        return record.happenings_of(unit, ["checks"], ChecksChanged)


def test_the_first_figures_are_recorded_whole_and_the_same_ones_once(context: Context) -> None:
    usual = judging_by(context, USUAL)

    assert [note_policy(usual), note_policy(usual)] == [True, False]

    (first,) = said(context)
    assert (first.before, first.after, first.changes) == (None, "usual", ())
    assert first.figures["access_days"] == [365, 180, 90, 30]


def test_a_change_says_what_was_and_what_is(context: Context) -> None:
    note_policy(judging_by(context, USUAL))
    note_policy(judging_by(context, SHORTER))

    last = said(context)[-1]
    assert (last.before, last.after, last.changes) == ("usual", "shorter", ("access days C3: 90 → 40",))


def test_going_back_is_a_change_too(context: Context) -> None:
    for policy in (USUAL, SHORTER, USUAL):
        note_policy(judging_by(context, policy))

    assert [one.after for one in said(context)] == ["usual", "shorter", "usual"]


def test_figures_without_a_version_are_none_that_a_company_wrote(context: Context) -> None:
    assert not note_policy(context)
    assert said(context) == []


def judged(context: Context, snapshot: int) -> tuple[str, list[Outcome]]:
    """By which figures, and what ACC-04 meant."""
    with context.store.reading() as unit:
        results, figures = snapshots.judged(unit, kept(context).id, snapshot)
    return figures, [one.effect for one in results if one.check == "ACC-04"]


class TestWhatIsOpen:
    def test_a_request_is_judged_again_on_the_same_day_and_says_by_which_figures(self, context: Context) -> None:
        usual, shorter = judging_by(context, USUAL), judging_by(context, SHORTER)
        note_policy(usual)
        ask(usual)
        assert sweep_requests(usual) == 0
        note_policy(shorter)

        assert sweep_requests(shorter) == 1

        assert kept(context).state is RequestState.AWAITING_WAIVER
        assert judged(context, 1) == ("usual", [Outcome.PASS])
        assert judged(context, 2) == ("shorter", [Outcome.WAIVER])

    def test_a_request_that_they_do_not_stop_goes_on(self, context: Context) -> None:
        usual, other = judging_by(context, USUAL), judging_by(context, replace(USUAL, version="other", screening_days=89))
        note_policy(usual)
        ask(usual)
        note_policy(other)
        sweep_requests(other)

        request = kept(context)
        assert (request.state, request.round) == (RequestState.PENDING_APPROVAL, 1)
        assert judged(context, request.snapshot) == ("other", [Outcome.PASS])

    def test_open_access_that_would_not_be_given_today_is_told(self, context: Context, clock: TestClock) -> None:
        usual, shorter = judging_by(context, USUAL), judging_by(context, SHORTER)
        note_policy(usual)
        open_access_to_a1(usual, clock)
        assert [one.held for one in access(context)] == [""]

        note_policy(shorter)
        pass_days(shorter, clock, START)

        (given,) = access(context)
        assert given.state is GrantState.ACTIVE
        assert given.held == "You ask for 46 days; the longest access to Secret (C3) is 40 days."


class TestSnapshotsFromBeforeThereWereFigures:
    @pytest.fixture(autouse=True)
    def _taken(self, context: Context) -> None:
        """As an earlier release wrote it."""
        ask(context)
        with context.store.writing() as unit:
            (document,) = unit.connection.execute(select(SNAPSHOTS.c.facts)).scalars()
            old = {name: value for name, value in document.items() if name != "policy"}
            unit.connection.execute(update(SNAPSHOTS).values(facts=old))

    def test_they_say_no_version(self, context: Context) -> None:
        assert judged(context, 1) == ("", [Outcome.PASS])

    def test_they_are_read_with_the_figures_of_then(self, context: Context) -> None:
        with context.store.reading() as unit:
            assert snapshots.one(unit, kept(context).id, 1).facts.policy == AS_SHIPPED
