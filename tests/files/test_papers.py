"""What a register file may say of its papers, and which contradictions are refused."""

import pytest

from bot.domain.register import Agreement, Notice, Survival
from bot.files.register import read_register
from tests.files.conftest import Changed, Problems

SURVIVAL = "    survival: {months: 60, anchor: end}\n"
EXECUTED = "    executed: 2024-12-20\n"
RENEWS = "    auto_renew: true\n    renew_months: 12\n"


def paper(text: str) -> Agreement:
    return next(one for one in read_register(text).register.agreements if one.id == "NDA-1")


class TestWhatIsTaken:
    def test_whom_it_protects_and_how_often_it_renews(self, changed: Changed) -> None:
        said = f"{SURVIVAL}{RENEWS}    notice_days: 30\n    max_renewals: 2\n    protects: us\n"
        found = paper(changed((SURVIVAL, said)))
        assert (found.protects, found.max_renewals) == ("us", 2)

    def test_what_is_not_said_protects_both_and_renews_without_limit(self, changed: Changed) -> None:
        assert (paper(changed()).protects, paper(changed()).max_renewals, paper(changed()).notice) == ("both", None, None)

    @pytest.mark.parametrize(
        ("written", "notice"),
        [
            ("{months: 3}", Notice(months=3)),
            ("{months: 3, to: month_end}", Notice(months=3, to="month_end")),
            ("{working_days: 10}", Notice(working_days=10)),
            ("{days: 0}", Notice(days=0)),
        ],
    )
    def test_notice_in_months_and_days(self, changed: Changed, written: str, notice: Notice) -> None:
        assert paper(changed((SURVIVAL, f"{SURVIVAL}{RENEWS}    notice: {written}\n"))).notice == notice

    def test_protection_by_the_later_of_two_times(self, changed: Changed) -> None:
        two = "    survival: [{months: 60, anchor: effective}, {months: 24, anchor: end}]\n"
        found = paper(changed((SURVIVAL, two)))
        assert found.nda is not None
        assert found.nda.survival == Survival(60, "effective", or_later=Survival(24, "end"))

    @pytest.mark.parametrize("signature", ["executed", "void"])
    def test_beside_a_day_of_signature(self, changed: Changed, signature: str) -> None:
        assert paper(changed((EXECUTED, f"{EXECUTED}    signature: {signature}\n"))).signature == signature


@pytest.mark.parametrize(
    ("written", "place", "words"),
    [
        (f"{RENEWS}    notice: {{}}", "NDA-1 · notice", "must say one of days, working_days, months"),
        (f"{RENEWS}    notice: {{days: 3, months: 1}}", "NDA-1 · notice", "must say one of"),
        (f"{RENEWS}    notice: {{days: 3, to: month_end}}", "NDA-1 · notice", "belongs to a notice in months"),
        (f"{RENEWS}    notice: {{months: 3}}\n    notice_days: 30", "NDA-1 · notice", "say the time of notice once"),
        (f"{RENEWS}    notice: {{months: 3, to: year_end}}", "NDA-1 · notice · to", "month_end"),
        (f"{RENEWS}    notice: 90", "NDA-1 · notice", "must be keys with values"),
        ("    max_renewals: -1", "NDA-1 · max_renewals", "from 0 to"),
        ("    protects: nobody", "NDA-1 · protects", "known"),
        ("    signature: partly_signed", "NDA-1 · signature", "contradicts executed"),
        ("    signature: draft", "NDA-1 · signature", "contradicts executed"),
        ("    signature: signed", "NDA-1 · signature", "known"),
    ],
)
def test_a_contradiction_or_a_word_that_is_not_known_is_refused(
    changed: Changed, problems_of: Problems, written: str, place: str, words: str
) -> None:
    (problem,) = problems_of(changed((EXECUTED, f"{EXECUTED}{written}\n")))
    assert problem.place.endswith(place)
    assert words in problem.words


def test_an_executed_paper_says_on_which_day(changed: Changed, problems_of: Problems) -> None:
    (problem,) = problems_of(changed((EXECUTED, "    signature: executed\n")))
    assert problem.place.endswith("NDA-1 · executed")
    assert "write the day" in problem.words


@pytest.mark.parametrize("written", ["[]", "[{months: 1, anchor: end}]", "[1, 2]", "[{months: 1, anchor: end}, later]"])
def test_a_list_of_times_has_two_of_them(changed: Changed, problems_of: Problems, written: str) -> None:
    (problem,) = problems_of(changed((SURVIVAL, f"    survival: {written}\n")))
    assert problem.place.endswith("NDA-1 · survival")
    assert "a list of two such" in problem.words


def test_a_mistake_in_the_second_time_is_told_there(changed: Changed, problems_of: Problems) -> None:
    (problem,) = problems_of(changed((SURVIVAL, "    survival: [{months: 60, anchor: end}, {months: 12, anchor: start}]\n")))
    assert "survival" in problem.place
    assert problem.place.endswith("anchor")
