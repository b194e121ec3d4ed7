"""PPL-02, PPL-03 and PPL-05: each person is bound, trained and still there."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.people import person_is_active
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.checks.verdicts import Case
from bot.domain.register import Limits
from bot.domain.vocabulary import Outcome, PersonStatus
from tests.builders import END, START, asset, draft, facts, person, register, register_at, result
from tests.domain.outcomes import RANKS, F, H, at_most_a_waiver

ONE_DAY = timedelta(days=1)


class TestStillThere:
    @pytest.mark.parametrize("status", [PersonStatus.LEFT, PersonStatus.ON_LEAVE])
    @pytest.mark.parametrize("rank", RANKS)
    def test_somebody_who_left_or_is_on_leave_stops_every_class(self, status: PersonStatus, rank: int) -> None:
        found = result("PPL-05", register_at(rank, people=(person(status=status),)))

        assert found.outcome is H[rank]
        assert "Ewa Engineer" in found.message

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_person_whose_status_nobody_recorded_is_unknown(self, rank: int) -> None:
        found = result("PPL-05", register_at(rank, people=(person(status=None),)))

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, at_most_a_waiver(H)[rank])

    def test_each_listed_person_is_asked_about_and_nobody_else(self) -> None:
        known = register(people=(person(), person(id="E2", status=PersonStatus.LEFT), person(id="E3", status=PersonStatus.LEFT)))

        found = run_checks(facts(known, draft(people=("E2", "E1"))))

        assert {one.person: one.outcome for one in found if one.check == "PPL-05"} == {"E1": Outcome.PASS, "E2": Outcome.BLOCK}

    def test_a_check_about_people_cannot_be_asked_about_nobody(self) -> None:
        known = facts()

        with pytest.raises(LookupError, match="about a person"):
            person_is_active(Case(known, known.draft.items[0], known.asset("A1")))


class TestBound:
    def undertaking(self, signed: date | None, rank: int = 3, **more: Any) -> CheckResult:
        return result("PPL-02", register_at(rank, people=(person(undertaking_signed_on=signed),)), **more)

    def test_signed_on_the_first_day_is_in_time_and_a_day_later_is_not(self) -> None:
        assert self.undertaking(START).outcome is Outcome.PASS
        assert self.undertaking(START + ONE_DAY).outcome is Outcome.BLOCK

    @pytest.mark.parametrize("signed", [None, START + ONE_DAY])
    @pytest.mark.parametrize("rank", RANKS)
    def test_not_signed_in_time_fails_the_harder_the_higher(self, rank: int, signed: date | None) -> None:
        assert self.undertaking(signed, rank).effect is F[rank]

    def test_a_request_that_runs_is_judged_from_today_on(self) -> None:
        assert self.undertaking(START + ONE_DAY, today=START + ONE_DAY).outcome is Outcome.PASS

    def test_the_words_say_what_is_missing(self) -> None:
        assert self.undertaking(None).message == "Ewa Engineer has not signed a personal undertaking to keep secrets."
        assert "signs only on 2 Dec 2026" in self.undertaking(START + ONE_DAY).message


class TestTrained:
    def training(self, rank: int = 3, *, needs: tuple[str, ...] | None = ("IP", "TS"), **valid: date) -> CheckResult:
        limits = Limits(allowed_countries=("*",), required_training=needs)
        known = register_at(rank, assets=(asset(asset_class=rank, limits=limits),), people=(person(training=valid),))
        return result("PPL-03", known)

    def test_every_course_valid_to_the_last_day_is_fine(self) -> None:
        assert self.training(IP=END, TS=END).outcome is Outcome.PASS

    def test_a_course_that_lapses_inside_the_access_is_a_heads_up_with_the_last_good_day(self) -> None:
        found = self.training(IP=END, TS=END - ONE_DAY)

        assert found.outcome is Outcome.WARN
        assert found.message == ("The training of Ewa Engineer in TS is good until 14 Jan 2027, not until your last day.")
        assert found.remedy == "Ewa Engineer takes it again by then."

    def test_the_course_that_lapses_first_is_named(self) -> None:
        assert self.training(IP=START, TS=END - ONE_DAY).message.startswith("The training of Ewa Engineer in IP ")
        assert self.training(IP=END - ONE_DAY, TS=START).message.startswith("The training of Ewa Engineer in TS ")

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_lapse_inside_the_access_weighs_the_same_at_every_class(self, rank: int) -> None:
        assert self.training(rank, IP=START, TS=END).effect is Outcome.WARN

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_course_that_lapsed_before_the_start_fails_the_harder_the_higher(self, rank: int) -> None:
        assert self.training(rank, IP=END, TS=START - ONE_DAY).effect is F[rank]

    def test_courses_never_taken_are_all_named(self) -> None:
        assert self.training().message == "Ewa Engineer has no valid training in IP and TS."

    def test_a_course_that_is_lacking_weighs_more_than_one_that_lapses(self) -> None:
        assert self.training(IP=START).outcome is Outcome.BLOCK

    def test_an_asset_that_asks_for_none_is_fine_whatever_the_person_took(self) -> None:
        assert self.training(needs=()).outcome is Outcome.PASS
        assert result("PPL-03", register(people=(person(training=None),))).outcome is Outcome.PASS

    def test_missing_facts_are_unknown(self) -> None:
        limits = Limits(allowed_countries=("*",), required_training=("IP",))
        untold = register(assets=(asset(limits=limits),), people=(person(training=None),))

        assert self.training(needs=None, IP=END).outcome is Outcome.UNKNOWN
        assert (result("PPL-03", untold).outcome, result("PPL-03", untold).effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
