"""Papers that are told late: the days that nothing covered are found whatever was told first, each run of them by itself."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from bot.application.access.resume import accept_gap_days, resume_access
from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.domain.register import Agreement, KnownGrant
from bot.domain.vocabulary import GrantState, Mode
from tests.application.steps import FIRST, access, approve_all, ask, everything_is_delivered, now_known, pass_days, promised
from tests.builders import END, START, TestClock, contract, member, nda

TOLD = date(2026, 12, 12)
ENDED = nda(terminated_on=date(2026, 12, 5))
SUCCESSOR = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 12, 9))
GAP = "gap:2026-12-06..2026-12-08"
IVY, DAN = member("ivy"), member("dan")


def papers_are(context: Context, *papers: Agreement, **sections: object) -> None:
    now_known(context, agreements=(*papers, contract()), **sections)
    sweep_all(context)


def sweep_all(context: Context) -> None:
    while sweep_grants(context):
        pass


def standing(context: Context, request_id: str = FIRST) -> list[tuple[str, tuple[str, ...]]]:
    return [(grant.state.value, grant.reasons) for grant in access(context, request_id)]


@pytest.fixture
def open_access(context: Context, clock: TestClock) -> Context:
    """A1 is open to Ewa since its first day, under a paper that seems to last."""
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    sweep_all(context)
    everything_is_delivered(context)
    return context


STEPS = {"the end": (ENDED,), "the successor": (nda(), SUCCESSOR), "both": (ENDED, SUCCESSOR)}


class TestAnEndAndASuccessorThatAreToldLate:
    @pytest.mark.parametrize(
        "steps",
        [("both",), ("the end", "both"), ("the successor", "both")],
        ids=["at once", "the end first", "the successor first"],
    )
    def test_leave_the_same_days_whatever_is_told_first(
        self, open_access: Context, clock: TestClock, steps: tuple[str, ...]
    ) -> None:
        clock.go_to(TOLD)
        for step in steps:
            papers_are(open_access, *STEPS[step])
        assert standing(open_access) == [("suspended", (GAP,))]
        assert ("gap", "person:ivy") in promised(open_access)

    def test_also_after_a_look_that_found_nothing(self, open_access: Context, clock: TestClock) -> None:
        pass_days(open_access, clock, date(2026, 12, 11))
        clock.go_to(TOLD)
        papers_are(open_access, ENDED, SUCCESSOR)
        assert standing(open_access) == [("suspended", (GAP,))]

    def test_once_counsel_and_owner_have_spoken_the_same_papers_find_nothing_more(
        self, open_access: Context, clock: TestClock
    ) -> None:
        clock.go_to(TOLD)
        papers_are(open_access, ENDED, SUCCESSOR)
        accept_gap_days(open_access, IVY, "V1", date(2026, 12, 6), date(2026, 12, 8))
        resume_access(open_access, DAN, FIRST)
        pass_days(open_access, clock, TOLD + timedelta(days=1))
        papers_are(open_access, ENDED, nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 12, 9), expires_on=None))
        assert standing(open_access) == [("active", ())]

    def test_days_before_access_was_open_are_nobodys_matter(self, open_access: Context, clock: TestClock) -> None:
        clock.go_to(TOLD)
        early = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=START)
        papers_are(open_access, nda(terminated_on=START - timedelta(days=20)), early)
        assert standing(open_access) == [("active", ())]


class TestTwoGaps:
    """15 to 19 and 26 to 27 January: each is looked at, and said to be fine, for itself."""

    PAPERS = (
        nda(terminated_on=date(2026, 12, 14)),
        nda(id="NDA-2", effective_on=date(2026, 12, 20), expires_on=date(2026, 12, 25)),
        nda(id="NDA-3", effective_on=date(2026, 12, 28)),
    )
    FIRST_GAP, SECOND_GAP = (date(2026, 12, 15), date(2026, 12, 19)), (date(2026, 12, 26), date(2026, 12, 27))
    BOTH = ("gap:2026-12-15..2026-12-19", "gap:2026-12-26..2026-12-27")

    @pytest.mark.parametrize("looks", [(29,), (15, 20, 26, 29), (15, 21, 29), (16, 27, 29)], ids=str)
    def test_are_found_whenever_somebody_looked(self, open_access: Context, clock: TestClock, looks: tuple[int, ...]) -> None:
        papers_are(open_access, *self.PAPERS)
        for day in looks:
            clock.go_to(date(2026, 12, day))
            sweep_all(open_access)
        assert standing(open_access) == [("suspended", self.BOTH)]

    def test_are_two_questions_to_counsel(self, open_access: Context, clock: TestClock) -> None:
        clock.go_to(date(2026, 12, 29))
        papers_are(open_access, *self.PAPERS)
        assert promised(open_access).count(("gap", "person:ivy")) == 2

    @pytest.mark.parametrize("order", list(permutations([0, 1])), ids=str)
    def test_are_accepted_one_by_one_in_any_order(self, open_access: Context, clock: TestClock, order: tuple[int, ...]) -> None:
        clock.go_to(date(2026, 12, 29))
        papers_are(open_access, *self.PAPERS)
        gaps = (self.FIRST_GAP, self.SECOND_GAP)
        accept_gap_days(open_access, IVY, "V1", *gaps[order[0]])
        sweep_all(open_access)
        assert standing(open_access) == [("suspended", (self.BOTH[order[1]],))]
        pass_days(open_access, clock, date(2026, 12, 30))
        assert standing(open_access) == [("suspended", (self.BOTH[order[1]],))]
        accept_gap_days(open_access, IVY, "V1", *gaps[order[1]])
        sweep_all(open_access)
        assert standing(open_access) == [("suspended", ("owner",))]

    def test_once_one_is_accepted_days_that_turn_out_missing_later_are_asked_for_alone(
        self, open_access: Context, clock: TestClock
    ) -> None:
        clock.go_to(date(2026, 12, 29))
        papers_are(open_access, *self.PAPERS)
        accept_gap_days(open_access, IVY, "V1", *self.FIRST_GAP)
        ended, _, back = self.PAPERS
        papers_are(open_access, ended, back)
        assert standing(open_access) == [("suspended", ("gap:2026-12-20..2026-12-27",))]


class TestAccessThatTheRegisterCallsSuspended:
    KNOWN = KnownGrant("GRT-101", "R-OLD", "V1", "E1", "A1", Mode.VIEW, date(2026, 6, 1), END, GrantState.SUSPENDED)

    def test_rests_on_a_paper_that_ended(self, context: Context, clock: TestClock) -> None:
        clock.go_to(TOLD)
        papers_are(context, ENDED, grants=(self.KNOWN,))
        assert standing(context, "R-OLD") == [("suspended", ("nda:NDA-1",))]

    def test_or_the_data_owner_is_asked(self, context: Context) -> None:
        papers_are(context, nda(), grants=(self.KNOWN,))
        assert standing(context, "R-OLD") == [("suspended", ("owner",))]
        assert ("resume", "person:dan") in promised(context)
        resume_access(context, DAN, "R-OLD")
        assert standing(context, "R-OLD") == [("active", ())]

    def test_or_nothing_ever_covered_it(self, context: Context) -> None:
        papers_are(context, grants=(self.KNOWN,))
        assert standing(context, "R-OLD") == [("suspended", ("nda:none",))]
