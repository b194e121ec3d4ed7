"""A form that the app draws again at every choice, in a real browser: what somebody is busy with is never taken from them.

The trial form is drawn from the payload's own state, as a form with live checks is: a verdict below, and a button in it
that sets another last day by giving that field another block id.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from slack_bolt import App
from slack_sdk import WebClient

from tests.journeys.browser import People, Person, chromium
from tests.local import app as trial
from tests.local.workspace import Workspace, connected

pytestmark = pytest.mark.browser

ASSETS = {"AST-001": "Perception training pipeline", "AST-008": "Radar signal library", "AST-011": "Lidar rig drawings"}
MODES = {"view": "View only", "change": "Change a working copy"}
CHANNELS = {"view": {"vdi": "Virtual desktop"}, "change": {"git": "Partner Git", "vdi": "Virtual desktop"}}
JANUARY = "2027-01-14"


def draw(state: dict[str, Any], *extra: dict[str, Any], end: str = "end", **more: Any) -> dict[str, Any]:
    """The form for what stands in it now; `extra` blocks come first."""
    mode = read(state, "mode", "selected_option")
    channels = CHANNELS[mode["value"]] if mode else {"none": "Choose how first"}
    shown = f"{len(read(state, 'assets', 'selected_options') or [])} assets · {mode['value'] if mode else 'no mode'}"
    words = f"{shown} · until {read(state, 'end', 'selected_date')} · {read(state, 'word', 'value')}"
    mend = {"type": "button", "action_id": "mend", "text": trial.words("Until 14 Jan instead"), "value": "1"}
    return {
        "type": "modal",
        "callback_id": "trial",
        "title": trial.words("Trial"),
        "submit": trial.words("Ask"),
        "blocks": [
            *extra,
            field("assets", {"type": "multi_external_select", "min_query_length": 0}),
            field("mode", {"type": "static_select", "options": options(MODES)}),
            field("channel", {"type": "static_select", "options": options(channels)}),
            field(end, {"type": "datepicker", "initial_date": JANUARY if end != "end" else "2027-02-26"}),
            field(
                "word", {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
            ),
            field("why", {"type": "plain_text_input", "multiline": True}, dispatch_action=False),
            {"type": "section", "block_id": "verdict", "text": trial.words(words)},
            *([{"type": "actions", "block_id": "mending", "elements": [mend]}] if end == "end" else []),
        ],
        **more,
    }


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    name = block_id.partition(":")[0]
    return trial.asked(block_id, name.title(), element | {"action_id": name}, **({"dispatch_action": True} | more))


def options(known: dict[str, str]) -> list[dict[str, Any]]:
    return [trial.option(words, value) for value, words in known.items()]


def read(state: dict[str, Any], name: str, kind: str) -> Any:
    return next((elements[name][kind] for elements in state.values() if name in elements), None)


def redrawing_app(url: str) -> App:
    client = WebClient(token=trial.BOT_TOKEN, base_url=url + "/api/", proxy=None, retry_handlers=[])
    app = App(client=client, signing_secret=trial.SECRET, process_before_response=True, url_verification_enabled=False)

    def open_form(ack: Any, body: Any, client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=draw({}))
        ack()

    def offer(ack: Any, payload: Any) -> None:
        ack(options=[one for one in options(ASSETS) if payload["value"].lower() in one["text"]["text"].lower()])

    def redraw(ack: Any, body: Any, client: Any) -> None:
        state = body["view"]["state"]["values"]
        mended = "end:mended" if body["actions"][0]["action_id"] == "mend" or "end:mended" in state else "end"
        client.views_update(view_id=body["view"]["id"], view=draw(state, end=mended))
        ack()

    def refuse(ack: Any, body: Any) -> None:
        answer = [{"type": "divider"}, *({"type": "section", "text": trial.words(f"Reason {n}.")} for n in range(12))]
        view = draw(body["view"]["state"]["values"])
        ack(response_action="update", view=view | {"blocks": view["blocks"] + answer})

    app.command("/ip-request")(open_form)
    app.options("assets")(offer)
    for action in ("assets", "mode", "channel", "end", "word", "mend"):
        app.action(action)(redraw)
    app.view("trial")(refuse)
    return app


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def redrawing(browser: Browser, empty: Workspace) -> Iterator[Workspace]:  # noqa: ARG001 - without a browser nothing is started
    empty.app = redrawing_app(empty.url)
    with connected(empty.app, empty.slack) as empty.handler:
        yield empty


@pytest.fixture
def jonas(browser: Browser, redrawing: Workspace) -> Iterator[Person]:
    """Somebody with the form open."""
    people = People(browser, redrawing.url)
    person = people.open("U_JONAS", "ip-requests")
    person.write("/ip-request")
    expect(person.form.get_by_role("heading", name="Trial")).to_be_visible()
    yield person
    people.close()


def mark(person: Person, name: str) -> None:
    person.field(name).evaluate("node => { node.mark = 'the same node'; }")


def keeps_its_node(person: Person, name: str) -> bool:
    return bool(person.field(name).evaluate("node => node.mark === 'the same node'"))


def update(workspace: Workspace, *extra: dict[str, Any], **more: Any) -> None:
    """The app draws the form anew on its own, as it does when somebody else changed the register."""
    view = workspace.as_user().view()
    assert view
    client: WebClient = workspace.app.client
    client.views_update(view_id=view["id"], view=draw(view["values"], *extra, **more))


def note(words: str) -> dict[str, Any]:
    return {"type": "section", "block_id": "note", "text": trial.words(words)}


def test_each_choice_is_judged_at_once_and_every_field_stays_as_it_was(jonas: Person):
    for name in ("Assets", "Mode", "End", "Word", "Why"):
        mark(jonas, name)
    jonas.field("Why").fill("half a sentence")
    jonas.pick_by_keyboard("Assets", "radar", "Radar signal library")
    jonas.pick_by_mouse("Assets", "", "Perception training pipeline")
    expect(jonas.form).to_contain_text("2 assets · no mode · until 2027-02-26")
    jonas.pick_by_mouse("Mode", "", "Change a working copy")
    expect(jonas.form).to_contain_text("2 assets · change")
    jonas.pick_by_keyboard("Channel", "git", "Partner Git")
    jonas.field("End").fill("2027-01-20")
    expect(jonas.form).to_contain_text("until 2027-01-20")
    expect(jonas.field("Why")).to_have_value("half a sentence")
    expect(jonas.field("Channel")).to_have_value("Partner Git")
    expect(jonas.form.locator(".chip")).to_have_count(2)
    assert all(keeps_its_node(jonas, name) for name in ("Assets", "Mode", "End", "Word", "Why"))


def test_letters_typed_while_the_form_is_drawn_again_all_arrive_at_the_caret(jonas: Person):
    word = jonas.field("Word")
    word.fill("night scenes")
    word.evaluate("node => node.setSelectionRange(5, 5)")
    word.press_sequentially(" and fog of the north", delay=30)
    expect(jonas.form).to_contain_text("night and fog of the north scenes")
    expect(word).to_have_value("night and fog of the north scenes")
    expect(word).to_be_focused()
    assert word.evaluate("node => node.selectionStart") == len("night and fog of the north")


def test_an_input_method_at_work_is_not_interrupted(jonas: Person, redrawing: Workspace):
    jonas.field("Why").fill("x")
    keyboard = jonas.page.context.new_cdp_session(jonas.page)
    keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    update(redrawing, note("Somebody renewed the NDA."))
    expect(jonas.form).to_contain_text("Somebody renewed the NDA.")
    keyboard.send("Input.imeSetComposition", {"text": "日本", "selectionStart": 2, "selectionEnd": 2})
    keyboard.send("Input.insertText", {"text": "日本"})
    expect(jonas.field("Why")).to_have_value("x日本")


def test_a_half_typed_search_and_its_open_list_survive_an_update(jonas: Person, redrawing: Workspace):
    assets = jonas.field("Assets")
    jonas.pick_by_keyboard("Assets", "lidar", "Lidar rig drawings")
    assets.press_sequentially("rad")
    expect(jonas.page.get_by_role("option")).to_have_text(["Radar signal library"])
    update(redrawing, note("Somebody renewed the NDA."))
    expect(jonas.form).to_contain_text("Somebody renewed the NDA.")
    expect(assets).to_have_value("rad")
    expect(assets).to_be_focused()
    assets.press("Enter")
    expect(jonas.form).to_contain_text("2 assets")


def test_a_half_typed_search_survives_scrolling_and_its_list_follows_the_field(jonas: Person):
    jonas.page.set_viewport_size({"width": 1060, "height": 480})
    assets = jonas.field("Assets")
    assets.press_sequentially("rad")
    offered = jonas.page.get_by_role("option", name="Radar signal library")
    expect(offered).to_be_visible()
    before = offered.bounding_box()["y"] - assets.bounding_box()["y"]
    jonas.form.locator(".sheet-body").evaluate("sheet => { sheet.scrollTop = 40; }")
    jonas.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(assets).to_have_value("rad")
    assert offered.bounding_box()["y"] - assets.bounding_box()["y"] == pytest.approx(before, abs=1)


def test_an_open_list_offers_what_there_is_after_the_update(jonas: Person, redrawing: Workspace):
    jonas.field("Channel").click()
    expect(jonas.page.get_by_role("option")).to_have_text(["Choose how first"])
    chosen = {"mode": {"mode": {"selected_option": trial.option("View only", "view")}}}
    redrawing.app.client.views_update(view_id=redrawing.as_user().view()["id"], view=draw(chosen))
    expect(jonas.page.get_by_role("option")).to_have_text(["Virtual desktop"])


def test_another_initial_value_is_ignored_until_the_block_has_another_id(jonas: Person, redrawing: Workspace):
    jonas.field("End").fill("2027-03-31")
    expect(jonas.form).to_contain_text("until 2027-03-31")
    jonas.form.get_by_role("button", name="Until 14 Jan instead").click()
    expect(jonas.field("End")).to_have_value(JANUARY)
    assert redrawing.as_user().view()["values"]["end:mended"]["end"]["selected_date"] == JANUARY
    update(redrawing, end="end")
    expect(jonas.field("End")).to_have_value("2027-02-26")
    jonas.field("End").fill("2027-05-05")
    expect(jonas.form).to_contain_text("until 2027-05-05")
    update(redrawing, note("The first day is as good as any."), end="end")
    expect(jonas.form).to_contain_text("The first day is as good as any.")
    expect(jonas.field("End")).to_have_value("2027-05-05")


def test_the_keyboard_stays_in_the_form_when_the_button_it_pressed_is_gone(jonas: Person):
    jonas.tab_to("Until 14 Jan instead")
    jonas.page.keyboard.press("Enter")
    expect(jonas.field("End")).to_have_value(JANUARY)
    assert jonas.form.evaluate("form => form !== document.activeElement && form.contains(document.activeElement)")


def test_a_date_is_told_once_when_all_of_it_is_typed(jonas: Person, redrawing: Workspace):
    before = len(redrawing.slack.sent)
    jonas.field("End").focus()
    jonas.page.keyboard.type("03042027")
    expect(jonas.form).to_contain_text(f"until {jonas.field('End').input_value()}")
    told = [sent.payload["actions"][0]["selected_date"] for sent in redrawing.slack.sent[before:]]
    assert told[-1] == jonas.field("End").input_value()
    assert told[-1].startswith("2027-")
    assert len(told) == 1


def test_the_answer_to_a_sent_form_comes_into_sight_and_what_was_entered_stays(jonas: Person, redrawing: Workspace):
    jonas.pick_by_keyboard("Assets", "radar", "Radar signal library")
    jonas.pick_by_keyboard("Mode", "view", "View only")
    jonas.pick_by_keyboard("Channel", "virt", "Virtual desktop")
    for name in ("Word", "Why"):
        jonas.field(name).fill("The rig is due.")
    jonas.field("Assets").focus()
    jonas.ask()
    expect(jonas.form.get_by_text("Reason 0.")).to_be_in_viewport()
    expect(jonas.field("Why")).to_have_value("The rig is due.")
    sent = redrawing.slack.sent[-1].payload["view"]["state"]["values"]
    assert sent["word"]["word"]["value"] == "The rig is due."
