"""Papers say what they are: whom they protect, how notice is given, how often they renew, how long they protect, who signed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.agreement_status import AgreementStatus, covers_on, protected_until, status_on, successor_of
from bot.domain.agreement_story import story_of
from bot.domain.checks.policy import AS_SHIPPED
from bot.domain.coverage import Needed, covered_until
from bot.domain.exposure import Access, Dependents, OpenDependents, dependents_of
from bot.domain.register import Agreement, Notice, Survival
from bot.domain.register_warnings import Looked, find_oddities
from bot.domain.reminders import Anchor, ReminderSchedule, renews_after, series_of
from bot.domain.renewal_terms import clauses_to_improve
from bot.domain.terms import Term, is_executed, running_term, term_on
from bot.domain.vocabulary import GrantState, IpForm, Outcome
from tests.builders import END, START, TODAY, asset, contract, draft, nda, register, register_at, result, workflows

ONE_DAY = timedelta(days=1)
NEEDED = Needed("V1", "OWN", ("V1-A",), TODAY)


def renewing(**more: Any) -> Agreement:
    given = {"expires_on": date(2026, 12, 5), "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}
    return nda(**(given | more))


def access() -> Access:
    return Access("G1", "R1", "V1", "E1", "Ewa", "A1", 3, "P1", GrantState.ACTIVE, END, "OWN", ("V1-A",))


class TestWhomItProtects:
    theirs = nda(protects="them")

    def test_one_that_protects_them_alone_is_as_if_it_were_not_there(self) -> None:
        known = register(agreements=(self.theirs,))

        found = result("NDA-01", known)
        assert found.outcome is Outcome.BLOCK
        assert found.message == "There is no signed NDA with Volt GmbH that protects us: NDA-1 protects only what they show us."
        assert {result(check, known).outcome for check in ("NDA-02", "NDA-03", "NDA-04", "NDA-09", "NDA-10")} == {Outcome.NA}

    def test_several_are_named(self) -> None:
        found = result("NDA-01", register(agreements=(self.theirs, replace(self.theirs, id="NDA-2"))))
        assert "NDA-1 and NDA-2 protect only what they show us" in found.message

    @pytest.mark.parametrize("whom", ["us", "both"])
    def test_one_that_protects_us_counts(self, whom: Any) -> None:
        assert result("NDA-01", register(agreements=(nda(protects=whom),))).outcome is Outcome.PASS

    def test_open_access_does_not_rest_on_it(self) -> None:
        assert covered_until([self.theirs], NEEDED, TODAY) is None
        assert covered_until([nda()], NEEDED, TODAY) is not None

    def test_nothing_hangs_on_it_and_it_takes_nothing_from_another(self) -> None:
        ours, known = nda(id="OURS", expires_on=TODAY - ONE_DAY), OpenDependents(access=[access()])
        papers = (self.theirs, ours)

        assert dependents_of(self.theirs, papers, known, TODAY) == Dependents()
        assert dependents_of(ours, papers, known, TODAY).access == (access(),)

    def test_it_replaces_no_paper_that_protects_us(self) -> None:
        follower = replace(self.theirs, id="NDA-2", supersedes=("NDA-1",), effective_on=TODAY)

        assert successor_of(nda(), (follower,), TODAY) is None
        assert successor_of(self.theirs, (follower,), TODAY) == follower
        assert series_of(nda(), (nda(), follower), TODAY) != ()

    def test_the_time_line_and_the_registers_check_say_so(self) -> None:
        assert "It protects only what they show us, and covers nothing of ours." in story_of(self.theirs, (), TODAY).sentences
        looked = Looked(register(agreements=(self.theirs, nda(id="NDA-2"))), workflows(), frozenset(), TODAY)
        assert [(one.record, one.field) for one in find_oddities(looked)][:1] == [("NDA-1", "protects")]

    def test_an_owner_who_is_party_to_such_a_paper_alone_is_told_of(self) -> None:
        looked = Looked(register(agreements=(self.theirs,)), workflows(), frozenset(), TODAY)
        assert ("assets", "owner_entity") in [(one.section, one.field) for one in find_oddities(looked)]


class TestNotice:
    @pytest.mark.parametrize(
        ("notice", "last_day"),
        [
            (Notice(days=30), date(2026, 11, 5)),
            (Notice(months=3), date(2026, 9, 5)),
            (Notice(months=3, to="month_end"), date(2026, 8, 31)),
            (Notice(working_days=10), date(2026, 11, 23)),
            (Notice(), date(2026, 12, 5)),
        ],
    )
    def test_is_given_before_the_end_of_the_term(self, notice: Notice, last_day: date) -> None:
        paper = renewing(notice_days_ours=None, notice=notice)
        assert term_on(paper, date(2026, 8, 1)) == Term(date(2026, 12, 5), last_day)

    def test_months_are_clamped_to_the_end_of_a_shorter_one(self) -> None:
        assert Notice(months=3).last_day(date(2027, 5, 31)) == date(2027, 2, 28)

    def test_the_reminders_count_to_that_day_and_name_the_day_of_renewal(self) -> None:
        paper = renewing(notice_days_ours=None, notice=Notice(months=3))
        (series,) = series_of(paper, (paper,), date(2026, 8, 1))
        assert series == ReminderSchedule("NDA-1", Anchor.OPT_OUT, date(2026, 9, 5))
        assert renews_after(paper, series) == date(2026, 12, 6)


class TestRenewals:
    twice = renewing(max_renewals=2)

    def test_after_the_last_one_the_paper_ends(self) -> None:
        assert term_on(self.twice, date(2027, 11, 5)) == Term(date(2027, 12, 5), date(2027, 11, 5), 1)
        assert term_on(self.twice, date(2027, 11, 6)) == Term(date(2028, 12, 5), None, 2)
        assert running_term(self.twice, date(2035, 1, 1)) == Term(date(2028, 12, 5), None, 2)
        assert not covers_on(self.twice, date(2028, 12, 6))

    def test_a_paper_that_may_not_renew_has_a_fixed_end(self) -> None:
        assert term_on(renewing(max_renewals=0), date(2030, 1, 1)) == Term(date(2026, 12, 5))

    def test_the_check_counts_no_term_that_the_paper_does_not_have(self) -> None:
        once = register(agreements=(renewing(max_renewals=1),))
        wish = draft(start_on=START, end_on=date(2027, 12, 5))

        assert result("NDA-01", once, wish).outcome is Outcome.WARN
        assert result("NDA-01", register(agreements=(renewing(max_renewals=0),)), wish).outcome is Outcome.BLOCK
        late = draft(start_on=date(2027, 12, 5), end_on=date(2027, 12, 6))
        assert result("NDA-01", once, late, today=date(2026, 12, 6)).outcome is Outcome.BLOCK

    def test_open_access_ends_with_the_last_term(self) -> None:
        assert covered_until([renewing(max_renewals=1)], NEEDED, TODAY) == date(2027, 12, 5)
        assert covered_until([renewing(max_renewals=1)], NEEDED, date(2027, 12, 6)) is None

    def test_the_reminders_say_that_it_renews_for_the_last_time_and_then_count_to_its_end(self) -> None:
        last = renewing(max_renewals=1)
        assert [(one.anchor, one.on) for one in series_of(last, (last,), date(2026, 11, 6))] == [
            (Anchor.OPT_OUT, date(2026, 11, 5)),
            (Anchor.END, date(2027, 12, 5)),
        ]

    def test_the_time_line_says_how_often(self) -> None:
        assert "renews by itself for 12 months, twice at most; notice" in story_of(self.twice, (), date(2026, 10, 1)).sentences[0]


class TestProtectionByTheLaterOfTwo:
    two = Survival(12, "end", or_later=Survival(60, "effective"))

    def test_the_later_one_counts(self) -> None:
        paper = nda(survival=self.two, effective_on=date(2025, 1, 1))
        assert protected_until(paper, TODAY, date(2027, 1, 14)) == date(2030, 1, 1)
        assert protected_until(paper, TODAY, date(2029, 6, 1)) == date(2030, 6, 1)

    def test_for_ever_is_later_than_any_day(self) -> None:
        paper = nda(survival=Survival(12, "end", or_later=Survival(None, "end")))
        assert protected_until(paper, TODAY, END) == date.max
        short = nda(survival=paper.nda.survival, trade_secret_carve_out=False)  # type: ignore[union-attr]
        assert clauses_to_improve(short, Dependents(), AS_SHIPPED) != ()

    def test_it_is_unknown_until_both_are_known(self) -> None:
        assert protected_until(nda(survival=Survival(12, "end", or_later=Survival(60, None))), TODAY, END) is None

    @pytest.mark.parametrize(
        ("survival", "outcome"),
        [
            (Survival(1, "end", or_later=Survival(36, "disclosure")), Outcome.PASS),
            (Survival(36, "disclosure", or_later=Survival(1, None)), Outcome.PASS),
            (Survival(1, "disclosure", or_later=Survival(36, None)), Outcome.UNKNOWN),
            (Survival(1, "disclosure", or_later=Survival(2, "disclosure")), Outcome.WAIVER),
            (Survival(1, "disclosure", or_later=Survival(None, None)), Outcome.PASS),
        ],
    )
    def test_the_check_is_content_with_either(self, survival: Survival, outcome: Outcome) -> None:
        known = register_at(3, assets=(asset(asset_class=3, forms=(IpForm.KNOW_HOW,)),), agreements=(nda(survival=survival),))
        assert result("NDA-02", known).outcome is outcome


class TestSignature:
    @pytest.mark.parametrize("signature", ["void", "draft", "negotiation", "out_for_signature", "partly_signed"])
    def test_nothing_but_executed_counts_whatever_day_stands_beside_it(self, signature: Any) -> None:
        paper = nda(signature=signature)

        assert not is_executed(paper, TODAY)
        assert result("NDA-01", register(agreements=(paper,))).message == "There is no signed NDA with Volt GmbH."
        assert covered_until([paper], NEEDED, TODAY) is None
        assert not covers_on(paper, TODAY)
        assert series_of(paper, (paper,), TODAY) == ()

    def test_a_contract_that_is_void_is_none(self) -> None:
        known = register(agreements=(nda(), contract(signature="void")))
        assert result("CTR-01", known).outcome is Outcome.WAIVER

    def test_executed_says_the_same_as_its_day(self) -> None:
        paper = nda(signature="executed")
        assert is_executed(paper, TODAY)
        assert status_on(paper, (), TODAY) is AgreementStatus.ACTIVE
        assert result("NDA-01", register(agreements=(paper,))).outcome is Outcome.PASS

    def test_a_void_paper_is_said_to_be_void_and_when_it_was_signed(self) -> None:
        told = story_of(nda(signature="void"), (), TODAY)
        assert told.clocks.status is AgreementStatus.VOID
        assert told.sentences == ("It is void, so it covers nothing.",)
        assert "signed by both sides" in [one.words for one in told.milestones]

    def test_a_void_successor_replaces_nothing(self) -> None:
        follower = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=TODAY, signature="void")
        assert successor_of(nda(), (follower,), TODAY) is None
