"""What a reminder says of a paper, each state once, and that Slack takes every one of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.application.agreements.record_successor import Successor as Wanted
from bot.application.agreements.views import Buttons, Decided, DependentsView, PaperView, Reminder, Successor
from bot.domain.reminders import Anchor, ReminderSchedule, RenewalChoice
from bot.slack.blocks.reminder import draw_reminder, summary
from bot.slack.blocks.reminder_forms import draw_hand_over_form, draw_snooze_form, draw_successor_form
from bot.slack.messenger import drawn
from tests.builders import member
from tests.slack.drawing import buttons, message_problems, texts, view_problems, words

END = date(2027, 1, 14)
SERIES = ReminderSchedule("NDA-V02", Anchor.END, END)
OPT_OUT = ReminderSchedule("NDA-V02", Anchor.OPT_OUT, END)
NOTHING = DependentsView(0, 0, 0, None, 0, 0, (), 0)
DEPENDENTS = DependentsView(1, 0, 0, 2, 1, 0, ("AURORA",), 1)
ALL_BUTTONS = Buttons(renew=True, record=True, let_end=True, snooze=True, not_mine=True)
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RENEWING = Decided(RenewalChoice.RENEW, "Rui", AT, "IPA-9", "https://jira.example/IPA-9")


def paper(days: int = 56, step: int = -60, **more: Any) -> PaperView:
    usual: dict[str, Any] = {
        "series": SERIES,
        "step": step,
        "today": END - timedelta(days=days),
        "vendor": "Wislanka",
        "owners": ("Rui",),
        "renews_on": None,
        "renew_months": None,
        "dependents": DEPENDENTS,
        "clauses": (),
        "decided": None,
        "successor": None,
        "on_its_way": None,
        "running": True,
        "snoozed_until": None,
        "buttons": Buttons(renew=True, let_end=True, snooze=True, not_mine=True),
    }
    return PaperView(**(usual | more))


def message(*papers: PaperView, more: tuple[str, ...] = ()) -> Reminder:
    return Reminder(AT.date(), papers, more)


def said(*papers: PaperView, **more: Any) -> str:
    return words(draw_reminder(message(*papers, **more)))


def renewing(days: int, **more: Any) -> PaperView:
    given = {"series": OPT_OUT, "renews_on": END + timedelta(days=31), "renew_months": 12} | more
    return paper(days, **given)


STATES = {
    "far": paper(),
    "with a cut": paper(20, -30, dependents=replace(DEPENDENTS, cut=("AST-1 · Kasia · until 31 Jan 2027",))),
    "with clauses": paper(clauses=(("tail", "five years"), ("carve-out", "for secrets"))),
    "near": paper(7, -7),
    "tomorrow": paper(1, -1),
    "today": paper(0, 0),
    "yesterday": paper(-1, 1),
    "long ago": paper(-84, 84, dependents=DependentsView(0, 2, 1, 3, 2, 2, (), 2)),
    "to renew by itself": renewing(30),
    "renews": renewing(-1, step=1),
    "has renewed": renewing(-60, step=1),
    "decided": paper(decided=RENEWING, buttons=ALL_BUTTONS),
    "decided without a task yet": paper(decided=replace(RENEWING, task_key=None, task_url=None)),
    "decided and its task gone": paper(decided=replace(RENEWING, task_gone=True)),
    "decided without a task": paper(decided=replace(RENEWING, task_key=None, task_url=None, refused=True)),
    "let end": paper(7, -7, decided=replace(RENEWING, decision=RenewalChoice.LET_END)),
    "in signature": paper(on_its_way=("NDA-V02-2", "out for signature")),
    "replaced": paper(successor=Successor("NDA-V02-2", END, None), running=False, buttons=Buttons()),
    "replaced after a gap": paper(successor=Successor("NDA-V02-2", END, (END, END))),
    "over": paper(running=False, buttons=Buttons()),
    "put off": paper(snoozed_until=END),
    "nothing on it": paper(dependents=NOTHING),
}


@pytest.mark.parametrize("state", STATES)
def test_slack_takes_every_state(state: str) -> None:
    text, blocks = drawn(message(STATES[state], more=("NDA-1",)))
    assert message_problems(text, blocks) == []
    assert "<" not in text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("far", "NDA-V02 with Wislanka ends in 56 days"),
        ("far", "It carries: 1 active access (C2) · 1 open request · next project AURORA"),
        ("far", "Without a decision nothing new can be granted past that day."),
        ("with a cut", "It would cut: AST-1 · Kasia · until 31 Jan 2027"),
        ("with clauses", "A new paper should improve: tail, carve-out."),
        ("near", "Decide now: new requests past that day fail already."),
        ("tomorrow", "ends tomorrow"),
        ("tomorrow", "then 1 person loses access."),
        ("today", "The access of 1 person ends with this day"),
        ("yesterday", "ended yesterday"),
        ("long ago", "ended 84 days ago"),
        ("long ago", "It carries: 2 suspended accesses (C3) · 1 planned access · 2 open requests · 2 returns still owed"),
        ("to renew by itself", "unless notice is given: last day in 30 days"),
        ("to renew by itself", "Without a notice it goes on for 12 months by itself."),
        ("renews", "NDA-V02 with Wislanka renews on"),
        ("renews", "Nobody gave notice by"),
        ("has renewed", "has renewed on"),
        ("decided", "✓ Rui decided to renew it"),
        ("decided", "task <https://jira.example/IPA-9|IPA-9>"),
        ("decided without a task yet", "the task follows"),
        ("decided without a task", "Jira refuses the task; the administrators know why"),
        ("let end", "✓ Rui decided to let it end"),
        ("in signature", "NDA-V02-2 is to replace it: out for signature."),
        ("replaced", "✓ NDA-V02-2 takes over on"),
        ("replaced after a gap", "⚠ No paper covers the day"),
        ("over", "This reminder is over."),
        ("put off", "Put off by you until"),
        ("nothing on it", "Nothing hangs on it now."),
    ],
)
def test_each_state_says_what_counts(state: str, expected: str) -> None:
    assert expected in said(STATES[state])


@pytest.mark.parametrize(
    ("state", "unsaid"), [("decided", "Without a decision"), ("let end", "Decide now"), ("over", "It carries")]
)
def test_what_does_not_count_any_more_is_not_said(state: str, unsaid: str) -> None:
    assert unsaid not in said(STATES[state])


def test_the_owner_is_named_to_everybody_else() -> None:
    assert "Its owner: Rui" in said(paper(buttons=Buttons()))
    assert "Its owner" not in said(paper())


def test_each_paper_has_its_own_buttons() -> None:
    blocks = draw_reminder(message(paper(), paper(series=replace(SERIES, subject="NDA-V03"), buttons=ALL_BUTTONS)))
    assert buttons(blocks) == [
        *("Renew", "Let it end", "Snooze…", "Not mine…"),
        *("Record the successor…", "Renew", "Let it end", "Snooze…", "Not mine…"),
    ]
    values = [element["value"] for block in blocks for element in block.get("elements", []) if "value" in element]
    assert {value.rpartition(":")[2] for value in values} == {"NDA-V02", "NDA-V03"}


def test_papers_without_room_are_named() -> None:
    assert "And 2 more: NDA-1, NDA-2." in said(paper(), more=("NDA-1", "NDA-2"))


def test_the_notification_counts_the_others() -> None:
    assert summary(message(paper())) == "NDA-V02 with Wislanka ends in 56 days (14 Jan 2027)"
    assert summary(message(paper(), paper())).endswith(" · 1 more NDA")
    assert summary(message(paper(), more=("A", "B"))).endswith(" · 2 more NDAs")


def test_the_longest_message_is_taken_too() -> None:
    long = "x" * 300
    dependents = replace(DEPENDENTS, cut=(f"{long} · {long}",) * 7, projects=(long,) * 9)
    papers = [
        replace(paper(), vendor=long, owners=(long,) * 3, dependents=dependents, buttons=ALL_BUTTONS, decided=RENEWING)
    ] * 12
    assert message_problems(*drawn(message(*papers, more=(long,) * 99))) == []


def test_names_cannot_call_a_channel() -> None:
    loud = "<!channel> & Söhne"
    shown = paper(
        vendor=loud,
        owners=(loud,),
        buttons=Buttons(),
        decided=replace(RENEWING, who=loud),
        dependents=replace(DEPENDENTS, cut=(loud,), projects=(loud,)),
        clauses=((loud, loud),),
        on_its_way=(loud, "draft"),
    )
    assert not any("<!channel>" in text for text in texts(draw_reminder(message(shown))))


class TestForms:
    def test_slack_takes_them(self) -> None:
        wanted = Wanted(AT.date(), END, None, None, "end", carve_out=False, affiliates=False)
        people = [member(f"m{number:03}") for number in range(100)]
        for form in (
            draw_snooze_form(SERIES, AT.date(), END),
            draw_hand_over_form(SERIES, "Mo", people),
            draw_hand_over_form(SERIES, "nobody", ()),
            draw_successor_form(SERIES, (), wanted),
            draw_successor_form(
                SERIES, (("tail", "y" * 3000),), replace(wanted, carve_out=True, ends_on=END, survival_months=60)
            ),
        ):
            assert view_problems(form) == []

    def test_the_successors_form_says_what_is_wanted_of_it(self) -> None:
        wanted = Wanted(AT.date(), END, END, 60, "end", carve_out=True, affiliates=False)
        assert "Wanted of it: tail: five years" in words(draw_successor_form(SERIES, (("tail", "five years"),), wanted))


def test_on_the_last_day_of_a_paper_on_which_nothing_hangs_nobody_is_said_to_lose_access() -> None:
    told = said(paper(0, 0, dependents=NOTHING))

    assert "0 people" not in told
    assert "This is its last day: nothing new can be shown from tomorrow on." in told
