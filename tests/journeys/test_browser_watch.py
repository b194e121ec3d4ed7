"""What the bot does by itself, as people see it: the reminder of an NDA, the audit between Slack and Jira, the week on Monday."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import Album, People, Person

pytestmark = pytest.mark.browser

TICKET = re.compile(r"^IPA-\d+$")


def test_a_reminder_is_answered_and_the_message_says_so(people: People, album: Album):
    rui = people.open("U_RUI")
    reminder = rui.message("NDA-V02 with Wislanka")
    expect(reminder).to_contain_text("ends in 51 days (Jan 14, 2027)")
    expect(reminder).to_contain_text("Without a decision nothing new can be granted past that day.")
    album.keep("reminder.png", rui.page, reminder)

    reminder.get_by_role("button", name="Renew").last.click()  # one message a day: the last of its papers is this one

    expect(rui.message("NDA-V02 with Wislanka")).to_contain_text("Rui Teixeira decided to renew it")
    expect(rui.message("NDA-V02 with Wislanka").get_by_role("link", name=TICKET)).to_be_visible()
    album.keep("reminder-answered.png", rui.page, rui.message("NDA-V02 with Wislanka"))


def test_an_audit_goes_to_jira_and_comes_back_and_the_week_is_told_on_monday(people: People, album: Album):
    ines = people.open("U_INES", "ip-requests")
    open_an_audit(ines)
    card = ines.message("Audit of Serra Azul Firmware Ltda")
    expect(card).to_contain_text("State: planned")
    expect(card.get_by_role("link", name=TICKET)).to_be_visible()

    work_on_it_in_jira(ines, card.get_by_role("link", name=TICKET), album)

    card = ines.message("Audit of Serra Azul Firmware Ltda")
    expect(card).to_contain_text("State: fieldwork")
    expect(card).to_contain_text("1 open of 1")
    album.keep("audit-card.png", ines.page, card)
    while "Monday" not in ines.today():
        ines.next_day()
    week = ines.message("IP week 49")
    expect(week).to_contain_text("vendors covered")
    expect(week.get_by_role("img").first).to_be_visible()
    album.keep("digest.png", ines.page, week)


def open_an_audit(person: Person) -> None:
    person.write("/ip-audit")
    form = person.form
    expect(form.get_by_role("heading", name="Audit a vendor")).to_be_visible()
    person.pick_by_keyboard("Vendor", "serra", "Serra Azul Firmware Ltda")
    person.pick_by_keyboard("What happened", "inc", "Incident")
    form.get_by_label("Its number").fill("INC-7")
    form.get_by_role("button", name="Open", exact=True).click()
    expect(form).to_contain_text("The audit is open")
    person.page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def work_on_it_in_jira(person: Person, ticket: Locator, album: Album) -> None:
    """Somebody moves the ticket and writes a finding; the webhook brings both to the card."""
    key = ticket.inner_text()
    with person.page.expect_popup() as opened:
        ticket.click()
    page = opened.value
    expect(page.get_by_role("region", name="Description")).to_contain_text("INC-7")
    page.get_by_label("Add a finding").fill("Visitors are not logged")
    page.get_by_label("Priority").select_option("High")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Move to").select_option("Fieldwork")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("complementary", name="Details")).to_contain_text("Fieldwork")
    look_at_the_board(page, key, album)
    page.close()


def look_at_the_board(page: Page, key: str, album: Album) -> None:
    page.get_by_role("link", name="Board").click()
    card = page.get_by_role("region").filter(has=page.get_by_role("heading", name="Fieldwork")).get_by_role("listitem")
    expect(card.filter(has_text=key)).to_be_visible()
    page.set_viewport_size({"width": 1390, "height": 640})
    album.keep("jira-audit.png", page, page.get_by_role("banner"), page.get_by_role("main"))
