"""What the forms of a reminder send back, as values; every mistake at its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from bot.application.agreements.record_successor import Successor
from bot.domain.errors import FormErrors
from bot.slack import ids
from bot.slack.blocks.reminder_forms import REASON_MOST
from bot.slack.forms import Entered

_ANCHORS: Mapping[str, Literal["effective", "disclosure", "end"]] = {
    "end": "end",
    "effective": "effective",
    "disclosure": "disclosure",
}

_SEEN: Mapping[str, Literal["executed", "partly_signed", "draft"]] = {"executed": "executed", "partly_signed": "partly_signed"}


def read_snooze(view: Mapping[str, Any]) -> tuple[date, str]:
    """Until when, and why."""
    entered = Entered(view)
    until, reason = entered.day(ids.UNTIL), entered.text(ids.REASON)
    errors = {} if until else {"until": "Choose the day on which it should come again."}
    if not reason:
        errors["reason"] = "Say why: it is kept, and read if the paper ends undecided."
    errors |= _too_long(reason)
    if until is None or errors:
        raise FormErrors(errors)
    return until, reason


def read_hand_over(view: Mapping[str, Any]) -> tuple[str | None, str]:
    """Whose it is instead, if somebody was named, and why."""
    entered = Entered(view)
    reason = entered.text(ids.REASON)
    if errors := _too_long(reason):
        raise FormErrors(errors)
    return entered.choice(ids.INSTEAD), reason


def read_successor(view: Mapping[str, Any]) -> Successor:
    entered = Entered(view)
    seen = entered.choice(ids.SEEN)
    signed, begins, months = entered.day(ids.SIGNED), entered.day(ids.START), entered.text(ids.SURVIVAL)
    errors = {} if signed else {"signed": "Choose the day on which both sides had signed."}
    if begins is None:
        errors["begins"] = "Choose its first covered day."
    if months and not (months.isascii() and months.isdecimal()):
        errors["survival"] = "Write a number of months, or nothing for ever."
    anchor = entered.choice(ids.SURVIVAL_FROM) or ("" if months else "end")
    if anchor not in _ANCHORS:
        errors["survival_from"] = "Choose from when the months are counted."
    if signed is None or begins is None or errors:
        raise FormErrors(errors)
    return Successor(
        signed_on=signed,
        begins_on=begins,
        ends_on=entered.day(ids.END),
        survival_months=int(months) if months else None,
        survival_anchor=_ANCHORS[anchor],
        carve_out=entered.ticked(ids.CLAUSES, "carve_out"),
        affiliates=entered.ticked(ids.CLAUSES, "affiliates"),
        seen=_SEEN.get(seen or "", "draft"),
        file_sha256=entered.text(ids.FILE).lower() or None,
    )


def _too_long(reason: str) -> dict[str, str]:
    if len(reason) <= REASON_MOST:
        return {}
    return {"reason": f"At most {REASON_MOST} characters; this has {len(reason):,}."}
