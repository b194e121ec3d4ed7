"""What a vendor could be given is asked with the most harmless question there is, so that what stops it stops all others."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.demonstration import DEMO_REGISTER
from bot.domain.checks.policy import CheckPolicy
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.facts import Facts, concerning
from bot.domain.prospects import (
    CLASSES,
    MOST_COMPANIES,
    SHORTEST_DAYS,
    Prospect,
    best_of,
    highest_class,
    longest_days,
    missing_for_any,
    trials,
)
from bot.domain.register import Asset, LegalEntity, Limits, Register
from bot.domain.vocabulary import Mode, Outcome, Role
from bot.files.register import read_register
from tests.builders import TODAY, asset, channel, draft, member, members, nda, register, vendor

DEMO = read_register(DEMO_REGISTER).at(TODAY).register


def rows(known: Register, about: Asset | None = None) -> list[list[Prospect]]:
    return [[Prospect(facts, run_checks(facts)) for facts in row] for row in trials(asked(known, about))]


def asked(known: Register, about: Asset | None = None) -> Facts:
    """What Ana asks, about the only vendor of this register."""
    one = replace(known, assets=(about,) if about else ())
    return Facts(draft(vendor=known.vendors[0].id, requester_slack="U_ANA", asset_ids=()), one, TODAY)


def verdicts(about: Asset | None = None, **sections: Any) -> list[Outcome]:
    return [one.verdict for one in best_of(rows(register(**sections), about))]


class TestByClass:
    def test_each_class_is_asked_to_view_from_today_for_the_shortest_days_with_nobody_named(self) -> None:
        (row,) = rows(register())
        assert [one.rank for one in row] == list(CLASSES)
        for one in row:
            draft = one.facts.draft
            assert [item.mode for item in draft.items] == [Mode.VIEW]
            assert (draft.start_on, draft.window.days, draft.people) == (TODAY, SHORTEST_DAYS, ())
            assert (draft.requester, draft.requester_slack) == ("ana", "U_ANA")

    def test_a_vendor_in_order_is_stopped_by_its_clearance_alone(self) -> None:
        assert verdicts() == [Outcome.PASS, Outcome.PASS, Outcome.PASS, Outcome.BLOCK]
        assert highest_class(best_of(rows(register()))) == 3

    def test_it_has_been_checked_against_the_export_lists_and_needs_no_licence(self) -> None:
        far = vendor(entities=(LegalEntity("V1-A", "Volt Ltda", "BR"),))
        assert verdicts(vendors=(far,)) == [Outcome.PASS, Outcome.PASS, Outcome.PASS, Outcome.BLOCK]

    def test_the_way_it_would_travel_is_the_lowest_that_is_good_enough(self) -> None:
        (row,) = rows(register())
        assert [one.facts.draft.channel for one in row] == ["CH", "CH", "CH", "VDI"]

    def test_where_no_way_is_good_enough_the_best_of_them_is_asked_for(self) -> None:
        ways = (channel(id="MAIL", max_class=1), channel(id="GIT", max_class=2), channel(id="NEW", max_class=None))
        (row,) = rows(register(channels=ways, vendors=(vendor(clearance=4),)))
        assert [one.facts.draft.channel for one in row] == ["MAIL", "GIT", "GIT", "GIT"]
        assert highest_class(row) == 2

    def test_it_belongs_to_a_company_of_ours_that_signed_and_to_a_project_of_the_nda(self) -> None:
        papers = (
            nda(id="NDA-1", our_entities=("OTHER",), projects=("P7", "P8")),
            nda(id="NDA-2", protects="them", our_entities=("NOBODY",), projects=("P9",)),
            nda(id="NDA-3", executed_on=None, our_entities=("NOT YET",), projects=None),
            nda(id="NDA-4", our_entities=("OWN", "OTHER"), nda=None),
        )
        tried = rows(register(agreements=papers))
        assert {one.facts.register.assets[0].owner_entity for row in tried for one in row} == {"OTHER", "OWN"}
        assert {one.facts.draft.project for row in tried for one in row} == {"P7"}

    def test_without_an_nda_it_is_the_missing_nda_that_stands_in_the_way(self) -> None:
        (row,) = rows(register(agreements=()))
        assert row[0].facts.register.assets[0].owner_entity == "OWN"
        assert {result.check for result in row[2].results if result.effect is Outcome.BLOCK} == {"NDA-01"}

    def test_somebody_else_than_who_asks_decides_on_it(self) -> None:
        holders = members(member("ana", Role.DATA_OWNER), member("dan", Role.AUDITOR), member("zoe", Role.DATA_OWNER))
        (row,) = rows(register(members=holders))
        assert row[0].facts.register.assets[0].data_owner == "zoe"

        for absent, instead in ((member("mo", slack_id=None), "mo"), (member("mo", active=False), None)):
            (row,) = rows(register(members=(member("ana", Role.DATA_OWNER), absent), own_entities=()))
            assert row[0].facts.register.assets[0].data_owner == instead


class TestTheCompanyOfTheVendor:
    ENTITIES = (LegalEntity("V1-B", "Volt Holding", "SG"), LegalEntity("V1-A", "Volt Sp. z o.o.", "PL"))

    def test_the_one_that_stands_best_counts_and_it_is_one_for_all_classes(self) -> None:
        best = best_of(rows(register(vendors=(vendor(entities=self.ENTITIES),))))
        assert {one.facts.draft.entity for one in best} == {"V1-A"}
        assert highest_class(best) == 3

    def test_where_all_are_stopped_it_is_the_one_with_less_against_it(self) -> None:
        blocked = vendor(entities=self.ENTITIES, status=None, clearance=None)
        assert {one.facts.draft.entity for one in best_of(rows(register(vendors=(blocked,))))} == {"V1-A"}

    def test_of_many_those_that_signed_are_looked_at(self) -> None:
        many = tuple(LegalEntity(f"V1-{number:03}", f"Volt {number}", "PL") for number in range(150))
        tried = rows(register(vendors=(vendor(entities=(*many, self.ENTITIES[1])),)))
        assert len(tried) == MOST_COMPANIES
        assert tried[0][0].facts.draft.entity == "V1-A"

    def test_without_a_company_or_a_way_to_travel_nothing_can_be_asked(self) -> None:
        nobody = register(vendors=(vendor(entities=()),), channels=())
        assert trials(asked(nobody)) == []
        assert missing_for_any(nobody, nobody.vendors[0]) == (
            "the register knows no company of Volt GmbH, so nobody can be named",
            "the register knows no way for material to travel",
        )
        assert missing_for_any(register(), vendor()) == ()
        lost = register(channels=())
        assert trials(asked(lost))[0][0].draft.channel == ""


class TestOneAsset:
    def test_it_is_judged_as_it_is(self) -> None:
        elsewhere = asset(limits=Limits(("DE",), (), ()))
        ((one,),) = rows(register(assets=(elsewhere,)), elsewhere)
        assert (one.rank, one.facts.draft.project) == (3, "P1")
        assert [result.check for result in one.results if result.effect is Outcome.BLOCK] == ["LOC-01"]

    def test_no_longer_than_it_may_be_lent(self) -> None:
        short = asset(limits=Limits(("*",), (), (), max_days=5))
        ((one,),) = rows(register(), short)
        assert one.facts.draft.end_on == date(2026, 11, 28)

    def test_no_longer_than_the_figures_of_the_company_allow(self) -> None:
        policy = CheckPolicy(access_days=(365, 180, 3, 1))
        assert [longest_days(policy, [asset(asset_class=rank)]) for rank in (1, 3, None)] == [SHORTEST_DAYS, 3, 1]
        assert longest_days(policy, []) == SHORTEST_DAYS

    def test_public_material_has_nothing_against_it(self) -> None:
        public = asset(asset_class=0)
        ((one,),) = rows(register(), public)
        assert (one.results, one.verdict, highest_class([one])) == ((), Outcome.PASS, 0)


def test_an_empty_seat_stops_whatever_the_checks_say() -> None:
    ((first, *_),) = rows(register())
    stopped = replace(first, gaps=("nobody can decide",))
    assert (first.may_be_asked, stopped.may_be_asked) == (True, False)
    assert highest_class([stopped]) == 0


def test_of_equal_verdicts_the_row_with_fewer_and_lighter_results_is_better() -> None:
    ((one, *_),) = rows(register())
    some = [CheckResult(f"C-{number}", effect, effect, "A1") for number, effect in enumerate([Outcome.WAIVER, Outcome.WARN])]
    light, heavy = replace(one, results=(*some,)), replace(one, results=(some[0], *some))
    assert best_of([[heavy], [light]]) == [light]


class TestTheDemo:
    """On the register of the demo, as it was written."""

    def test_what_stops_a_class_stops_all_material_of_it(self) -> None:
        for one in DEMO.vendors:
            mine = replace(DEMO, vendors=(one,))
            about = concerning(mine, draft(vendor=one.id, asset_ids=()))
            by_class = {each.rank: each.verdict for each in best_of(rows(about))}
            for material in (each for each in DEMO.assets if each.rank > 0):
                (answer,) = best_of(rows(about, material))
                stopped = by_class[material.rank] is Outcome.BLOCK
                assert not (stopped and answer.may_be_asked), (one.id, material.id)

    def test_a_higher_class_never_stands_better(self) -> None:
        for one in DEMO.vendors:
            about = concerning(replace(DEMO, vendors=(one,)), draft(vendor=one.id, asset_ids=()))
            severities = [each.verdict.severity for each in best_of(rows(about))]
            assert severities == sorted(severities)
