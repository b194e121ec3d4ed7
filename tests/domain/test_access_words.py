"""What is said as access moves: a line that is true at that moment, and one next step; nothing of what has moved on."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.access_words import SAID, AccessTruth
from bot.domain.grants import Grant
from bot.domain.happenings.access import (
    AccessAlarmed,
    AccessEnded,
    AccessEndsSoon,
    AccessHeld,
    AccessMoved,
    AccessOpened,
    AccessResumed,
    AccessSuspended,
    AcknowledgementNoted,
    Why,
)
from bot.domain.vocabulary import GrantState, Mode
from bot.domain.words import as_text, named
from tests.builders import END, START

PLANNED = Grant("G-1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, "CH", START, END, GrantState.SCHEDULED, START)
HELD = replace(PLANNED, held="Ewa left.")
OPEN = replace(PLANNED, state=GrantState.ACTIVE)
SHUT = replace(PLANNED, state=GrantState.SUSPENDED, reasons=("nda:NDA-1",), covered_until=date(2026, 12, 10))
OVER = replace(PLANNED, state=GrantState.EXPIRED)
REVOKED = replace(PLANNED, state=GrantState.REVOKED)
SOON = AccessEndsSoon(request="REQ-1", key="k", step=7, until=END, assets=("A1",), people=1, requester="ana")

NOTED = AcknowledgementNoted(request="REQ-1", people=("E1",), left=0)
UNREAD = replace(PLANNED, held="PPL-06: Ewa has not acknowledged the notice.")


def moved(kind: type[AccessMoved], **more: object) -> AccessMoved:
    stopped = {"vendor": "V1", "on": None, "reason": "", "reasons": (), "covered_until": None, "assets": ("A1",), "people": 1}
    given = {"grant": "G-1", "request": "REQ-1", "grants": ("G-1",), "until": END, "actor": "dan"} | more
    return kind(**given, **(stopped if kind in (AccessSuspended, AccessResumed) else {}))


def said(event: object, *given: Grant, today: date = START) -> str | None:
    words = SAID[type(event)](event, AccessTruth("REQ-1", "Volt GmbH", given, today, {"dan": "Dan"}))  # type: ignore[index]
    return as_text(words.line) if words else None


ABOUT = "Access of Volt GmbH to A1 for 1 person"


@pytest.mark.parametrize(
    ("kind", "grant", "words"),
    [
        (AccessOpened, OPEN, "is in force until 15 Jan 2027"),
        (AccessHeld, HELD, "is approved and not in force: Ewa left."),
        (AccessAlarmed, replace(OPEN, held="Ewa is on leave."), "is in force and would not be approved today: Ewa is on leave."),
        (AccessSuspended, SHUT, "is suspended: NDA-1 ended 10 Dec 2026"),
        (AccessResumed, OPEN, "is no longer suspended, and in force until 15 Jan 2027"),
        (AccessEnded, OVER, "has ended, its last day was 15 Jan 2027"),
        (AccessEnded, REVOKED, "was ended early by Dan"),
    ],
)
def test_it_says_what_is_known_and_never_that_something_is_open(kind: type[AccessMoved], grant: Grant, words: str) -> None:
    assert said(moved(kind), grant) == f"{ABOUT} {words} · REQ-1"


@pytest.mark.parametrize(
    ("kind", "now"),
    [
        (AccessOpened, SHUT),
        (AccessOpened, OVER),
        (AccessHeld, OPEN),
        (AccessHeld, PLANNED),
        (AccessAlarmed, OPEN),
        (AccessAlarmed, OVER),
        (AccessSuspended, OPEN),
        (AccessSuspended, OVER),
        (AccessResumed, SHUT),
        (AccessResumed, OVER),
        (AccessEnded, OPEN),
    ],
)
def test_what_has_moved_on_says_nothing(kind: type[AccessMoved], now: Grant) -> None:
    assert said(moved(kind), now) is None


@pytest.mark.parametrize(("days", "when"), [(7, "in 7 days"), (1, "tomorrow"), (0, "today")])
def test_the_end_is_told_from_the_day_on_which_it_is_said(days: int, when: str) -> None:
    assert said(SOON, OPEN, today=date.fromordinal(END.toordinal() - days)) == f"{ABOUT} ends {when} (15 Jan 2027) · REQ-1"


@pytest.mark.parametrize("now", [OVER, SHUT, replace(OPEN, end_on=START), replace(OPEN, asset="A2")])
def test_no_end_is_announced_that_is_another_by_now(now: Grant) -> None:
    assert said(SOON, now) is None


def test_several_people_and_assets_are_one_line() -> None:
    others = (replace(OPEN, id="G-2", person="E2"), replace(OPEN, id="G-3", asset="A2"), SHUT)
    assert (said(moved(AccessOpened), OPEN, *others) or "").startswith(
        "Access of Volt GmbH to A1 and A2 for 2 people is in force"
    )


def test_somebody_whom_the_register_lost_is_named_by_their_id() -> None:
    assert "by eve" in (said(moved(AccessEnded, actor="eve"), REVOKED) or "")


@pytest.mark.parametrize("kind", SAID)
def test_each_has_one_next_step_that_is_a_sentence(kind: type) -> None:
    event = {AccessEndsSoon: SOON, AcknowledgementNoted: NOTED}.get(kind) or moved(kind)
    given = {AccessHeld: HELD, AccessAlarmed: replace(OPEN, held="Ewa left."), AccessSuspended: SHUT, AccessEnded: OVER}
    given |= {AcknowledgementNoted: PLANNED}
    words = SAID[kind](event, AccessTruth("REQ-1", "Volt GmbH", (given.get(kind, OPEN),), START, {}))
    assert words is not None
    assert as_text(words.next_step).endswith(".")


def test_of_many_names_the_first_are_named() -> None:
    assert named(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert named(["a", "b", "c"]) == "a, b and c"
    assert named(["a"]) == "a"
    assert named([]) == ""


class TestTheSecrecyNotice:
    def test_whoever_can_record_it_is_named(self) -> None:
        truth = AccessTruth("REQ-1", "Volt GmbH", (UNREAD,), START, {}, ("Vera", "Vito"))
        words = SAID[AccessHeld](moved(AccessHeld), truth)
        assert words is not None
        assert as_text(words.next_step).startswith("Vera or Vito has the notice for them to read")

    def test_where_nobody_can_the_administrators_are(self) -> None:
        words = SAID[AccessHeld](moved(AccessHeld), AccessTruth("REQ-1", "Volt GmbH", (UNREAD,), START, {}))
        assert words is not None
        assert as_text(words.next_step) == "Nobody can record it now; the administrators are told."

    def test_once_everybody_has_it_the_first_day_is_said(self) -> None:
        assert (
            said(NOTED, PLANNED)
            == f"{ABOUT} comes into force on 1 Dec 2026: everybody has acknowledged the secrecy notice · REQ-1"
        )

    def test_not_while_others_are_awaited_nor_once_it_is_in_force(self) -> None:
        assert said(replace(NOTED, left=1), PLANNED, UNREAD) is None
        assert said(NOTED, OPEN) is None

    def test_below_secret_it_is_said_at_the_opening(self) -> None:
        event = moved(AccessOpened, why=(Why("PPL-06", "PPL-06: Ewa has not acknowledged the notice."),))
        words = SAID[AccessOpened](event, AccessTruth("REQ-1", "Volt GmbH", (OPEN,), START, {}))
        assert words is not None
        assert as_text(words.next_step).endswith("Before the first use: PPL-06: Ewa has not acknowledged the notice.")
