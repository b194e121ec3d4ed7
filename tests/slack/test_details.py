"""The details of a request, for whoever may read them: all of it, worst first."""

from dataclasses import replace

from bot.application.requests.views import RequestView
from bot.slack import ids
from bot.slack.blocks.details import draw_details
from tests.slack.drawing import (
    FINE,
    NEED,
    approved,
    buttons,
    check,
    decision,
    every_state,
    grant,
    item,
    texts,
    view,
    view_problems,
    words,
)


def details(request: RequestView, *, may_end: bool = False) -> str:
    return words(draw_details(request, may_end=may_end))


def test_they_say_what_who_how_why_and_who_asked() -> None:
    said = details(view())
    assert "*What* A1 Pump controller (view only, pending)" in said
    assert "*Who* Ewa Engineer, Piet Planner of Volt Sp. z o.o. (Volt GmbH)" in said
    assert "*Through* Partner Git · *Project* Pumps" in said
    assert "*Asked by* Ana Asker" in said
    assert f"*Why*\n{NEED}" in said


def test_each_check_that_speaks_says_what_is_wrong_what_to_do_and_behind_it_why_and_where_that_stands() -> None:
    said = details(view(against=(check(),)))
    assert "✋ *Needs a waiver* · The NDA ends before the access does.\nMo Manager renews it." in said
    assert "NDA-01 · Without an NDA nothing may be shown. (ISO 27001 A.6.6)" in said


def test_what_is_fine_stands_there_by_family_with_what_it_was_told_from() -> None:
    said = details(view())
    assert "*People*\n✓ Rule 1: proof 1\n✓ Rule 2: proof 2\n" in said
    assert "✓ Rule 1\n" in details(view(passed=(replace(FINE[0], evidence=""), FINE[1])))


def test_the_papers_relied_on_stand_there_with_their_days() -> None:
    assert "*Papers relied on*\nNDA-1: covers 1 Jan 2025 to 31 Dec 2028" in details(view())
    assert "Papers relied on" not in details(view(papers=()))


def test_the_whole_route_stands_there_with_names() -> None:
    said = details(view())
    assert "*Route* need → *owner* → security" in said
    assert "✓ Mo Manager   ✓ Dan Owner   ● Ivy Counsel as IP counsel (by" in said


def test_checks_are_listed_in_the_order_given_worst_first() -> None:
    said = details(view(against=(check(effect="Stops", message="First."), check(effect="Heads-up", message="Second."))))
    assert said.index("First.") < said.index("Second.")


def test_they_say_what_got_worse_since_it_was_asked() -> None:
    said = details(every_state()["with worse facts"])
    assert "*What got worse since it was asked*\nThe NDA was ended." in said


def test_every_decision_is_there_with_its_reason_and_a_void_one_is_called_void() -> None:
    made = (decision(void=True), decision("Ivy Counsel", "reject", seat="IP counsel", reason="Not\nthis quarter."))
    said = details(view(decisions=made))
    assert "Mo Manager approved A1 as engineering manager" in said
    assert "void, the facts changed" in said
    assert "Ivy Counsel rejected A1 as IP counsel" in said
    assert said.endswith(": Not this quarter.")


def test_no_decision_is_lost_however_many_there_are() -> None:
    items = tuple(item(f"A{number}") for number in range(10))
    made = [decision(f"Person {seat}", item=one.asset, reason="Because. " * 30) for one in items for seat in range(4)]
    drawn = draw_details(view(items=items, decisions=tuple(made)), may_end=False)
    assert words(drawn).count(" approved A") == 40
    assert max(map(len, texts(drawn))) <= 3000


def test_each_access_says_who_has_it_to_what_and_whether_it_is_held_back() -> None:
    said = details(approved(grant("active"), grant(id="GRT-2", person="Piet Planner", held="Left the company.")))
    assert "GRT-1 · Ewa Engineer · A1 · active" in said
    assert "GRT-2 · Piet Planner · A1 · scheduled · held back: Left the company." in said


def test_of_many_accesses_each_is_named() -> None:
    said = details(approved(*(grant("active", id=f"GRT-{number}") for number in range(200))))
    assert all(f"GRT-{number} ·" in said for number in range(200))


def test_what_does_not_fit_into_one_form_stands_on_its_next_pages() -> None:
    many = view(against=tuple(check(check=f"CHK-{number}", message=f"Reason {number}.") for number in range(400)))
    told, turned, page = "", "", 1
    while True:
        drawn = draw_details(many, may_end=False, page=page)
        assert view_problems(drawn) == []
        told += words(drawn)
        turned = str([one for one in drawn["blocks"] if one["type"] == "actions"])
        if f"v1:page:{many.id}:{page + 1}" not in turned:
            break
        page += 1
    assert page > 8
    assert f"v1:page:{many.id}:{page - 1}" in turned
    assert all(f"Reason {number}." in told for number in range(400))


def test_whoever_may_end_access_can_do_it_there_while_there_is_some() -> None:
    running, over = approved(grant("active")), approved(grant("expired"))
    assert buttons(draw_details(running, may_end=True)) == ["End access now"]
    assert buttons(draw_details(running, may_end=False)) == []
    assert buttons(draw_details(over, may_end=True)) == []


def test_they_can_only_be_closed() -> None:
    drawn = draw_details(view(), may_end=False)
    assert (drawn["close"]["text"], "submit" in drawn, drawn["callback_id"]) == ("Close", False, ids.DETAILS)
