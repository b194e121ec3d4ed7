"""Whether a day is over is said by the day of asking: `ended` of a day before today alone, wherever a day is named."""

from datetime import date, timedelta

import pytest

from bot.domain.agreement_story import Story, story_of
from bot.domain.dates import day_words
from bot.domain.register import Agreement, Survival, Waiver
from tests.builders import END, START, TODAY, contract, nda, register, result

ONE_DAY = timedelta(days=1)
PAST, COMING = TODAY - ONE_DAY, TODAY


@pytest.mark.parametrize(("day", "word"), [(PAST, "ended"), (COMING, "ends")])
class TestChecks:
    def test_of_an_nda(self, day: date, word: str) -> None:
        assert f"{word} {day_words(day)}" in result("NDA-01", register(agreements=(nda(expires_on=day),))).message

    def test_of_the_last_contract(self, day: date, word: str) -> None:
        known = register(agreements=(nda(), contract(expires_on=day)))
        assert f"the last one {word} {day_words(day)}" in result("CTR-01", known).message

    def test_of_a_waiver(self, day: date, word: str) -> None:
        waiver = Waiver(
            id="WVR-1",
            check="CTR-01",
            vendor="V1",
            asset="A1",
            reason="approvers",
            approved_by=("ivy",),
            compensating_controls=(),
            expires_on=day,
            state="approved",
        )
        known = register(agreements=(nda(), contract(expires_on=START)), waivers=(waiver,))
        assert f"Waiver WVR-1 {word} {day_words(day)}" in result("CTR-01", known).message


def told(paper: Agreement, *others: Agreement, on: date = TODAY) -> Story:
    return story_of(paper, (paper, *others), on)


class TestTheTimeLine:
    def test_what_a_paper_covers_and_covered(self) -> None:
        assert told(nda(expires_on=COMING)).sentences[0].startswith("It covers what is shown from")
        assert told(nda(expires_on=PAST)).sentences[0].startswith("It covered what was shown from")

    def test_how_long_it_protects_and_protected(self) -> None:
        short = nda(expires_on=date(2026, 10, 1), survival=Survival(1, "end"))
        assert told(short, on=date(2026, 11, 1)).sentences[1] == "What was shown by now stays protected until 1 Nov 2026."
        assert told(short, on=date(2026, 11, 2)).sentences[1] == "What was shown under it was protected until 1 Nov 2026."
        assert "was protected" in told(short).milestones[-1].words

    def test_who_takes_over_and_took_over_and_what_nobody_covers_and_covered(self) -> None:
        old, new = nda(expires_on=END), nda(id="NDA-2", supersedes=("NDA-1",), effective_on=END + 3 * ONE_DAY)
        before, after = told(old, new), told(old, new, on=END + 9 * ONE_DAY)

        assert f"NDA-2 takes over on {day_words(END + 3 * ONE_DAY)}." in before.sentences
        assert f"NDA-2 took over on {day_words(END + 3 * ONE_DAY)}." in after.sentences
        assert any(one.startswith("No paper covers the 2 days") for one in before.sentences)
        assert any(one.startswith("No paper covered the 2 days") for one in after.sentences)
        assert "NDA-2 took over" in [one.words for one in after.milestones]

    def test_a_renewal_that_is_past_is_said_to_be(self) -> None:
        renewed = nda(expires_on=date(2026, 9, 1), auto_renew=True, renew_months=12, notice_days_ours=30)
        assert "renewed by itself" in [one.words for one in told(renewed).milestones]
        assert "renews by itself" in [one.words for one in told(renewed, on=date(2026, 8, 20)).milestones]
