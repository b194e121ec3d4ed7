"""View state to values, and every mistake of a form at its field; Slack's own limits are checked again here.

Choices that `views.update` had set before anybody touched them are missing from the state, so that they are read from the
blocks of the view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.drafts import Draft, Item
from bot.domain.errors import FormErrors
from bot.domain.vocabulary import Mode, PurposeKind
from bot.slack import ids
from bot.slack.blocks.decision import REASON_MOST
from bot.slack.blocks.form import NEED_MOST

MOST_ITEMS, MOST_PEOPLE, MOST_DAYS = 10, 20, 3 * 366


@dataclass(frozen=True)
class Entered:
    """What stands in the form now, complete or not; each with the block that it stands in."""

    view: Mapping[str, Any]

    def element(self, action: str) -> tuple[str, Mapping[str, Any]]:
        """The block id and the state of one element; the first of the form's blocks if it is not there."""
        for block_id, elements in self.view["state"]["values"].items():
            if action in elements:
                return block_id, elements[action]
        return "", {}

    def choice(self, action: str) -> str | None:
        block_id, state = self.element(action)
        chosen = state.get("selected_option") or self._preset(block_id, action)
        return chosen["value"] if chosen else None

    def choices(self, action: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(chosen["value"] for chosen in self.element(action)[1].get("selected_options") or ()))

    def label(self, action: str) -> str:
        chosen = self.element(action)[1].get("selected_option") or {}
        return str(chosen.get("text", {}).get("text", ""))

    def text(self, action: str) -> str:
        return str(self.element(action)[1].get("value") or "").strip()

    def day(self, action: str) -> date | None:
        block_id, state = self.element(action)
        chosen = state.get("selected_date") or self._of_block(block_id, action).get("initial_date")
        return date.fromisoformat(chosen) if chosen else None

    def ticked(self, action: str, value: str) -> bool:
        return value in self.choices(action)

    def block(self, action: str) -> str:
        """Where a mistake about this element is shown."""
        found = next((b["block_id"] for b in self.view["blocks"] if b.get("element", {}).get("action_id") == action), None)
        return found or "vendor"

    def _preset(self, block_id: str, action: str) -> Mapping[str, Any] | None:
        return self._of_block(block_id, action).get("initial_option")

    def _of_block(self, block_id: str, action: str) -> Mapping[str, Any]:
        for block in self.view["blocks"]:
            element: Mapping[str, Any] = block.get("element", {})
            if element.get("action_id") == action and block_id in ("", block["block_id"]):
                return element
        return {}


def read_form(view: Mapping[str, Any], *, requester: str, today: date, projects: tuple[str, ...]) -> Draft:
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


def _draft(read: Mapping[str, Any], mode: Mode, requester: str, window: tuple[date, date], *, evaluation: bool) -> Draft:
    return Draft(
        requester=requester,
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
    if len(projects) == 1:
        return projects[0]
    return errors.needed(ids.PROJECT, entered.choice(ids.PROJECT), "Choose the project.") if projects else ""


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
    """The ticked items; none means that the form did not ask, and all are meant."""
    return Entered(view).choices(ids.ITEMS)
