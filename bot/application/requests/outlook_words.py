"""The answer of `check_vendor` in words, the same in Slack and on the command line."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.application.requests.show_outlook import AgainstLine, OutlookView, ProspectView
from bot.domain.checks.depends import On
from bot.domain.dates import days_words, span_words
from bot.domain.vocabulary import Outcome

STOPS = Outcome.BLOCK.words
_VERDICTS = {
    Outcome.PASS: "nothing stands against it so far",
    Outcome.WARN: "can be asked for; approvers see a heads-up",
    Outcome.WAIVER: "can be asked for, and then waits for a waiver",
    Outcome.BLOCK: "stops",
}
_FACT = "can be asked for, and then waits for a fact that nobody can waive"
_UNKNOWN = {
    On.PEOPLE: "Not known before people are named",
    On.ASSET: "Not known before the material is named",
    On.USE: "Not looked at while they only view",
}


@dataclass(frozen=True)
class Group:
    """Some of what stands in the way, worst first; `gaps` are seats that nobody can fill."""

    title: str
    gaps: tuple[str, ...]
    lines: tuple[AgainstLine, ...]


def headline(view: OutlookView) -> str:
    """The answer in a sentence."""
    if view.missing:
        return _ended(f"Nothing can be asked for, for {view.vendor_name}")
    return _of_asset(view, view.prospects[0]) if view.asset else _of_classes(view)


def _of_asset(view: OutlookView, one: ProspectView) -> str:
    if one.rank == 0:
        return f"{view.asset_title} is {one.class_words}: it needs no approval, and nothing is looked at."
    what = f"{view.asset_title}, which is {one.class_words}, for {view.vendor_name}"
    if one.verdict is Outcome.BLOCK:
        return _ended(f"As it stands, you cannot ask for {what}")
    after = {
        Outcome.PASS: ", and nothing stands against it so far",
        Outcome.WARN: "; approvers see what stands below",
        Outcome.WAIVER: f"; it would wait for {_waited_for(one)}",
    }
    return f"You could ask for {what} today{after[one.verdict]}."


def _of_classes(view: OutlookView) -> str:
    reached = view.reached
    if reached is None:
        return f"For {view.vendor_name} you could ask for nothing today but public material."
    upto = "material of every class" if view.stopped is None else f"material up to {reached.class_words}"
    waiting = next((one for one in view.prospects if one.verdict is Outcome.WAIVER and one.rank <= view.highest), None)
    later = f"; from {waiting.class_words} on it would wait for {_waited_for(waiting)}" if waiting else ""
    return f"For {view.vendor_name} you could ask for {upto} today{later}."


def _waited_for(one: ProspectView) -> str:
    return "a fact that nobody can waive" if one.needs_fact else "a waiver"


def class_line(one: ProspectView) -> str:
    """`Confidential (C2): can be asked for, and then waits for a waiver`."""
    return f"{one.class_words}: {_FACT if one.needs_fact else _VERDICTS[one.verdict]}"


def groups(view: OutlookView) -> Iterator[Group]:
    """Of an asset all that speaks; else what stops the lowest class that is stopped, and what is said of the one below it."""
    stopped, reached = view.stopped, view.reached
    if view.missing:
        yield Group("What is missing", view.missing, ())
    elif view.asset or (stopped and not reached):
        first = view.prospects[0]
        title = "What stands in the way" if view.asset else f"What is said of {first.class_words}"
        yield Group(title, first.gaps, first.against)
    else:
        if stopped:
            lines = tuple(one for one in stopped.against if one.line.effect == STOPS)
            yield Group(f"What stops {stopped.class_words}", stopped.gaps, lines)
        if reached:
            yield Group(f"What is said of {reached.class_words}", (), reached.against)


def tried_words(view: OutlookView) -> str:
    """As what it was tried; empty where it was not."""
    trial = view.trial
    if trial is None or view.prospects[0].rank == 0:
        return ""
    days = days_words((trial.end_on - trial.start_on).days + 1)
    best = f", the best of its {view.companies} companies" if view.companies > 1 else ""
    span = span_words(trial.start_on, trial.end_on)
    return _ended(f"Tried as: to view, {span} ({days}), through {trial.channel_name}, for {trial.company_name}{best}")


def _ended(sentence: str) -> str:
    """With one full stop, also behind a name that ends with one."""
    return f"{sentence.removesuffix('.')}."


def unknown_lines(view: OutlookView) -> Iterator[str]:
    """What nobody can tell yet, each thing once."""
    for on, checks in view.depends.items():
        if checks:
            yield f"{_UNKNOWN[on]}: {', '.join(dict.fromkeys(checks.values()))}."


def way_words(view: OutlookView) -> str:
    """Who would decide; empty where nobody need or can be asked."""
    shown = view.reached or view.stopped
    stages = " → ".join(" and ".join(seats) for seats in shown.stages) if shown else ""
    return f"It would go to: {stages}." if stages else ""


def mended_by(one: AgainstLine) -> str:
    """Who can mend it; empty where the remedy says it, or nobody need."""
    return f"Turn to {' or '.join(one.menders)}." if one.menders else ""


def gap_words(gap: str, view: OutlookView) -> str:
    """A seat that nobody can fill, or what is missing; and who can mend that."""
    who = " or ".join(view.administrators)
    step = f"Turn to {who}, as administrator." if who else "An administrator has to mend that; there is none now."
    return f"{gap[:1].upper()}{gap[1:]}. {step}"
