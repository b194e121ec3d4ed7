"""How the answer about a vendor is told: the answer first, what stands in the way worst first, and nothing that Slack refuses."""

import pytest

from bot.application.requests.check_vendor import Named, Understood
from bot.application.requests.outlook_words import class_line, headline
from bot.application.requests.show_outlook import OutlookView
from bot.domain.words_meant import Meant
from bot.slack.blocks.outlook import draw_check_form, draw_choices, draw_outlook, draw_outlook_in_form, nothing_found_words
from tests.outlooks import BLOCK, BY_CLASS, MISSING, PASS, WAIVER, WARN, against, of_asset, outlook, prospect
from tests.slack.drawing import LIMITS, buttons, message_problems, view_problems, words

PUMP = "Pump controller, which is Secret (C3), for Volt GmbH"
needs_schemas = pytest.mark.skipif(not LIMITS.exists(), reason=f"{LIMITS} is not there: the schemas are not part of the project")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            BY_CLASS,
            "For Volt GmbH you could ask for material up to Confidential (C2) today; "
            "from Confidential (C2) on it would wait for a waiver.",
        ),
        (
            outlook(*(prospect(rank, PASS) for rank in (1, 2, 3, 4))),
            "For Volt GmbH you could ask for material of every class today.",
        ),
        (outlook(prospect(1, BLOCK)), "For Volt GmbH you could ask for nothing today but public material."),
        (MISSING, "Nothing can be asked for, for Volt GmbH."),
        (
            of_asset(PASS),
            f"You could ask for {PUMP} today, and nothing stands against it so far.",
        ),
        (
            of_asset(WARN),
            f"You could ask for {PUMP} today; approvers see what stands below.",
        ),
        (
            of_asset(WAIVER),
            f"You could ask for {PUMP} today; it would wait for a waiver.",
        ),
        (
            of_asset(WAIVER, needs_fact=True),
            f"You could ask for {PUMP} today; it would wait for a fact that nobody can waive.",
        ),
        (of_asset(BLOCK), f"As it stands, you cannot ask for {PUMP}."),
        (of_asset(PASS, rank=0), "Pump controller is Public (C0): it needs no approval, and nothing is looked at."),
    ],
)
def test_the_answer_comes_first_in_one_sentence(view: OutlookView, said: str) -> None:
    text, blocks = draw_outlook(view)
    assert text == headline(view) == said
    assert words(blocks).startswith(f"*{said}*")


def test_each_class_says_how_it_stands_and_what_stops_the_next_one_comes_before_what_is_said_below_it() -> None:
    told = words(draw_outlook(BY_CLASS)[1])
    assert "✋ Confidential (C2): can be asked for, and then waits for a waiver\n⛔ Secret (C3): stops" in told
    first, second = told.index("*What stops Secret (C3)*"), told.index("*What is said of Confidential (C2)*")
    assert first < told.index("ACC-01 says no.") < second < told.index("MON-01 says no.") < told.index("DDA-02 says no.")
    assert "Ask somebody. Turn to Rui or Vic." in told
    assert "It would go to: data owner and IP counsel → security officer." in told
    assert "Not known before people are named: their undertakings, where they work." in told
    assert class_line(prospect(2, WAIVER, needs_fact=True)).endswith("waits for a fact that nobody can waive")


def test_where_not_even_internal_material_may_be_asked_for_all_that_is_said_of_it_is_told() -> None:
    told = words(draw_outlook(outlook(prospect(1, BLOCK, against("VEN-01", "Stops"), against(effect="Heads-up"))))[1])
    assert "*What is said of Internal (C1)*" in told
    assert told.index("VEN-01 says no.") < told.index("MON-01 says no.")


def test_what_is_not_shown_is_counted_and_an_empty_seat_is_for_administrators() -> None:
    many = tuple(against(f"X-0{number}", "Stops") for number in range(5))
    told = words(draw_outlook(of_asset(BLOCK, *many, gaps=("nobody can decide as IP counsel",)))[1])
    assert "Nobody can decide as IP counsel. Turn to Oskar or Priya, as administrator." in told
    alone = words(draw_outlook(outlook(missing=("nothing is there",), trial=None, administrators=()))[1])
    assert "Nothing is there. An administrator has to mend that; there is none now." in alone
    assert "… and 3 more: the form shows all of them." in told


def test_the_best_of_several_companies_is_named() -> None:
    told = words(draw_outlook(outlook(prospect(1, PASS), companies=3))[1])
    assert "for Volt Sp. z o.o., the best of its 3 companies." in told


def test_the_form_is_offered_wherever_something_could_be_chosen_in_it() -> None:
    assert buttons(draw_outlook(BY_CLASS)[1]) == ["Ask for access"]
    assert buttons(draw_outlook(MISSING)[1]) == []
    assert "The register knows no company of Volt GmbH." in words(draw_outlook(MISSING)[1])


def test_nobody_is_asked_about_public_material() -> None:
    told = words(draw_outlook(of_asset(PASS, rank=0))[1])
    assert "Tried as" not in told
    assert "It would go to" not in told


def test_names_cannot_format_or_mention() -> None:
    text, blocks = draw_outlook(outlook(prospect(1, PASS), vendor_name="<!channel> Volt"))
    assert "<!channel>" not in f"{text} {words(blocks)}"
    found = Understood((Named(Meant("V1", "A1"), "<!here>", "<@U1>"),), is_sure=False, unknown=("`x`",))
    assert all(sign not in words(draw_choices(found, "x")[1]) for sign in ("<!here>", "<@U1>"))
    assert "<!channel>" not in nothing_found_words(Understood((), is_sure=False, assets=("<!channel>",)), "x")


def test_words_that_nothing_says_together_are_answered_with_what_comes_nearest() -> None:
    found = Understood((Named(Meant("V1"), "Volt GmbH"),), is_sure=False)
    assert draw_choices(found, "volt watt")[0] == "I find nothing that is all of `volt watt`. Did you mean:"


LONG = outlook(
    *(
        prospect(rank, BLOCK, *(against(f"X-{n:02}", "Stops", *("Name " * 20,) * 9, message="m" * 900) for n in range(30)))
        for rank in (1, 2)
    ),
    vendor_name="v" * 400,
    missing=(),
)


@needs_schemas
@pytest.mark.parametrize("view", [BY_CLASS, MISSING, LONG, of_asset(PASS), of_asset(BLOCK, gaps=("g" * 900,) * 9)])
def test_slack_takes_every_answer(view: OutlookView) -> None:
    assert message_problems(*draw_outlook(view)) == []
    assert view_problems(draw_outlook_in_form(view)) == []


@needs_schemas
def test_slack_takes_every_choice_and_the_form() -> None:
    many = tuple(Named(Meant(f"V{number}", "A1"), "v" * 400, "t" * 400) for number in range(200))
    assert message_problems(*draw_choices(Understood(many, is_sure=False, unknown=("u" * 400,)), "s" * 4000)) == []
    assert view_problems(draw_check_form()) == []
