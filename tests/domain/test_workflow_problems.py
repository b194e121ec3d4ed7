"""A policy that leads nowhere is not activated, and all of its problems are told at once."""

from bot.domain.vocabulary import Mode, Overlay, Role
from bot.domain.workflow_problems import find_problems
from bot.domain.workflows import AddedSeat, AddedStage, Condition, Rule, Workflows
from tests.builders import member, members, rule, stage, workflows

MANAGER, OWNER, COUNSEL = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL
ALWAYS = Condition()


def problems(policy: Workflows, *extra: object) -> list[tuple[str, str]]:
    return list(find_problems(policy, members(*extra)))  # type: ignore[arg-type]


def every_class(*stages: object, name: str = "all") -> Rule:
    return rule(*stages, classes=(1, 2, 3, 4), name=name)  # type: ignore[arg-type]


def test_a_sound_policy_has_none() -> None:
    assert problems(workflows()) == []


def test_a_rule_without_a_condition_covers_every_class() -> None:
    assert problems(workflows(Rule("all", ALWAYS, (stage("one", OWNER),), "ip-requests"))) == []


def test_a_class_without_a_rule_is_told() -> None:
    assert problems(workflows(rule(stage("one", OWNER), classes=(1, 2, 4)))) == [
        ("rules", "no rule covers every request of Secret (C3); add one with `when: {class: 3}`")
    ]


def test_a_rule_that_asks_for_more_than_the_class_does_not_cover_it() -> None:
    for more in (Condition((3,), modes=(Mode.VIEW,)), Condition((3,), tiers=(1,)), Condition((3,), (Overlay.TRADEMARK,))):
        special = Rule("special", more, (stage("one", OWNER),), "ip-requests")

        found = problems(workflows(special, rule(stage("one", OWNER), classes=(1, 2, 4), name="others")))

        assert [where for where, _ in found] == ["rules"]


def test_a_name_used_twice_is_told() -> None:
    twice = every_class(stage("one", OWNER), stage("one", COUNSEL))

    assert problems(workflows(twice, every_class(stage("two", OWNER)))) == [
        ("all", "2 rules have this name; give each its own"),
        ("all", "2 stages are named 'one'; give each its own name"),
    ]


def test_a_stage_that_is_added_before_no_stage_is_told_with_those_there_are() -> None:
    lost = AddedStage(ALWAYS, "ned", stage("export", COUNSEL))

    assert problems(workflows(every_class(stage("need", MANAGER), stage("owner", OWNER)), stages=(lost,))) == [
        ("export", "it is added before 'ned', which no rule has; known are need, owner")
    ]


def test_a_role_that_nobody_active_holds_is_told_wherever_it_is_asked_for() -> None:
    policy = workflows(
        every_class(stage("one", Role.BRAND_COUNSEL)),
        stages=(AddedStage(ALWAYS, "one", stage("two", Role.PATENT_COUNSEL)),),
        seats=(AddedSeat(ALWAYS, 1, Role.PRIVACY_OFFICER),),
    )

    found = problems(policy, member("old", Role.PATENT_COUNSEL, active=False))

    assert [(where, "nobody active holds the role" in words) for where, words in found] == [
        ("one", True),
        ("two", True),
        ("added seat", True),
    ]


def test_a_number_of_people_that_the_company_does_not_have_is_told() -> None:
    two = every_class(stage("two", COUNSEL, quantifier=2))

    assert problems(workflows(two)) == [
        ("two", "it asks for 2 different people, and 1 hold its roles; lower the number or give more people the role")
    ]
    assert problems(workflows(two), member("ian", COUNSEL)) == []


def test_one_person_with_both_roles_is_one_person() -> None:
    two = every_class(stage("two", COUNSEL, MANAGER, quantifier=2))

    assert len(problems(workflows(two), member("mo", MANAGER, COUNSEL), member("ivy", active=False))) == 1


def test_a_number_that_data_owners_help_to_fill_is_judged_per_request() -> None:
    assert problems(workflows(every_class(stage("two", OWNER, COUNSEL, quantifier=2)))) == []
