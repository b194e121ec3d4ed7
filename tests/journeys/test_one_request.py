"""One request the whole way: asked, decided by four, ticket, days that pass, access that opens and is ended early.

Everything is real but Slack and Jira, which stand on this machine: Bolt over Socket Mode and signed HTTP, SQLite and PostgreSQL.
"""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from bot.demonstration import Demo
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.story_screen import words_of
from bot.store import outbox, record, requests
from tests.counting import row_counts, rows_added
from tests.local.workspace import until

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
REQUEST, CHANNEL, PATIENCE = "REQ-2026-0001", "ip-requests", 20.0
NEED = "The perception review fails without it."
DECIDERS = {
    "U_LENA": ("Lena Brandt", "engineering manager"),
    "U_TOBIAS": ("Tobias Okafor", "data owner"),
    "U_INES": ("Ines Carvalho", "IP counsel"),
    "U_SOFIA": ("Sofia Marchetti", "security officer"),
}


class Workplace:
    """The demo with its people at work, and what they see."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo

    def as_user(self, who: str) -> ScriptedUser:
        return ScriptedUser(self.demo.url, who)

    def ask(self) -> None:
        """Jonas asks for the perception pipeline for two people of Brannwald."""
        jonas = self.as_user("U_JONAS")
        jonas.command("/ip-request", channel=CHANNEL)
        for action, typed, chosen in (
            ("vendor.choose", "brann", ["V01"]),
            ("assets.choose", "perception", ["AST-001"]),
            ("people.choose", "", ["P01", "P02"]),
        ):
            jonas.suggest(action, typed)
            jonas.choose(action, *chosen)
        for action, value in (("entity.choose", "V01-A"), ("mode.choose", "view"), ("channel.choose", "CH-VDI")):
            jonas.choose(action, value)
        for field, value in (("start", "2026-12-01"), ("end", "2027-01-15"), ("need", NEED)):
            jonas.fill(field, value)
        jonas.submit()
        assert words_of((jonas.view() or {})["blocks"]).startswith(f"{REQUEST} is on its way.")
        jonas.close()
        self.until_all_is_told()

    def approve(self, who: str) -> str:
        """This person finds the question in a direct message and says yes; why they were asked."""
        user = self.as_user(who)
        message = user.wait_for(partial(self._asked, user), PATIENCE)
        user.click("request.approve_click", message_ts=message["ts"])
        self.until_all_is_told()
        return words_of(message["blocks"])

    def _asked(self, user: ScriptedUser) -> dict[str, Any] | None:
        asked = [m for m in user.messages() if REQUEST in m["text"] and "request.approve_click" in str(m["blocks"])]
        return asked[-1] if asked else None

    def card(self) -> dict[str, Any]:
        messages = self.as_user("U_JONAS").messages(CHANNEL)
        (card,) = [m for m in messages if m["text"].endswith(f"· {REQUEST}") and not m["ephemeral"]]
        return card

    def card_words(self) -> str:
        return words_of(self.card()["blocks"])

    def newest_notice(self, who: str) -> str:
        """The newest of the direct messages that only tell something and offer nothing to click."""
        notices = [m for m in self.as_user(who).messages() if all(block["type"] != "actions" for block in m["blocks"])]
        return words_of(notices[-1]["blocks"]) if notices else ""

    def go_to(self, day: date) -> None:
        Control(self.demo.url).go_to(day)
        self.until_all_is_told()

    def until_all_is_told(self) -> None:
        until(lambda: not self._waiting(), PATIENCE)

    def _waiting(self) -> list[outbox.OutboxMessage]:
        with self.demo.bot.context.store.reading() as unit:
            return outbox.undelivered(unit)

    def record(self) -> list[tuple[str, str]]:
        with self.demo.bot.context.store.reading() as unit:
            return [(one.event.happened.value, one.event.actor) for one in record.entries_about(unit, REQUEST)]

    def standing(self) -> object:
        with self.demo.bot.context.store.reading() as unit:
            return requests.load(unit, REQUEST)

    def whisper_after_click(self, who: str, value: str) -> str:
        """What this person alone reads after clicking Approve on the card with that value."""
        user, card = self.as_user(who), self.card()
        known = len(user.whispers())
        user.click_raw("request.approve_click", value, card["ts"], card["channel"])
        user.wait_for(lambda: len(user.whispers()) > known, PATIENCE)
        return str(user.whispers()[-1]["text"])


@pytest.fixture
def workplace(office: Demo) -> Workplace:
    return Workplace(office)


def test_from_the_wish_to_the_end_of_the_access(workplace: Workplace) -> None:
    workplace.ask()
    assert " as engineering manager (by " in workplace.card_words()
    assert NEED not in str(workplace.card())

    for who, (name, seat) in DECIDERS.items():
        assert f"You are asked because you hold {seat}." in workplace.approve(who)
        assert f"✓ {name}" in workplace.card_words()
    assert "request.approve_click" not in str(workplace.card())

    (issue,) = [one for one in workplace.demo.jira.board.issues if REQUEST in str(one.fields)]
    assert f"Audit ticket {issue.key}" in workplace.card_words()
    assert "Perception" not in str(issue.fields)

    workplace.go_to(date(2026, 11, 30))
    assert "in force from" in workplace.card_words()
    workplace.go_to(date(2026, 12, 1))
    assert "in force until" in workplace.card_words()
    for who in ("U_JONAS", *DECIDERS):
        assert "is in force until" in workplace.newest_notice(who)

    tobias = workplace.as_user("U_TOBIAS")
    tobias.click("request.details_click", channel=CHANNEL)
    tobias.click("access.end_click")
    workplace.until_all_is_told()
    assert "ended early" in workplace.card_words()
    for who in ("U_JONAS", *DECIDERS):
        assert "ended" in workplace.newest_notice(who)

    assert workplace.record() == [
        ("request.submitted", "u-jonas"),
        ("stage.opened", "u-jonas"),
        ("item.approved", "u-lena"),
        ("stage.opened", "u-lena"),
        ("item.approved", "u-tobias"),
        ("item.approved", "u-ines"),
        ("stage.opened", "u-ines"),
        ("item.approved", "u-sofia"),
        ("request.approved", "u-sofia"),
        ("access.scheduled", "ringfence"),
        ("access.scheduled", "ringfence"),
        ("audit.planned", "ringfence"),
        ("ticket.opened", "ringfence"),
        ("access.opened", "ringfence"),
        ("access.opened", "ringfence"),
        ("details.read", "u-tobias"),
        ("access.ended", "u-tobias"),
        ("access.ended", "u-tobias"),
    ]


@pytest.mark.parametrize("delivery", ["socket"], indirect=True)
class TestClicksThatCountForNothing:
    """Each is answered in private words; the request stays as it is, and one line in the record says who tried."""

    @pytest.mark.parametrize(
        ("who", "picture", "words"),
        [
            pytest.param("U_STRANGER", "1:0", "Only people of this company can take part here", id="a stranger's"),
            pytest.param("U_GUEST", "1:0", "Guests of the workspace cannot ask or decide here", id="a guest's"),
            pytest.param("U_JONAS", "1:0", "You asked for REQ-2026-0001, so you do not decide on it", id="the requester's own"),
            pytest.param("U_MARTEN", "1:0", "does not wait for you", id="an auditor's"),
            pytest.param("U_LENA", "2:0", "Look at the card as it is now, then answer.", id="a stale one"),
            pytest.param("U_SOFIA", "1:2", "is not at that step", id="one that is too early"),
        ],
    )
    def test_before_anybody_decided(self, workplace: Workplace, who: str, picture: str, words: str) -> None:
        workplace.ask()
        self._counts_for_nothing(workplace, who, picture, words)

    def test_after_somebody_else_decided(self, workplace: Workplace) -> None:
        """Mara holds the same seat as Lena, who was first."""
        workplace.ask()
        workplace.approve("U_LENA")

        self._counts_for_nothing(workplace, "U_MARA", "1:0", "That step of REQ-2026-0001 is done: Lena Brandt decided it")

    def _counts_for_nothing(self, workplace: Workplace, who: str, picture: str, words: str) -> None:
        store = workplace.demo.bot.context.store
        before, standing, card = row_counts(store), workplace.standing(), workplace.card()
        known = {one: len(workplace.as_user(one).whispers()) for one in ("U_JONAS", "U_INES")}

        said = workplace.whisper_after_click(who, f"v1:{REQUEST}:{picture}")

        assert words in said
        assert workplace.standing() == standing
        assert workplace.card() == card
        assert rows_added(before, row_counts(store)) == {"event": 1}
        assert workplace.record()[-1][0] == "click.refused"
        others = {one: len(workplace.as_user(one).whispers()) for one in known if one != who}
        assert others == {one: known[one] for one in others}
