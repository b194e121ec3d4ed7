"""The reply is lost after each kind of write: what was done stands once, and a message at most twice."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.application.ports import TicketDraft, TryLater
from bot.domain.register import Human
from bot.jira.tracker import JiraTracker
from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from bot.store import requests
from tests.journeys.faults.counting import SOUND, figures, show, tickets
from tests.journeys.faults.scene import DECIDERS, INES, JONAS, LENA, SOFIA, TOBIAS, Scene, fill_the_form

pytestmark = pytest.mark.usefixtures("bot")


def lose_next(scene: Scene, method: str, times: int = 1) -> None:
    scene.slack.faults.add("reply_lost", method=method, times=times)


def still_to_lose(scene: Scene, method: str) -> bool:
    """Whether some reply that should have been lost was not."""
    return scene.slack.faults.take("reply_lost", method) is not None


def newest_request(scene: Scene) -> str:
    with scene.context.store.reading() as unit:
        return requests.of_requester(unit, Human("u-jonas", "U_JONAS"), 1)[0].id


def test_a_posted_message_whose_reply_was_lost_stands_twice_at_most(scene: Scene) -> None:
    lose_next(scene, "chat.postMessage", times=3)
    request = scene.ask("V1")
    scene.until_settled()
    for who in DECIDERS:
        scene.approve(who, request)
    scene.until_settled()
    found = figures(scene, [request])
    show("reply lost after chat.postMessage, 3 times", found)
    assert found == found | SOUND | {"doubled": 3, "strays": 3, "decisions": 4, "decision events": 4, "tickets": 1}


def test_a_redrawing_whose_reply_was_lost_doubles_nothing(scene: Scene) -> None:
    request = scene.ask("V1")
    scene.until_delivered()
    lose_next(scene, "chat.update", times=5)
    for who in DECIDERS:
        scene.approve(who, request)
        scene.until_settled()
    found = figures(scene, [request])
    show("reply lost after chat.update, 5 times", found)
    assert found == found | SOUND | {"decisions": 4, "decision events": 4, "tickets": 1}


def test_a_form_whose_opening_lost_its_reply_can_be_sent_and_asks_once(scene: Scene) -> None:
    lose_next(scene, "views.open")
    send = fill_the_form(scene.as_user(JONAS))
    send()
    scene.until_settled()
    found = figures(scene, [newest_request(scene)])
    show("reply lost after views.open of the form", found)
    assert found == found | SOUND | {"requests": 1}
    assert newest_request(scene) == "REQ-2026-0001"


def test_a_form_whose_redrawings_lost_their_replies_can_be_sent_and_asks_once(scene: Scene) -> None:
    lose_next(scene, "views.update", times=4)
    fill_the_form(scene.as_user(JONAS))()
    scene.until_settled()
    found = figures(scene, ["REQ-2026-0001"])
    show("reply lost after views.update, 4 times", found)
    assert not still_to_lose(scene, "views.update")
    assert newest_request(scene) == "REQ-2026-0001"
    assert found == found | SOUND


def test_a_reason_form_whose_opening_lost_its_reply_rejects_once(scene: Scene) -> None:
    request = scene.ask("V1")
    message = scene.ask_for(LENA, request)
    lena = scene.as_user(LENA)
    lose_next(scene, "views.open")
    lena.click(ids.REJECT, message_ts=message["ts"])
    lena.fill(ids.REASON, "Not this quarter.")
    lena.submit()
    scene.until_settled()
    found = figures(scene, [request])
    show("reply lost after views.open of a rejection", found)
    assert found == found | SOUND | {"decisions": 1, "decision events": 1, "tickets": 0}


def test_a_whisper_whose_reply_was_lost_is_said_and_decides_nothing_twice(scene: Scene) -> None:
    request = scene.ask("V1")
    scene.approve(LENA, request)
    scene.until_delivered()
    lena: ScriptedUser = scene.as_user(LENA)
    lose_next(scene, "response_url")
    lena.click_raw(ids.APPROVE, f"v1:{request}:1:0", lena.messages()[-1]["ts"], "D_LENA")
    scene.until_settled()
    found = figures(scene, [request])
    show("reply lost after a whisper", found)
    assert any("It is one decision" in one["text"] or "is done" in one["text"] for one in lena.whispers())
    assert found == found | SOUND | {"decisions": 1, "decision events": 1}


def test_a_ticket_whose_creation_lost_its_reply_is_found_again(scene: Scene) -> None:
    request = scene.ask("V1")
    scene.jira.faults.add("reply_lost", method="create_issue", times=2)
    for who in (LENA, TOBIAS, INES, SOFIA):
        scene.approve(who, request)
    scene.until_settled()
    found = figures(scene, [request])
    show("reply lost after the ticket was created", found)
    assert found == found | SOUND | {"decisions": 4, "tickets": 1}


def test_a_ticket_that_could_not_be_read_after_its_creation_is_found_again(scene: Scene) -> None:
    request = scene.ask("V1")
    scene.jira.faults.add("reply_lost", method="get_issue", times=2)
    for who in DECIDERS:
        scene.approve(who, request)
    scene.until_settled()
    found = figures(scene, [request])
    show("reply lost after the new ticket was read", found)
    assert found == found | SOUND | {"decisions": 4, "tickets": 1}
    assert len(tickets(scene, request)) == 1


def test_a_comment_and_a_move_whose_replies_were_lost_are_made_once(scene: Scene) -> None:
    """Nothing in the bot's own day comments or moves a ticket yet; the tracker that will do it is the bot's."""
    settings = scene.settings
    tracker = JiraTracker(
        settings.jira_url, user=settings.jira_user, token=settings.jira_token.get_secret_value(), project=settings.jira_project
    )
    ticket = tracker.create(TicketDraft("K-1", "An audit", (("Vendor", "Volt"),), date(2027, 2, 14)))
    scene.jira.faults.add("reply_lost", method="comment")
    scene.jira.faults.add("reply_lost", method="transition")
    for _ in range(2):
        _until_taken(lambda: tracker.comment(ticket.key, marker="M-1", text="The access has ended."))
        _until_taken(lambda: tracker.transition(ticket.key, status="Notified"))
    tracker.close()

    issue = next(one for one in scene.jira.board.issues if one.key == ticket.key)
    moves = scene.jira.calls.count(("POST", f"/rest/api/3/issue/{ticket.key}/transitions", 0))
    show("reply lost after a comment and a move", {"comments": len(issue.comments), "status": issue.status, "moves lost": moves})
    assert (len(issue.comments), issue.status, moves) == (1, "Notified", 1)


def _until_taken(deed: Callable[[], object]) -> None:
    """As the outbox does: once more whenever the tracker says that it should be tried later."""
    try:
        deed()
    except TryLater as problem:
        if not problem.uncertain:
            raise
        deed()
