"""Answers to one form in the order of what was done in it: the last answer drawn belongs to the last state.

Slack delivers quick choices side by side, and whichever finished last would stay on the screen. Each redraw of a view waits
for the one before it, and one that a newer choice has overtaken is not drawn. This holds within one process; whoever asks in
the end is judged again at submit in any case.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.slack.blocks.kit import View

MOST_FORMS = 2000


class FormOrder:
    """The newest moment seen of each open form; the forms longest untouched are forgotten."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._forms: OrderedDict[str, _Form] = OrderedDict()

    @contextmanager
    def turn(self, view_id: str, moment: str) -> Iterator[bool]:
        """Waits until the earlier answers to this form are drawn; false if a newer choice has come in meanwhile."""
        form = self._arrive(view_id, moment)
        with form.drawing:
            yield form.newest <= _seconds(moment)

    def note_drawn(self, view_id: str, view: View) -> None:
        """Keep what this form shows now; Slack can be asked for no view."""
        with self._guard:
            if form := self._forms.get(view_id):
                form.drawn = view

    def drawn(self, view_id: str) -> View | None:
        """What this form was last drawn with; None if it is not known (any more)."""
        with self._guard:
            form = self._forms.get(view_id)
            return form.drawn if form else None

    def newest(self, view_id: str) -> tuple[int, int] | None:
        """The newest moment seen of this form; None if it is not known (any more)."""
        with self._guard:
            form = self._forms.get(view_id)
            return form.newest if form else None

    def _arrive(self, view_id: str, moment: str) -> "_Form":
        with self._guard:
            form = self._forms.setdefault(view_id, _Form())
            form.newest = max(form.newest, _seconds(moment))
            self._forms.move_to_end(view_id)
            while len(self._forms) > MOST_FORMS:
                self._forms.popitem(last=False)
            return form


class _Form:
    def __init__(self) -> None:
        self.newest = (0, 0)
        self.drawing = threading.Lock()
        self.drawn: View | None = None


def _seconds(moment: str) -> tuple[int, int]:
    """Slack's `1548426417.840180` as two whole numbers, which compare exactly; anything else counts as oldest."""
    whole, _, part = moment.partition(".")
    return (int(whole), int(part)) if whole.isdecimal() and part.isdecimal() else (0, 0)
