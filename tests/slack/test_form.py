"""The form behind `/ip-request`: five questions, choices that narrow as one fills in, and what the checks say below them."""

from typing import Any

import pytest

from bot.domain.vocabulary import Outcome
from bot.slack import ids
from bot.slack.blocks.form import Choice, FormView, draw_form
from bot.slack.blocks.kit import option
from bot.slack.blocks.standing import Standing
from bot.slack.blocks.verdict import Shown, VerdictView, read_shown
from tests.slack.drawing import LIMITS, buttons, check, view_problems, words

VOLT = Choice("V1", "Volt GmbH")
POLAND, SPAIN = Choice("V1-A", "Volt Sp. z o.o. (PL)"), Choice("V1-B", "Volt S.L. (ES)")
GIT, DESKTOP = Choice("CH", "Partner Git"), Choice("VDI", "Virtual desktop")
PUMPS, VALVES = Choice("P1", "Pumps"), Choice("P2", "Valves")
FILLED = {"vendor": VOLT, "entities": (POLAND,), "channels": (GIT, DESKTOP), "rank": 3}
STAGES = (("engineering manager",), ("data owner", "IP counsel"))


def form(**more: Any) -> dict[str, Any]:
    return draw_form(FormView(start="2026-11-24", **more))


def fields(drawn: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs by their labels."""
    return {block["label"]["text"]: block for block in drawn["blocks"] if block["type"] == "input"}


def offered(drawn: dict[str, Any], label: str) -> list[str]:
    return [one["value"] for one in fields(drawn)[label]["element"]["options"]]


def test_an_empty_form_asks_who_what_how_when_and_why_and_says_what_follows() -> None:
    drawn = form()
    assert list(fields(drawn)) == ["Vendor", "What", "How", "From", "Until", "Why", "Purpose"]
    assert "People and company follow once the vendor is chosen." in words(drawn)
    assert "The ways it may travel follow once the material is chosen." in words(drawn)
    assert (drawn["submit"]["text"], drawn["close"]["text"]) == ("Ask", "Cancel")


def test_the_first_day_is_today_until_another_is_chosen() -> None:
    assert fields(form())["From"]["element"]["initial_date"] == "2026-11-24"
    assert "initial_date" not in fields(form())["Until"]["element"]


def test_a_chosen_vendor_brings_its_companies_and_its_people_in_fields_of_their_own() -> None:
    drawn = form(vendor=VOLT, entities=(POLAND, SPAIN))
    assert offered(drawn, "Company") == ["V1-A", "V1-B"]
    assert fields(drawn)["People"]["element"]["placeholder"]["text"] == "People of Volt GmbH"
    other = form(vendor=Choice("V2", "Other"), entities=(POLAND, SPAIN))
    for label in ("Company", "People"):
        assert fields(drawn)[label]["block_id"] != fields(other)[label]["block_id"]


def test_the_only_company_is_chosen_and_one_of_several_is_not() -> None:
    assert fields(form(vendor=VOLT, entities=(POLAND,)))["Company"]["element"]["initial_option"]["value"] == "V1-A"
    assert "initial_option" not in fields(form(vendor=VOLT, entities=(POLAND, SPAIN)))["Company"]["element"]


def test_a_vendor_without_a_company_in_the_register_says_whom_to_ask() -> None:
    drawn = form(vendor=VOLT)
    assert "Company" not in fields(drawn)
    assert "The register knows no company of Volt GmbH; ask an administrator to enter it." in words(drawn)


def test_only_channels_good_for_the_highest_class_are_offered() -> None:
    drawn = form(**FILLED)
    assert offered(drawn, "Through") == ["CH", "VDI"]
    assert "Only channels good for C3" in words(drawn)


def test_a_class_for_which_no_channel_is_good_says_whom_to_ask() -> None:
    drawn = form(rank=4, channels=())
    assert "Through" not in fields(drawn)
    assert "No transfer channel is approved for this class; ask the security officer." in words(drawn)


def test_the_project_is_asked_only_where_the_assets_differ() -> None:
    assert "Project" not in fields(form(**FILLED, projects=(PUMPS,)))
    assert offered(form(**FILLED, projects=(PUMPS, VALVES)), "Project") == ["P1", "P2"]


def test_every_mode_is_offered_in_words() -> None:
    drawn = form()
    assert offered(drawn, "How") == ["view", "comment", "download", "write", "physical", "admin"]
    assert "Change a working copy" in words(drawn)


def test_a_field_that_stays_keeps_its_block_so_that_nothing_typed_is_lost() -> None:
    for label in ("Vendor", "What", "How", "From", "Until", "Why", "Purpose"):
        assert fields(form())[label]["block_id"] == fields(form(**FILLED))[label]["block_id"]


def test_only_the_purpose_may_be_left_out() -> None:
    drawn = form(**FILLED, projects=(PUMPS, VALVES))
    assert [label for label, block in fields(drawn).items() if block["optional"]] == ["Purpose"]


def test_what_stands_in_it_already_is_drawn_with_it() -> None:
    chosen = option("Volt GmbH", "V1")
    drawn = form(**FILLED, standing={ids.VENDOR: Standing("vendor", (chosen,)), ids.END: Standing("end~1", day="2027-01-14")})
    assert fields(drawn)["Vendor"]["element"]["initial_option"] == chosen
    assert fields(drawn)["Until"]["element"]["initial_date"] == "2027-01-14"
    assert fields(drawn)["Until"]["block_id"] == "end~1"


class TestWhatTheChecksSay:
    def verdict(self, overall: Outcome = Outcome.WAIVER, *against: Any, **more: Any) -> VerdictView:
        return VerdictView(**({"overall": overall, "against": against, "fine": 6, "stages": STAGES} | more))

    def test_before_there_is_enough_to_judge_it_says_when_they_will_answer(self) -> None:
        assert "The checks answer here as soon as vendor, company, people, material and days are chosen." in words(form())

    @pytest.mark.parametrize(
        ("overall", "headline"),
        [
            (Outcome.BLOCK, "As it stands, this cannot be asked."),
            (Outcome.WAIVER, "This can be asked, and then waits for a waiver."),
            (Outcome.WARN, "This can be asked."),
            (Outcome.PASS, "Nothing stands against it so far."),
        ],
    )
    def test_the_worst_finding_makes_the_headline(self, overall: Outcome, headline: str) -> None:
        assert headline in words(form(**FILLED, verdict=self.verdict(overall)))

    def test_a_refused_request_says_that_nothing_was_sent(self) -> None:
        drawn = form(**FILLED, verdict=self.verdict(Outcome.BLOCK, check(effect="Stops"), refused=True))
        assert "*This cannot be asked yet.* Nothing was sent. Change it here and ask again." in words(drawn)

    def test_each_reason_says_what_is_wrong_and_what_to_do_and_keeps_the_clauses_behind_why(self) -> None:
        verdict = self.verdict(Outcome.WAIVER, check())
        said = words(form(**FILLED, verdict=verdict))
        assert "✋ *Needs a waiver* · The NDA ends before the access does.\nMo Manager renews it." in said
        assert "ISO 27001" not in said
        opened = words(form(**FILLED, verdict=verdict, shown=Shown(why=frozenset({"NDA-01"}))))
        assert "NDA-01 · Without an NDA nothing may be shown. (ISO 27001 A.6.6)" in opened

    def test_at_most_three_reasons_before_all_are_asked_for(self) -> None:
        many = [check(check=f"NDA-0{number}", message=f"Reason {number}.") for number in range(5)]
        few, whole = (
            form(verdict=self.verdict(Outcome.BLOCK, *many)),
            form(verdict=self.verdict(Outcome.BLOCK, *many), shown=Shown(all=True)),
        )
        assert ("Reason 2." in words(few), "Reason 3." in words(few)) == (True, False)
        assert "Show all (2 more)" in buttons(few)
        assert "Reason 4." in words(whole)

    def test_four_hundred_reasons_are_turned_over_page_by_page(self) -> None:
        many = [check(check=f"NDA-{number}", message=f"Reason {number}.") for number in range(400)]
        told = ""
        for page in range(20):
            drawn = form(verdict=self.verdict(Outcome.BLOCK, *many), shown=Shown(all=True, page=page))
            assert view_problems(drawn) == []
            assert ("20 more of 380" in buttons(drawn), "Reasons before" in buttons(drawn)) == (page == 0, page > 0)
            told += words(drawn)
        assert all(f"Reason {number}." in told for number in range(400))
        assert read_shown(Shown(all=True, page=7).metadata).page == 7
        beyond = form(verdict=self.verdict(Outcome.BLOCK, *many[:5]), shown=Shown(all=True, page=9))
        assert "Reason 4." in words(beyond)

    def test_what_is_fine_is_counted_and_the_seats_that_would_be_asked_are_named(self) -> None:
        said = words(form(verdict=self.verdict(Outcome.WAIVER, check())))
        assert "6 more checks are fine · would go to: engineering manager → data owner and IP counsel" in said
        assert "6 checks run, none against" in words(form(verdict=self.verdict(Outcome.PASS)))

    def test_a_seat_that_nobody_holds_stops_it_in_words(self) -> None:
        said = words(form(verdict=self.verdict(Outcome.PASS, gaps=("nobody holds the seat of data owner",))))
        assert "As it stands, this cannot be asked." in said
        assert "⛔ *Stops* · Nobody holds the seat of data owner (PRC-03)." in said
        assert "An administrator has to mend that; there is none now." in said


@pytest.mark.skipif(not LIMITS.exists(), reason=f"{LIMITS} is not there: the schemas are not part of the project")
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"vendor": VOLT, "entities": (POLAND,)},
        FILLED | {"projects": (PUMPS, VALVES)},
        {"rank": 4},
        {"vendor": VOLT},
        {"vendor": Choice("V1", "x" * 300), "entities": (Choice("E", "y" * 300),) * 3, "projects": (PUMPS, VALVES)},
        {"channels": tuple(Choice(f"C{number}", "z" * 90) for number in range(150)), "rank": 1},
        FILLED
        | {
            "verdict": VerdictView(Outcome.BLOCK, tuple(check(check=f"X-{n}", message="m" * 400) for n in range(30)), 0, STAGES),
            "shown": Shown(all=True, why=frozenset(f"X-{n}" for n in range(30))),
        },
    ],
    ids=["empty", "vendor", "filled", "no channel", "no company", "long names", "many channels", "much against it"],
)
def test_slack_takes_the_form_in_every_state(given: dict[str, Any]) -> None:
    assert view_problems(form(**given)) == []
