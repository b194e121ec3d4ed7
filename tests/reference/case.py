"""One asset of one request on one day, with the register around it: plain dicts, looked up by walking the lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference.days import ONE_DAY, day, months_later

Row = dict[str, Any]


def rows(register: Row, section: str) -> list[Row]:
    return register.get(section) or []


def found(some: list[Row], id: str) -> Row:
    return next(row for row in some if row["id"] == id)


@dataclass(frozen=True)
class Case:
    """What the rules of section 2.7 may look at."""

    register: Row
    request: Row
    asset: Row
    today: date

    @property
    def start(self) -> date:
        """The first day of the window: today, once the request's own start has passed."""
        return max(day(self.request["start"]), self.today)

    @property
    def end(self) -> date:
        return day(self.request["end"])

    @property
    def rank(self) -> int:
        """The asset's class; one that nobody classified is handled as strictly secret."""
        rank = self.asset.get("class")
        return 4 if rank is None else rank

    @property
    def vendor(self) -> Row:
        return found(rows(self.register, "vendors"), self.request["vendor"])

    @property
    def performing(self) -> Row:
        return found(self.vendor["entities"], self.request["entity"])

    @property
    def people(self) -> list[Row]:
        return [found(rows(self.register, "people"), id) for id in self.request["people"]]

    @property
    def channel(self) -> Row:
        return found(rows(self.register, "channels"), self.request["channel"])

    @property
    def is_evaluation(self) -> bool:
        return self.request.get("purpose_kind") == "evaluation"

    @property
    def hands_over(self) -> bool:
        return self.request["mode"] in ("download", "write", "admin", "physical")

    @property
    def creates_work(self) -> bool:
        return self.request["mode"] in ("download", "write", "admin")

    @property
    def code_comes_back(self) -> bool:
        return self.request["mode"] in ("write", "admin")

    @property
    def countries(self) -> list[str | None]:
        """The countries of the work; None stands for one that nobody recorded."""
        stated = self.request.get("work_countries") or []
        return [person.get("country") for person in self.people] + [self.performing.get("country"), *stated]

    def of_vendor(self, section: str) -> list[Row]:
        return [row for row in rows(self.register, section) if row["vendor"] == self.vendor["id"]]

    def papers(self, *kinds: str) -> list[Row]:
        """Executed agreements of these kinds with this vendor, each with the end of its running term; a draft is none."""
        every = [row for row in self.of_vendor("agreements") if row["kind"] in kinds and is_signed(row)]
        return [row | {"runs_until": self.running_end(row)} for row in every]

    def running_end(self, paper: Row) -> date:
        """`expires`, moved on by each renewal that nobody stopped, as far as is needed to reach today; or the end of time.

        A notice stops it, and so does a signed successor that has begun: then the term of that day is the last.
        """
        expires, number = day(paper["expires"]), 0
        if expires is None or not paper.get("auto_renew"):
            return expires or date.max
        reached = min([stop for stop in self.stops(paper) if stop <= self.today], default=self.today)
        while number != paper.get("max_renewals") and months_later(expires, number * paper["renew_months"]) < reached:
            number += 1
        return months_later(expires, number * paper["renew_months"])

    def stops(self, paper: Row) -> Iterator[date]:
        """The day of a notice, and the eves of the papers that replace it."""
        if paper.get("notice_given"):
            yield day(paper["notice_given"])
        for other in self.of_vendor("agreements"):
            replaces = paper["id"] in (other.get("supersedes") or []) and other["id"] != paper["id"]
            begins = day(other.get("effective"))
            alike = other["kind"] == paper["kind"] and (protects_us(other) or not protects_us(paper))
            if replaces and alike and is_signed(other) and begins and begins <= self.today:
                yield begins - ONE_DAY

    def next_end(self, paper: Row) -> date | None:
        """The end of the term after the running one, if nothing stops it."""
        if not paper.get("auto_renew") or day(paper["expires"]) is None or list(self.stops(paper)):
            return None
        expires, number = day(paper["expires"]), 1
        while months_later(expires, number * paper["renew_months"]) <= paper["runs_until"]:
            number += 1
        if paper.get("max_renewals") is not None and number > paper["max_renewals"]:
            return None
        return months_later(expires, number * paper["renew_months"])


def is_signed(paper: Row) -> bool:
    """Both sides have signed, and nobody called it void."""
    return bool(paper.get("executed")) and paper.get("signature") in (None, "executed")


def protects_us(paper: Row) -> bool:
    return paper.get("protects") != "them"


def last_day(paper: Row) -> date:
    """The last covered day: the earlier of the running end and `terminated`; evergreen papers have the end of time."""
    return min(paper["runs_until"], day(paper.get("terminated")) or date.max)


def covers_window(paper: Row, case: Case) -> bool | None:
    effective = day(paper.get("effective"))
    if case.end > last_day(paper):
        return False
    return None if effective is None else effective <= case.start


def contains(some: list[str] | None, wanted: str | None) -> bool | None:
    """Whether the list names it; None if there is no list, or nothing to look for."""
    return None if some is None or wanted is None else wanted in some
