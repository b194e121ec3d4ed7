"""Which access must be open, suspended or over on a day: lived through day by day, from what the register says when it is asked.

A day without a paper suspends, and so does a vendor that is barred. The way back is open once a paper covers the day again and
the vendor is none any more: days without cover are for counsel, above confidential the data owner confirms, and what a fresh look
at the request finds stands against it.
"""

from collections.abc import Callable
from datetime import date

from tests.time_travel.facts import DAY, Access, World
from tests.time_travel.papers import days, is_covered

IsClean = Callable[[Access], bool]


class Suspending:
    """Follows all access of a world. `is_clean` asks whether the request would pass its checks at this moment."""

    def __init__(self, world: World, is_clean: IsClean) -> None:
        self.world = world
        self.is_clean = is_clean
        self.looked_on: dict[str, date] = {}
        self.came_back_by_itself = 0

    def sweep(self, today: date) -> None:
        for access in self.world.access.values():
            self.look_at(access, today)

    def look_at(self, access: Access, today: date) -> None:
        is_new = access.id not in self.looked_on
        since = self.looked_on.get(access.id, access.starts - DAY)
        self.looked_on[access.id] = today
        if access.is_over:
            return
        if access.ends < today:
            access.state, access.waits_for = "expired", ""
            return
        first = min(max(since + DAY, access.starts), today)
        if access.state == "scheduled" and access.starts <= today and self.is_clean(access):
            access.state, access.opened, access.since = "active", first, today
            is_new = True  # what was before anybody opened it, or knew of it, is nobody's matter
        self.look_back(access, today)
        if access.state == "active":
            self.live_through(access, today if is_new else first, today)
        if access.state == "active" and access.vendor in self.world.barred:
            access.state, access.waits_for = "suspended", "facts"
        if access.state == "suspended":
            self.miss_days(access, first, today)
            self.try_to_come_back(access, today)
        self.remember(access, today)

    def look_back(self, access: Access, today: date) -> None:
        """A day of open access that was known to be covered, and turns out not to be: it is as if it had been known then."""
        found = [day for day in access.covered if not is_covered(self.world, access, day, today)]
        lost = min((day for day in found if day >= (access.since or access.starts)), default=None)
        if lost is None or access.state not in ("active", "suspended"):
            return
        if access.state == "active":
            access.state, access.waits_for, access.lost = "suspended", "paper", lost
        access.lost = min(access.lost or lost, lost)
        if access.waits_for == "owner":
            access.waits_for = "paper"

    def remember(self, access: Access, today: date) -> None:
        if access.state in ("active", "suspended"):
            first = access.since or access.starts
            access.covered = {day for day in days(first, today) if is_covered(self.world, access, day, today)}

    def live_through(self, access: Access, first: date, today: date) -> None:
        """Each day up to today: covered, never covered so far, or suspended from that day on."""
        access.had_cover = access.had_cover or is_covered(self.world, access, access.starts, today)
        for day in days(first, today):
            if is_covered(self.world, access, day, today):
                access.had_cover = True
            elif access.had_cover:
                access.state, access.waits_for = "suspended", "paper"
                self.note_loss(access, day, today)
                return

    def miss_days(self, access: Access, first: date, today: date) -> None:
        """Days that pass without a paper while a fact suspends it are lost as well."""
        lost = next((day for day in days(first, today) if not is_covered(self.world, access, day, today)), None)
        if access.had_cover and access.lost is None and lost is not None:
            self.note_loss(access, lost, today)

    def try_to_come_back(self, access: Access, today: date) -> None:
        access.had_cover = access.had_cover or is_covered(self.world, access, today, today)
        if access.had_cover and not is_covered(self.world, access, today, today):
            access.waits_for = "paper"
            self.note_loss(access, today, today)
        elif access.had_cover and self.gaps(access, today):
            access.waits_for = "counsel"
        elif access.vendor in self.world.barred:
            access.waits_for = "facts"
        elif access.waits_for != "owner":
            self.reopen_or_ask(access)

    def reopen_or_ask(self, access: Access) -> None:
        examined = access.approver is not None
        if examined and not self.is_clean(access):
            access.waits_for = "checks"
        elif examined and self.world.things[access.thing].rank <= 2:
            self.reopen(access)
            self.came_back_by_itself += 1
        else:
            access.waits_for = "owner"

    def reopen(self, access: Access) -> None:
        access.state, access.waits_for = "active", ""
        access.opened = access.since = self.looked_on[access.id]
        access.accepted.clear()
        access.lost = None

    def note_loss(self, access: Access, day: date, today: date) -> None:
        """Since when it is without cover, as known now; what counsel has still to look at from before stays."""
        lost = day
        while lost > (access.opened or access.starts) and not is_covered(self.world, access, lost - DAY, today):
            lost -= DAY
        if access.lost is None or not self.missing(access, access.lost, lost - DAY, today):
            access.lost = lost

    def missing(self, access: Access, first: date, last: date, today: date) -> list[date]:
        """The days without cover that counsel has not accepted."""
        found = [day for day in days(first, last) if not is_covered(self.world, access, day, today)]
        return [day for day in found if day not in access.accepted]

    def gaps(self, access: Access, today: date) -> list[tuple[date, date]]:
        """The days without cover since it was lost, of those that counsel has not accepted: each run of them by itself."""
        left = self.missing(access, access.lost or today, today, today)
        begins = [day for day in left if day - DAY not in left]
        ends = [day for day in left if day + DAY not in left]
        return list(zip(begins, ends, strict=True))

    # words of people

    def counsel_accepts(self, vendor: str, gap: tuple[date, date], today: date) -> None:
        for access in self.world.access.values():
            waits = access.state == "suspended" and access.waits_for == "counsel" and access.vendor == vendor
            if waits and gap in self.gaps(access, today):
                access.accepted.update(days(*gap))
                self.try_to_come_back(access, today)

    def owner_confirms(self, access: Access) -> bool:
        """Whether it is open again; refused while anything but the owner's word is missing."""
        if access.state != "suspended" or access.waits_for != "owner":
            return False
        if access.approver is not None and not self.is_clean(access):
            return False
        self.reopen(access)
        return True

    def ended_early(self, access: Access) -> None:
        access.state, access.waits_for = "revoked", ""
