"""The checks speak as soon as they can, about what stands in the form alone; nothing is stored, nothing is guessed."""

from dataclasses import replace

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.preview_draft import LiveAnswer, Wish, preview_draft
from bot.domain.checks.results import overall
from bot.domain.register import Project
from bot.domain.vocabulary import Mode, Outcome
from tests.builders import END, START, asset, members, nda, person, register
from tests.counting import row_counts

WHOLE = Wish(
    requester="ana",
    vendor="V1",
    entity="V1-A",
    assets=("A1",),
    people=("E1",),
    mode=Mode.VIEW,
    channel="CH",
    start_on=START,
    end_on=END,
)


def checks_of(answer: LiveAnswer) -> set[str]:
    assert answer.judged is not None
    return {result.check for result in answer.judged.results}


def test_an_empty_form_is_answered_with_what_can_be_chosen(context: Context) -> None:
    answer = preview_draft(context, Wish("ana"))

    assert answer.judged is None
    assert answer.offer.rank is None


def test_nothing_is_judged_until_vendor_people_assets_and_days_are_there(context: Context) -> None:
    for missing in ("vendor", "start_on", "end_on"):
        assert preview_draft(context, replace(WHOLE, **{missing: None})).judged is None
    for missing in ("assets", "people"):
        assert preview_draft(context, replace(WHOLE, **{missing: ()})).judged is None


def test_a_last_day_before_the_first_is_not_judged(context: Context) -> None:
    assert preview_draft(context, replace(WHOLE, start_on=END, end_on=START)).judged is None


def test_the_only_company_of_a_vendor_counts_as_chosen(context: Context) -> None:
    assert preview_draft(context, replace(WHOLE, entity=None)).judged is not None


def test_a_whole_form_is_judged_by_every_check_and_routed(context: Context) -> None:
    answer = preview_draft(context, WHOLE)

    assert {"NDA-01", "IPR-01", "TRF-01", "NDA-04"} <= checks_of(answer)
    assert answer.judged
    assert answer.judged.route
    assert [stage.name for stage in answer.judged.route.stages] == ["need", "owner", "security"]
    assert answer.judged.gaps == ()


def test_a_check_that_needs_what_is_not_chosen_yet_is_left_out(context: Context) -> None:
    checks = checks_of(preview_draft(context, replace(WHOLE, mode=None, channel=None)))

    assert not {"NDA-10", "IPR-01", "IPR-02", "IPR-06", "IPR-07", "TRF-01"} & checks
    assert "NDA-01" in checks


def test_while_the_assets_belong_to_two_projects_the_purpose_is_not_judged(context: Context) -> None:
    two = (asset(), asset(id="A2", project="P2"))
    load_register(context, register(assets=two, projects=(Project("P1", "Pumps"), Project("P2", "Valves"))), actor="test")
    wish = replace(WHOLE, assets=("A1", "A2"))

    assert "NDA-04" not in checks_of(preview_draft(context, wish))
    assert "NDA-04" in checks_of(preview_draft(context, replace(wish, project="P2")))


def test_the_answer_is_what_sending_it_would_say(context: Context) -> None:
    load_register(context, register(agreements=(nda(expires_on=START),)), actor="test")
    answer = preview_draft(context, WHOLE)

    assert answer.judged
    assert overall(answer.judged.results) is Outcome.BLOCK


def test_a_seat_that_nobody_can_fill_is_told_before_anybody_is_asked(context: Context) -> None:
    nobody = tuple(member for member in members() if member.id not in ("sol", "eve"))
    load_register(context, register(members=nobody), actor="test")
    answer = preview_draft(context, WHOLE)

    assert answer.judged
    assert any("security officer" in gap for gap in answer.judged.gaps)


def test_people_of_another_vendor_are_not_judged_with_this_one(context: Context) -> None:
    load_register(context, register(people=(person(), person(id="E2"))), actor="test")

    assert preview_draft(context, replace(WHOLE, people=("E1", "E9"))).judged is None


def test_looking_stores_nothing(context: Context) -> None:
    before = row_counts(context.store)
    preview_draft(context, WHOLE)

    assert row_counts(context.store) == before
