"""What the vendor holds already is a fact of each request: access that the bot opened, and that of the register."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event as sql

from bot.application.context import Context
from bot.application.evaluation import evaluate_again, gather_facts
from bot.application.register.load import load_register
from bot.domain.checks.results import CheckResult
from bot.domain.facts import Facts, concerning
from bot.domain.register import Asset, KnownGrant
from bot.domain.vocabulary import GrantState, Mode, Outcome, RequestState
from bot.store import registers, requests
from bot.store.documents import from_document, to_document
from tests.application.steps import access, answer_to, approve_all, ask, kept, pass_days, reject
from tests.builders import END, START, TODAY, TestClock, asset, draft, person, register

PARTS = (asset(parts_of="AX"), asset(id="A2", parts_of="AX"), asset(id="AX", public_title="Cathode process"))


def known(context: Context, *, parts: tuple[Asset, ...] = PARTS, grants: tuple[KnownGrant, ...] = ()) -> None:
    load_register(context, register(assets=(*parts, asset(id="A9")), grants=grants), actor="test")


def held(number: int, **more: Any) -> KnownGrant:
    usual = {"id": f"G{number}", "request": "R-OLD", "vendor": "V1", "person": "E1", "asset": "A9", "mode": Mode.VIEW}
    return KnownGrant(**(usual | {"start_on": TODAY, "end_on": END, "state": GrantState.ACTIVE} | more))


def opened(context: Context, clock: TestClock, **wish: Any) -> str:
    """A request whose access is open."""
    name = ask(context, **wish)
    approve_all(context)
    pass_days(context, clock, START)
    return name


def again(context: Context, name: str, check: str = "ACC-05") -> CheckResult:
    """What a check finds now about a request that stands."""
    with context.store.reading() as unit:
        request = requests.load(unit, name)
        assert request is not None
        return next(one for one in evaluate_again(unit, context, request).results if one.check == check)


def facts_now(context: Context, **wish: Any) -> Facts:
    with context.store.reading() as unit:
        return gather_facts(unit, context, draft(**wish))


def test_access_that_the_bot_opened_counts_for_the_next_request(context: Context, clock: TestClock) -> None:
    known(context)
    opened(context, clock)

    second = ask(context, asset_ids=("A2",), start_on=START)

    assert kept(context, second).state is RequestState.AWAITING_WAIVER
    assert "all 2 parts of Cathode process (AX)" in again(context, second).message


def test_suspended_access_counts_as_well(context: Context, clock: TestClock) -> None:
    known(context)
    opened(context, clock)
    load_register(context, register(assets=PARTS, agreements=()), actor="test")
    pass_days(context, clock, START)

    assert [grant.state for grant in access(context)] == [GrantState.SUSPENDED]
    assert [grant.state for grant in facts_now(context).register.grants] == [GrantState.SUSPENDED]


def test_a_request_does_not_count_its_own_access_once_more_when_it_is_open(context: Context, clock: TestClock) -> None:
    known(context, parts=(asset(),), grants=tuple(held(number) for number in range(4)))
    name = opened(context, clock)

    assert [grant.state for grant in access(context)] == [GrantState.ACTIVE]
    assert again(context, name).outcome is Outcome.PASS
    assert dict(again(context, name).used)["person.accesses_of_one_person"] == "5 of at most 5"


def test_of_two_requests_that_were_approved_before_either_opened_the_second_is_held(context: Context, clock: TestClock) -> None:
    known(context)
    names = [ask(context), ask(context, asset_ids=("A2",))]
    for name in names:
        for who in ("mo", "dan", "ivy", "sol"):
            answer_to(context, name, who)
    pass_days(context, clock, START)

    with context.store.reading() as unit:
        states = {grant.asset: grant.state for grant in facts_now(context, asset_ids=("A9",)).register.grants}
        assert states == {"A1": GrantState.ACTIVE}
        second = requests.load(unit, names[1])
    assert second is not None
    assert again(context, names[1]).outcome is Outcome.WAIVER


def test_how_access_stands_is_what_the_bot_knows_and_its_use_what_the_register_says(context: Context) -> None:
    known(context, grants=(held(1, last_used_on=TODAY), held(2, state=GrantState.EXPIRED)))

    assert facts_now(context).register.grants == (held(1, last_used_on=TODAY),)
    assert [name for name, _ in facts_now(context).versions if name.startswith("access:")] == ["access:G1"]


def test_parts_of_the_same_secret_and_what_is_held_are_gathered_and_nothing_else(context: Context) -> None:
    parts = (*PARTS, asset(id="B1", parts_of="A9"), asset(id="B2"))
    known(context, parts=parts, grants=(held(1), held(2, asset="B2", state=GrantState.REVOKED)))

    facts = facts_now(context)

    assert [one.id for one in facts.register.assets] == ["A1"]
    assert [one.id for one in facts.register.beside] == ["A2", "A9", "AX"]
    assert {"beside:A2", "beside:A9", "beside:AX"} < {name for name, _ in facts.versions}


def test_a_part_that_is_recorded_later_is_another_state_of_facts(context: Context) -> None:
    known(context)
    name = ask(context, asset_ids=("A1", "A2"))
    assert kept(context, name).state is RequestState.AWAITING_WAIVER

    known(context, parts=(*PARTS, asset(id="A3", parts_of="AX")))
    assert again(context, name).outcome is Outcome.PASS


def test_what_is_rejected_of_a_request_leaves_the_rest_free_within_the_minute(context: Context, clock: TestClock) -> None:
    known(context)
    ask(context, asset_ids=("A1", "A2"))
    reject(context, "mo", items=("A2",))

    pass_days(context, clock, TODAY)

    assert kept(context).state is RequestState.PENDING_APPROVAL


@pytest.mark.parametrize("many", [1, 12])
def test_facts_are_gathered_with_the_same_two_queries_however_much_there_is(context: Context, many: int) -> None:
    names = tuple(f"A{number}" for number in range(1, many + 1))
    people = tuple(person(id=f"E{number}") for number in range(1, many + 1))
    grants = tuple(held(number, person="E1") for number in range(many))
    parts = tuple(asset(id=name, parts_of="AX") for name in (*names, "AX", "A99"))
    load_register(
        context, register(assets=parts, people=people, grants=tuple(replace(g, asset="A1") for g in grants)), actor="test"
    )
    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            counted.append(statement)

    with context.store.reading() as unit:
        sql.listen(context.store.engine, "before_cursor_execute", count)
        gather_facts(unit, context, draft(asset_ids=names, people=tuple(one.id for one in people)))
    assert len(counted) == 2


def test_facts_that_were_kept_before_the_parts_were_known_can_still_be_read(context: Context) -> None:
    facts = facts_now(context)
    document = to_document(facts)
    for later in ("request", "rejected"):
        del document[later]
    del document["register"]["beside"]

    assert from_document(Facts, document) == facts


def test_what_is_gathered_is_what_a_preview_takes_from_the_register_file(context: Context) -> None:
    known(context, grants=(held(1), held(2, asset="A2", person="E1")))
    facts = facts_now(context)

    with context.store.reading() as unit:
        whole = registers.whole_register(unit)
    assert set(concerning(whole, draft()).beside) == set(facts.register.beside)
