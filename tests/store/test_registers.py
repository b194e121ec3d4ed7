"""The register in the database: exactly what was loaded, each record with a version that counts its changes."""

import pytest

from bot.domain.folding import folded
from bot.domain.register import Project, Register, Vendor
from bot.store import registers
from bot.store.unit import Store
from tests.builders import assessment, asset, contract, draft, member, members, nda, person, register, vendor

OTHER_VENDOR = vendor(id="V2", name="Watt AG", entities=())
TWO_VENDORS = {
    "vendors": (vendor(), OTHER_VENDOR),
    "people": (person(), person(id="F1", vendor="V2")),
    "agreements": (nda(), contract(), nda(id="NDA-2", vendor="V2")),
    "assessments": (assessment(), assessment(vendor="V2")),
}


def load(store: Store, known: Register) -> int:
    with store.writing() as unit:
        return registers.replace_register(unit, known)


def whole(store: Store) -> Register:
    with store.reading() as unit:
        return registers.whole_register(unit)


def versions(store: Store) -> dict[str, int]:
    with store.reading() as unit:
        return dict(registers.gather(unit, draft())[1])


def size(known: Register) -> int:
    return sum(len(getattr(known, section)) for section in registers.SECTIONS)


class TestLoading:
    def test_the_database_holds_exactly_the_register_that_was_loaded(self, store: Store) -> None:
        known = register(**TWO_VENDORS)
        assert load(store, known) == size(known)
        held = whole(store)
        for section in registers.SECTIONS:
            assert set(map(repr, getattr(held, section))) == set(map(repr, getattr(known, section))), section

    def test_loading_the_same_register_again_changes_nothing(self, store: Store) -> None:
        load(store, register())
        before = versions(store)
        assert load(store, register()) == 0
        assert versions(store) == before

    def test_a_changed_record_gets_the_next_version_and_no_other_does(self, store: Store) -> None:
        load(store, register())
        before = versions(store)
        assert load(store, register(vendors=(vendor(clearance=2),))) == 1
        assert versions(store) == before | {"vendors:V1": 2}
        assert whole(store).vendors == (vendor(clearance=2),)

    def test_a_record_that_the_register_no_longer_names_is_gone(self, store: Store) -> None:
        load(store, register(**TWO_VENDORS))
        assert load(store, register()) == 4
        assert whole(store).vendors == (vendor(),)

    def test_a_register_that_fails_half_way_leaves_the_old_one(self, store: Store) -> None:
        load(store, register())
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            load(store, register(assets=(asset(project="no-such-project"),), vendors=(vendor(clearance=1),)))
        assert whole(store).vendors == (vendor(),)


class TestMembers:
    def test_a_register_that_names_another_binding_wins(self, store: Store) -> None:
        load(store, register())
        load(store, register(members=members(member("ana", slack_id="U_OTHER"))))
        with store.reading() as unit:
            assert registers.member_by_slack_id(unit, "U_ANA") is None
            assert registers.member_by_slack_id(unit, "U_OTHER") is not None

    def test_a_binding_that_the_register_no_longer_names_is_gone(self, store: Store) -> None:
        load(store, register())
        assert load(store, register(members=members(member("ana", slack_id=None)))) == 1
        with store.reading() as unit:
            assert registers.member_by_slack_id(unit, "U_ANA") is None

    def test_one_slack_member_is_one_person(self, store: Store) -> None:
        with pytest.raises(Exception, match=r"(?i)unique"):
            load(store, register(members=members(member("ana", slack_id="U_MO"))))


class TestAsking:
    def test_a_draft_is_judged_on_the_records_of_its_own_vendor_people_and_assets(self, store: Store) -> None:
        load(store, register(**TWO_VENDORS, assets=(asset(), asset(id="A2"))))
        with store.reading() as unit:
            gathered, seen = registers.gather(unit, draft())
        assert ([v.id for v in gathered.vendors], [p.id for p in gathered.people]) == (["V1"], ["E1"])
        assert ([a.id for a in gathered.assets], [p.id for p in gathered.agreements]) == (["A1"], ["MSA-1", "NDA-1"])
        assert len(gathered.assessments) == 1
        assert len(gathered.members) == len(members())
        assert ("agreements:NDA-2", 1) not in seen
        assert ("agreements:NDA-1", 1) in seen

    def test_a_draft_that_names_no_asset_and_nobody_gathers_neither(self, store: Store) -> None:
        load(store, register(**TWO_VENDORS))
        with store.reading() as unit:
            gathered, _ = registers.gather(unit, draft(asset_ids=(), people=()))
        assert (gathered.assets, gathered.people, gathered.beside) == ((), (), ())

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("", ["V1", "V2", "V3"]),
            ("vol", ["V1"]),
            ("VOLT", ["V1"]),
            ("v2", ["V2"]),
            ("100%", ["V3"]),
            ("%", ["V3"]),
            ("_", ["V3"]),
            ("\\", []),
        ],
    )
    def test_vendors_are_found_by_what_is_typed_and_by_nothing_else(self, store: Store, typed: str, found: list[str]) -> None:
        odd = vendor(id="V3", name="Your_100% Software", entities=())
        load(store, register(vendors=(vendor(), OTHER_VENDOR, odd)))
        with store.reading() as unit:
            assert [one.id for one in registers.search_vendors(unit, typed, 10).shown] == found

    def test_no_more_is_found_than_was_asked_for(self, store: Store) -> None:
        load(store, register(assets=tuple(asset(id=f"A{n}", public_title=f"Part {n}") for n in range(1, 6))))
        with store.reading() as unit:
            found = registers.search_assets(unit, "part", 2)
        assert ([one.id for one in found.shown], found.of) == (["A1", "A2"], 5)

    @pytest.mark.parametrize("typed", ["istanbul yazilim", "\u0130STANBUL", "YAZILIM istanbul"])
    def test_a_name_is_found_whatever_case_accent_and_form_it_is_typed_in(self, store: Store, typed: str) -> None:
        others = ("\u0160KODA", "M\u00fcller", "\u041e\u041e\u041e \u00ab\u0420\u043e\u043c\u00bb", "cafe\u0301")
        names = ("\u0130stanbul Yaz\u0131l\u0131m", *others)
        load(store, register(vendors=(vendor(), *(vendor(id=f"T{n}", name=name, entities=()) for n, name in enumerate(names)))))
        with store.reading() as unit:
            assert [one.id for one in registers.search_vendors(unit, typed, 10).shown] == ["T0"]
            for number, name in enumerate(others, 1):
                for other in (name.upper(), name.lower(), folded(name)):
                    assert [one.id for one in registers.search_vendors(unit, other, 10).shown] == [f"T{number}"]

    def test_single_records_are_found_by_their_ids(self, store: Store) -> None:
        load(store, register(**TWO_VENDORS))
        with store.reading() as unit:
            assert registers.one(unit, Vendor, "V2") == OTHER_VENDOR
            assert registers.one(unit, Vendor, "V9") is None
            assert registers.some(unit, Vendor, ["V2", "V1", "V9"]) == [vendor(), OTHER_VENDOR]
            assert registers.all_of(unit, Project) == [Project("P1", "Pumps")]
            assert registers.people_of(unit, "V1") == [person()]
            assert [one.id for one in registers.members(unit)] == sorted(one.id for one in members())
