"""What an approved request becomes: access for each person and asset, and an audit where the material is secret."""

from datetime import timedelta

import pytest

from bot.application.context import Context
from bot.application.record.verify import verify_record
from bot.domain.vocabulary import GrantState, ItemState, Mode, RequestState
from bot.store import audits
from tests.application.steps import (
    FIRST,
    access,
    approve_all,
    ask,
    context_with,
    kept,
    now_known,
    pass_days,
    promised,
    record_of,
    reject,
)
from tests.builders import END, START, TestClock, asset, contract, nda, person, register_at


def test_access_is_for_one_person_one_asset_one_mode_and_one_window(context: Context) -> None:
    ask(context, mode=Mode.COMMENT)

    approve_all(context)

    (grant,) = access(context)
    assert (grant.id, grant.person, grant.asset, grant.mode) == ("GRT-2026-0001", "E1", "A1", Mode.COMMENT)
    assert (grant.start_on, grant.end_on, grant.channel) == (START, END, "CH")
    assert (grant.state, grant.next_on) == (GrantState.SCHEDULED, START)


def test_two_people_and_two_assets_are_four(context: Context) -> None:
    now_known(
        context,
        assets=(asset(), asset(id="A2", public_title="Pump housing")),
        people=(person(), person(id="E2", name="Edgar Engineer")),
    )
    ask(context, asset_ids=("A1", "A2"), people=("E1", "E2"))

    approve_all(context)

    assert [(g.asset, g.person) for g in access(context)] == [("A1", "E1"), ("A1", "E2"), ("A2", "E1"), ("A2", "E2")]


def test_a_rejected_item_gives_none(context: Context) -> None:
    now_known(context, assets=(asset(), asset(id="A2", public_title="Pump housing")))
    ask(context, asset_ids=("A1", "A2"))
    reject(context, "mo", items=("A2",))

    approve_all(context)

    assert [grant.asset for grant in access(context)] == ["A1"]


def test_a_rejected_request_gives_none(context: Context) -> None:
    ask(context)

    reject(context, "mo")

    assert access(context) == []


def test_each_grant_is_recorded(context: Context) -> None:
    ask(context)

    approve_all(context)

    (event,) = [one for one in record_of(context) if one.happened.value == "access.scheduled"]
    assert (event.entity_id, event.after) == ("GRT-2026-0001", "scheduled")
    assert {**event.details, "hashes": {}} == {"request": FIRST, "person": "E1", "asset": "A1", "hashes": {}}
    assert list(event.details["hashes"]) == ["grant"]


def test_secret_access_is_audited_thirty_days_after_its_end(context: Context) -> None:
    ask(context)

    approve_all(context)

    with context.store.reading() as unit:
        audit = audits.of_access(unit, FIRST)
    assert audit is not None
    assert audit.audit.key == "audit:V1:access:REQ-2026-0001"
    assert audit.audit.due_on == END + timedelta(days=30)
    assert audit.ticket is None
    assert ("audit_ticket", "jira") in promised(context)


@pytest.mark.parametrize("rank", [1, 2])
def test_less_than_secret_access_is_not_audited(context: Context, rank: int) -> None:
    lower = context_with(context, known=register_at(rank))
    ask(lower)

    approve_all(lower)

    assert access(lower)
    assert ("audit_ticket", "jira") not in promised(lower)


class TestPublicMaterialBesideOther:
    """A0 is public, A1 is secret."""

    @pytest.fixture
    def mixed(self, context: Context) -> Context:
        now_known(context, assets=(asset(), asset(id="A0", public_title="Data sheet", asset_class=0)))
        ask(context, asset_ids=("A0", "A1"))
        return context

    def test_it_is_opened_at_once_and_recorded(self, mixed: Context, clock: TestClock) -> None:
        assert {item.asset: item.state for item in kept(mixed).items} == {"A0": ItemState.APPROVED, "A1": ItemState.PENDING}
        assert [(grant.asset, grant.state) for grant in access(mixed)] == [("A0", GrantState.SCHEDULED)]
        assert record_of(mixed)[0].details["open"] == ["A0"]

        pass_days(mixed, clock, START)
        assert [(grant.asset, grant.state, grant.held) for grant in access(mixed)] == [("A0", GrantState.ACTIVE, "")]
        assert kept(mixed).state is RequestState.PENDING_APPROVAL

    def test_it_is_not_rejected_with_the_rest(self, mixed: Context, clock: TestClock) -> None:
        reject(mixed, "mo")

        assert {item.asset: item.state for item in kept(mixed).items} == {"A0": ItemState.APPROVED, "A1": ItemState.REJECTED}
        pass_days(mixed, clock, START)
        assert [(grant.asset, grant.state) for grant in access(mixed)] == [("A0", GrantState.ACTIVE)]

    def test_beside_what_waits_for_a_fact_or_a_waiver_it_opens_too(self, context: Context, clock: TestClock) -> None:
        now_known(
            context,
            assets=(asset(), asset(id="A0", public_title="Data sheet", asset_class=0)),
            agreements=(nda(projects=()), contract()),
        )
        ask(context, asset_ids=("A0", "A1"))
        assert kept(context).state is RequestState.AWAITING_WAIVER

        pass_days(context, clock, START)
        assert [(grant.asset, grant.state) for grant in access(context)] == [("A0", GrantState.ACTIVE)]

    def test_the_rest_follows_once_it_is_approved(self, mixed: Context) -> None:
        approve_all(mixed)

        assert kept(mixed).state is RequestState.APPROVED
        assert sorted(grant.asset for grant in access(mixed)) == ["A0", "A1"]

    def test_the_record_carries_it(self, mixed: Context, clock: TestClock) -> None:
        pass_days(mixed, clock, START)
        assert verify_record(mixed).breaks == ()
        approve_all(mixed)
        assert verify_record(mixed).breaks == ()


def test_public_material_needs_nobody_and_gives_access_at_once(context: Context) -> None:
    public = context_with(context, known=register_at(0))

    ask(public)

    assert kept(public).state is RequestState.APPROVED
    assert [grant.state for grant in access(public)] == [GrantState.SCHEDULED]
