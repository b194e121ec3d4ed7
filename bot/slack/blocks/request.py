"""One request as a card, as a question to an approver, as a receipt: the same facts, each place with its own reserve.

In channels stand who asks, ids, public titles, class, vendor and who decided; never purpose, the vendor's people or reasons.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from bot.application.requests.views import Ask, Card, ItemLine, Receipt, RequestView, SeatLine
from bot.domain.dates import day_words
from bot.domain.gates import PPL_06, PRC_03
from bot.domain.missing_facts import WAITS_FOR_A_FACT
from bot.domain.register import bound_id
from bot.domain.vocabulary import RequestState
from bot.slack.blocks.kit import (
    TEXT,
    Block,
    actions,
    context,
    day,
    escape,
    fit,
    moment,
    named_some,
    not_delivered,
    packed,
    section,
    typed,
)
from bot.slack.blocks.request_buttons import card_buttons, decision_buttons, details_button, end_button

_NAME, _NAMES, _LEAST_TITLE = 200, 600, 10  # characters, where names are no essentials and *Details* has them whole
_MOST_DECISIONS = 12
_MOST_ASKED = 2
_IN_A_TEXT = 80


def draw_card(card: Card) -> list[Block]:
    view = card.request
    blocks = [section(_headline(view)), *_what(view), *_standing(view)]
    return [*blocks, actions("card", card_buttons(view)), context(view.id)]


def draw_ask(ask: Ask) -> list[Block]:
    view = ask.request
    blocks = [section(_headline(view)), *_what(view), *_why(view), *_standing(view)]
    if ask.asked_now:
        blocks.append(context(_because(ask)))
    elif view.state is RequestState.PENDING_APPROVAL:
        blocks.append(context("Nothing for you to do here now."))
    return [*blocks, actions("ask", decision_buttons(view) if ask.asked_now else [details_button(view)]), context(view.id)]


def draw_receipt(receipt: Receipt) -> list[Block]:
    view = receipt.request
    blocks = [section(_headline(view)), *_what(view), *_standing(view), *_who_opens(view), *_reasons(view)]
    buttons = [details_button(view)]
    if view.access_is_running:
        buttons.append(end_button(view))
    return [*blocks, actions("receipt", buttons), context(view.id)]


def summary(message: Card | Ask | Receipt) -> str:
    """The fallback text: it makes sense alone, in a notification, people and meaning first."""
    view = message.request
    assets = ", ".join(item.asset for item in view.items)
    if len(view.items) == 1:
        assets = f"{fit(view.items[0].title, _IN_A_TEXT)} ({assets})"
    ask = "Your decision is needed: " if isinstance(message, Ask) and message.asked_now else ""
    verb = "asks" if view.state.is_open else "asked"
    wish = f"{_name(view.requester)} {verb} for {escape(view.vendor)}: {assets}"
    return f"{ask}{wish} · {state_line(view, day_words)} · {view.id}"


def _headline(view: RequestView) -> str:
    """Who wants it for whom, and once it is decided, first what became of it."""
    who = "1 person" if len(view.people) == 1 else f"{len(view.people)} people"
    verb = "asks" if view.state.is_open else "asked"
    wish = f"*{_name(view.requester)}* {verb} for access for {who} of *{escape(view.vendor)}*"
    if view.state.is_open:
        return f"{wish} · {view.class_words}"
    decided = state_line(view)
    return f"*{decided[:1].upper()}{decided[1:]}* · {view.class_words}\n{wish}"


def state_line(view: RequestView, written: Callable[[date], str] = day) -> str:
    """Where the request stands, in the same words wherever it is said; `written` is how a day is written there."""
    if view.state is RequestState.REJECTED:
        return "rejected"
    if view.state.is_open:
        return view.state_words
    if view.access_words in ("in force", "in force from"):
        days = f"until {written(view.end_on)}" if view.access_words == "in force" else f"from {written(view.start_on)}"
        return f"approved · in force {days}"
    return f"approved · {view.access_words}" if view.access_words else view.state_words


def _what(view: RequestView) -> Iterator[Block]:
    """Each asset and the days are never cut: titles give way first, and where they did, it is said."""
    days = "1 day" if view.days == 1 else f"{view.days} days"
    when = f"{day(view.start_on)} to {day(view.end_on)} ({days})"
    bare = [_item(view, item, "") for item in view.items]
    room = (TEXT - len("\n".join([*bare, when]))) // max(len(view.items), 1) - 1
    named = [fit(item.title, room) if room > _LEAST_TITLE else "" for item in view.items]
    yield from map(section, packed([*(_item(view, item, name) for item, name in zip(view.items, named, strict=True)), when]))
    if any(name != escape(item.title) for item, name in zip(view.items, named, strict=True)):
        yield context("Titles are shortened here; *Details* has them whole.")


def _item(view: RequestView, item: ItemLine, title: str) -> str:
    rejected = " · rejected" if item.state == "rejected" and view.state is not RequestState.REJECTED else ""
    rank = f" · {item.class_words}" if len(view.items) > 1 else ""
    opened = " · needs no decision" if item.state == "approved" and view.state.is_open else ""
    return f"{title} · {item.mode_words.lower()}{rank} · {item.asset}{rejected}{opened}".removeprefix(" · ")


def _why(view: RequestView) -> Iterator[Block]:
    people = named_some([fit(person, _NAME) for person in view.people], _NAMES)
    who = f"*Who* {people} of {fit(view.entity, _NAMES)}, through {fit(view.channel, _NAMES)}"
    yield from map(section, packed([who, f"*Why* {typed(view.need_text)}"]))
    yield from map(context, packed(f"Heads-up · {escape(words)}" for words in view.heads_up))


def _standing(view: RequestView) -> Iterator[Block]:
    """Checks, stage and time while it is open; who decided and when; the ticket."""
    if line := stage_line(view):
        yield from map(context, packed([line]))
    yield context(" · ".join([checks_words(view), *_covered(view)]))
    if view.state is RequestState.PENDING_APPROVAL:
        if view.stuck:
            yield context(_stuck(view))
    elif view.state.is_open:
        yield from map(context, packed([_stopped(view)]))
    if view.changed and view.state.is_open:
        yield context("The facts got worse since it was asked, so the route started again. *Details* says what changed.")
    if view.route_because and not view.access_is_running:
        yield context(f"The route follows the facts: {fit(view.route_because[-1], TEXT // 2)}. Decisions that fit it stay.")
    if decided := [*_rejections(view), *_silence(view)]:
        earlier = len(decided) - _MOST_DECISIONS
        first = [f"{earlier} earlier ones are in *Details*"] if earlier > 0 else []
        yield from map(context, packed([*first, *decided[-_MOST_DECISIONS:]]))
    if view.suspended_because:
        yield context(_suspended(view))
    if view.waits_for_notice:
        yield context(_unread(view))
    if view.audit_planned:
        yield context(_ticket(view))
    if view.unreached:
        yield context(not_delivered(view.unreached))


def checks_words(view: RequestView) -> str:
    """Never more than was checked: `22 checks fine, 1 to look at`; which, and what they looked at, stands in *Details*."""
    if view.checks_run == 0:
        return "Public material: nothing to check"
    fine, against = len(view.passed), len(view.against)
    told = [
        *([f"{fine} checks fine" if fine != 1 else "1 check fine"] if fine else []),
        *([f"{against} to look at"] if against else []),
    ]
    return ", ".join(told) or "Checked: nothing against"


def _covered(view: RequestView) -> list[str]:
    """The NDA that covers it, and until when."""
    ndas = [paper for paper in view.papers if paper.is_nda]
    if not ndas or any(line.check == "NDA-01" and line.effect in ("Stops", "Needs a waiver") for line in view.against):
        return []
    last = ndas[-1]
    return [f"{escape(last.id)} covers it until {day(last.until)}" if last.until else f"{escape(last.id)} covers it"]


def stage_line(view: RequestView) -> str:
    """Where it is, with names, in one shape wherever it stands: who decided, who is asked by which day, what comes later."""
    parts = [f"✓ {name}" for name in _who(view, "approve")] + [f"✗ {name}" for name in _who(view, "reject")]
    if view.state is RequestState.PENDING_APPROVAL:
        if asked := ", ".join(_seat(seat) for seat in view.seats if not seat.filled_by):
            by = f" (by {day(view.due_on)}, then silence is a no)" if view.due_on else ""
            parts.append(f"● {asked}{by}")
        parts += [f"○ {escape(name)}" for name in view.stage_names[view.stage + 1 :]]
    elif view.state.is_open:
        parts += [f"○ {escape(name)}" for name in view.stage_names]
    return "   ".join(parts)


def _who(view: RequestView, outcome: str) -> list[str]:
    """Each person once, in the order of the decisions that count."""
    return list(dict.fromkeys(_name(line.who) for line in view.decisions if line.outcome == outcome and not line.void))


def _seat(seat: SeatLine) -> str:
    """By name where it is one or two; else by role."""
    return f"{' or '.join(map(_name, seat.asked))} as {seat.words}" if 1 <= len(seat.asked) <= _MOST_ASKED else seat.words


def _stuck(view: RequestView) -> str:
    """Not whose fault it is: who has been told, and that no time is lost."""
    seats = " or ".join(view.stuck)
    stuck = f"Nobody who can be reached can decide as {seats} ({PRC_03.id})"
    return f"{stuck}. The administrators are told; the time for it stands still."


def _stopped(view: RequestView) -> str:
    """Which fact is missing and who was asked for it, where it waits for one."""
    if not view.wanted:
        return f"This request {view.state.claim}; approvers are asked once that is cleared."
    facts = "; ".join(f"{escape(one.title)} ({one.check}) · {_asked_words(one.asked)}" for one in view.wanted)
    also = "" if view.state_words == WAITS_FOR_A_FACT else f" This request {view.state.claim}, or for the facts."
    return f"We don't know yet enough for: {facts}.{also} Approvers are asked once that is cleared."


def _asked_words(names: tuple[str, ...]) -> str:
    return f"asked: {escape(' and '.join(names))}" if names else "nobody can be asked; an administrator names an owner"


def _rejections(view: RequestView) -> Iterator[str]:
    """A line for each no; the assets are named where it was not about all of them."""
    clicks: dict[tuple[str, str, datetime], list[str]] = {}
    for line in view.decisions:
        if not line.void and line.outcome == "reject":
            clicks.setdefault((line.who, line.seat, line.at), []).append(line.item)
    for (who, seat, at), items in clicks.items():
        about = "" if len(items) == len(view.items) else f" {', '.join(items)}"
        yield f"✗ {_name(who)} rejected{about} as {seat} · {moment(at)}"


def _silence(view: RequestView) -> Iterator[str]:
    answered = {line.item for line in view.decisions if line.outcome == "reject"}
    if view.state is RequestState.REJECTED and any(i.state == "rejected" and i.asset not in answered for i in view.items):
        yield "✗ Rejected by silence: nobody answered in time."


def _reasons(view: RequestView) -> Iterator[Block]:
    """Reasons of a rejection: for the requester alone."""
    rejected = [line for line in view.decisions if line.outcome == "reject" and line.reason]
    if rejected:
        yield from map(section, packed(f"*{_name(line.who)} about {line.item}:* {typed(line.reason)}" for line in rejected))
    if view.rejected_because:
        yield from map(section, packed([escape(view.rejected_because)]))
    for grant in [grant for grant in view.grants if grant.held][:3]:
        stands = "In force, and would not be given today," if grant.state == "active" else "Held back"
        yield section(f"{stands} for {fit(grant.person, _NAME)}: {fit(grant.held, TEXT // 2)}")


def _who_opens(view: RequestView) -> Iterator[Block]:
    """A record opens no account."""
    if view.access_words in ("in force", "in force from"):
        words = f"Whoever runs {fit(view.channel, _NAME)} lets them in and removes them after the last day"
        yield context(f"{words}: Ringfence keeps the record and opens no account. Show them this.")


def _suspended(view: RequestView) -> str:
    """Why, and what a person has to do: Ringfence records, it shuts nobody out."""
    why = fit("; ".join(view.suspended_because), TEXT // 2)
    return f"Suspended: {why}. The system owner removes the access; Ringfence has only recorded it."


def _unread(view: RequestView) -> str:
    """How many, and not who: the vendor's people are named in private alone."""
    some = f"{view.waits_for_notice} people have" if view.waits_for_notice > 1 else "1 person has"
    return f"Not in force until {some} acknowledged the secrecy notice ({PPL_06.id}); a vendor manager records it."


def _ticket(view: RequestView) -> str:
    if view.ticket_key and view.ticket_url:
        words = f" · {escape(view.audit_words)}" if view.audit_words else ""
        return f"Audit ticket <{view.ticket_url}|{view.ticket_key}>{words}"
    return f"Audit planned · {escape(view.audit_words) or 'ticket follows'}"


def _because(ask: Ask) -> str:
    named = named_some([_name(other) for other in ask.others[:-1]], _NAMES) if ask.others[1:] else ""
    others = " and ".join(part for part in (named, *(_name(other) for other in ask.others[-1:])) if part)
    return f"You are asked because you hold {ask.because}." + (f" {others} can also decide." if others else "")


def _name(name: str) -> str:
    """A member's name; somebody outside the register is mentioned by their Slack id."""
    slack_id = bound_id(name)
    return f"<@{slack_id}>" if slack_id is not None else fit(name, _NAME)
