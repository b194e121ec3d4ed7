"""Overlays are derived from assets, people and countries, exactly as 3.5 says; and the shipped workflows add what they should."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.register import Asset, Design, ExportRecord, Patent, Register, Subcontractor, ThirdParty
from bot.domain.vocabulary import DesignStage, IpForm, Overlay, PatentStage, Role
from bot.domain.workflows import choose_route, overlays_of
from bot.files.workflows import read_policy
from tests.builders import asset, draft, facts, own_entity, person, register, register_at, vendor

BEFORE_FILING = (PatentStage.IDEA, PatentStage.DISCLOSED_INTERNALLY, PatentStage.DRAFTING)
SHIPPED = read_policy(Path(__file__).parents[2] / "workflows").workflows


def overlays(known: Register | None = None, wish: Any = None) -> frozenset[Overlay]:
    return overlays_of(facts(known, wish))


def of(**more: Any) -> frozenset[Overlay]:
    return overlays(register(assets=(asset(**more),)))


def test_plain_material_has_none() -> None:
    assert overlays() == frozenset()


@pytest.mark.parametrize(
    ("record", "there"), [(None, False), (ExportRecord(), False), (ExportRecord(licence_required=()), False)]
)
def test_without_a_country_that_needs_a_licence_nothing_is_export_controlled(record: ExportRecord | None, there: bool) -> None:
    assert (Overlay.EXPORT_CONTROLLED in of(export=record)) is there


def test_one_country_that_needs_a_licence_makes_it_export_controlled_wherever_the_work_is() -> None:
    assert of(export=ExportRecord(licence_required=("CN",))) == {Overlay.EXPORT_CONTROLLED}


@pytest.mark.parametrize("kind", ["ordinary", "special"])
def test_personal_data(kind: str) -> None:
    assert of(personal_data=kind) == {Overlay.PERSONAL_DATA}


def test_a_physical_prototype() -> None:
    assert of(physical_prototype=True) == {Overlay.PHYSICAL_PROTOTYPE}


def test_what_a_customer_owns_is_customer_owned_with_and_without_consent() -> None:
    assert of(third_party=ThirdParty("Fjord AS", ())) == {Overlay.CUSTOMER_OWNED}


@pytest.mark.parametrize("stage", list(PatentStage))
def test_an_invention_is_pre_filing_until_it_is_filed(stage: PatentStage) -> None:
    assert (Overlay.PRE_FILING in of(patent=Patent(stage))) is (stage in BEFORE_FILING)


@pytest.mark.parametrize("stage", list(DesignStage))
def test_only_an_unpublished_design_is_unpublished(stage: DesignStage) -> None:
    assert (Overlay.UNPUBLISHED_DESIGN in of(design=Design(stage))) is (stage is DesignStage.UNPUBLISHED)


def test_a_trade_mark() -> None:
    assert of(forms=(IpForm.COPYRIGHT, IpForm.TRADEMARK)) == {Overlay.TRADEMARK}


class TestSubcontractor:
    sub = Subcontractor("Pool", entity="SUB-1", approved=True)

    def found(self, employer: str | None, *subs: Subcontractor) -> bool:
        known = register(vendors=(vendor(subcontractors=subs),), people=(person(employer_entity=employer),))
        return Overlay.SUBCONTRACTOR in overlays(known)

    def test_a_listed_person_employed_by_one_is_approved_or_not(self) -> None:
        assert self.found("SUB-1", self.sub)
        assert self.found("SUB-1", Subcontractor("Pool", entity="SUB-1"))

    def test_one_that_employs_nobody_listed_adds_nothing(self) -> None:
        assert not self.found("V1-A", self.sub)

    def test_a_person_without_an_employer_is_not_employed_by_a_subcontractor_without_a_company(self) -> None:
        assert not self.found(None, Subcontractor("Pool"))


class TestCrossBorder:
    def found(self, country: str | None, *, wish: Any = None, owner: str | None = "OWN", home: str = "DE") -> bool:
        known = register(
            people=(person(work_country=country),),
            assets=(asset(owner_entity=owner),),
            own_entities=(own_entity(country=home),),
        )
        return Overlay.CROSS_BORDER in overlays(known, wish)

    def test_the_union_is_one_territory(self) -> None:
        assert not self.found("RO")

    def test_every_other_country_is_its_own(self) -> None:
        assert self.found("US")
        assert self.found("PL", home="US")

    def test_a_country_that_the_request_names_counts(self) -> None:
        assert self.found("PL", wish=draft(work_countries=("VN",)))

    def test_an_unknown_country_or_owner_counts_as_outside(self) -> None:
        assert self.found(None)
        assert self.found("PL", owner=None)


class TestTheShippedWorkflows:
    BASE = {  # noqa: RUF012 - the table of 3.5
        1: [["engineering_manager"]],
        2: [["engineering_manager"], ["data_owner"]],
        3: [["engineering_manager"], ["data_owner", "ip_counsel"], ["security_officer"]],
        4: [["engineering_manager"], ["data_owner", "ip_counsel", "security_officer"], ["executive_sponsor"]],
    }

    def route(self, rank: int, **of_asset: Any) -> list[list[str]]:
        known: tuple[Asset, ...] = (asset(asset_class=rank, **of_asset),)
        chosen = choose_route(SHIPPED, facts(register_at(rank, assets=known)))
        assert chosen is not None
        return [[seat.value for seat in stage.seats] for stage in chosen.stages]

    @pytest.mark.parametrize("rank", BASE)
    def test_each_class_has_its_base_route(self, rank: int) -> None:
        assert self.route(rank) == self.BASE[rank]

    @pytest.mark.parametrize("rank", BASE)
    def test_two_different_people_decide_on_secret_material(self, rank: int) -> None:
        chosen = choose_route(SHIPPED, facts(register_at(rank)))

        assert chosen is not None
        assert chosen.min_distinct_people == (2 if rank >= 3 else 1)

    @pytest.mark.parametrize("rank", BASE)
    @pytest.mark.parametrize(
        ("of_asset", "seat"),
        [
            ({"personal_data": "ordinary"}, Role.PRIVACY_OFFICER),
            ({"third_party": ThirdParty("Fjord AS", ())}, Role.CUSTOMER_CONTRACT_MANAGER),
            ({"physical_prototype": True}, Role.PROTOTYPE_PROTECTION_OFFICER),
            ({"patent": Patent(PatentStage.IDEA)}, Role.PATENT_COUNSEL),
            ({"design": Design(DesignStage.UNPUBLISHED)}, Role.PATENT_COUNSEL),
            ({"forms": (IpForm.TRADEMARK,)}, Role.BRAND_COUNSEL),
        ],
    )
    def test_an_overlay_adds_its_seat_to_stage_two_at_every_class(self, rank: int, of_asset: dict[str, Any], seat: Role) -> None:
        base = [*self.BASE[rank], *([[]] if rank == 1 else [])]

        assert self.route(rank, **of_asset) == [base[0], [*base[1], seat.value], *base[2:]]

    @pytest.mark.parametrize("rank", BASE)
    def test_a_subcontractor_adds_vendor_manager_and_counsel(self, rank: int) -> None:
        known = register_at(
            rank,
            vendors=(vendor(clearance=4, subcontractors=(Subcontractor("Pool", entity="SUB-1"),)),),
            people=(person(employer_entity="SUB-1"),),
        )
        chosen = choose_route(SHIPPED, facts(known))

        assert chosen is not None
        assert {Role.VENDOR_MANAGER, Role.IP_COUNSEL} <= set(chosen.stages[1].seats)
        assert len(set(chosen.stages[1].seats)) == len(chosen.stages[1].seats)

    @pytest.mark.parametrize("rank", BASE)
    def test_export_control_comes_before_anybody_else(self, rank: int) -> None:
        assert self.route(rank, export=ExportRecord(licence_required=("CN",))) == [
            ["export_control_officer"],
            *self.BASE[rank],
        ]

    @pytest.mark.parametrize("rank", BASE)
    def test_a_border_asks_export_control_from_secret_on(self, rank: int) -> None:
        chosen = choose_route(SHIPPED, facts(register_at(rank, people=(person(work_country="US"),))))

        assert chosen is not None
        assert (chosen.stages[0].seats == (Role.EXPORT_CONTROL_OFFICER,)) is (rank >= 3)
