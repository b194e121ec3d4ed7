"""A request that only a fact can release says so; whoever keeps the record is asked, and it goes on with the fact."""

import pytest

from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.requests.facts_wanted import FACT_WANTED, FactWanted, draw_fact_wanted
from bot.application.requests.preview_draft import Wish, preview_draft
from bot.application.requests.show import show_request
from bot.application.requests.sweep import sweep_requests
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, Mode, RequestState, Role
from bot.store.outbox import SLACK, Promise, to_person
from tests.application.steps import FIRST, ask, everything_is_delivered, happened, kept, now_known, promised
from tests.builders import END, START, asset, contract, member, members, nda, vendor

PERSONAL = (asset(personal_data="ordinary"),)


def dpa(**more: object) -> Agreement:
    return contract(**({"id": "DPA-1", "kind": AgreementKind.DPA, "work": None, "art28_items": None} | more))


def papers(**more: object) -> tuple[Agreement, ...]:
    return (nda(), contract(), dpa(**more))


def drawn(context: Context, who: str) -> FactWanted:
    with context.store.reading() as unit:
        found = draw_fact_wanted(unit, context, Promise("key", SLACK, FIRST, to_person(who), FACT_WANTED))
    assert found is not None
    return found


def asked_for_it(context: Context) -> list[str]:
    return [place.removeprefix("person:") for kind, place in promised(context) if kind == FACT_WANTED]


@pytest.fixture
def waiting(context: Context) -> Context:
    now_known(context, agreements=papers(), assets=PERSONAL)
    ask(context)
    ask_all_again(context)
    return context


def test_it_waits_for_a_fact_and_says_which_and_who_was_asked(waiting: Context) -> None:
    assert kept(waiting).state is RequestState.AWAITING_WAIVER
    with waiting.store.reading() as unit:
        view = show_request(unit, waiting, kept(waiting))
    assert view.state_words == "waits for a fact"
    assert [(one.check, one.asked) for one in view.wanted] == [("PRV-01", ("Mo",))]


def test_whoever_keeps_the_record_has_a_message_with_the_way_to_supply_it(waiting: Context) -> None:
    assert asked_for_it(waiting) == ["mo"]
    (fact,) = drawn(waiting, "mo").facts
    assert fact.words == "We don't know yet whether DPA-1 covers the personal data in A1."
    assert fact.needs_fact
    assert drawn(waiting, "dan").facts == ()


def test_nobody_is_asked_twice(waiting: Context) -> None:
    ask_all_again(waiting)

    assert asked_for_it(waiting) == ["mo"]


def test_a_new_owner_of_the_record_is_asked(waiting: Context) -> None:
    everything_is_delivered(waiting)

    everybody = members(member("mo", Role.ENGINEERING_MANAGER, active=False), member("vera", Role.VENDOR_MANAGER))
    now_known(waiting, agreements=papers(), assets=PERSONAL, members=everybody)

    assert "vera" in asked_for_it(waiting)


def test_once_the_fact_is_there_it_goes_on_and_nothing_is_wanted(waiting: Context) -> None:
    now_known(waiting, agreements=papers(art28_items=tuple("abcdefgh")), assets=PERSONAL)
    sweep_requests(waiting)

    assert kept(waiting).state is RequestState.PENDING_APPROVAL
    assert drawn(waiting, "mo").facts == ()


def test_the_form_says_beforehand_who_will_be_asked(context: Context) -> None:
    now_known(context, agreements=papers(), assets=PERSONAL)
    wish = Wish("ana", None, "V1", "V1-A", ("A1",), ("E1",), "P1", Mode.VIEW, "CH", START, END)

    judged = preview_draft(context, wish).judged

    assert judged is not None
    assert judged.asked == ("Mo",)


def test_where_nobody_can_be_asked_it_is_stuck_and_the_record_says_so(context: Context) -> None:
    nobody = members(member("mo", Role.ENGINEERING_MANAGER, slack_id="U_MO"), member("adm", Role.ADMINISTRATOR))
    now_known(context, agreements=papers(), assets=PERSONAL, vendors=(vendor(owner=None),), members=nobody)
    ask(context)
    ask_all_again(context)

    assert asked_for_it(context) == []
    assert happened(context)[-1] == "question.nobody_left"
