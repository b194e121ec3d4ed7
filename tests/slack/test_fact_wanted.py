"""The message to whoever keeps a record that a request waits for, and what card and form say meanwhile."""

from bot.application.requests.facts_wanted import FactWanted, WantedFact
from bot.application.requests.views import Card, CheckLine
from bot.domain.vocabulary import Outcome
from bot.slack.blocks.request import draw_card, summary
from bot.slack.blocks.verdict import Shown, VerdictView, draw_verdict
from bot.slack.drawing import drawn
from tests.slack.drawing import every_state, words

FACT = WantedFact(
    "We don't know yet whether DPA-1 covers the personal data in A1.",
    "The privacy officer completes the record of DPA-1.",
    needs_fact=True,
)


def test_it_says_which_fact_for_whom_and_how_to_supply_it() -> None:
    text, blocks = drawn(FactWanted("REQ-2026-0001", "Volt <GmbH>", "Ana", (FACT,)))

    assert text == f"REQ-2026-0001 for Volt &lt;GmbH&gt; waits for a fact of yours: {FACT.words}"
    said = words(blocks)
    assert "Ana asked for access for Volt &lt;GmbH&gt; (REQ-2026-0001)" in said
    assert f"{FACT.words} {FACT.remedy}" in said
    assert "`ringfence register load FILE`" in said
    assert "waived" not in said


def test_what_can_be_waived_is_said_to_be() -> None:
    both = (WantedFact("We don't know A.", "Record it.", needs_fact=False), WantedFact("We don't know B.", "", needs_fact=False))
    text, blocks = drawn(FactWanted("REQ-2026-0001", "Volt", "Ana", both))

    assert "(and 1 more)" in text
    assert "It may be waived instead." in words(blocks)


def test_once_nothing_is_wanted_it_says_so() -> None:
    text, blocks = drawn(FactWanted("REQ-2026-0001", "Volt", "Ana", ()))

    assert "waits for nothing of yours any more" in text
    assert "waits for nothing of yours any more" in words(blocks)


def test_the_card_names_the_check_and_who_was_asked_but_not_the_fact() -> None:
    waiting = Card(every_state()["waiting for a fact"])

    assert "(PRV-01) · asked: Mo Manager. Approvers are asked once that is cleared." in words(draw_card(waiting))
    assert "waiver" not in words(draw_card(waiting))
    assert "· waits for a fact ·" in summary(waiting)


def test_the_form_does_not_promise_a_waiver_where_only_a_fact_helps() -> None:
    line = CheckLine("PRV-01", "We don't know yet", FACT.words, FACT.remedy, "", (), needs_fact=True)
    said = words(draw_verdict(VerdictView(Outcome.WAIVER, (line,), 20, (), asked=("Mo Manager",)), Shown()))

    assert "This can be asked, and then waits for a fact." in said
    assert "Nobody can waive it. Mo Manager is asked for it once you ask." in said
    assert "waits for a waiver" not in said
