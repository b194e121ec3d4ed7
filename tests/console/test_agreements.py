"""`ringfence agreement explain`: an NDA as a time line, from a register file and as of any day."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.console.agreements import WIDTH, Scale, draw_time_line
from bot.demonstration import DEMO_REGISTER
from bot.domain.agreement_story import Story, story_of
from bot.domain.register import Agreement, Survival
from tests.builders import TODAY, nda
from tests.command_line import Ran, ringfence

END = date(2027, 1, 14)


def story(*others: Agreement, **more: Any) -> Story:
    paper = nda(**({"expires_on": END, "survival": Survival(60, "end")} | more))
    return story_of(paper, (paper, *others), TODAY)


def lines(told: Story) -> dict[str, str]:
    return {line[:12].strip(): line[12:] for line in draw_time_line(told)}


class TestTheLine:
    def test_has_a_bar_for_each_clock_and_today_inside_the_first(self) -> None:
        drawn = lines(story())
        assert list(drawn) == ["", "covered", "protected", "secrets", "today"]
        assert len(drawn["covered"].rstrip()) < len(drawn["protected"].rstrip()) < len(drawn["secrets"]) == WIDTH
        assert drawn["secrets"].endswith("▶")
        assert drawn["today"].index("│") < len(drawn["covered"].rstrip())

    def test_of_an_evergreen_paper_goes_on_for_ever(self) -> None:
        assert lines(story(expires_on=None))["covered"].endswith("▶")

    def test_shows_the_gap_before_a_successor(self) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=END + timedelta(days=200), expires_on=None)
        drawn = lines(story(successor))
        assert len(drawn["covered"].rstrip()) <= drawn["gap"].index("·") + 1
        assert drawn["NDA-2"].index("█") >= drawn["gap"].rindex("·")

    def test_leaves_out_what_nobody_knows(self) -> None:
        assert list(lines(story(survival=None, trade_secret_carve_out=None))) == ["", "covered", "today"]
        assert list(lines(story(effective_on=None))) == ["", "today"]

    def test_years_do_not_run_into_each_other(self) -> None:
        years = lines(story(survival=Survival(1200, "end")))[""].split()
        assert years[:3] == ["2024", "2032", "2039"]

    def test_a_day_outside_stands_at_the_edge(self) -> None:
        scale = Scale(date(2026, 1, 1), date(2026, 12, 31))
        assert (scale.column(date(2020, 1, 1)), scale.column(date(2030, 1, 1))) == (0, WIDTH - 1)


class TestTheCommand:
    def explain(self, folder: Path, *arguments: str) -> Ran:
        return ringfence("agreement", "explain", *arguments, "--register", str(DEMO_REGISTER), folder=folder)

    def test_explains_a_paper_of_a_file_as_of_a_day(self, tmp_path: Path) -> None:
        fixed = tmp_path / "register.yml"
        fixed.write_text(DEMO_REGISTER.read_text(encoding="utf-8").replace("shift_to_today", "fixed", 1), encoding="utf-8")
        ran = ringfence("agreement", "explain", "NDA-V02", "--on", "2026-11-24", "--register", str(fixed), folder=tmp_path)
        assert ran.code == 0
        assert "NDA-V02: expiring; ends on 14 Jan 2027, in 51 days" in ran.out
        assert "What was shown by now stays protected until 14 Jan 2032." in ran.out

    def test_a_day_that_is_today_tells_the_same_as_none(self, tmp_path: Path) -> None:
        today = datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()
        assert self.explain(tmp_path, "NDA-V02", "--on", today).out == self.explain(tmp_path, "NDA-V02").out

    @pytest.mark.parametrize(
        ("arguments", "words"), [(("NDA-V2",), "Did you mean NDA-V"), (("NDA-V02", "--on", "tomorrow"), "--on is 'tomorrow'")]
    )
    def test_a_mistake_is_said_in_words(self, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
        ran = self.explain(tmp_path, *arguments)
        assert ran.code == 2
        assert words in ran.err

    def test_without_a_file_the_database_is_asked(self, tmp_path: Path) -> None:
        ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path)
        ran = ringfence("agreement", "explain", "NDA-V12", folder=tmp_path)
        assert ran.code == 0
        assert "NDA-V12: evergreen" in ran.out

    def test_a_name_that_the_database_does_not_know_is_answered_with_the_nearest_right_one(self, tmp_path: Path) -> None:
        ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path)

        ran = ringfence("agreement", "explain", "NDA-VO2", folder=tmp_path)

        assert ran.code == 2
        assert ran.err.startswith("✗ The register has no agreement NDA-VO2. Did you mean NDA-V")
