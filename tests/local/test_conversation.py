"""A real Bolt app talks with people through the local workspace, over Socket Mode."""

import pytest

from bot.local.scripted_user import NotAcknowledged, NotThere
from tests.local import app as trial
from tests.local.workspace import Workspace


def fill_all(user, why="The pipeline cannot be trained without it."):
    """The whole form, filled as a person would."""
    user.suggest("vendor.pick", "wis")
    user.choose("vendor.pick", "Wislanka")
    user.fill("what", ["AST-001", "Radar signal library"])
    user.fill("how", "Change a working copy")
    user.fill("until", "2026-12-24")
    user.fill("why", why)


def test_a_command_opens_a_form_and_the_sent_form_is_answered_by_a_direct_message(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request", "mine")
    fill_all(jonas)
    jonas.submit()
    assert jonas.view() is None
    assert jonas.messages("@bot")[-1]["text"] == "Asked: The pipeline cannot be trained without it."


def test_suggestions_come_from_the_app_and_only_what_was_offered_can_be_chosen(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    assert [o["value"] for o in jonas.suggest("vendor.pick", "wis")] == ["Wislanka"]
    with pytest.raises(NotAcknowledged, match="not one of the options"):
        jonas.choose("vendor.pick", "Penhallow")


def test_an_input_that_dispatches_lets_the_app_redraw_and_keeps_what_was_entered(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    jonas.fill("why", "half a sentence")
    jonas.suggest("vendor.pick", "wis")
    jonas.choose("vendor.pick", "Wislanka Soft Sp. z o.o.")
    view = jonas.view()
    assert view["blocks"][0]["text"]["text"] == "*Wislanka Soft Sp. z o.o.* has a valid NDA."
    assert view["values"]["why"]["why.type"]["value"] == "half a sentence"


def test_an_empty_required_input_stops_the_form_before_the_app_hears_of_it(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    jonas.submit()
    assert jonas.view()["errors"]["why"] == "Please complete this required field."
    assert "view_submission" not in {sent.kind for sent in workspace.slack.sent}


def test_the_app_can_answer_with_errors_and_the_form_stays(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    fill_all(jonas, why="because")
    jonas.submit()
    assert jonas.view()["errors"] == {"why": "Say which task fails without it."}
    jonas.fill("why", "The training fails.")
    jonas.submit()
    assert jonas.view() is None


def test_the_app_can_answer_with_another_form(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    fill_all(jonas, why="more")
    jonas.submit()
    assert jonas.view()["blocks"][0]["block_id"] == "more"


def test_the_app_can_answer_with_a_form_above_and_with_clearing_all(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    fill_all(jonas, why="above")
    jonas.submit()
    assert jonas.view()["title"]["text"] == "One above"
    jonas.close()
    assert jonas.view()["title"]["text"] == "Ask for vendor access"
    jonas.submit()
    fill_all(jonas, why="enough")
    jonas.submit()
    assert jonas.view() is None


def test_errors_for_a_block_that_is_no_input_are_trouble_as_in_slack(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    fill_all(jonas, why="nonsense")
    with pytest.raises(NotAcknowledged, match="some trouble connecting"):
        jonas.submit()
    assert jonas.view()["id"]


def test_a_click_redraws_the_card_for_everybody_and_whispers_to_one(workspace: Workspace):
    jonas, lena = workspace.as_user(), workspace.as_user("U_LENA")
    jonas.command("/ip-request", "card", channel="ip-requests")
    lena.click("request.approve", channel="ip-requests", value="1|7")
    assert jonas.messages("ip-requests")[0]["text"] == "REQ-2026-0142 · approved"
    assert [m["text"] for m in lena.whispers()] == ["You approved it."]
    assert [m["text"] for m in jonas.whispers()] == ["The card is there."]


def test_a_menu_chooses_and_the_app_answers_to_one_person_only(workspace: Workspace):
    lena = workspace.as_user("U_LENA")
    lena.command("/ip-request", "card")
    lena.click("request.more", channel="ip-requests", value="why")
    assert lena.whispers()[-1]["text"] == "Chosen: why"


def test_the_home_tab_is_drawn_when_it_is_opened(workspace: Workspace):
    assert workspace.as_user("U_LENA").home()["blocks"][0]["text"]["text"] == "Access request"
    assert workspace.as_user("U_JONAS").home_view() is None


def test_what_is_not_acknowledged_times_out_before_the_person(hasty: Workspace):
    with pytest.raises(NotAcknowledged, match="operation timed out"):
        hasty.as_user().command("/ip-quiet")


def test_an_unknown_command_never_reaches_the_app(workspace: Workspace):
    with pytest.raises(NotAcknowledged, match="not a valid command"):
        workspace.as_user().command("/ip-nothing")


def test_a_forged_click_reaches_the_app(workspace: Workspace):
    workspace.as_user().command("/ip-request", "card")
    ts = workspace.as_user().messages("ip-requests")[-1]["ts"]
    workspace.as_user().click_raw("request.reject", "1|999", ts, "C_IP_REQUESTS")
    assert workspace.slack.sent[-1].payload["actions"][0]["value"] == "1|999"


def test_what_is_not_in_front_of_a_person_cannot_be_clicked(workspace: Workspace):
    with pytest.raises(NotThere):
        workspace.as_user().click("request.approve", channel="ip-requests")
    with pytest.raises(NotThere):
        workspace.as_user().submit()


def test_nobody_reads_or_writes_in_a_channel_they_are_not_in(workspace: Workspace):
    with pytest.raises(NotAcknowledged, match="not in this channel"):
        workspace.as_user().say("counsel", "let me in")


def test_a_deactivated_person_can_do_nothing(workspace: Workspace):
    with pytest.raises(NotAcknowledged, match="no such active person"):
        workspace.as_user("U_GONE").command("/ip-request")


def test_what_a_person_writes_is_escaped_as_slack_does_it(workspace: Workspace):
    workspace.as_user().say("ip-requests", "a < b & <@U_LENA>")
    assert workspace.as_user().messages("ip-requests")[-1]["text"] == "a &lt; b &amp; &lt;@U_LENA&gt;"


def test_hands_wait_for_what_others_do(workspace: Workspace):
    workspace.as_user("U_LENA").say("ip-requests", "here")
    jonas = workspace.as_user()
    assert jonas.wait_for(lambda: jonas.messages("ip-requests"))[0]["text"] == "here"
    with pytest.raises(TimeoutError):
        jonas.wait_for(lambda: None, timeout=0.05)


def test_the_trial_form_names_every_kind_of_input():
    assert len({block["element"]["type"] for block in trial.form()["blocks"] if block["type"] == "input"}) == 9


def test_the_app_is_invited_by_slacks_own_command_and_only_once(workspace: Workspace):
    jonas = workspace.as_user()
    with pytest.raises(NotAcknowledged, match="cannot be invited here"):
        jonas.command("/invite", "@Somebody", channel="elsewhere")
    jonas.command("/invite", "@Ringfence", channel="elsewhere")
    assert jonas.messages("elsewhere")[-1]["text"] == "was added to #elsewhere by Jonas Feld."
    with pytest.raises(NotAcknowledged, match="already"):
        jonas.command("/invite", "@Ringfence", channel="elsewhere")
