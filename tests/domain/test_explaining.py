"""Why a request goes the way it goes: the explanation says what the choice did, with its reasons."""

from bot.domain.explaining import explain_route
from bot.domain.facts import Facts
from bot.domain.vocabulary import Mode, Overlay, Role
from bot.domain.workflows import AddedSeat, AddedStage, Condition, Rule, choose_route
from tests.builders import draft, facts, register_at, rule, stage, vendor, workflows

OWNER, COUNSEL = Role.DATA_OWNER, Role.IP_COUNSEL


def asked(rank: int = 3, **more: object) -> Facts:
    return facts(register_at(rank), draft(**more))


def test_the_rules_are_weighed_down_to_the_one_that_fits() -> None:
    policy = workflows(
        rule(stage("one", OWNER), classes=(1, 2), name="low"),
        rule(stage("two", OWNER), classes=(3,), name="secret"),
        rule(stage("three", OWNER), classes=(4,), name="crown"),
    )
    explained = explain_route(policy, asked())

    assert [(one.name, one.applies) for one in explained.rules] == [("low", False), ("secret", True)]
    assert explained.rules[0].reasons == ("it is for Internal (C1) or Confidential (C2), this is Secret (C3)",)


def test_where_no_rule_fits_every_rule_says_why() -> None:
    policy = workflows(rule(stage("one", OWNER), classes=(1,), name="low"))

    assert [one.applies for one in explain_route(policy, asked()).rules] == [False]
    assert choose_route(policy, asked()) is None


def test_every_kind_of_condition_has_its_words() -> None:
    when = Condition((4,), (Overlay.TRADEMARK,), (Mode.WRITE, Mode.ADMIN), (1,))
    policy = workflows(Rule("strict", when, (stage("one", OWNER),), "ip-requests"))
    (weighed,) = explain_route(policy, asked()).rules

    assert weighed.reasons == (
        "it is for Strictly secret (C4), this is Secret (C3)",
        "it asks for trademark, which this is not",
        "it is for write or admin, this asks for view",
        "it is for vendors of tier 1, this one is of tier 2",
    )


def test_a_vendor_without_a_tier_fits_no_rule_for_a_tier() -> None:
    policy = workflows(Rule("strict", Condition(tiers=(1, 2)), (stage("one", OWNER),), "ip-requests"))
    (weighed,) = explain_route(policy, facts(register_at(3, vendors=(vendor(clearance=4, tier=None),)))).rules

    assert weighed.reasons == ("it is for vendors of tier 1 or 2, this one is of no tier",)


def test_what_overlays_would_add_is_told_with_what_does_not_apply() -> None:
    when_abroad, when_marked = Condition(overlays=(Overlay.CROSS_BORDER,)), Condition(overlays=(Overlay.TRADEMARK,))
    policy = workflows(
        stages=(AddedStage(when_marked, "need", stage("brand", Role.BRAND_COUNSEL)),),
        seats=(AddedSeat(Condition(), 2, Role.PRIVACY_OFFICER), AddedSeat(when_abroad, 1, COUNSEL)),
    )
    added = explain_route(policy, asked()).added

    assert [(one.name, one.does, one.applies) for one in added] == [
        ("brand", "brand counsel before need", False),
        ("privacy officer", "a seat in stage 2", True),
        ("IP counsel", "a seat in stage 1", False),
    ]
