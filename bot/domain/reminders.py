"""When an NDA's end is announced, and to whom (4.5): a series of steps counted from an anchor day, computed from dates alone.

A step is due on its day, or on the next working day if that one is free. Of several due steps only the latest is sent, to
everybody whom the skipped ones would have reached; those are recorded as folded into it. Nothing depends on when this is asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.agreement_status import as_replaced, successors_of
from bot.domain.dates import ONE_DAY, is_working_day
from bot.domain.errors import Refusal
from bot.domain.register import Agreement
from bot.domain.terms import Term, goes_on, is_executed, opt_out_of, term_on

BEFORE = (-90, -60, -30, -14, -7, -1, 0)
AFTER = (1, 3, 7)
WEEK = 7
LAST_SNOOZE = -7  # from this step on nobody can put it off
WHILE_IN_SIGNATURE = (-30, -7, -1, 0)
IF_UNDECIDED = -60  # the one step that a decision makes needless


class Anchor(StrEnum):
    """The day that a series counts to: the last covered day, or the last day to stop the next term."""

    END = "end"
    OPT_OUT = "opt_out"


class Recipient(StrEnum):
    """Whom a step reaches; who that is, is asked when it is sent."""

    OWNER = "owner"
    VENDOR_MANAGER = "vendor_manager"
    ENGINEERING_MANAGER = "engineering_manager"
    IP_COUNSEL = "ip_counsel"
    DATA_OWNER = "data_owner"
    EXECUTIVE_SPONSOR = "executive_sponsor"


class RenewalChoice(StrEnum):
    """What was decided about the end of a paper."""

    NONE = "none"
    RENEW = "renew"
    LET_END = "let_end"


@dataclass(frozen=True)
class ReminderSchedule:
    """One run of steps. Another anchor day is another series, and this one is silent from then on."""

    subject: str
    anchor: Anchor
    on: date

    def day_of(self, step: int) -> date:
        return self.on + timedelta(days=step)

    @property
    def details(self) -> dict[str, str]:
        """As the record keeps it."""
        return {"agreement": self.subject, "anchor": self.anchor.value, "anchor_on": self.on.isoformat()}

    @classmethod
    def read(cls, details: Mapping[str, str]) -> "ReminderSchedule":
        return cls(details["agreement"], Anchor(details["anchor"]), date.fromisoformat(details["anchor_on"]))


@dataclass(frozen=True)
class Standing:
    """What bears on a series: is access still open, is a successor in signature, what was decided."""

    exposed: bool
    in_signature: bool = False
    decision: RenewalChoice = RenewalChoice.NONE


@dataclass(frozen=True)
class Due:
    """The latest step that is due, and the earlier ones that were never sent and are folded into it."""

    series: ReminderSchedule
    step: int
    folded: tuple[int, ...]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom the step and those folded into it reach, in the order of the table."""
        reached = {recipient for step in (self.step, *self.folded) for recipient in recipients_of(step)}
        return tuple(recipient for recipient in Recipient if recipient in reached)


def series_of(paper: Agreement, papers: Iterable[Agreement], today: date) -> tuple[ReminderSchedule, ...]:
    """The series that run for a paper: of its present term and, after an opt-out day, what is left to say of that one.

    None for a draft, an evergreen paper, and one whose executed successor leaves no gap or has begun. `papers` are the vendor's.
    """
    paper = as_replaced(paper, papers, today)
    term = term_on(paper, today)
    if term is None or not is_executed(paper, today) or _is_succeeded(paper, papers, today):
        return ()
    present = ReminderSchedule(paper.id, Anchor.OPT_OUT, term.opt_out_on or term.end_on)
    if term.opt_out_on is None:
        present = ReminderSchedule(paper.id, Anchor.END, term.end_on)
    if not goes_on(paper, term, today):
        return (present,)
    return (ReminderSchedule(paper.id, Anchor.OPT_OUT, opt_out_of(paper, term.renewals - 1)), present)


def renews_after(paper: Agreement, series: ReminderSchedule) -> date:
    """The first day of the next term, if no notice is given by the opt-out day of this series."""
    term = term_on(paper, series.on)
    return (term.end_on if term else series.on) + ONE_DAY


def due_step(
    series: ReminderSchedule, standing: Standing, *, today: date, handled: Collection[int], holidays: Collection[date]
) -> Due | None:
    """`handled` are the steps of this series that were sent or folded before; None if nothing is due.

    A latest step that is handled already is given again: a new owner may have to hear of it once.
    """
    if is_silent(series, standing, today):
        return None
    due = [step for step in steps_until(series, today) if send_on(series, step, holidays) <= today]
    wanted = [step for step in due if _is_wanted(step, standing)]
    if not wanted:
        return None
    return Due(series, wanted[-1], tuple(step for step in wanted[:-1] if step not in handled))


def is_silent(series: ReminderSchedule, standing: Standing, today: date) -> bool:
    """A paper that has ended with nothing open on it is not spoken of any more."""
    return series.anchor is Anchor.END and today > series.on and not standing.exposed


def next_look(series: ReminderSchedule, standing: Standing, *, today: date, holidays: Collection[date]) -> date | None:
    """The next day on which a step becomes due as things stand; None if there is none."""
    if is_silent(series, standing, today):
        return None
    coming = steps_until(series, max(today, series.on) + timedelta(days=3 * WEEK)) or list(BEFORE)
    days = (send_on(series, step, holidays) for step in {*BEFORE, *coming})
    return min((day for day in days if day > today), default=None)


def steps_until(series: ReminderSchedule, today: date) -> list[int]:
    """The steps whose own day has come, oldest first; after the last one of the table a week apart, without end."""
    if series.anchor is Anchor.OPT_OUT:
        return [step for step in (*BEFORE, AFTER[0]) if series.day_of(step) <= today]
    weeks = range(AFTER[-1] + WEEK, max((today - series.on).days, 0) + 1, WEEK)
    return [step for step in (*BEFORE, *AFTER, *weeks) if series.day_of(step) <= today]


def send_on(series: ReminderSchedule, step: int, holidays: Collection[date]) -> date:
    """The step's own day, or the next working day if that one is free."""
    day = series.day_of(step)
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def recipients_of(step: int) -> tuple[Recipient, ...]:
    """The table of 4.5: each step before the end reaches the earlier ones' people too; after it, higher with each step."""
    for last, reached in _REACH:
        if step <= last:
            return reached
    return (*_REACH[-1][1], Recipient.EXECUTIVE_SPONSOR)


_O, _V, _E = Recipient.OWNER, Recipient.VENDOR_MANAGER, Recipient.ENGINEERING_MANAGER
_C, _D = Recipient.IP_COUNSEL, Recipient.DATA_OWNER
_REACH = (
    (-60, (_O,)),
    (-30, (_O, _V)),
    (-14, (_O, _V, _E)),
    (-7, (_O, _V, _E, _C)),
    (0, (_O, _V, _E, _C, _D)),
    (1, (_O,)),
    (3, (_O, _V)),
    (7, (_O, _V, _C)),
)


def latest_snooze(series: ReminderSchedule, step: int, *, today: date, holidays: Collection[date]) -> date | None:
    """The last day to which this step can be put off, that of the next step; None where it cannot be put off."""
    if step >= LAST_SNOOZE or today >= series.day_of(LAST_SNOOZE):
        return None
    following = next(later for later in BEFORE if later > step)
    latest = send_on(series, following, holidays)
    return latest if latest > today else None


def snooze_until(series: ReminderSchedule, step: int, wanted: date, *, today: date, holidays: Collection[date]) -> date:
    """The day on which the snoozer hears of this step again: the one wanted, cut to the next step's day."""
    latest = latest_snooze(series, step, today=today, holidays=holidays)
    if latest is None:
        words = f"{series.subject} is too close to its day to be put off: from seven days before on everybody hears of it."
        raise Refusal("too_late_to_snooze", f"{words} Decide now, or ask its owner to.")
    if wanted <= today:
        raise Refusal("snooze_in_the_past", "Choose a day after today.")
    return min(wanted, latest)


def _is_wanted(step: int, standing: Standing) -> bool:
    """Whether this step is sent at all, as things stand."""
    if step > 0:
        return True
    if standing.in_signature:
        return step in WHILE_IN_SIGNATURE
    return step != IF_UNDECIDED or standing.decision is RenewalChoice.NONE


def _is_succeeded(paper: Agreement, papers: Iterable[Agreement], today: date) -> bool:
    others = [one for one in papers if one.id != paper.id]
    return any(_ends_the_series(paper, one, others, today) for one in successors_of(paper, others, today))


def _ends_the_series(paper: Agreement, successor: Agreement, others: Iterable[Agreement], today: date) -> bool:
    """It takes over without a gap, or after one it has begun; and it does not end before the paper that it replaces.

    The old paper renews by itself no more once its successor begins. What renews, or is replaced in its turn, does not end.
    """
    term, own, begins = term_on(paper, today), term_on(successor, today), successor.effective_on
    if term is None or begins is None or begins > max(term.end_on + ONE_DAY, today):
        return False
    if own is None or own.opt_out_on is not None or own.end_on >= _end_if_replaced(paper, term, begins - ONE_DAY):
        return True
    return _is_succeeded(successor, others, today)


def _end_if_replaced(paper: Agreement, term: Term, eve: date) -> date:
    """The end of the term that runs on the eve of the successor, if no later one is to come."""
    last = term_on(replace(paper, non_renewal_notice_on=eve), eve)
    return min(term.end_on, last.end_on) if last is not None else term.end_on
