"""A rule that a release changes keeps what it was: who judges old facts by the versions that they name gets the old answer."""

from dataclasses import replace

from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.checks.verdicts import Case, Verdict, fails, passed
from bot.domain.checks.versions import OF_NOW, Versions, as_of, lost, versions_of
from bot.domain.nda_chains import Instrument
from bot.domain.vocabulary import Outcome, Profile
from tests.builders import facts


def is_short(_: Case) -> Verdict:
    return fails("The name is short.", "Take a longer one.", used={})


def is_short_or_old(_: Case) -> Verdict:
    return fails("The name is short, or old.", "Take a longer one.", used={})


def anything_goes(_: Case) -> Verdict:
    return passed(used={})


NAMES = Check(
    "TOY-01",
    "The name is fine",
    "Names matter.",
    Profile.W,
    ("a clause", "another"),
    judge=anything_goes,
    version=3,
    earlier={1: {"judge": is_short, "clauses": ("a clause",)}, 2: {"judge": is_short_or_old, "profile": Profile.H}},
)
OTHER = Check("TOY-02", "All is well", "All should be.", Profile.V, ("a clause",), judge=anything_goes)
TOYS = (NAMES, OTHER)


def judged(*rules: tuple[str, int], toys: tuple[Check, ...] = TOYS) -> tuple[CheckResult, ...]:
    return run_checks(replace(facts(), rules=rules), toys)


class TestARowAsItWas:
    def test_each_version_says_only_what_was_otherwise_than_in_the_next(self) -> None:
        first, second = NAMES.at(1), NAMES.at(2)

        assert first is not None
        assert second is not None
        assert (first.judge, first.profile, first.clauses) == (is_short, Profile.H, ("a clause",))
        assert (second.judge, second.profile, second.clauses) == (is_short_or_old, Profile.H, ("a clause", "another"))
        assert (first.version, second.version, NAMES.at(3)) == (1, 2, NAMES)

    def test_a_version_that_this_release_does_not_know_is_none(self) -> None:
        assert NAMES.at(4) is None
        assert NAMES.at(0) is None
        assert replace(NAMES, earlier={1: {"judge": is_short}}).at(1) is None


class TestJudgingByTheRulesThatTheFactsName:
    def test_the_old_answer_is_given_with_its_words_its_clauses_and_what_it_counted_for(self) -> None:
        first, second, now = (judged(("TOY-01", version))[0] for version in (1, 2, 3))

        assert (first.message, first.effect, first.clauses) == ("The name is short.", Outcome.BLOCK, ("a clause",))
        assert (second.message, second.effect) == ("The name is short, or old.", Outcome.BLOCK)
        assert (now.message, now.effect) == ("", Outcome.PASS)

    def test_a_check_that_came_later_does_not_appear(self) -> None:
        assert [result.check for result in judged(("TOY-01", 1))] == ["TOY-01"]

    def test_they_answer_in_the_order_of_then(self) -> None:
        assert [result.check for result in judged(("TOY-02", 1), ("TOY-01", 2))] == ["TOY-02", "TOY-01"]

    def test_facts_that_name_none_are_judged_by_the_rules_of_now(self) -> None:
        assert [result.effect for result in run_checks(facts(), TOYS)] == [Outcome.PASS, Outcome.PASS]

    def test_facts_that_were_judged_by_none_get_no_answer(self) -> None:
        assert judged() == ()

    def test_a_rule_about_a_paper_is_judged_alone_too(self) -> None:
        def is_signed(_: Case, paper: Instrument) -> Verdict:
            return passed(used={"paper": paper.head.id})

        of_paper = Check("TOY-03", "It is signed", "Papers bind.", Profile.V, ("a clause",), judge_nda=is_signed)

        assert [result.check for result in judged(("TOY-03", 1), toys=(of_paper,))] == ["TOY-03"]


class TestWhatIsLost:
    def test_a_rule_or_a_version_that_this_release_does_not_have_is_named_and_the_others_judge(self) -> None:
        wanted: Versions = (("TOY-09", 1), ("TOY-01", 4), ("TOY-02", 1))

        assert lost(wanted, TOYS) == (("TOY-09", 1), ("TOY-01", 4))
        assert as_of(wanted, TOYS) == (OTHER,)

    def test_nothing_of_now_is_lost(self) -> None:
        assert lost(OF_NOW) == ()
        assert as_of(versions_of(CATALOGUE)) == CATALOGUE


def test_no_release_leaves_out_what_an_earlier_version_of_a_rule_was() -> None:
    for check in CATALOGUE:
        assert set(check.earlier) == set(range(1, check.version)), check.id
        assert all(check.at(version) for version in check.earlier), check.id
