"""Somebody leaves while they are asked: the stand-in is asked in the same minute, decides, and whoever asked is told."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from bot.application.register.load import load_register
from bot.application.requests.submit import Submitted, submit_request
from bot.demonstration import Demo
from bot.local.beginning import about
from tests.journeys.browser import People

pytestmark = pytest.mark.browser
MARAS_WISH, ASSET = (
    "R13",
    "AST-003",
)  # it waits for Lena Brandt alone: Mara is the other engineering manager, and asks for it herself


def test_the_stand_in_of_somebody_who_left_decides_and_the_requester_is_told(demo: Demo, people: People):
    request = asked_by_mara(demo)
    lena, mara, henrik = (people.open(who) for who in ("U_LENA", "U_MARA", "U_HENRIK"))
    expect(lena.message(request).get_by_role("button", name="Approve")).to_be_visible()

    leaves(demo, "u-lena")
    expect(lena.message(request)).to_contain_text("Nothing for you to do here now")
    expect(lena.message(request).get_by_role("button", name="Approve")).to_have_count(0)

    henrik.message(request).get_by_role("button", name="Reject").click()
    henrik.form.get_by_role("textbox").fill("The layout changes first.")
    henrik.form.get_by_role("button", name="Reject").click()

    told = mara.message("is rejected by Henrik Aalto")
    expect(told).to_contain_text("The layout changes first.")
    expect(told).to_contain_text("ask again with /ip-request")
    expect(mara.message("Details")).to_contain_text("rejected")


def asked_by_mara(demo: Demo) -> str:
    wish = next(script.draft for script in demo.file.scripts if script.id == MARAS_WISH)
    asked = submit_request(
        demo.bot.context,
        replace(about(wish, ASSET), requester_slack="U_MARA", need_text="The frame is to be measured against the drawing."),
        submit_key="V1",
    )
    assert isinstance(asked, Submitted)
    demo.bot.worker.catch_up()
    return asked.request_id


def leaves(demo: Demo, who: str) -> None:
    """The register is loaded without them, and the timers fire."""
    register = demo.file.register
    members = tuple(replace(one, active=False) if one.id == who else one for one in register.members)
    load_register(demo.bot.context, replace(register, members=members), actor="u-oskar")
    demo.bot.timers.sweep()
    demo.bot.worker.catch_up()
