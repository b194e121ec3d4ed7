"""The small forms of a reminder: until when to put it off, whose it is instead, and the paper that takes over."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.application.agreements.record_successor import Successor
from bot.domain.dates import day_words
from bot.domain.register import Member
from bot.domain.reminders import ReminderSchedule
from bot.slack import ids
from bot.slack.blocks.choosing import chooser, member_choice
from bot.slack.blocks.kit import Block, View, context, cut, field, modal, option, plain, section, static_select

REASON_MOST = 500
ANCHORS = {
    "end": "The end of the NDA",
    "disclosure": "The day it was shown",
    "effective": "The first day of the NDA",
}

COPIES = {
    "executed": "The copy signed by both sides; I compared these terms with it",
    "partly_signed": "A copy that one side has signed",
    "draft": "A draft",
}


def draw_snooze_form(series: ReminderSchedule, today: date, latest: date) -> View:
    """The last day offered is the one on which everybody hears of it again."""
    blocks = [
        section(f"Only your own copy is silent. It comes again on the day you choose, at the latest on {day_words(latest)}."),
        _day("until", "Until", ids.UNTIL, min(today + timedelta(days=7), latest)),
        _reason(optional=False),
    ]
    return modal("Put it off", ids.SNOOZE_FORM, blocks, submit="Put off", metadata=ids.paper_value(series))


def draw_hand_over_form(series: ReminderSchedule, next_owner: str, members: Sequence[Member]) -> View:
    """Somebody may be named; otherwise it goes to whoever is next in turn."""
    choices = [member_choice(member) for member in members]
    blocks = [
        section(f"Unless you name somebody, {cut(next_owner, 200)} is asked next. Whoever it is hears of it once."),
        *([field("instead", "Whose is it?", chooser(ids.INSTEAD, choices), optional=True)] if choices else []),
        _reason(optional=True),
    ]
    return modal("Not mine", ids.NOT_MINE_FORM, blocks, submit="Hand over", metadata=ids.paper_value(series))


def draw_successor_form(series: ReminderSchedule, clauses: Sequence[tuple[str, str]], suggested: Successor) -> View:
    improve = "; ".join(f"{name}: {words}" for name, words in clauses)
    months = "" if suggested.survival_months is None else str(suggested.survival_months)
    blocks = [
        section(f"The signed paper that takes over from *{cut(series.subject, 100)}*: same parties, purpose and projects."),
        *([context(cut(f"Wanted of it: {improve}", 2000))] if improve else []),
        _day("signed", "Signed by both sides on", ids.SIGNED, suggested.signed_on),
        _day("begins", "First covered day", ids.START, suggested.begins_on),
        _day("ends", "Last covered day", ids.END, suggested.ends_on, optional=True, hint="Empty: it has no end."),
        field(
            "survival",
            "Months of protection afterwards",
            _text(ids.SURVIVAL, months, "60"),
            optional=True,
            hint="Empty: for ever.",
        ),
        field(
            "survival_from",
            "Counted from",
            static_select(
                ids.SURVIVAL_FROM, [option(words, name) for name, words in ANCHORS.items()], chosen=suggested.survival_anchor
            ),
        ),
        field("clauses", "It says", _clauses(suggested), optional=True),
        field("seen", "What I have here", static_select(ids.SEEN, _copies(), chosen=suggested.seen)),
        field("file", "SHA-256 of the signed file", _hash(), optional=True, hint="Where the file is kept: it proves which one."),
    ]
    return modal("Record the successor", ids.SUCCESSOR_FORM, blocks, submit="Record", metadata=ids.paper_value(series))


def _copies() -> list[Block]:
    return [option(words, name) for name, words in COPIES.items()]


def _hash() -> Block:
    return {"type": "plain_text_input", "action_id": ids.FILE, "max_length": 64}


def _clauses(suggested: Successor) -> Block:
    options = [
        option("Trade secrets stay protected while they are secret", "carve_out"),
        option("The vendor's affiliates are covered too", "affiliates"),
    ]
    ticked = [one for one in options if getattr(suggested, one["value"])]
    element: Block = {"type": "checkboxes", "action_id": ids.CLAUSES, "options": options}
    return element | ({"initial_options": ticked} if ticked else {})


def _day(block_id: str, label: str, action: str, shown: date | None, *, optional: bool = False, hint: str = "") -> Block:
    element: Block = {"type": "datepicker", "action_id": action}
    element |= {"initial_date": shown.isoformat()} if shown else {}
    return field(block_id, label, element, optional=optional, hint=hint)


def _reason(*, optional: bool) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": ids.REASON, "multiline": True, "max_length": REASON_MOST}
    return field("reason", "Why", element, optional=optional)


def _text(action: str, text: str, placeholder: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": action, "placeholder": plain(placeholder, 150), "max_length": 4}
    return element | ({"initial_value": text} if text else {})
