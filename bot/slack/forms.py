"""View state to values, and every mistake of a form at its field; Slack's own limits are checked again here.

In the state null is what somebody emptied. What is absent was never touched, as choices that `views.update` has set may be, and
is read from the blocks of the view. A field that is set anew gets another block id, else its state stays null (bolt-js#1258).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.drafts import Draft, Item
from bot.domain.errors import FormErrors
from bot.domain.register import Member
from bot.domain.vocabulary import Mode, PurposeKind
from bot.slack import ids
from bot.slack.blocks.decision import REASON_MOST
from bot.slack.blocks.kit import NEED_MOST
from bot.slack.blocks.standing import Standing

MOST_ITEMS, MOST_PEOPLE, MOST_DAYS = 10, 20, 3 * 366
_DRAWN_AFTER = {ids.CHANNEL: ids.ASSETS, ids.PROJECT: ids.ASSETS}  # the others appear with the vendor


class Entered:
    """What stands in the form now, complete or not; `changed` replaces what stands in some fields, by action id."""

    def __init__(self, view: Mapping[str, Any], changed: Mapping[str, Standing] | None = None) -> None:
        values = view["state"]["values"]
        fields = (block for block in view["blocks"] if block["type"] == "input")
        found = {field["element"]["action_id"]: _standing(field, values) for field in fields}
        self.standing: Mapping[str, Standing] = found | dict(changed or {})

    def choice(self, action: str) -> str | None:
        return next(iter(self.choices(action)), None)

    def choices(self, action: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(option["value"]) for option in self._of(action).options))

    def text(self, action: str) -> str:
        return self._of(action).text.strip()

    def day(self, action: str) -> date | None:
        day = self._of(action).day
        return date.fromisoformat(day) if day else None

    def ticked(self, action: str, value: str) -> bool:
        return value in self.choices(action)

    def block(self, action: str) -> str:
        """Where a mistake about this element is shown; if it is not drawn yet, at the field that makes it appear."""
        return self._of(action).block_id or self._of(_DRAWN_AFTER.get(action, ids.VENDOR)).block_id

    def _of(self, action: str) -> Standing:
        return self.standing.get(action, Standing())


def _standing(block: Mapping[str, Any], values: Mapping[str, Any]) -> Standing:
    """From the state, and where it is silent from what the block was drawn with."""
    element = block["element"]
    state = (values.get(block["block_id"]) or {}).get(element["action_id"]) or {}
    one = state.get("selected_option", element.get("initial_option"))
    several = state.get("selected_options", element.get("initial_options"))
    return Standing(
        block["block_id"],
        (one,) if one else tuple(several or ()),
        str(state.get("selected_date", element.get("initial_date")) or ""),
        str(state.get("value", element.get("initial_value")) or ""),
    )


def read_form(view: Mapping[str, Any], *, requester: Member, today: date, projects: tuple[str, ...]) -> Draft:
    """The draft, or FormErrors with every mistake. `projects` are those of the chosen assets."""
    entered = Entered(view)
    errors = _Errors(entered)
    start, end = entered.day(ids.START), entered.day(ids.END)
    mode = errors.needed(ids.MODE, entered.choice(ids.MODE), "Choose what they may do with it.")
    draft = {
        "vendor": errors.needed(ids.VENDOR, entered.choice(ids.VENDOR), "Choose the vendor."),
        "entity": errors.needed(ids.ENTITY, entered.choice(ids.ENTITY), "Choose the company that does the work."),
        "channel": errors.needed(ids.CHANNEL, entered.choice(ids.CHANNEL), "Choose how the material travels."),
        "people": errors.some(ids.PEOPLE, entered.choices(ids.PEOPLE), MOST_PEOPLE, "Name at least one person."),
        "assets": errors.some(ids.ASSETS, entered.choices(ids.ASSETS), MOST_ITEMS, "Choose what they should get."),
        "project": _project(entered, errors, projects),
        "need": errors.needed(ids.NEED, entered.text(ids.NEED), "Say which task fails without it."),
    }
    errors.length(ids.NEED, entered.text(ids.NEED), NEED_MOST)
    errors.window(start, end, today)
    errors.raise_all()
    return _draft(draft, Mode(mode), requester, _window(start, end), evaluation=entered.ticked(ids.EVALUATION, "evaluation"))


def _window(start: date | None, end: date | None) -> tuple[date, date]:
    return start or date.min, end or date.min


def _draft(read: Mapping[str, Any], mode: Mode, requester: Member, window: tuple[date, date], *, evaluation: bool) -> Draft:
    return Draft(
        requester=requester.id,
        requester_slack=requester.slack_id,
        vendor=read["vendor"],
        entity=read["entity"],
        project=read["project"],
        items=tuple(Item(asset, mode) for asset in read["assets"]),
        people=read["people"],
        channel=read["channel"],
        start_on=window[0],
        end_on=window[1],
        need_text=read["need"],
        purpose_kind=PurposeKind.EVALUATION if evaluation else PurposeKind.ENGAGEMENT,
    )


def _project(entered: Entered, errors: "_Errors", projects: tuple[str, ...]) -> str:
    """Only a project of the assets counts: a paper for another one must not stand for theirs."""
    if len(projects) == 1:
        return projects[0]
    chosen = entered.choice(ids.PROJECT)
    words = "Choose the project." if chosen is None else "Choose a project that one of these assets belongs to."
    return errors.needed(ids.PROJECT, chosen if chosen in projects else None, words) if projects else ""


class _Errors:
    """Collects mistakes; a field that is not drawn yet shows its mistake at the field that makes it appear."""

    def __init__(self, entered: Entered) -> None:
        self.entered = entered
        self.found: dict[str, str] = {}

    def needed(self, action: str, value: str | None, words: str) -> str:
        if not value:
            self._add(action, words)
        return value or ""

    def some(self, action: str, values: tuple[str, ...], most: int, words: str) -> tuple[str, ...]:
        if not values:
            self._add(action, words)
        elif len(values) > most:
            self._add(action, f"At most {most} in one request; ask twice for more.")
        return values

    def length(self, action: str, text: str, most: int) -> None:
        if len(text) > most:
            self._add(action, f"At most {most:,} characters; this has {len(text):,}. Leave the details to the documents.")

    def window(self, start: date | None, end: date | None, today: date) -> None:
        if start is None:
            self._add(ids.START, "Choose the first day.")
        elif start < today:
            self._add(ids.START, "This day has passed. The first day can be today at the earliest.")
        if end is None:
            self._add(ids.END, "Choose the last day; it counts in full.")
        elif start is not None and end < start:
            self._add(ids.END, "The last day is before the first one.")
        elif start is not None and (end - start).days > MOST_DAYS:
            self._add(ids.END, "That is more than three years. Choose a nearer day; access can be asked for again.")

    def _add(self, action: str, words: str) -> None:
        self.found.setdefault(self.entered.block(action), words)

    def raise_all(self) -> None:
        if self.found:
            raise FormErrors(self.found)


def read_reason(view: Mapping[str, Any]) -> str:
    """The reason of a decision; missing or over-long is a FormErrors at its field."""
    text = Entered(view).text(ids.REASON)
    if not text:
        raise FormErrors({"reason": "Say why: it is read, kept, and learned from."})
    if len(text) > REASON_MOST:
        raise FormErrors({"reason": f"At most {REASON_MOST:,} characters; this has {len(text):,}."})
    return text


def read_items(view: Mapping[str, Any]) -> tuple[str, ...]:
    """The ticked items; none means that the form did not ask, and all are meant. Where it asked, none is a FormErrors."""
    entered = Entered(view)
    items = entered.choices(ids.ITEMS)
    if ids.ITEMS in entered.standing and not items:
        raise FormErrors({entered.block(ids.ITEMS): "Tick at least one."})
    return items
