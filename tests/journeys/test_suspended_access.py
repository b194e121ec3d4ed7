"""Access follows its paper, the whole way: terminated, suspended, told, renewed, resumed by clicks, and ended on its day.

Everything is real but Slack and Jira, which stand on this machine: Bolt over Socket Mode, HTTP, SQLite and PostgreSQL.
"""

from dataclasses import replace
from datetime import date

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.register.load import load_register
from bot.demonstration import Demo, end_paper
from bot.domain.register import Agreement
from bot.local.story_screen import words_of
from bot.store import registers
from tests.journeys.test_one_request import DECIDERS, REQUEST, Workplace

OPENS, SUSPENDED, RENEWED, AGAIN = date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 4), date(2026, 12, 10)
CONCERNED = ("U_JONAS", *DECIDERS, "U_RUI")


@pytest.fixture
def workplace(office: Demo) -> Workplace:
    return Workplace(office)


def papers(workplace: Workplace) -> dict[str, Agreement]:
    with workplace.demo.bot.context.store.reading() as unit:
        return {one.id: one for one in registers.all_of(unit, Agreement)}


def take_in(workplace: Workplace, *signed: Agreement) -> None:
    """The register as it is, with these papers in it; the bot looks at it at its next round."""
    context, known = workplace.demo.bot.context, papers(workplace) | {one.id: one for one in signed}
    load_register(context, replace(workplace.demo.file.register, agreements=tuple(known.values())), actor="test")
    sweep_grants(context)
    workplace.until_all_is_told()


def told(workplace: Workplace, who: str, about: str, words: str) -> list[str]:
    """What this person has been told that begins and goes on so."""
    return [m["text"] for m in workplace.as_user(who).messages() if m["text"].startswith(about) and words in m["text"]]


def newest(workplace: Workplace, who: str, words: str) -> str:
    return words_of(next(m for m in reversed(workplace.as_user(who).messages()) if words in m["text"])["blocks"])


def test_a_terminated_nda_suspends_access_and_people_bring_it_back(workplace: Workplace) -> None:
    workplace.ask()
    for who in DECIDERS:
        workplace.approve(who)
    workplace.go_to(OPENS)

    end_paper(workplace.demo, "NDA-V01")
    workplace.until_all_is_told()
    assert "in force until" in workplace.card_words()

    workplace.go_to(SUSPENDED)
    assert "Approved · suspended" in workplace.card_words()
    assert "Suspended: NDA-V01 ended 1 Dec 2026." in workplace.card_words()
    for who in CONCERNED:
        assert len(told(workplace, who, "Access of Brannwald Konstruktion GmbH", " suspended: NDA-V01")) == 1
    assert "the system owner removes the access" in newest(workplace, "U_TOBIAS", "is suspended")

    workplace.go_to(RENEWED)
    old = papers(workplace)["NDA-V01"]
    signed = {"terminated_on": None, "expires_on": date(2028, 1, 31), "supersedes": (old.id,), "executed_on": RENEWED}
    successor = replace(old, id="NDA-V01-2", effective_on=SUSPENDED, **signed)
    take_in(workplace, successor)
    assert "the data owner has to confirm" in workplace.card_words()
    workplace.as_user("U_TOBIAS").click("access.resume_click")
    workplace.until_all_is_told()
    assert "in force until" in workplace.card_words()
    for who in ("U_JONAS", *DECIDERS):
        assert "Access of Brannwald Konstruktion GmbH" in newest(workplace, who, "is no longer suspended")

    take_in(workplace, replace(successor, terminated_on=RENEWED))
    workplace.go_to(AGAIN)
    assert "NDA-V01-2 ended 4 Dec 2026" in workplace.card_words()
    take_in(workplace, replace(successor, id="NDA-V01-3", supersedes=(successor.id,), effective_on=date(2026, 12, 8)))
    assert "no paper covered 5 Dec 2026 to 7 Dec 2026" in workplace.card_words()
    workplace.as_user("U_INES").click("access.gap_click")
    workplace.until_all_is_told()
    for counsel in ("U_INES", "U_NADIA"):
        assert "Nothing waits for an answer about these days any more." in newest(workplace, counsel, "No paper with Brannwald")
    workplace.as_user("U_TOBIAS").click("access.resume_click")
    workplace.until_all_is_told()
    assert "in force until" in workplace.card_words()

    happened = [name for name, _ in workplace.record() if name.startswith("access.") and name != "access.scheduled"]
    assert happened == [
        name
        for name in (
            "access.opened",
            "access.suspended",
            "access.resume_asked",
            "access.resumed",
            "access.suspended",
            "access.gap_found",
            "access.gap_accepted",
            "access.resume_asked",
            "access.resumed",
        )
        for _ in ("P01", "P02")
    ]


def test_suspended_access_ends_on_the_day_that_was_planned(workplace: Workplace) -> None:
    workplace.ask()
    for who in DECIDERS:
        workplace.approve(who)
    workplace.go_to(OPENS)
    end_paper(workplace.demo, "NDA-V01")
    workplace.go_to(SUSPENDED)

    workplace.go_to(date(2027, 1, 15))
    assert "Approved · suspended" in workplace.card_words()
    workplace.go_to(date(2027, 1, 16))

    assert "Approved · ended" in workplace.card_words()
    assert REQUEST in newest(workplace, "U_JONAS", "has ended")
