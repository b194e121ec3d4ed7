"""The small forms of a decision: why rejected and of which assets, and why approved where a stage asks for it."""

from bot.slack import ids
from bot.slack.blocks.decision import draw_approve_form, draw_reject_form
from tests.slack.drawing import item, words

PICTURE = ids.Picture("REQ-2026-0001", 2, 1)


def test_rejecting_asks_why_and_says_who_reads_it() -> None:
    drawn = draw_reject_form(PICTURE, [item()])
    assert drawn["title"]["text"] == "Reject REQ-2026-0001"
    assert drawn["submit"]["text"] == "Reject"
    assert "The requester reads this: what is wrong, and what would be right?" in words(drawn)
    assert [block["block_id"] for block in drawn["blocks"]] == ["reason"]


def test_of_several_assets_each_can_be_rejected_alone_and_all_are_ticked_at_first() -> None:
    drawn = draw_reject_form(PICTURE, [item("A1"), item("A2", title="Valve")])
    element = drawn["blocks"][0]["element"]
    assert [option["value"] for option in element["options"]] == ["A1", "A2"]
    assert element["initial_options"] == element["options"]
    assert "A2 Valve" in words(drawn)


def test_at_least_one_asset_must_be_ticked() -> None:
    drawn = draw_reject_form(PICTURE, [item("A1"), item("A2")])
    assert drawn["blocks"][0]["optional"] is False


def test_a_stage_that_asks_for_a_reason_asks_for_it_at_the_approval() -> None:
    drawn = draw_approve_form(PICTURE)
    assert drawn["title"]["text"] == "Approve REQ-2026-0001"
    assert "This stage asks for a reason with each approval." in words(drawn)


def test_a_form_knows_on_which_picture_of_which_request_it_decides() -> None:
    for drawn in (draw_reject_form(PICTURE, [item()]), draw_approve_form(PICTURE)):
        assert ids.read_value(drawn["private_metadata"]) == PICTURE


def test_slack_itself_takes_no_reason_that_is_longer_than_what_is_kept() -> None:
    assert draw_approve_form(PICTURE)["blocks"][0]["element"]["max_length"] == 1000
