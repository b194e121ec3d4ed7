"""The page in a real browser: every kind of element, and what is being typed survives an update."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.local import app as trial
from tests.local.workspace import Workspace

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Pages:
    """One browser context per person, because an open page holds one of six connections."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.troubles: list[str] = []

    def open(self, user: str = "U_JONAS", place: str = "ip-requests") -> Page:
        page = self.browser.new_context(viewport={"width": 1100, "height": 800}).new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        page.goto(f"{self.url}/?as={user}&in={place}")
        return page


@pytest.fixture
def pages(browser: Browser, workspace: Workspace) -> Iterator[Pages]:
    pages = Pages(browser, workspace.url)
    yield pages
    for context in browser.contexts:
        for page in context.pages:
            assert page.locator(".undrawable").count() == 0
        context.close()
    assert pages.troubles == []


def write(page: Page, text: str) -> None:
    composer = page.get_by_label("Message", exact=True)
    composer.fill(text)
    composer.press("Enter")


def pick(page: Page, field: str, typed: str, words: str) -> None:
    """Types ahead in a combobox, and chooses with the keyboard."""
    combobox = page.get_by_role("combobox", name=field)
    combobox.press_sequentially(typed)
    expect(page.get_by_role("option", name=words)).to_be_visible()
    combobox.press("Enter")


def test_a_form_with_every_kind_of_element_is_filled_and_sent(pages: Pages, workspace: Workspace):
    page = pages.open()
    write(page, "/ip-request mine")
    form = page.get_by_role("dialog")
    expect(form.get_by_role("heading", name="Ask for vendor access")).to_be_visible()
    pick(page, "Vendor", "wis", "Wislanka Soft")
    expect(form.get_by_text("has a valid NDA")).to_be_visible()
    pick(page, "People", "k", "Kasia Wrobel")
    pick(page, "People", "an", "Anke Dorsch")
    form.get_by_role("button", name="Remove Anke Dorsch").click()
    pick(page, "What", "radar", "Radar signal library")
    form.get_by_role("combobox", name="How", exact=True).click()
    page.get_by_role("option", name="Change a working copy").click()
    form.get_by_label("Until").fill("2026-12-24")
    form.get_by_label("Just evaluating").check()
    form.get_by_role("radio", name="All").check()
    pick(page, "Who knows it", "len", "Lena Brandt")
    form.get_by_label("In one word").fill("soon")
    form.get_by_label("Why").fill("The training fails without it.")
    form.get_by_role("button", name="Ask", exact=True).click()
    expect(form).to_be_hidden()
    values = workspace.slack.sent[-1].payload["view"]["state"]["values"]
    assert values["vendor"]["vendor.pick"]["selected_option"]["value"] == "Wislanka"
    assert [o["value"] for o in values["people"]["people.pick"]["selected_options"]] == ["P03"]
    assert [o["value"] for o in values["what"]["what.pick"]["selected_options"]] == ["AST-008"]
    assert values["how"]["how.pick"]["selected_option"]["value"] == "change"
    assert values["until"]["until.pick"]["selected_date"] == "2026-12-24"
    assert [o["value"] for o in values["terms"]["terms.pick"]["selected_options"]] == ["evaluating"]
    assert values["size"]["size.pick"]["selected_option"]["value"] == "all"
    assert values["owner"]["owner.pick"]["selected_user"] == "U_LENA"
    assert values["short"]["short.type"]["value"] == "soon"
    assert values["why"]["why.type"]["value"] == "The training fails without it."


def test_what_is_being_typed_survives_an_update_with_focus_and_caret(pages: Pages, workspace: Workspace):
    page = pages.open()
    write(page, "/ip-request")
    why = page.get_by_label("Why")
    why.fill("half a sentence")
    why.evaluate("node => { node.setSelectionRange(4, 4); node.mark = 'the same node'; }")
    view = workspace.as_user().view()
    note = {"type": "section", "block_id": "note", "text": trial.words("Something changed above.")}
    workspace.app.client.views_update(view_id=view["id"], view=trial.form(note, title=trial.words("Another title")))
    expect(page.get_by_text("Something changed above.")).to_be_visible()
    expect(page.get_by_role("heading", name="Another title")).to_be_visible()
    expect(why).to_be_focused()
    page.keyboard.type("X")
    expect(why).to_have_value("halfX a sentence")
    assert why.evaluate("node => node.mark") == "the same node"


def test_a_half_typed_search_and_its_list_survive_an_update_that_moves_them(pages: Pages, workspace: Workspace):
    page = pages.open()
    write(page, "/ip-request")
    vendor = page.get_by_role("combobox", name="Vendor")
    vendor.press_sequentially("wis")
    expect(page.get_by_role("option", name="Wislanka Soft")).to_be_visible()
    body = trial.form()
    body["blocks"] = [body["blocks"][-1], *body["blocks"][:-1]]
    workspace.app.client.views_update(view_id=workspace.as_user().view()["id"], view=body)
    expect(page.locator(".block").first).to_contain_text("Why")
    expect(vendor).to_have_value("wis")
    expect(vendor).to_be_focused()
    expect(page.get_by_role("option", name="Wislanka Soft")).to_be_visible()


def test_errors_stand_at_the_field_and_take_the_focus(pages: Pages):
    page = pages.open()
    write(page, "/ip-request")
    page.get_by_role("button", name="Ask", exact=True).click()
    vendor = page.get_by_role("combobox", name="Vendor")
    expect(vendor).to_have_attribute("aria-invalid", "true")
    expect(vendor).to_be_focused()
    expect(page.get_by_text("Please complete this required field.").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_card_is_decided_with_the_mouse_and_another_page_sees_it_at_once(pages: Pages):
    jonas, lena = pages.open(), pages.open("U_LENA")
    write(jonas, "/ip-request card")
    expect(jonas.get_by_text("Only visible to you")).to_be_visible()
    lena.get_by_role("button", name="Approve").click()
    expect(jonas.get_by_text("REQ-2026-0142 · approved")).to_be_visible()
    expect(lena.get_by_text("You approved it.")).to_be_visible()
    expect(jonas.get_by_text("You approved it.")).to_have_count(0)


def test_a_dangerous_button_asks_first_and_a_menu_opens(pages: Pages):
    page = pages.open()
    write(page, "/ip-request card")
    page.get_by_role("button", name="Reject").click()
    page.get_by_role("button", name="Not yet").click()
    page.get_by_role("button", name="Reject").click()
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Rejected.")).to_be_visible()
    page.get_by_label("More actions").click()
    page.get_by_role("menuitem", name="Why me").click()
    expect(page.get_by_text("Chosen: why")).to_be_visible()


def test_the_composer_knows_the_commands(pages: Pages):
    page = pages.open(place="@bot")
    composer = page.get_by_label("Message", exact=True)
    composer.press_sequentially("/ip-v")
    expect(page.get_by_role("option", name="/ip-vendor")).to_be_visible()
    expect(page.get_by_role("option", name="/ip-request")).to_be_hidden()
    composer.press("Tab")
    expect(composer).to_have_value("/ip-vendor ")


def test_the_home_tab_and_the_people_are_there(pages: Pages):
    page = pages.open("U_LENA", "home")
    expect(page.get_by_role("region", name="Home").get_by_role("button", name="Approve")).to_be_visible()
    page.get_by_text("Lena Brandt").first.click()
    people = page.get_by_role("navigation", name="Be somebody else")
    expect(people.get_by_text("another company")).to_be_visible()
    expect(people.get_by_text("Gero Fort")).to_have_count(0)
    people.get_by_role("link", name="Jonas Feld").click()
    expect(page).to_have_url(f"{pages.url}/?as=U_JONAS&in=home")


def test_the_clock_bar_moves_the_day_without_losing_what_is_typed(pages: Pages):
    page = pages.open()
    before = page.locator("#today").inner_text()
    page.get_by_label("Message", exact=True).fill("unsent")
    page.get_by_role("button", name="Next Monday").click()
    expect(page.locator("#today")).to_contain_text("Monday")
    assert page.locator("#today").inner_text() != before
    expect(page.get_by_label("Message", exact=True)).to_have_value("unsent")


def test_what_times_out_is_said_and_the_text_comes_back(browser: Browser, hasty: Workspace):
    page = Pages(browser, hasty.url).open()
    write(page, "/ip-quiet")
    expect(page.get_by_role("alert")).to_contain_text("operation timed out")
    expect(page.get_by_label("Message", exact=True)).to_have_value("/ip-quiet")
    page.context.close()


def test_a_block_that_cannot_be_drawn_shows_itself_in_a_red_frame(browser: Browser, workspace: Workspace):
    video = {"type": "video", "title": trial.words("v")}
    workspace.app.client.chat_postMessage(channel="C_IP_REQUESTS", text="x", blocks=[video])
    page = Pages(browser, workspace.url).open()
    expect(page.locator(".undrawable")).to_contain_text('"video"')
    page.context.close()
