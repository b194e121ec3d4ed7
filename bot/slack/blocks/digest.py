"""The Monday digest on one screen: the week in a line, who has to do what, what ends (with a chart), a tip and the numbers.

Slack's limits for a chart: title 50, labels 20 and axis titles 50 characters, 6 series, 20 categories; each series has a value
for every category, by its label.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.domain.dates import day_words
from bot.domain.digest import Digest
from bot.domain.digest_lines import Ending, EndKind, EndWay, Need, NeedKind, Numbers, Stuck, StuckKind
from bot.domain.reminders import RenewalChoice
from bot.slack import ids
from bot.slack.blocks.kit import Block, button, context, cut, day, escape, fit, plain_words, section

NAME, WHY = 60, 200
SERIES = {
    EndKind.NDA: "NDAs",
    EndKind.CONTRACT: "Contracts",
    EndKind.CERTIFICATE: "Certificates",
    EndKind.WAIVER: "Waivers",
}


def digest_summary(digest: Digest) -> str:
    """The fallback text: the headline, and the first that is needed; it makes sense alone."""
    first = f". First: {plain_words(_who_has_to(digest.needs[0]))}" if digest.needs else ""
    return f"{' · '.join(_headline(digest))}{first}"


def draw_digest(digest: Digest, source: str = "") -> list[Block]:
    """`source` says for one reader where this comes from."""
    blocks = [section(f"*{' · '.join(_headline(digest))}*")]
    blocks += [_line(_need(one), one.id) for one in digest.needs]
    blocks += _more(digest.more_needs)
    blocks += _part("Ending", (_ending(one) for one in digest.endings), digest.more_endings)
    blocks += _chart(digest)
    blocks += [_line(_stuck(one), one.id) for one in digest.stuck]
    blocks += _more(digest.more_stuck)
    footer = [f"Tip: {escape(digest.tip)}" if digest.tip else "", " · ".join(_numbers(digest.numbers, digest.before))]
    return [*blocks, context(*footer, source or f"As of Monday, {day(digest.monday)}", _root(digest))]


def _headline(digest: Digest) -> Iterator[str]:
    """The week in one line."""
    needs, stuck = len(digest.needs) + digest.more_needs, len(digest.stuck) + digest.more_stuck
    yield f"IP week {digest.week}"
    yield _counted(needs, "thing needs somebody", "things need somebody") or "nothing needs anybody"
    if stuck:
        yield _counted(stuck, "stands still", "stand still")
    if digest.ndas_ending:
        yield _counted(digest.ndas_ending, "NDA ends within 90 days", "NDAs end within 90 days")
    before = digest.before or digest.numbers
    change = _change(digest.numbers.covered - before.covered)
    yield f"{digest.numbers.covered} of {digest.numbers.vendors} vendors covered{change}"


def _line(text: str, name: str) -> Block:
    """What somebody has to do, with the step that can be taken here."""
    value = ids.details_value(name)
    return section(text, accessory=button("Open", ids.SHOW_DETAILS, value) if value else None)


def _more(count: int) -> list[Block]:
    return [context(f"and {count} more")] if count else []


def _counted(count: int, one: str, more: str) -> str:
    return "" if not count else f"{count} {one if count == 1 else more}"


def _part(title: str, lines: Iterable[str], more: int) -> list[Block]:
    """Nothing where there is nothing to tell."""
    told = [*lines, *([f"and {more} more"] if more else [])]
    return [section("\n".join([f"*{title}*", *told]))] if told else []


def _name(text: str) -> str:
    return escape(cut(text, NAME))


def _need(need: Need) -> str:
    """Who, what, since when; the code last."""
    return f"{_who_has_to(need)} · {escape(need.id)}"


def _who_has_to(need: Need) -> str:
    who = _name(", ".join(need.who) or "Somebody")
    return f"*{who}* · {_name(need.vendor)} {_to_do(need)}"


def _to_do(need: Need) -> str:
    over, late = _days(need.late, "working day"), _days(need.late, "day")
    what = fit(need.what, WHY)
    if need.kind is NeedKind.APPROVAL:
        return f"waits for {what or 'an answer'}, {over} over"
    if need.kind is NeedKind.SUSPENDED:
        return f"has suspended access since {day_words(need.on)}{f': {what}' if what else ''}"
    if need.kind is NeedKind.ENDED:
        return f"still has access in force, and {what}"
    if need.kind is NeedKind.RETURN:
        return f"still owes proof of return, {late} over"
    if need.reopened:
        return f"has an audit that was reopened in Jira on {day_words(need.reopened)}{f', {late} over' if need.late else ''}"
    return f"has {'an audit' if need.kind is NeedKind.AUDIT else 'a finding'} that is {late} over"


def _days(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


_AFTER = {RenewalChoice.RENEW: "to be renewed", RenewalChoice.LET_END: "may end", RenewalChoice.NONE: "no decision yet"}
_KIND = {
    EndKind.NDA: "NDA with {vendor}",
    EndKind.CONTRACT: "contract with {vendor}",
    EndKind.CERTIFICATE: "{id} of {vendor}",
    EndKind.WAIVER: "waiver for {vendor}",
}


def _ending(one: Ending) -> str:
    what = _KIND[one.kind].format(vendor=_name(one.vendor), id=_name(one.id))
    told = [f"{day(one.on)} · {what}{_then(one)}", *([] if one.kind is EndKind.CERTIFICATE else [escape(one.id)])]
    return " · ".join(told)


def _then(one: Ending) -> str:
    if one.way is EndWay.RENEWS:
        return " renews by itself the day after"
    if one.way is EndWay.NOTICE:
        return f": last day for notice, else it renews{_decided(one)}"
    stops = [_accesses(one.stops)] if one.stops else []
    said = [*stops, *([_AFTER[one.decision]] if one.kind is EndKind.NDA else [])]
    return f": {', '.join(said)}" if said else ""


def _accesses(count: int) -> str:
    return "1 access stops" if count == 1 else f"{count} accesses stop"


def _decided(one: Ending) -> str:
    return f", {_AFTER[one.decision]}" if one.kind is EndKind.NDA else ""


_WHY = {
    StuckKind.STOPPED: "is stopped",
    StuckKind.WAIVER: "waits for a waiver",
    StuckKind.FACT: "waits for a fact",
    StuckKind.HELD: "has access that a check holds back",
}


def _stuck(one: Stuck) -> str:
    since = f"since {day_words(one.since)}"
    if one.kind is StuckKind.UNDELIVERED:
        what = "1 message was" if one.more == 0 else f"{one.more + 1} messages were"
        return (
            f"*{_name(one.who) or 'An administrator'}* · {what} not delivered to {_name(one.id)} {since}: `ringfence outbox list`"
        )
    if one.kind is StuckKind.UNREACHABLE:
        return (
            f"*{_name(one.who) or 'An administrator'}* · {_name(one.id)} cannot be reached in Slack {since}: correct `slack_id`"
        )
    check = f": {escape(one.title)}" if one.title else ""
    more = f" and {one.more} more" if one.more else ""
    codes = " · ".join(code for code in (one.check, escape(one.id)) if code)
    return f"*{_name(one.who) or 'Somebody'}* · {_name(one.vendor)} {_WHY[one.kind]} {since}{check}{more} · {codes}"


def _numbers(now: Numbers, earlier: Numbers | None) -> Iterator[str]:
    """Each with its change to last week; no change is not shown. How many vendors are covered stands in the headline."""
    before = earlier or now
    yield f"requests decided {now.decided}{_change(now.decided - before.decided)}"
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
    return [context(_totals(digest)), {"type": "data_visualization", "title": "What ends in the next 12 weeks", "chart": chart}]


def _totals(digest: Digest) -> str:
    """The numbers of the picture, for whoever cannot see it."""
    sums = [sum(column.counts[number] for column in digest.columns) for number in range(len(EndKind))]
    told = [f"{SERIES[kind]} {count}" for kind, count in zip(EndKind, sums, strict=True) if count]
    return f"In the next 12 weeks {sum(sums)} end or renew: {', '.join(told)}"


def _label(monday: date) -> str:
    return day_words(monday).rsplit(" ", 1)[0]
