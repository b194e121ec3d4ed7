"""In any world: a fix that is offered clears the very result it stands on, and makes nothing else worse."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.checks.fixes import mended
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.drafts import Draft, Item
from bot.domain.facts import Facts
from bot.domain.register import (
    Agreement,
    Asset,
    Assignment,
    Consent,
    ExportLicence,
    ExportRecord,
    Limits,
    Person,
    Register,
    Survival,
    ThirdParty,
    WorkTerms,
)
from bot.domain.vocabulary import IpForm, Mode, Outcome, PersonStatus, PurposeKind
from tests.builders import END, START, asset, channel, contract, draft, facts, nda, person, register, vendor

FROM = [None, *(START + timedelta(days=days) for days in (-400, -1, 0, 1, 20))]
TO = [None, *(START + timedelta(days=days) for days in (-1, 0, 1, 19, 20, 30, 44, 45, 46, 400))]
SUBJECT = tuple[str, str, str | None]


@st.composite
def ndas(draw: st.DrawFn) -> tuple[Agreement, ...]:
    return tuple(
        nda(
            id=f"NDA-{number}",
            effective_on=draw(st.sampled_from(FROM)),
            expires_on=draw(st.sampled_from(TO)),
            supersedes=draw(st.sampled_from([(), ("NDA-0",)])),
            our_entities=draw(st.sampled_from([("OWN",), ("OTHER",)])),
            projects=draw(st.sampled_from([("P1",), ()])),
            purpose_kind=draw(st.sampled_from(PurposeKind)),
            survival=Survival(draw(st.sampled_from([12, 36, 60])), draw(st.sampled_from(["effective", "end", "disclosure"]))),
            auto_renew=draw(st.booleans()),
            renew_months=1,
        )
        for number in range(draw(st.integers(0, 3)))
    )


@st.composite
def contracts(draw: st.DrawFn) -> tuple[Agreement, ...]:
    return tuple(
        contract(
            id=f"MSA-{number}",
            effective_on=draw(st.sampled_from(FROM)),
            expires_on=draw(st.sampled_from(TO)),
            their_entities=draw(st.sampled_from([("V1-A",), ("V1-B",), None])),
            work=WorkTerms(
                Assignment(
                    draw(st.sampled_from(["present", "promise", None])), draw(st.sampled_from(["PL", "CN"])), ("written_form",)
                ),
                *[True] * 3,
            ),
        )
        for number in range(draw(st.integers(0, 2)))
    )


@st.composite
def assets(draw: st.DrawFn, name: str) -> Asset:
    licences = tuple(
        ExportLicence("L", country, until or END)
        for country, until in draw(st.lists(st.tuples(st.sampled_from(["PL", "VN"]), st.sampled_from(TO)), max_size=2))
    )
    return asset(
        id=name,
        asset_class=draw(st.sampled_from([0, 1, 2, 3, 4, None])),
        forms=draw(st.sampled_from([(IpForm.COPYRIGHT,), (IpForm.TRADE_SECRET,)])),
        limits=Limits(draw(st.sampled_from([("*",), ("PL",)])), (), ("IP",), draw(st.sampled_from([None, 5, 20]))),
        third_party=draw(st.sampled_from([None, *(ThirdParty("Fjord AS", (Consent("V1", until),)) for until in TO)])),
        export=draw(st.sampled_from([None, ExportRecord(licence_required=("PL", "VN"), licences=licences)])),
    )


@st.composite
def people(draw: st.DrawFn, name: str) -> Person:
    return person(
        id=name,
        work_country=draw(st.sampled_from(["PL", "VN", None])),
        status=draw(st.sampled_from([PersonStatus.ACTIVE, PersonStatus.LEFT])),
        undertaking_signed_on=draw(st.sampled_from(FROM)),
        training={"IP": draw(st.sampled_from(TO)) or END},
    )


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    mode, names = draw(st.sampled_from(Mode)), draw(st.sampled_from([("A1",), ("A1", "A2")]))
    wish: Draft = draft(
        items=tuple(Item(name, mode) for name in names),
        people=draw(st.sampled_from([("E1",), ("E1", "E2")])),
        purpose_kind=draw(st.sampled_from([PurposeKind.EVALUATION, PurposeKind.ENGAGEMENT])),
    )
    known: Register = register(
        agreements=(*draw(ndas()), *draw(contracts())),
        assets=tuple(draw(assets(name)) for name in ("A1", "A2")),
        people=tuple(draw(people(name)) for name in ("E1", "E2")),
        vendors=(vendor(clearance=4),),
        channels=(
            channel(max_class=draw(st.integers(0, 4))),
            channel(id="EXT", max_class=2),
            channel(id="VDI", max_class=draw(st.sampled_from([3, 4]))),
        ),
    )
    return facts(known, wish, today=draw(st.sampled_from([date(2026, 11, 24), START + timedelta(days=10)])))


def effects(results: tuple[CheckResult, ...]) -> dict[SUBJECT, int]:
    """How much each answer weighs; what does not apply weighs as much as a pass."""
    return {result.subject: max(result.effect.severity, Outcome.PASS.severity) for result in results}


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_a_fix_clears_its_result_and_makes_nothing_worse(world: Facts) -> None:
    before = run_checks(world)
    weights = effects(before)

    for result in before:
        if result.fix is None:
            continue
        now = effects(run_checks(facts(world.register, mended(world.draft, result.fix), today=world.today)))
        assert now.get(result.subject, 0) <= Outcome.WARN.severity
        assert now.get(result.subject, 0) < weights[result.subject]
        assert {subject for subject, weight in now.items() if weight > weights[subject]} == set()
