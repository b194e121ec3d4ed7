"""A person's reminder: each paper with its true number of days, what hangs on it, what was decided, and its buttons."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.application.agreements.views import DependentsView, PaperView, Reminder
from bot.domain.dates import by_day, day_words
from bot.domain.reminders import Anchor, RenewalChoice
from bot.slack import ids
from bot.slack.blocks.kit import (
    Block,
    actions,
    button,
    confirm,
    context,
    cut,
    day,
    divider,
    escape,
    fit,
    link,
    named_some,
    section,
)

MOST_MORE = 40


def draw_reminder(reminder: Reminder) -> list[Block]:
    blocks: list[Block] = []
    for number, paper in enumerate(reminder.papers):
        blocks += [divider()] if blocks else []
        blocks += _paper(paper, f"{ids.REMINDER_BLOCK}{reminder.day.isoformat()}:{number}")
    if reminder.more:
        named = ", ".join(reminder.more[:MOST_MORE])
        more = f"And {len(reminder.more)} more: {escape(named)}. `{ids.COMMAND} agreement ID` tells you of each."
        blocks.append(context(more))
    return blocks


def summary(reminder: Reminder) -> str:
    """The text of the notification: the paper whose day comes first, and how many others."""
    first, *others = reminder.papers
    more = len(others) + len(reminder.more)
    also = "" if not more else (" · 1 more NDA" if more == 1 else f" · {more} more NDAs")
    return f"{escape(first.id)} with {escape(first.vendor)} {_when(first, day_words)}{also}"


def _paper(paper: PaperView, block_id: str) -> Iterator[Block]:
    lines = [f"*{escape(paper.id)} with {escape(paper.vendor)} {_when(paper, day)}*"]
    if paper.running:
        lines += [carries(paper.dependents), *_consequences(paper)]
    yield section("\n".join(lines))
    if told := [*standing_of(paper)]:
        yield context("\n".join(told))
    if elements := buttons_of(paper):
        yield actions(block_id, elements)


def _when(paper: PaperView, written: object) -> str:
    """`ends in 56 days (14 Jan 2027)`; the number of days is the true one, whichever step this is."""
    write = written if callable(written) else day_words
    if paper.renews_on is None:
        return f"{_ends(paper.days)} ({write(paper.series.on)})"
    if paper.days < 0:
        verb = "renews" if paper.renews_on > paper.today else "has renewed"
        return f"{verb} on {write(paper.renews_on)}"
    last = {0: "today", 1: "tomorrow"}.get(paper.days, f"in {paper.days} days")
    return f"renews on {write(paper.renews_on)} unless notice is given: last day {last} ({write(paper.series.on)})"


def _ends(days: int) -> str:
    if days >= 0:
        return {0: "ends today", 1: "ends tomorrow"}.get(days, f"ends in {days} days")
    return "ended yesterday" if days == -1 else f"ended {-days} days ago"


def carries(dependents: DependentsView) -> str:
    """`It carries: 1 active access (C2) · 1 open request · next project AURORA`."""
    if not dependents.is_something:
        return "Nothing hangs on it now."
    rank = "" if dependents.highest_class is None else f" (C{dependents.highest_class})"
    access = [
        (dependents.active, "active access"),
        (dependents.suspended, "suspended access"),
        (dependents.planned, "planned access"),
    ]
    parts = [f"{count} {words}{'es' if count > 1 else ''}" for count, words in access if count]
    parts[:1] = [f"{one}{rank}" for one in parts[:1]]
    parts += _counted(dependents.requests, "open request") + _counted(dependents.returns, "return still owed")
    if dependents.projects:
        parts.append(f"next project {named_some([fit(one, 200) for one in dependents.projects], 600, 'in the register')}")
    return f"It carries: {' · '.join(parts)}"


def _counted(count: int, words: str) -> list[str]:
    first, _, rest = words.partition(" ")
    plural = f"{first}s {rest}".strip() if first == "return" else f"{words}s"
    return [] if count == 0 else [f"{count} {words if count == 1 else plural}"]


def _consequences(paper: PaperView) -> Iterator[str]:
    """What follows, in the words of the step."""
    if paper.series.anchor is Anchor.OPT_OUT:
        yield from _of_renewing(paper)
    elif paper.days < 0:
        yield "Nobody may be shown anything under it. What is still open has to be ended, returned or put on a new paper."
    else:
        yield from _of_ending(paper)
    if paper.dependents.cut and paper.days >= 0 and paper.series.anchor is Anchor.END:
        yield f"It would cut: {_some(paper, paper.dependents.cut)}"
    if paper.clauses and paper.decided is None and paper.days > 0:
        yield f"A new paper should improve: {_some(paper, [name for name, _ in paper.clauses])}."


def _some(paper: PaperView, names: Sequence[str]) -> str:
    """Long lists give way to the paper, its day and what follows; the command tells all."""
    where = f"`{ids.COMMAND} agreement {paper.id}` tells"
    return named_some([fit(name, 200) for name in names], 600, where)


def _of_ending(paper: PaperView) -> Iterator[str]:
    people = "1 person" if paper.dependents.people == 1 else f"{paper.dependents.people} people"
    if paper.days == 0 and not paper.dependents.people:
        yield "This is its last day: nothing new can be shown from tomorrow on."
    elif paper.days == 0:
        yield f"The access of {people} ends with this day; return or destruction has to be asked for."
    elif paper.days == 1 and paper.dependents.people:
        yield f"Tomorrow is the last day: then {people} {'loses' if paper.dependents.people == 1 else 'lose'} access."
    elif paper.step >= -7 and paper.decided is None:
        yield "Decide now: new requests past that day fail already."
    elif paper.decided is None:
        yield "Without a decision nothing new can be granted past that day."


def _of_renewing(paper: PaperView) -> Iterator[str]:
    months = f"for {paper.renew_months} months"
    if paper.days < 0:
        yield f"Nobody gave notice by {day(paper.series.on)}, so it goes on {months}."
    else:
        yield f"Without a notice it goes on {months} by itself. A notice that was given belongs into the register."


def standing_of(paper: PaperView) -> Iterator[str]:
    if paper.decided is not None:
        what = "renew it" if paper.decided.decision is RenewalChoice.RENEW else "let it end"
        yield f"✓ {escape(paper.decided.who)} decided to {what} · {day(paper.decided.at.date())}{_task(paper)}"
    if paper.on_its_way is not None:
        yield f"{escape(paper.on_its_way[0])} is to replace it: {paper.on_its_way[1]}."
    if paper.successor is not None:
        takes_over = by_day(paper.successor.begins, paper.today, present="takes over", past="took over")
        yield f"✓ {escape(paper.successor.id)} {takes_over} on {day(paper.successor.begins)}."
        yield from _gap(paper.successor.gap, paper.today)
    elif not paper.running:
        yield "Its day has changed since, or nothing is left to do. This reminder is over."
    if paper.snoozed_until is not None:
        yield f"Put off by you until {day(paper.snoozed_until)}."
    if paper.running and not paper.buttons.not_mine and paper.owners:
        yield f"Its owner: {_some(paper, paper.owners)}"


def _gap(gap: tuple[date, date] | None, today: date) -> Iterator[str]:
    if gap is not None:
        days = (gap[1] - gap[0]).days + 1
        words = f"the day {day(gap[0])}" if days == 1 else f"the {days} days from {day(gap[0])} to {day(gap[1])}"
        covers = by_day(gap[1], today, present="covers", past="covered")
        yield f"⚠ No paper {covers} {words}: IP counsel has to look at that before access goes on."


def _task(paper: PaperView) -> str:
    decided = paper.decided
    if decided is None or decided.decision is not RenewalChoice.RENEW:
        return ""
    if decided.task_key and decided.task_gone:
        return f" · task {escape(decided.task_key)} is *gone from Jira*"
    if decided.task_key and decided.task_url:
        return f" · task <{decided.task_url}|{escape(decided.task_key)}>"
    return " · Jira refuses the task; the administrators know why" if decided.refused else " · the task follows"


def buttons_of(paper: PaperView) -> list[Block]:
    value, wanted = ids.paper_value(paper.series), paper.buttons
    ends = f"Access that rests on {paper.id} ends on its last day, and nobody is asked again whether to renew it."
    sure = confirm("Let it end?", cut(ends, 300), "Let it end")
    drawn = [
        (wanted.record, button("Record the successor…", ids.RECORD_SUCCESSOR, value, style="primary")),
        (wanted.renew, button("Renew", ids.RENEW, value, style="primary")),
        (wanted.let_end, button("Let it end", ids.LET_END, value, confirm=sure)),
        (wanted.snooze, button("Snooze…", ids.SNOOZE, value)),
        (wanted.not_mine, button("Not mine…", ids.NOT_MINE, value)),
    ]
    elements = [element for is_wanted, element in drawn if is_wanted]
    if wanted.record and paper.decided and paper.decided.task_key and paper.decided.task_url:
        elements.append(link("Open task", ids.OPEN_TICKET, paper.decided.task_url))
    return elements
