"""The demo's first minute: people at work on a Tuesday, and all of it still there after a stop."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.application.record.verify import verify_record
from bot.demonstration import Demo, kept_demo
from bot.domain.errors import Refusal
from bot.domain.happenings.record import ChecksChanged
from bot.domain.vocabulary import RequestState
from bot.files.check_policy import shipped_policy
from bot.settings import Settings, read_settings
from bot.store import outbox, record, requests
from tests.journeys.browser import SIZE, Album

CHANNEL = "C_IP_REQUESTS"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(_env_file=None, data_dir=tmp_path / "data", database_url="", workflows_dir=None)


def standing(demo: Demo) -> dict[str, str]:
    """Every message of everybody, by its place."""
    return {f"{one.channel} {one.ts}": one.text for one in demo.slack.state.messages.values()}


def on_their_way(demo: Demo) -> list[str]:
    with demo.bot.context.store.reading() as unit:
        assert outbox.undelivered(unit) == []
        return [one.id for one in requests.waiting(unit, 10) if one.state is RequestState.PENDING_APPROVAL]


def figures_recorded(demo: Demo) -> list[str | None]:
    with demo.bot.context.store.reading() as unit:
        return [one.after for one in record.happenings_of(unit, ["checks"], ChecksChanged)]


def test_it_begins_on_a_tuesday_and_goes_on_where_it_was_stopped(settings: Settings) -> None:
    with kept_demo(settings) as demo:
        assert demo.clock.today().strftime("%A") == "Tuesday"
        assert len(on_their_way(demo)) == 3
        said = [one.text for one in demo.slack.state.messages.values()]
        assert [text for text in said if text.startswith("NDA-")]
        assert [text for text in said if text.startswith("IPA-1 · Audit of")]
        with pytest.raises(Refusal, match="Another"), kept_demo(settings):
            pass
        demo.clock.next_day()
        before, day = standing(demo), demo.clock.today()

    with kept_demo(settings) as demo:
        assert demo.clock.today() in (day, day + timedelta(days=1))  # whoever starts it at midnight
        assert standing(demo) == before
        assert len(on_their_way(demo)) == 3
        assert verify_record(demo.bot.context).breaks == ()
        assert figures_recorded(demo) == [shipped_policy().version]  # at the first start, and not again
        demo.clock.next_day()
        assert len(demo.jira.board.issues) == len({one.key for one in demo.jira.board.issues})

    with kept_demo(settings, fresh=True) as demo:
        assert demo.clock.today().strftime("%A") == "Tuesday"
        assert len(on_their_way(demo)) == 3


@pytest.mark.browser
def test_a_newcomer_comes_into_the_channel_and_follows_the_strip(browser: Browser, settings: Settings, album: Album) -> None:
    with kept_demo(settings) as demo:
        page = browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce").new_page()
        page.goto(demo.url)
        strip = page.get_by_role("region", name="Try this")
        expect(page.get_by_role("heading", name="ip-requests")).to_be_visible()
        expect(strip.get_by_role("listitem")).to_have_count(6)
        expect(strip).not_to_contain_text("✓")
        expect(page.get_by_role("log")).to_contain_text("REQ-")
        album.keep("first-minute.png", page, page.get_by_role("main"))

        strip.get_by_role("link", name="Approve as Lena").click()
        page.get_by_role("log").get_by_role("button", name="Approve", exact=True).last.click()
        expect(strip.locator("li.done")).to_contain_text("Approve as Lena")
        page.get_by_role("button", name="Next Monday").click()
        expect(strip.locator("li.done")).to_have_count(2)
        page.context.close()
