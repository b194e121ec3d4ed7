"""The Monday digest: who is needed, what ends (with a chart), what is stuck, and the numbers; one screen.

Slack's limits for a chart: title 50, labels 20 and axis titles 50 characters, 6 series, 20 categories; each series has a value
for every category, by its label.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.domain.dates import day_words
from bot.domain.digest import Digest
from bot.domain.digest_lines import Ending, EndKind, EndWay, Need, NeedKind, Numbers, Stuck, StuckKind
from bot.domain.reminders import RenewalChoice
from bot.slack.blocks.kit import Block, context, cut, day, escape, section

NAME = 60
SERIES = {
    EndKind.NDA: "NDAs",
    EndKind.CONTRACT: "Contracts",
    EndKind.CERTIFICATE: "Certificates",
    EndKind.WAIVER: "Waivers",
}


def digest_summary(digest: Digest) -> str:
    """The fallback text: how much of each, and the first that is needed; it makes sense alone."""
    parts = [
        _counted(len(digest.needs) + digest.more_needs, "needs somebody", "need somebody"),
        _counted(len(digest.endings) + digest.more_endings, "ends within 12 weeks", "end within 12 weeks"),
        _counted(len(digest.stuck) + digest.more_stuck, "is stuck", "are stuck"),
    ]
    first = f". First: {_need(digest.needs[0])}" if digest.needs else ""
    said = " · ".join(part for part in parts if part) or "nothing waits, ends or is stuck"
    return f"IP week {digest.week}, {day_words(digest.monday)}: {said}{first}"


def draw_digest(digest: Digest, source: str = "") -> list[Block]:
    """`source` says for one reader where this comes from."""
    blocks = [section(f"*IP week {digest.week} · {day(digest.monday)}*")]
    blocks += _part("Needs somebody", (_need(one) for one in digest.needs), digest.more_needs)
    blocks += _part("Ending", (_ending(one) for one in digest.endings), digest.more_endings)
    blocks += _chart(digest)
    blocks += _part("Stuck", (_stuck(one) for one in digest.stuck), digest.more_stuck)
    blocks.append(section(f"*Numbers*\n{' · '.join(_numbers(digest.numbers, digest.before))}"))
    footer = [source, _root(digest)]
    return [*blocks, context(*footer)] if any(footer) else blocks


def _counted(count: int, one: str, more: str) -> str:
    return "" if not count else f"{count} {one if count == 1 else more}"


def _part(title: str, lines: Iterable[str], more: int) -> list[Block]:
    """Nothing where there is nothing to tell."""
    told = [*lines, *([f"and {more} more"] if more else [])]
    return [section("\n".join([f"*{title}*", *told]))] if told else []


def _name(text: str) -> str:
    return escape(cut(text, NAME))


def _need(need: Need) -> str:
    who = _name(", ".join(need.who))
    about = f"{escape(need.id)} · {_name(need.vendor)}"
    if need.kind is NeedKind.APPROVAL:
        return f"{about}: {who or 'an answer'}, {_days(need.late, 'working day')} over"
    if need.kind is NeedKind.SUSPENDED:
        return f"{about}: suspended access waits for {who} since {day_words(need.on)}"
    if need.reopened:
        late = f", overdue {_days(need.late, 'day')}" if need.late else ""
        return f"{about}: reopened in Jira {day_words(need.reopened)}{late}"
    what = "still owes proof of return" if need.kind is NeedKind.RETURN else ""
    verb = f"{what}, " if what else ""
    owner = f" ({who})" if who else ""
    return f"{about}{' ' if what else ': '}{verb}overdue {_days(need.late, 'day')}{owner}"


def _days(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


_AFTER = {RenewalChoice.RENEW: "to be renewed", RenewalChoice.LET_END: "may end", RenewalChoice.NONE: "no decision yet"}


def _ending(one: Ending) -> str:
    name = f"{escape(one.id)} · {_name(one.vendor)}"
    if one.way is EndWay.RENEWS:
        return f"{name} · {day(one.on)} (renews by itself)"
    if one.way is EndWay.NOTICE:
        return f"{name} · {day(one.on)}: last day for notice, else it renews{_decided(one)}"
    stops = f": {_accesses(one.stops)}" if one.stops else ""
    return f"{name} · {day(one.on)}{stops}{_decided(one)}"


def _accesses(count: int) -> str:
    return "1 access stops" if count == 1 else f"{count} accesses stop"


def _decided(one: Ending) -> str:
    return f" · {_AFTER[one.decision]}" if one.kind is EndKind.NDA else ""


_WHY = {
    StuckKind.STOPPED: ("is stopped", "by"),
    StuckKind.WAIVER: ("waits for a waiver", "of"),
    StuckKind.FACT: ("waits for a fact", "for"),
    StuckKind.HELD: ("access is held back by a check", ""),
}


def _stuck(one: Stuck) -> str:
    if one.kind is StuckKind.UNDELIVERED:
        what = "1 message was" if one.more == 0 else f"{one.more + 1} messages were"
        return f"{_name(one.id)}: {what} not delivered, since {day_words(one.since)} · `ringfence outbox list` says why"
    if one.kind is StuckKind.UNREACHABLE:
        return f"{_name(one.id)} cannot be reached in Slack, since {day_words(one.since)} · correct `slack_id` in the register"
    why, link = _WHY[one.kind]
    check = f" {link} {one.check} ({escape(one.title)})" if one.check else ""
    more = f" and {one.more} more" if one.more else ""
    who = f" · asked by {_name(one.who)}" if one.who else ""
    return f"{escape(one.id)} · {_name(one.vendor)} {why}{check}{more}, since {day_words(one.since)}{who}"


def _numbers(now: Numbers, earlier: Numbers | None) -> Iterator[str]:
    """Each with its change to last week; no change is not shown."""
    before = earlier or now
    yield f"vendors with a valid NDA {now.covered} of {now.vendors}{_change(now.covered - before.covered)}"
    yield f"decided {now.decided}{_change(now.decided - before.decided)}"
    if now.median_tenths is not None:
        change = None if before.median_tenths is None else now.median_tenths - before.median_tenths
        yield f"median {now.median_tenths / 10:.1f} working days{_change(change, 10)}"
    yield f"open waivers {now.waivers}{_change(now.waivers - before.waivers)}"
    yield f"Secret access {now.secret_access}{_change(now.secret_access - before.secret_access)}"


def _change(change: int | None, parts: int = 1) -> str:
    if not change:
        return ""
    sign = "+" if change > 0 else "\u2212"
    return f" ({sign}{abs(change) if parts == 1 else f'{abs(change) / parts:.1f}'})"


def _root(digest: Digest) -> str:
    if digest.root is None or digest.root_on is None:
        return ""
    return f"Root of the record, {day_words(digest.root_on)}: `{digest.root}`"


def _chart(digest: Digest) -> list[Block]:
    """What ends, week by week; no picture of nothing."""
    labels = [_label(column.monday) for column in digest.columns]
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": column.counts[number]} for label, column in zip(labels, digest.columns, strict=True)
            ],
        }
        for number, name in enumerate(SERIES[kind] for kind in EndKind)
        if any(column.counts[number] for column in digest.columns)
    ]
    if not series:
        return []
    axis = {"categories": labels, "x_label": "Week from", "y_label": "How many end"}
    chart = {"type": "bar", "series": series, "axis_config": axis}
    return [{"type": "data_visualization", "title": "What ends in the next 12 weeks", "chart": chart}]


def _label(monday: date) -> str:
    return day_words(monday).rsplit(" ", 1)[0]
