"""What happens to the register in two years, at random: papers, people, returns and access that come and go."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.time_travel.facts import DAY, Access, Colleague, Paper, Thing, World
from tests.time_travel.papers import last_day

FIRST, LAST = date(2027, 1, 4), date(2029, 1, 3)
HOLIDAYS = frozenset(
    {date(2027, 1, 6), date(2027, 12, 24), date(2028, 2, 29), date(2028, 5, 1), date(2028, 12, 26)}
    | {date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 7), date(2028, 4, 14), date(2028, 4, 17)}
)
ZONES = ("Europe/Berlin", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
HOURS = (time(0, 1), time(2, 30), time(7, 59), time(8), time(9, 15), time(14), time(19, 59), time(20), time(23, 59))
CLOCKS_CHANGE = (date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29), date(2028, 3, 26), date(2028, 10, 29))
OWNERS = ("olga", "otto", "ole")
VENDORS = ("V1", "V2")


def instants(rng: Random, zone: str, usual_jump: float) -> Iterator[datetime]:
    """When somebody looks: most days once or several times, with days and sometimes weeks left out."""
    day = FIRST
    while day <= LAST:
        hours = sorted(rng.sample(HOURS, rng.choice([1, 1, 2, 3]))) if rng.random() < 0.2 else [time(8, 30)]
        for hour in hours:
            yield datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)
        jump = 1 if rng.random() < 0.3 else rng.choice([2, 3, 5, 7, 10, 14, rng.randint(15, 45)])
        there = day + timedelta(days=round(jump * usual_jump))
        kept = [one for one in CLOCKS_CHANGE if day < one < there] if rng.random() < 0.5 else []
        day = min([there, *kept])


class Chance:
    """Changes a world by the dice of one seed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.world = World(holidays=HOLIDAYS)
        self.papers = 0
        self._begin()

    def _begin(self) -> None:
        world, rng = self.world, self.rng
        for name, roles in {
            "ana": ("requester",),
            **dict.fromkeys(OWNERS, ("requester",)),
            "val": ("vendor_manager",),
            "vic": ("vendor_manager", "requester"),
            "mo": ("engineering_manager",),
            "mia": ("engineering_manager",),
            "ivy": ("ip_counsel",),
            "dan": ("data_owner",),
            "dora": ("data_owner",),
            "eve": ("executive_sponsor",),
            "ada": ("administrator",),
        }.items():
            world.colleagues[name] = Colleague(name, roles)
        for rank in (1, 2, 3, 4):
            for ours in ("OWN", "OWN2"):
                owner, deputy = rng.choice([("dan", None), ("dora", "dan"), ("dan", "dora")])
                world.things[f"C{rank}-{ours}"] = Thing(f"C{rank}-{ours}", rank, ours, owner, deputy)
        for vendor in VENDORS:
            world.vendor_owners[vendor] = rng.choice([*OWNERS, None, "vic"])
        self.new_paper("V1", ("OWN",), FIRST)
        if rng.random() < 0.6:
            self.new_paper("V1", ("OWN2",), FIRST)
        self.new_paper("V2", rng.choice([("OWN",), ("OWN", "OWN2")]), FIRST)
        for _ in range(rng.randint(1, 2)):
            self.known_access(FIRST)

    # papers

    def new_paper(self, vendor: str, ours: tuple[str, ...], today: date, **more: object) -> Paper:
        self.papers += 1
        rng = self.rng
        begins = today - timedelta(days=rng.randint(20, 300))
        usual = {
            "id": f"N{self.papers}",
            "vendor": vendor,
            "ours": ours,
            "begins": begins,
            "ends": today + timedelta(days=rng.choice([20, 75, rng.randint(95, 500), rng.randint(95, 500)])),
            "signed": begins - DAY,
            "owner": rng.choice([*OWNERS, None]),
        }
        if rng.random() < 0.4:
            usual |= {"renew_months": rng.choice([6, 12, 12]), "notice_days": rng.choice([0, 10, 30, 60, 90])}
        paper = Paper(**(usual | more))  # type: ignore[arg-type]
        self.world.papers[paper.id] = paper
        return paper

    def some_paper(self, today: date, fits: Callable[[Paper], bool] = lambda _: True) -> Paper | None:
        """A signed one, rather one that is in force."""
        signed = [one for one in self.world.papers.values() if one.signed and fits(one)]
        living = [one for one in signed if (last_day(self.world, one, today) or LAST) >= today]
        return self.rng.choice(living or signed) if signed else None

    def ends_of(self, paper: Paper, today: date) -> date:
        """The end of the term that runs, or that ran last."""
        end = last_day(self.world, paper, today)
        if end is not None:
            return end
        return next(one for one in self._terms(paper) if one >= today) if paper.ends else today

    @staticmethod
    def _terms(paper: Paper) -> Iterator[date]:
        from tests.time_travel.papers import ends_of_terms

        return ends_of_terms(paper)

    def follow(self, paper: Paper, today: date, begins: date, **more: object) -> Paper:
        end = max(self.ends_of(paper, today), begins) + timedelta(days=self.rng.randint(60, 400))
        given = {"begins": begins, "ends": end, "signed": today, "replaces": paper.id} | more
        return self.new_paper(paper.vendor, paper.ours, today, **given)

    def change(self, paper: Paper, **more: object) -> None:
        self.world.papers[paper.id] = replace(paper, **more)  # type: ignore[arg-type]

    # each of these changes the register once

    def a_new_paper(self, today: date) -> None:
        if len(self.world.papers) < 6:
            self.new_paper(self.rng.choice(VENDORS), self.rng.choice([("OWN",), ("OWN2",), ("OWN", "OWN2")]), today)

    def renewed_in_time(self, today: date) -> None:
        if paper := self._ending_soon(today):
            end = self.ends_of(paper, today)
            self.follow(paper, today, self.rng.choice([end + DAY, end + DAY, max(today, end - timedelta(days=20))]))

    def renewed_with_a_gap(self, today: date) -> None:
        if paper := self._ending_soon(today):
            self.follow(paper, today, self.ends_of(paper, today) + timedelta(days=self.rng.randint(2, 15)))

    def renewed_too_late(self, today: date) -> None:
        ended = [one for one in self.world.papers.values() if one.signed and self._is_left_alone(one, today)]
        if ended:
            paper = self.rng.choice(ended)
            self.follow(paper, today, self.rng.choice([self.ends_of(paper, today) + DAY, today]))

    def amended(self, today: date) -> None:
        paper = self.some_paper(today, lambda one: one.ends is not None)
        if paper and paper.ends:
            day = today + timedelta(days=self.rng.choice([-1, 0, 1, 5, 30, 31, 89, 91, self.rng.randint(2, 200)]))
            self.change(paper, ends=max(day, paper.begins))

    def terminated(self, today: date) -> None:
        found = self.carrying_access() if self.rng.random() < 0.7 else list(self.world.papers.values())
        paper = self.some_paper(today, lambda one: one.terminated is None and one.begins < today and one in found)
        if paper and self.ends_of(paper, today) >= today:
            day = today + timedelta(days=self.rng.choice([0, 0, 1, 7, 20, 40]))
            self.change(paper, terminated=min(day, self.ends_of(paper, today)))

    def ended_and_followed_late(self, today: date) -> None:
        """Told in one go, and late: it ended some days ago, and one or two have followed since, with days between."""
        paper = self.some_paper(today, lambda one: one.begins < today - timedelta(days=20) and one in self.carrying_access())
        if paper is None or self._is_followed(paper) or self.ends_of(paper, today) < today:
            return
        day = today - timedelta(days=self.rng.randint(4, 14))
        self.change(paper, terminated=day)
        begins = day + timedelta(days=self.rng.randint(1, 4))
        if self.rng.random() < 0.5:
            self.follow(paper, today, begins, ends=begins + DAY)
            begins += timedelta(days=self.rng.randint(2, 5))
        self.follow(paper, today, min(begins, today))

    def termination_taken_back(self, today: date) -> None:
        ended = [one for one in self.world.papers.values() if one.terminated is not None and one.signed]
        if ended:
            newest = max(ended, key=lambda one: (one.terminated < today, one.terminated))
            self.change(newest if self.rng.random() < 0.7 else self.rng.choice(ended), terminated=None)

    def cover_comes_back(self, today: date) -> None:
        """Somebody sees to the paper that stopped a request's access: the termination was wrong, or it goes on without a gap."""
        stopped = [one for one in self.world.access.values() if one.approver and one.waits_for == "paper"]
        access = self.rng.choice(stopped)
        papers = [one for one in self.world.papers_with(access.vendor) if self.world.things[access.thing].ours in one.ours]
        ended = [one for one in papers if one.signed and (last_day(self.world, one, today) or LAST) < today]
        if not ended:
            return
        newest = max(ended, key=lambda one: last_day(self.world, one, today) or LAST)
        if newest.terminated is not None and self.rng.random() < 0.5:
            self.change(newest, terminated=None)
        else:
            self.follow(newest, today, self.ends_of(newest, today) + DAY)

    def carrying_access(self) -> list[Paper]:
        """The papers in force that a request's open access rests on."""
        needed = {
            (one.vendor, self.world.things[one.thing].ours)
            for one in self.world.access.values()
            if one.state == "active" and one.approver
        }
        return [one for one in self.world.papers.values() if any((one.vendor, ours) in needed for ours in one.ours)]

    def notice_given(self, today: date) -> None:
        paper = self.some_paper(today, lambda one: one.renews and one.noticed is None)
        if paper:
            self.change(paper, noticed=today)

    def sent_for_signature(self, today: date) -> None:
        if paper := self._ending_soon(today):
            stage = self.rng.choice(["negotiation", "out_for_signature", "partly_signed"])
            self.follow(paper, today, self.ends_of(paper, today) + DAY, signed=None, stage=stage)

    def signed_or_given_up(self, today: date) -> None:
        drafts = [one for one in self.world.papers.values() if one.signed is None]
        if drafts:
            draft = self.rng.choice(drafts)
            moves = [{"signed": today}, {"signed": today}, {"stage": "void"}, {"stage": "partly_signed"}]
            self.change(draft, **self.rng.choice(moves))

    def another_owner(self, today: date) -> None:
        paper = self.some_paper(today)
        if paper:
            self.change(paper, owner=self.rng.choice([*OWNERS, "vic", None]))

    def somebody_leaves_or_returns(self, _today: date) -> None:
        name = self.rng.choice([*OWNERS, *OWNERS, "val", "vic", "mo", "mia", "ivy", "dora", "dan", "eve"])
        one = self.world.colleagues[name]
        self.world.colleagues[name] = replace(one, present=not one.present)

    def another_vendor_owner(self, _today: date) -> None:
        self.world.vendor_owners[self.rng.choice(VENDORS)] = self.rng.choice([*OWNERS, "val", None])

    def material_owed_or_returned(self, _today: date) -> None:
        vendor = self.rng.choice(VENDORS)
        if self.world.returns.pop(f"R-{vendor}", None) is None:
            self.world.returns[f"R-{vendor}"] = vendor

    def vendor_barred_or_free_again(self, _today: date) -> None:
        """Nothing new is given to a barred vendor, and nothing comes back."""
        suspended = sorted({one.vendor for one in self.world.access.values() if one.state == "suspended"})
        self.world.barred ^= {self.rng.choice(suspended or VENDORS)}

    def known_access(self, today: date) -> None:
        """Access that was given elsewhere comes with the register."""
        number = len(self.world.known_access) + 1
        thing = self.rng.choice([one for one in self.world.things.values() if one.rank == 1 or one.ours == "OWN"])
        access = Access(
            id=f"K{number}",
            request=f"OLD-{number}",
            vendor=(vendor := self.rng.choice(VENDORS)),
            person=f"E-{vendor}",
            thing=thing.id,
            starts=today - timedelta(days=self.rng.randint(0, 5)),
            ends=today + timedelta(days=self.rng.choice([30, 90, 200, 400])),
            state="active",
        )
        self.world.known_access[access.id] = access
        self.world.access[access.id] = access

    def _ending_soon(self, today: date) -> Paper | None:
        """Signed, in force, and nothing is to follow it yet."""

        def fits(one: Paper) -> bool:
            return today <= self.ends_of(one, today) <= today + timedelta(days=120) and not self._is_followed(one)

        return self.some_paper(today, fits)

    def _is_left_alone(self, paper: Paper, today: date) -> bool:
        end = last_day(self.world, paper, today)
        return end is not None and today - timedelta(days=40) < end < today and not self._is_followed(paper)

    def _is_followed(self, paper: Paper) -> bool:
        return any(one.replaces == paper.id and one.stage != "void" for one in self.world.papers.values())

    def changes(self) -> list[Callable[[date], None]]:
        return [
            self.a_new_paper,
            self.renewed_in_time,
            self.renewed_in_time,
            self.renewed_with_a_gap,
            self.renewed_too_late,
            self.renewed_too_late,
            self.amended,
            self.terminated,
            self.terminated,
            self.terminated,
            self.ended_and_followed_late,
            self.ended_and_followed_late,
            self.termination_taken_back,
            self.termination_taken_back,
            self.notice_given,
            self.sent_for_signature,
            self.signed_or_given_up,
            self.another_owner,
            self.somebody_leaves_or_returns,
            self.another_vendor_owner,
            self.material_owed_or_returned,
            self.known_access,
            self.vendor_barred_or_free_again,
            self.vendor_barred_or_free_again,
        ]

    def changed(self, today: date) -> str:
        """One change, and its name."""
        stopped = any(one.approver and one.waits_for == "paper" for one in self.world.access.values())
        change = self.cover_comes_back if stopped and self.rng.random() < 0.6 else self.rng.choice(self.changes())
        change(today)
        return change.__name__

    def wish(self, today: date) -> Access | None:
        """Something that somebody may ask for today, and who would approve it."""
        managers = sorted(self.world.holding("engineering_manager"))
        if not managers:
            return None
        rank = self.rng.choice([1, 2, 2, 3, 3, 3, 4])
        thing = self.rng.choice([one for one in self.world.things.values() if one.rank == rank])
        vendor = self.rng.choice(VENDORS)
        starts = today + timedelta(days=self.rng.choice([0, 0, 1, 3, 10]))
        longest = {1: 300, 2: 180, 3: 90, 4: 30}[thing.rank]
        ends = starts + timedelta(days=self.rng.choice([2, 20, longest // 2, longest - 1, longest - 1]))
        return Access("", "", vendor, f"E-{vendor}", thing.id, starts, min(ends, starts + timedelta(days=longest - 1)), "scheduled", self.rng.choice(managers))  # fmt: skip  # noqa: E501
