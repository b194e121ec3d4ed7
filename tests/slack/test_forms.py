"""What was entered into a form, as values; and every mistake at its own field, all at once, with what would be right."""

from datetime import date
from typing import Any

import pytest

from bot.domain.errors import FormErrors
from bot.domain.vocabulary import Mode, PurposeKind
from bot.slack import ids
from bot.slack.blocks.decision import draw_approve_form, draw_reject_form
from bot.slack.blocks.form import Choice, FormView, draw_form
from bot.slack.blocks.kit import option
from bot.slack.forms import read_form, read_items, read_reason
from tests.builders import END, START, TODAY, draft, member
from tests.slack.drawing import item

DRAWN = FormView(
    vendor=Choice("V1", "Volt GmbH"),
    entities=(Choice("V1-A", "Volt Sp. z o.o. (PL)"), Choice("V1-B", "Volt S.L. (ES)")),
    channels=(Choice("CH", "Partner Git"),),
    rank=3,
)
ANSWERS: dict[str, Any] = {
    ids.VENDOR: "V1",
    ids.ENTITY: "V1-A",
    ids.PEOPLE: ["E1"],
    ids.ASSETS: ["A1"],
    ids.MODE: "view",
    ids.CHANNEL: "CH",
    ids.START: START,
    ids.END: END,
    ids.NEED: "The controller cannot be tuned without it.",
}


def state_of(value: Any) -> dict[str, Any]:
    """The state of one element, as Slack sends it."""
    if isinstance(value, date):
        return {"selected_date": value.isoformat()}
    if isinstance(value, list):
        return {"selected_options": [option(one, one) for one in value]}
    return {"value": value, "selected_option": option(value, value) if value else None}


def filled(drawn: FormView = DRAWN, /, **answers: Any) -> dict[str, Any]:
    """The view as it is sent back; `answers` by action id, `None` where nothing was entered."""
    view = draw_form(drawn)
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            action = block["element"]["action_id"]
            given = (ANSWERS | answers).get(action)
            values[block["block_id"]] = {
                action: {"type": block["element"]["type"], **(state_of(given) if given is not None else {})}
            }
    return view | {"state": {"values": values}}


def read(view: dict[str, Any], projects: tuple[str, ...] = ("P1",)) -> Any:
    return read_form(view, requester=member("ana"), today=TODAY, projects=projects)


def mistakes(view: dict[str, Any], projects: tuple[str, ...] = ("P1",)) -> dict[str, str]:
    with pytest.raises(FormErrors) as found:
        read(view, projects)
    return found.value.errors


def test_a_form_that_is_filled_in_becomes_a_draft() -> None:
    assert read(filled()) == draft(requester_slack="U_ANA")


def test_each_asset_is_asked_for_in_the_chosen_mode_and_each_name_once() -> None:
    found = read(filled(**{ids.ASSETS: ["A1", "A2", "A1"], ids.PEOPLE: ["E2", "E1", "E2"], ids.MODE: "write"}))
    assert [(one.asset, one.mode) for one in found.items] == [("A1", Mode.WRITE), ("A2", Mode.WRITE)]
    assert found.people == ("E2", "E1")


def test_just_evaluating_is_a_purpose_of_its_own() -> None:
    assert read(filled(**{ids.EVALUATION: ["evaluation"]})).purpose_kind is PurposeKind.EVALUATION
    assert read(filled(**{ids.EVALUATION: []})).purpose_kind is PurposeKind.ENGAGEMENT


def test_the_only_company_counts_though_nobody_touched_the_field() -> None:
    only = FormView(vendor=DRAWN.vendor, entities=DRAWN.entities[:1], channels=DRAWN.channels, rank=3)
    assert read(filled(only, **{ids.ENTITY: None})).entity == "V1-A"


def test_the_first_day_counts_as_it_was_drawn_though_nobody_touched_it() -> None:
    drawn = FormView(vendor=DRAWN.vendor, entities=DRAWN.entities, channels=DRAWN.channels, rank=3, start="2026-11-25")
    assert read(filled(drawn, **{ids.START: None})).start_on == date(2026, 11, 25)


def test_the_project_is_that_of_the_assets_and_only_where_they_differ_the_chosen_one() -> None:
    several = FormView(
        vendor=DRAWN.vendor,
        entities=DRAWN.entities,
        channels=DRAWN.channels,
        projects=(Choice("P1", "Pumps"), Choice("P2", "Valves")),
        rank=3,
    )
    assert read(filled(**{ids.PROJECT: "P9"}), ("P1",)).project == "P1"
    assert read(filled(several, **{ids.PROJECT: "P2"}), ("P1", "P2")).project == "P2"
    assert mistakes(filled(several), ("P1", "P2")) == {"project:P1+P2": "Choose the project."}
    forged = mistakes(filled(several, **{ids.PROJECT: "P9"}), ("P1", "P2"))
    assert forged == {"project:P1+P2": "Choose a project that one of these assets belongs to."}


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({ids.ENTITY: None}, "entity:V1", "Choose the company that does the work."),
        ({ids.CHANNEL: None}, "channel:3", "Choose how the material travels."),
        ({ids.MODE: None}, "mode", "Choose what they may do with it."),
        ({ids.PEOPLE: []}, "people:V1", "Name at least one person."),
        ({ids.PEOPLE: [f"E{n}" for n in range(21)]}, "people:V1", "At most 20 in one request; ask twice for more."),
        ({ids.ASSETS: []}, "assets", "Choose what they should get."),
        ({ids.ASSETS: [f"A{n}" for n in range(11)]}, "assets", "At most 10 in one request; ask twice for more."),
        ({ids.NEED: "   \n "}, "need", "Say which task fails without it."),
        (
            {ids.NEED: "x" * 1001},
            "need",
            "At most 1,000 characters; this has 1,001. Leave the details to the documents.",
        ),
        ({ids.START: None}, "start", "Choose the first day."),
        ({ids.START: date(2026, 11, 23)}, "start", "This day has passed. The first day can be today at the earliest."),
        ({ids.END: None}, "end", "Choose the last day; it counts in full."),
        ({ids.END: date(2026, 11, 30)}, "end", "The last day is before the first one."),
        (
            {ids.END: date(2030, 1, 1)},
            "end",
            "That is more than three years. Choose a nearer day; access can be asked for again.",
        ),
    ],
)
def test_a_mistake_stands_at_its_field_and_says_what_would_be_right(answers: dict[str, Any], field: str, words: str) -> None:
    assert mistakes(filled(**answers)) == {field: words}


def test_a_single_day_and_today_are_fine() -> None:
    found = read(filled(**{ids.START: TODAY, ids.END: TODAY}))
    assert (found.start_on, found.end_on) == (TODAY, TODAY)


def test_all_mistakes_are_told_at_once() -> None:
    assert set(mistakes(filled(**{ids.MODE: None, ids.NEED: "", ids.END: None}))) == {"mode", "need", "end"}


def test_a_field_that_is_not_drawn_yet_shows_its_mistake_at_the_field_that_makes_it_appear() -> None:
    empty = filled(FormView(), **dict.fromkeys(ANSWERS))
    found = mistakes(empty, ())
    assert (found["vendor"], found["assets"]) == ("Choose the vendor.", "Choose how the material travels.")
    drawn = {block["block_id"] for block in empty["blocks"] if block["type"] == "input"}
    assert set(found) <= drawn


def test_a_class_without_any_channel_shows_its_mistake_at_the_material() -> None:
    closed = FormView(vendor=DRAWN.vendor, entities=DRAWN.entities, rank=4)
    assert mistakes(filled(closed)) == {"assets": "Choose how the material travels."}


class TestTheReasonOfADecision:
    def sent(self, drawn: dict[str, Any], text: str | None, ticked: list[str] | None = None) -> dict[str, Any]:
        values: dict[str, Any] = {"reason": {ids.REASON: {"type": "plain_text_input", "value": text}}}
        if ticked is not None:
            values["items"] = {ids.ITEMS: {"type": "checkboxes", **state_of(ticked)}}
        return drawn | {"state": {"values": values}}

    def approval(self, text: str | None) -> dict[str, Any]:
        return self.sent(draw_approve_form(ids.Picture("REQ-2026-0001", 1, 0)), text)

    def test_it_is_read_without_the_blanks_around_it(self) -> None:
        assert read_reason(self.approval("  It fits.\n")) == "It fits."

    @pytest.mark.parametrize("text", [None, "", "  \n"])
    def test_none_is_refused_at_the_field(self, text: str | None) -> None:
        with pytest.raises(FormErrors) as found:
            read_reason(self.approval(text))
        assert found.value.errors == {"reason": "Say why: it is read, kept, and learned from."}

    def test_one_that_is_too_long_is_refused_with_both_lengths(self) -> None:
        with pytest.raises(FormErrors) as found:
            read_reason(self.approval("x" * 1001))
        assert found.value.errors == {"reason": "At most 1,000 characters; this has 1,001."}
        assert len(read_reason(self.approval("x" * 1000))) == 1000

    def test_only_what_is_ticked_is_rejected_and_all_where_nothing_was_to_be_ticked(self) -> None:
        picture = ids.Picture("REQ-2026-0001", 1, 0)
        two = draw_reject_form(picture, [item("A1"), item("A2")])
        assert read_items(self.sent(two, "No.", ["A2"])) == ("A2",)
        assert read_items(self.sent(draw_reject_form(picture, [item("A1")]), "No.")) == ()

    @pytest.mark.parametrize("none", [[], None])
    def test_nothing_ticked_is_a_mistake_and_does_not_mean_all(self, none: list[Any] | None) -> None:
        view = draw_reject_form(ids.Picture("REQ-2026-0001", 1, 0), [item("A1"), item("A2")])
        sent = self.sent(view, "No.", ["A1"])
        sent["state"]["values"]["items"] = {ids.ITEMS: {"type": "checkboxes", "selected_options": none}}
        with pytest.raises(FormErrors) as found:
            read_items(sent)
        assert found.value.errors == {"items": "Tick at least one."}
