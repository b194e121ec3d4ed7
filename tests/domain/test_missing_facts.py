"""What a request waits for where a fact is missing: which fact, who keeps it, and what nobody can waive."""

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.missing_facts import keepers_of, missing_facts, only_facts_help, waits_for_words
from bot.domain.register import Member
from bot.domain.vocabulary import AgreementKind, Outcome, RequestState, Role
from tests.builders import asset, contract, draft, facts, member, nda, register, request

LENA, MO = member("lena"), member("mo")
VERA = member("vera", Role.VENDOR_MANAGER)


def incomplete(**more: object) -> tuple[CheckResult, ...]:
    """Personal data, and a processing agreement of which nobody recorded what it covers."""
    dpa = contract(id="DPA-1", kind=AgreementKind.DPA, work=None, art28_items=None, **more)
    known = register(agreements=(nda(), contract(), dpa), assets=(asset(personal_data="ordinary"),))
    return run_checks(facts(known, draft()))


def named(people: tuple[Member, ...]) -> list[str]:
    return [one.id for one in people]


def test_the_fact_that_is_missing_is_named() -> None:
    (missing,) = missing_facts(incomplete(), {"A1"})

    assert missing.check == "PRV-01"
    assert missing.message == "We don't know yet whether DPA-1 covers the personal data in A1."
    assert missing_facts(incomplete(), {"A2"}) == []


def test_what_is_never_waived_waits_for_a_fact_and_not_for_a_waiver() -> None:
    waiting = request(state=RequestState.AWAITING_WAIVER)

    assert only_facts_help(incomplete(), {"A1"})
    assert waits_for_words(waiting, incomplete()) == "waits for a fact"


def test_what_counsel_may_waive_waits_for_a_waiver() -> None:
    results = run_checks(facts(register(agreements=(nda(projects=None), contract())), draft()))
    (missing,) = missing_facts(results, {"A1"})

    assert (missing.check, missing.needs_fact, missing.effect) == ("NDA-04", False, Outcome.WAIVER)
    assert waits_for_words(request(state=RequestState.AWAITING_WAIVER), results) == "waits for a waiver"


def test_another_state_is_called_what_it_is() -> None:
    assert waits_for_words(request(), incomplete()) == "waits for approval"


@pytest.mark.parametrize(
    ("owner", "people", "vendor_owner", "asked"),
    [
        ("lena", (LENA, MO, VERA), "mo", ["lena"]),
        (None, (LENA, MO, VERA), "mo", ["mo"]),
        ("lena", (member("lena", active=False), MO, VERA), "mo", ["mo"]),
        ("lena", (member("lena", slack_id=None), VERA), None, ["vera"]),
        (None, (LENA,), None, []),
    ],
    ids=["the record's owner", "the vendor's owner", "an owner who left", "an owner without Slack", "nobody"],
)
def test_who_keeps_the_record_is_asked(
    owner: str | None, people: tuple[Member, ...], vendor_owner: str | None, asked: list[str]
) -> None:
    (missing,) = missing_facts(incomplete(owner=owner), {"A1"})

    assert named(keepers_of(missing, people, vendor_owner)) == asked


def test_an_assets_fact_is_its_data_owners() -> None:
    results = run_checks(facts(register(assets=(asset(asset_class=None, data_owner="dan"),)), draft()))

    assert {one.kept_by for one in missing_facts(results, {"A1"}) if one.check in ("ACC-01", "TRF-01")} == {"dan"}
