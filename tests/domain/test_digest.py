"""The Monday digest: who is needed, what ends, what is stuck, and the numbers, from the facts of that morning."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digest import AT, MOST_ENDINGS, MOST_NEEDS, MOST_STUCK, Digest, digest_of, moment_of, monday_of, newest_monday
from bot.domain.digest_endings import WEEKS, columns_of, endings_of, vendors_concerned
from bot.domain.digest_lines import (
    Ending,
    EndKind,
    EndWay,
    HeldBack,
    LateAudit,
    NeedKind,
    Numbers,
    OpenRequest,
    Question,
    StuckKind,
    Undelivered,
    WeekFacts,
)
from bot.domain.digest_needs import needs_of, stuck_of, working_days_after
from bot.domain.digest_numbers import has_valid_nda, numbers_of, secret_assets
from bot.domain.exposure import Access
from bot.domain.recipients import RenewalDecision
from bot.domain.register import Agreement, Certification, Finding, LegalEntity, Return, Waiver
from bot.domain.reminders import Anchor, RenewalChoice
from bot.domain.vocabulary import AgreementKind, Grade, GrantState, PersonStatus, RequestState, Role, VendorStatus
from tests.builders import asset, contract, member, nda, person, register, vendor

MONDAY = date(2026, 11, 30)
NUMBERS = Numbers(12, 11, 0, None, 1, 3)
BERLIN = ZoneInfo("Europe/Berlin")


def day(after: int) -> date:
    return MONDAY + timedelta(days=after)


def week(**more: Any) -> WeekFacts:
    sections = {name: more.pop(name) for name in list(more) if name not in WeekFacts.__dataclass_fields__}
    known = register(**({"agreements": ()} | sections))
    return WeekFacts(**({"monday": MONDAY, "register": known, "numbers": NUMBERS, "before": NUMBERS} | more))


def waiting(name: str = "REQ-1", asked: int = -10, rank: int = 3, **more: Any) -> OpenRequest:
    usual = {"state": RequestState.PENDING_APPROVAL, "since": day(asked), "asked_on": day(asked), "seats": (Role.IP_COUNSEL,)}
    return OpenRequest(name, "V1", more.pop("requester", "ana"), rank, **(usual | more))


def finding(**more: Any) -> Finding:
    given = {"grade": Grade.MAJOR, "title": "Shared server", "due": day(-24), "status": "open"} | more
    return Finding(**({"id": "FND-31", "vendor": "V1"} | given))


def access(**more: Any) -> Access:
    usual: dict[str, Any] = {
        "id": "GRT-1",
        "request": "REQ-1",
        "vendor": "V1",
        "person": "E1",
        "person_name": "Ewa",
        "asset": "A1",
        "rank": 3,
        "project": "P1",
        "state": GrantState.ACTIVE,
        "end_on": day(200),
        "owner_entity": "OWN",
        "companies": ("V1-A",),
    }
    return Access(**(usual | more))


def waiver(**more: Any) -> Waiver:
    given = {"reason": "approvers", "approved_by": ("ivy",), "expires_on": day(10), "state": "approved"} | more
    return Waiver(**({"id": "WVR-4", "check": "NDA-05", "vendor": "V1", "asset": "A1"} | given))


def ends(facts: WeekFacts) -> list[tuple[str, int, EndWay, int]]:
    """Id, days from Monday, way, and how many accesses stop."""
    return [(one.id, (one.on - MONDAY).days, one.way, one.stops) for one in endings_of(facts)]


class TestWhoIsNeeded:
    @pytest.mark.parametrize(("rank", "target"), [(1, 1), (2, 2), (3, 4), (4, 7), (0, 1)])
    def test_a_request_once_the_target_of_its_class_has_passed(self, rank: int, target: int) -> None:
        asked = MONDAY - timedelta(days=14)
        (need,) = needs_of(week(requests=(waiting(rank=rank, asked_on=asked),)))
        assert (need.kind, need.who, need.what) == (NeedKind.APPROVAL, ("Ivy",), "IP counsel")
        assert need.late == 10 - target

    def test_a_request_within_its_time_needs_nobody_to_hurry(self) -> None:
        assert needs_of(week(requests=(waiting(asked_on=day(-4)),))) == []

    def test_what_a_check_stops_does_not_wait_for_a_decision(self) -> None:
        assert needs_of(week(requests=(waiting(state=RequestState.BLOCKED),))) == []

    def test_an_open_finding_past_its_day_needs_the_owner_of_the_vendor(self) -> None:
        (need,) = needs_of(week(findings=(finding(),)))
        assert (need.id, need.late, need.who, need.vendor) == ("FND-31", 24, ("Mo",), "Volt GmbH")

    @pytest.mark.parametrize("more", [{"status": "closed"}, {"due": None}, {"due": MONDAY}])
    def test_no_other_finding_does(self, more: dict[str, Any]) -> None:
        assert needs_of(week(findings=(finding(**more),))) == []

    def test_a_vendor_without_owner_needs_a_vendor_manager(self) -> None:
        (need,) = needs_of(week(findings=(finding(),), vendors=(vendor(owner=None),)))
        assert need.who == ("vendor manager",)

    def test_an_owner_and_a_vendor_that_nobody_knows_keep_their_ids(self) -> None:
        facts = week(findings=(finding(), finding(id="F2", vendor="V9")), vendors=(vendor(owner="who"),))
        assert [(need.vendor, need.who) for need in needs_of(facts)] == [("V9", ("vendor manager",)), ("Volt GmbH", ("who",))]

    def test_proof_of_return_that_is_owed_past_its_day(self) -> None:
        owed = Return("RTN-7", "V1", ("A1",), day(-60), day(-50))
        (need,) = needs_of(week(returns=(owed,)))
        assert (need.kind, need.late) == (NeedKind.RETURN, 50)
        assert needs_of(week(returns=(replace(owed, document="proof"), replace(owed, due_on=None)))) == []
        assert needs_of(week(returns=(replace(owed, due_on=MONDAY),))) == []

    def test_an_audit_past_its_day(self) -> None:
        late, today = LateAudit("IPA-3", "V1", day(-3)), LateAudit("IPA-4", "V1", MONDAY)
        (need,) = needs_of(week(audits=(late, today)))
        assert (need.kind, need.id, need.late, need.who) == (NeedKind.AUDIT, "IPA-3", 3, ("Aud",))

    def test_suspended_access_that_waits_for_an_answer_does_from_the_first_day(self) -> None:
        (need,) = needs_of(week(questions=(Question("REQ-1", "V1", Role.DATA_OWNER, day(-3), "mended", ("A1",)),)))
        assert (need.kind, need.who, need.what, need.late) == (NeedKind.SUSPENDED, ("Dan",), "mended", 1)

    def test_suspended_access_whose_paper_ended_needs_the_owner_of_the_vendor_and_comes_first(self) -> None:
        stopped = Question("REQ-1", "V1", None, day(-3), "NDA-1 ended 26 Nov 2026")
        found = needs_of(week(findings=(finding(),), questions=(stopped,)))
        assert [(need.kind, need.who, need.what) for need in found] == [
            (NeedKind.SUSPENDED, ("Mo",), "NDA-1 ended 26 Nov 2026"),
            (NeedKind.FINDING, ("Mo",), ""),
        ]

    def test_an_nda_that_ended_under_open_access_comes_first_once_for_each_request(self) -> None:
        papers = (nda(expires_on=day(-5)),)
        open_ones = (access(start_on=day(-90)), access(id="GRT-2", start_on=day(-90)))
        first, late = needs_of(week(agreements=papers, access=open_ones, findings=(finding(),)))
        assert (first.kind, first.id, first.on, first.late, first.who) == (NeedKind.ENDED, "REQ-1", day(-5), 5, ("Mo",))
        assert first.what == "NDA-1 ended 25 Nov 2026"
        assert late.kind is NeedKind.FINDING

    @pytest.mark.parametrize(
        ("papers", "more"),
        [
            ((nda(expires_on=day(5)),), {}),
            ((nda(expires_on=day(-5)), nda(id="NDA-2", effective_on=day(-20), expires_on=None)), {}),
            ((nda(expires_on=day(-5)),), {"start_on": day(-3)}),
            ((nda(expires_on=day(-5)),), {"start_on": None}),
            ((nda(expires_on=day(-5)),), {"state": GrantState.SUSPENDED}),
            ((), {}),
        ],
        ids=[
            "it runs",
            "another covers",
            "approved without a paper",
            "since nobody knows when",
            "suspended",
            "there never was one",
        ],
    )
    def test_other_open_access_needs_nobody(self, papers: tuple[Agreement, ...], more: dict[str, Any]) -> None:
        given = access(**({"start_on": day(-90)} | more))
        assert needs_of(week(agreements=papers, access=(given,))) == []

    def test_who_is_asked_is_named_and_never_the_requester(self) -> None:
        facts = week(requests=(waiting(requester="ivy"),))
        assert needs_of(facts)[0].who == ("IP counsel",)
        many = (member("a", Role.IP_COUNSEL), member("b", Role.IP_COUNSEL), member("c", Role.IP_COUNSEL))
        assert needs_of(week(requests=(waiting(),), members=many[:2]))[0].who == ("A or B",)
        assert needs_of(week(requests=(waiting(),), members=many))[0].who == ("A or 2 others",)

    def test_the_data_owner_is_the_one_of_the_assets_that_were_asked_for(self) -> None:
        seats = {"seats": (Role.DATA_OWNER,), "assets": ("A1",)}
        assert needs_of(week(requests=(waiting(**seats),)))[0].who == ("Dan",)
        assert needs_of(week(requests=(waiting(**seats),), assets=(asset(data_owner="gone"),)))[0].who == ("data owner",)

    def test_the_oldest_comes_first_and_seven_have_room(self) -> None:
        found = tuple(finding(id=f"F{number}", due=day(-number)) for number in range(1, 10))
        digest = digest_of(week(findings=found))
        assert [need.id for need in digest.needs] == [f"F{number}" for number in range(9, 2, -1)]
        assert (len(digest.needs), digest.more_needs) == (MOST_NEEDS, 2)

    def test_holidays_are_no_working_days(self) -> None:
        assert working_days_after(day(-4), MONDAY, frozenset({day(-3)})) == 1


class TestWhatEnds:
    def test_an_nda_with_the_access_that_stops_with_it(self) -> None:
        facts = week(agreements=(nda(expires_on=day(45)),), access=(access(), access(id="G2", end_on=day(45))))
        assert ends(facts) == [("NDA-1", 45, EndWay.ENDS, 1)]
        assert vendors_concerned(facts) == {"V1"}

    def test_access_that_another_nda_covers_then_does_not_stop(self) -> None:
        other = nda(id="NDA-2", expires_on=day(400))
        assert ends(week(agreements=(nda(expires_on=day(45)), other), access=(access(),))) == [("NDA-1", 45, EndWay.ENDS, 0)]

    @pytest.mark.parametrize(
        "paper",
        [
            nda(expires_on=day(-1)),
            nda(expires_on=day(7 * WEEKS)),
            nda(expires_on=None),
            nda(expires_on=day(3), executed_on=None),
            nda(expires_on=day(3), kind=AgreementKind.AMENDMENT),
        ],
        ids=["over", "far", "evergreen", "draft", "part of another"],
    )
    def test_no_other_nda(self, paper: Agreement) -> None:
        assert ends(week(agreements=(paper,))) == []

    def test_one_that_a_successor_takes_over_from_is_not_told(self) -> None:
        successor = nda(id="NDA-2", effective_on=day(46), expires_on=day(900), supersedes=("NDA-1",))
        assert ends(week(agreements=(nda(expires_on=day(45)), successor))) == []

    def test_one_that_renews_by_itself_is_told_with_its_last_day_for_notice(self) -> None:
        paper = nda(expires_on=day(45), auto_renew=True, renew_months=12, notice_days_ours=30)
        assert ends(week(agreements=(paper,), access=(access(),))) == [("NDA-1", 15, EndWay.NOTICE, 0)]

    def test_and_after_that_day_with_the_day_of_the_renewal(self) -> None:
        paper = nda(expires_on=day(5), auto_renew=True, renew_months=12, notice_days_ours=30)
        assert ends(week(agreements=(paper,))) == [("NDA-1", 5, EndWay.RENEWS, 0)]

    def test_what_was_decided_about_that_day_is_told(self) -> None:
        care = RenewalDecision("NDA-1", decision=RenewalChoice.RENEW, anchor=Anchor.END, anchor_on=day(45))
        (ending,) = endings_of(week(agreements=(nda(expires_on=day(45)),), cares={"NDA-1": care}))
        assert ending.decision is RenewalChoice.RENEW

    def test_a_decision_on_notice_belongs_to_the_notice_alone(self) -> None:
        given = {"auto_renew": True, "renew_months": 1, "notice_days_ours": 3}
        care = RenewalDecision("NDA-1", decision=RenewalChoice.LET_END, anchor=Anchor.OPT_OUT, anchor_on=date(2026, 12, 30))
        facts = week(agreements=(nda(expires_on=day(2), **given),), cares={"NDA-1": care})
        assert [(one.way, one.decision) for one in endings_of(facts)] == [
            (EndWay.RENEWS, RenewalChoice.NONE),
            (EndWay.NOTICE, RenewalChoice.LET_END),
        ]

    def test_other_papers_stop_no_access(self) -> None:
        facts = week(agreements=(contract(expires_on=day(9)),), access=(access(),))
        assert [(one.kind, one.id, one.stops) for one in endings_of(facts)] == [(EndKind.CONTRACT, "MSA-1", 0)]
        assert vendors_concerned(facts) == set()

    def test_a_certificate_unless_a_newer_one_is_there(self) -> None:
        held = Certification("V1", "ISO27001", ("V1-A",), day(41))
        assert ends(week(certifications=(held,))) == [("ISO27001", 41, EndWay.ENDS, 0)]
        for newer in (day(900), None):
            assert ends(week(certifications=(held, replace(held, valid_until=newer)))) == []
        elsewhere = replace(held, sites=("V1-B",), valid_until=day(900))
        assert ends(week(certifications=(held, elsewhere))) == [("ISO27001", 41, EndWay.ENDS, 0)]

    def test_a_waiver_that_was_approved(self) -> None:
        assert ends(week(waivers=(waiver(), waiver(id="W2", state="draft")))) == [("WVR-4", 10, EndWay.ENDS, 0)]

    def test_the_nearest_comes_first_and_five_have_room(self) -> None:
        found = tuple(waiver(id=f"W{number}", expires_on=day(number)) for number in range(20, 9, -1))
        digest = digest_of(week(waivers=found))
        assert [one.id for one in digest.endings] == [f"W{number}" for number in range(10, 15)]
        assert (len(digest.endings), digest.more_endings) == (MOST_ENDINGS, 6)

    @pytest.mark.parametrize(("last", "count"), [(0, 1), (90, 1), (91, 0), (-1, 0)])
    def test_the_ndas_of_the_next_ninety_days_are_counted(self, last: int, count: int) -> None:
        others = (contract(expires_on=day(9)), nda(id="N2", expires_on=day(5), auto_renew=True, renew_months=12))
        assert digest_of(week(agreements=(nda(expires_on=day(last)), *others))).ndas_ending == count

    def test_vendors_whose_nda_has_ended_are_concerned_too(self) -> None:
        assert vendors_concerned(week(agreements=(nda(expires_on=day(-1)),))) == {"V1"}

    def test_the_columns_count_all_of_them_week_by_week(self) -> None:
        given = [
            Ending(EndKind.NDA, "N", "V", day(6)),
            Ending(EndKind.WAIVER, "W", "V", day(7)),
            Ending(EndKind.NDA, "N", "V", day(83)),
        ]
        columns = columns_of(MONDAY, given)
        assert [column.counts for column in columns if any(column.counts)] == [(1, 0, 0, 0), (0, 0, 0, 1), (1, 0, 0, 0)]
        assert [columns[number].monday for number in (0, 1, 11)] == [MONDAY, day(7), day(77)]
        assert len(columns) == WEEKS


class TestWhatIsStuck:
    @pytest.mark.parametrize(
        ("state", "missing", "kind"),
        [
            (RequestState.BLOCKED, False, StuckKind.STOPPED),
            (RequestState.AWAITING_WAIVER, False, StuckKind.WAIVER),
            (RequestState.AWAITING_WAIVER, True, StuckKind.FACT),
        ],
    )
    def test_a_request_that_a_check_stops_with_what_the_check_asks(
        self, state: RequestState, *, missing: bool, kind: StuckKind
    ) -> None:
        stopped = waiting(state=state, against=(("NDA-01", missing), ("IPR-01", False)))
        (stuck,) = stuck_of(week(requests=(stopped, waiting("REQ-2"))))
        assert (stuck.kind, stuck.id, stuck.check, stuck.more, stuck.who) == (kind, "REQ-1", "NDA-01", 1, "Ana")
        assert stuck.title == "A signed NDA covers every day of the access"

    def test_one_of_which_nobody_knows_why(self) -> None:
        (stuck,) = stuck_of(week(requests=(waiting(state=RequestState.BLOCKED),)))
        assert (stuck.check, stuck.title, stuck.more) == ("", "", 0)

    def test_access_that_is_held_back_and_the_oldest_first(self) -> None:
        facts = week(requests=(waiting(state=RequestState.BLOCKED),), held=(HeldBack("REQ-9", "V1", day(-20)),))
        assert [(one.id, one.kind) for one in stuck_of(facts)] == [("REQ-9", StuckKind.HELD), ("REQ-1", StuckKind.STOPPED)]

    def test_three_have_room(self) -> None:
        digest = digest_of(week(held=tuple(HeldBack(f"R{number}", "V1", day(-1)) for number in range(7))))
        assert (len(digest.stuck), digest.more_stuck) == (MOST_STUCK, 4)


class TestTheNumbers:
    def numbers(self, took: tuple[timedelta, ...] = (), day: date = MONDAY, **sections: Any) -> Numbers:
        return numbers_of(register(**sections), day, took=took, secret_access=3)

    def test_a_vendor_counts_while_it_is_active_and_bound(self) -> None:
        others = (vendor(id="V2"), vendor(id="V3", status=VendorStatus.OFFBOARDING))
        numbers = self.numbers(vendors=(vendor(), *others))
        assert (numbers.vendors, numbers.covered, numbers.secret_access) == (2, 1, 3)

    def test_coverage_is_that_of_the_day(self) -> None:
        papers = (nda(expires_on=day(-1)),)
        assert self.numbers(agreements=papers).covered == 0
        assert self.numbers(agreements=papers, day=day(-7)).covered == 1

    def test_every_company_whose_people_work_has_to_be_bound(self) -> None:
        both = vendor(entities=(LegalEntity("V1-A", "A", "PL"), LegalEntity("V1-B", "B", "PL")))
        people = (person(), person(id="E2", employer_entity="V1-B"), person(id="E3", employer_entity=None))
        known = register(vendors=(both,), people=people)
        assert not has_valid_nda(known, both, MONDAY)
        assert has_valid_nda(replace(known, agreements=(nda(covers_affiliates=True),)), both, MONDAY)
        assert has_valid_nda(replace(known, agreements=(nda(), nda(id="N2", their_entities=("V1-B",)))), both, MONDAY)

    def test_without_people_at_work_every_company_has_to_be(self) -> None:
        both = vendor(entities=(LegalEntity("V1-A", "A", "PL"), LegalEntity("V1-B", "B", "PL")))
        left = (person(status=PersonStatus.LEFT),)
        assert not has_valid_nda(register(vendors=(both,), people=left), both, MONDAY)
        assert has_valid_nda(register(people=left), vendor(), MONDAY)

    def test_a_contract_binds_nobody_to_secrecy(self) -> None:
        assert self.numbers(agreements=(contract(),)).covered == 0

    def test_the_median_of_what_was_decided_in_tenths_of_a_working_day(self) -> None:
        hours = [timedelta(hours=one) for one in (12, 34, 120)]
        assert (self.numbers(tuple(hours)).decided, self.numbers(tuple(hours)).median_tenths) == (3, 14)
        assert (self.numbers().decided, self.numbers().median_tenths) == (0, None)

    def test_a_waiver_is_open_from_its_first_to_its_last_day(self) -> None:
        given = (
            waiver(expires_on=MONDAY, starts_on=MONDAY),
            waiver(expires_on=day(-1)),
            waiver(starts_on=day(1)),
            waiver(state="draft"),
        )
        assert self.numbers(waivers=given).waivers == 1

    def test_what_nobody_has_classified_is_a_secret(self) -> None:
        assets = (asset(), asset(id="A2", asset_class=2), asset(id="A4", asset_class=None))
        assert secret_assets(register(assets=assets)) == {"A1", "A4"}


class TestTheTip:
    def tip(self, **more: Any) -> str:
        return digest_of(week(**more)).tip

    def test_a_week_that_teaches_nothing_has_none(self) -> None:
        assert self.tip() == ""
        assert self.tip(findings=(finding(),)) == ""

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"questions": (Question("REQ-1", "V1", None, day(-3), "NDA-1 ended 1 Nov 2026"),)}, "stopped for want of a paper"),
            ({"questions": (Question("REQ-1", "V1", None, day(-3), "no paper covers it"),)}, "stopped for want of a paper"),
            ({"questions": (Question("REQ-1", "V1", None, day(-3), "the vendor is blocked"),)}, ""),
            ({"agreements": (nda(expires_on=day(-5)),), "access": (access(start_on=day(-90)),)}, "stopped for want of a paper"),
            ({"agreements": (nda(expires_on=day(45)),), "access": (access(),)}, "nobody has said what becomes of it"),
            ({"requests": (waiting(),)}, "a no with a reason helps more than silence"),
            ({"returns": (Return("RTN-7", "V1", ("A1",), day(-60), day(-50)),)}, "on the day the access ends"),
            (
                {"requests": (waiting(state=RequestState.BLOCKED, against=(("NDA-01", False),)),)},
                "came to stand still after it was asked (A signed NDA covers every day of the access)",
            ),
            ({"undelivered": (Undelivered("#x", 1, day(-1)),)}, ""),
            (
                {"agreements": (nda(expires_on=day(45), auto_renew=True, renew_months=12, notice_days_ours=30),)},
                "is decided on its last day for notice",
            ),
        ],
    )
    def test_it_is_what_the_week_shows(self, more: dict[str, Any], words: str) -> None:
        assert words in self.tip(**more)
        assert bool(words) == bool(self.tip(**more))


class TestTheDigest:
    def test_with_nothing_to_tell_it_is_empty(self) -> None:
        assert digest_of(week()).is_empty
        assert digest_of(week(before=None)).is_empty

    @pytest.mark.parametrize(
        "more",
        [
            {"findings": (finding(),)},
            {"waivers": (waiver(),)},
            {"held": (HeldBack("R", "V1", day(-1)),)},
            {"numbers": replace(NUMBERS, covered=12)},
            {"numbers": replace(NUMBERS, decided=1), "before": replace(NUMBERS, decided=1)},
        ],
        ids=["needed", "ending", "stuck", "a number moved", "something was decided"],
    )
    def test_with_anything_it_is_not(self, more: dict[str, Any]) -> None:
        assert not digest_of(week(**more)).is_empty

    def test_it_carries_the_number_of_its_week_and_the_root(self) -> None:
        digest: Digest = digest_of(week(), (day(-1), "ab12"))
        assert (digest.week, digest.root, digest.root_on) == (49, "ab12", day(-1))
        assert digest_of(week()).root is None

    def test_it_is_taken_at_half_past_eight_by_the_clock_on_the_wall(self) -> None:
        assert moment_of(date(2026, 3, 23), BERLIN).astimezone(UTC) == datetime(2026, 3, 23, 7, 30, tzinfo=UTC)
        assert moment_of(date(2026, 3, 30), BERLIN).astimezone(UTC) == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)
        assert AT.isoformat("minutes") == "08:30"

    def test_the_newest_monday_is_the_last_one_whose_half_past_eight_has_come(self) -> None:
        assert monday_of(day(6)) == MONDAY
        for now, expected in (("2026-11-30T07:29", day(-7)), ("2026-11-30T07:30", MONDAY), ("2026-12-06T20:00", MONDAY)):
            assert newest_monday(datetime.fromisoformat(now).replace(tzinfo=UTC), BERLIN) == expected


def test_what_could_not_be_delivered_is_stuck_by_its_place_the_oldest_first() -> None:
    facts = week(undelivered=(Undelivered("Mo", 1, day(-2)), Undelivered("#ip-requests", 4, day(-9))))
    assert [(one.kind, one.id, one.more, one.since) for one in stuck_of(facts)] == [
        (StuckKind.UNDELIVERED, "#ip-requests", 3, day(-9)),
        (StuckKind.UNDELIVERED, "Mo", 0, day(-2)),
    ]


def test_an_audit_that_was_reopened_needs_somebody_before_it_is_late_too() -> None:
    early = LateAudit("IPA-3", "V1", day(40), reopened_on=day(-2))
    late = LateAudit("IPA-4", "V1", day(-3), reopened_on=day(-2))
    needs = needs_of(week(audits=(early, late)))
    assert [(one.id, one.on, one.late, one.reopened) for one in needs] == [
        ("IPA-4", day(-3), 3, day(-2)),
        ("IPA-3", day(-2), 0, day(-2)),
    ]
