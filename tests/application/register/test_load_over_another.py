"""Any valid register can be loaded over any other, whatever points at what in both; or it is refused in words, whole."""

from datetime import date

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.errors import Refusal
from bot.domain.register import KnownGrant, OwnEntity, Project, Register
from bot.domain.vocabulary import GrantState, Mode, Role
from bot.store import registers
from tests.application.audit_steps import opened
from tests.application.steps import access
from tests.builders import asset, member, members, nda, own_entity, person, register, vendor


def load(context: Context, **sections: object) -> None:
    """The register is loaded, and the database holds exactly it."""
    known = register(**sections)
    load_register(context, known, actor="test")
    assert held(context) == as_a_set(known)


def held(context: Context) -> set[str]:
    with context.store.reading() as unit:
        return as_a_set(registers.whole_register(unit))


def as_a_set(known: Register) -> set[str]:
    return {repr(record) for section in registers.SECTIONS for record in getattr(known, section)}


def without(name: str, *extra: object) -> tuple[object, ...]:
    return tuple(one for one in members(*extra) if one.id != name)  # type: ignore[arg-type]


class TestWhatPointsElsewhereNow:
    def test_who_owned_assets_and_vendors_has_left_and_others_have_them(self, context: Context) -> None:
        left = {"members": without("dan"), "assets": (asset(data_owner="ivy"),)}
        load(context, **left)
        load(context, **left, vendors=(vendor(owner="eve"),))
        load(context, members=without("mo"), vendors=(vendor(owner="dan"),))

    def test_a_project_is_replaced(self, context: Context) -> None:
        load(context, projects=(Project("P2", "Valves"),), assets=(asset(project="P2"),), agreements=(nda(projects=("P2",)),))

    def test_one_of_our_companies_is_replaced(self, context: Context) -> None:
        new = own_entity(id="NEW")
        load(context, own_entities=(new,), assets=(asset(owner_entity="NEW"),), agreements=(nda(our_entities=("NEW",)),))

    def test_people_and_papers_move_to_a_vendor_that_takes_the_place_of_theirs(self, context: Context) -> None:
        load(
            context,
            vendors=(vendor(id="V2"),),
            people=(person(vendor="V2"),),
            agreements=(nda(vendor="V2"),),
            assessments=(),
        )

    def test_another_register_altogether(self, context: Context) -> None:
        load(
            context,
            own_entities=(OwnEntity("O2", "Other AG", "FR", "operating"),),
            members=(member("zoe", Role.DATA_OWNER),),
            projects=(Project("P9", "Fans"),),
            assets=(asset(id="A9", project="P9", owner_entity="O2", data_owner="zoe"),),
            vendors=(vendor(id="V9", owner="zoe"),),
            people=(person(id="E9", vendor="V9"),),
            agreements=(nda(id="NDA-9", vendor="V9", our_entities=("O2",)),),
            assessments=(),
        )
        load(context)


class TestSlackIds:
    def test_two_members_exchange_theirs(self, context: Context) -> None:
        load(context, members=members(member("ana", slack_id="U_MO"), member("mo", slack_id="U_ANA")))

    def test_three_members_hand_theirs_round(self, context: Context) -> None:
        ids = {"ana": "U_MO", "mo": "U_DAN", "dan": "U_ANA"}
        load(context, members=members(*(member(who, slack_id=slack_id) for who, slack_id in ids.items())))

    def test_a_new_member_has_the_one_of_somebody_who_is_gone(self, context: Context) -> None:
        load(context, members=without("ana", member("ana2", Role.REQUESTER, slack_id="U_ANA")))

    def test_one_is_taken_over_from_somebody_who_stays_without(self, context: Context) -> None:
        load(context, members=members(member("ana", slack_id=None), member("kim", Role.REQUESTER, slack_id="U_ANA")))


class TestWhatMustStay:
    def test_access_that_the_register_brought_is_suspended_once_it_loses_whom_it_is_about(self, context: Context) -> None:
        first, last = date(2026, 11, 1), date(2027, 3, 1)
        load(context, grants=(KnownGrant("GRT-1", "R-OLD", "V1", "E1", "A1", Mode.VIEW, first, last, GrantState.ACTIVE),))
        sweep_grants(context)
        load(context, people=(), assets=(), agreements=(), vendors=(), assessments=())
        sweep_grants(context)
        assert [grant.state for grant in access(context, "R-OLD")] == [GrantState.SUSPENDED]

    def test_what_an_audit_names(self, context: Context) -> None:
        opened(context)
        with pytest.raises(Refusal, match=r"lacks V1 \(vendors\), which audits name"):
            load_register(context, register(vendors=(vendor(id="V9"),), people=(), agreements=(), assessments=()), actor="test")
