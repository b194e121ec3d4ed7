"""A policy that leads nowhere is not activated, and all of its problems are told at once."""

from bot.domain.vocabulary import Mode, Overlay, Role
from bot.domain.workflow_problems import find_mistakes, find_problems, find_warnings
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


def test_of_a_policy_that_could_be_read_in_part_alone_nothing_is_said_of_what_is_not_there() -> None:
    lost = AddedStage(ALWAYS, "ned", stage("export", COUNSEL))
    part = workflows(rule(stage("two", OWNER, OWNER), classes=(3,)), stages=(lost,))

    assert {where for where, _ in find_mistakes(part)} == {"rules", "export", "secret · two"}
    assert {where for where, _ in find_mistakes(part, whole=False)} == {"secret · two"}


def test_a_rule_that_asks_for_more_than_the_class_does_not_cover_it() -> None:
    for more in (Condition((3,), modes=(Mode.VIEW,)), Condition((3,), tiers=(1,)), Condition((3,), (Overlay.TRADEMARK,))):
        special = Rule("special", more, (stage("one", OWNER),), "ip-requests")

        found = problems(workflows(special, rule(stage("one", OWNER), classes=(1, 2, 4), name="others")))

        assert [where for where, _ in found] == ["rules"]


def test_a_name_used_twice_is_told() -> None:
    twice = every_class(stage("one", OWNER), stage("one", COUNSEL))

    other = rule(stage("two", OWNER), classes=(1,), name="all")
    assert problems(workflows(other, twice)) == [
        ("all", "2 rules have this name; give each its own"),
        ("all · one", "2 stages are named 'one'; give each its own name"),
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
        ("all · one", True),
        ("two", True),
        ("added seat 1", True),
    ]


def test_a_number_of_people_that_the_company_does_not_have_is_told() -> None:
    two = every_class(stage("two", COUNSEL, quantifier=2))

    assert problems(workflows(two)) == [
        ("all · two", "it asks for 2 different people, and 1 at most can fill it; lower the number or give more people the role")
    ]
    assert problems(workflows(two), member("ian", COUNSEL)) == []


def test_one_person_with_both_roles_is_one_person() -> None:
    two = every_class(stage("two", COUNSEL, MANAGER, quantifier=2))

    assert len(problems(workflows(two), member("mo", MANAGER, COUNSEL), member("ivy", active=False))) == 1


def test_a_number_that_data_owners_help_to_fill_counts_the_owner_and_the_deputy() -> None:
    assert problems(workflows(every_class(stage("two", OWNER, COUNSEL, quantifier=3)))) == []
    assert problems(workflows(every_class(stage("two", OWNER, COUNSEL, quantifier=4)))) == [
        ("all · two", "it asks for 4 different people, and 3 at most can fill it; lower the number or give more people the role")
    ]


def test_a_rule_behind_a_wider_one_is_never_reached() -> None:
    narrow = Rule("narrow", Condition((3,), modes=(Mode.WRITE,)), (stage("one", OWNER),), "ip-requests")

    assert problems(workflows(narrow, every_class(stage("one", OWNER)))) == []
    assert problems(workflows(every_class(stage("one", OWNER)), narrow)) == [
        ("narrow", "it is never reached: 'all' before it takes all of its requests; put it first, or narrow that one")
    ]


def test_a_rule_behind_one_that_asks_for_more_is_reached() -> None:
    for more in (Condition((3,), (Overlay.TRADEMARK,)), Condition((3,), tiers=(1,)), Condition((3,), modes=(Mode.VIEW,))):
        special = Rule("special", more, (stage("one", OWNER),), "ip-requests")

        assert problems(workflows(special, every_class(stage("one", OWNER)))) == []


def test_an_added_stage_with_the_name_of_a_rules_stage_is_told() -> None:
    same = AddedStage(ALWAYS, "one", stage("one", COUNSEL))

    assert problems(workflows(every_class(stage("one", OWNER)), stages=(same,))) == [
        ("one", "a rule has a stage of this name, so that this one would never be added; name it differently")
    ]


def test_a_stage_that_only_whoever_asks_could_pass_is_told() -> None:
    assert problems(workflows(every_class(stage("own", Role.REQUESTER)))) == [
        ("all · own", "whoever asks never decides on their own request; name another role")
    ]


def test_a_route_that_asks_for_more_people_than_hold_its_roles_is_told() -> None:
    stages = (stage("one", COUNSEL), stage("two", MANAGER), stage("three", COUNSEL))
    three = rule(*stages, classes=(1, 2, 3, 4), people=3, name="all")

    assert [where for where, _ in problems(workflows(three))] == ["all"]
    assert problems(workflows(three), member("ian", COUNSEL)) == []


def test_a_role_that_one_person_holds_is_a_warning_unless_somebody_can_stand_in() -> None:
    policy = workflows(every_class(stage("one", COUNSEL)))

    assert list(find_warnings(policy, members())) == []
    alone = list(find_warnings(policy, members(member("eve", active=False))))
    assert [where for where, _ in alone] == ["all · one"]
    assert "only Ivy holds IP counsel" in alone[0][1]


def test_the_only_sponsor_cannot_stand_in_for_themselves() -> None:
    policy = workflows(every_class(stage("last", Role.EXECUTIVE_SPONSOR)))

    assert len(list(find_warnings(policy, members()))) == 1
    assert list(find_warnings(policy, members(member("eva", Role.EXECUTIVE_SPONSOR)))) == []


def test_seats_of_one_stage_that_one_person_alone_holds_are_told() -> None:
    both = member("ivy", COUNSEL, Role.BRAND_COUNSEL)
    policy = workflows(every_class(stage("marks", COUNSEL, Role.BRAND_COUNSEL)))

    assert problems(policy, both) == [
        (
            "all · marks",
            "its 2 seats take as many different people, and 1 at most can fill them; give one of the roles to somebody else too",
        )
    ]
    assert problems(policy, both, member("bo", Role.BRAND_COUNSEL)) == []


def test_owner_and_deputy_are_enough_for_the_seat_beside_them() -> None:
    assert problems(workflows(every_class(stage("owner", OWNER, COUNSEL)))) == []


def test_a_seat_that_is_named_twice_is_told_with_what_was_meant() -> None:
    assert problems(workflows(every_class(stage("twice", COUNSEL, COUNSEL, OWNER)))) == [
        ("all · twice", "it names ip_counsel 2 times; name it once, and say by `quantifier: 2` how many of them")
    ]


def test_more_people_than_the_stages_take_decisions_are_told_whoever_they_are() -> None:
    many = rule(stage("one", OWNER), stage("two", COUNSEL), classes=(1, 2, 3, 4), people=3, name="all")

    assert problems(workflows(many), member("ian", COUNSEL)) == [
        (
            "all",
            "it asks for 3 different people in all, and its stages take 2 decisions; lower min_distinct_people or add a stage",
        )
    ]


class TestEscalation:
    def told(self, **more: object) -> list[str]:
        return [words for _, words in problems(workflows(every_class(stage("one", OWNER, **more))))]

    def test_one_that_is_sound_is_no_problem(self) -> None:
        assert self.told(escalate_after=2, escalate_to=("deputies", "ip_counsel"), reject_after=5) == []
        assert self.told(escalate_after=2, escalate_to=("deputies",)) == []

    def test_it_says_when_and_to_whom(self) -> None:
        assert "not to whom" in self.told(escalate_after=2)[0]
        assert "not when" in self.told(escalate_to=("deputies",))[0]

    def test_it_comes_before_silence_is_a_no(self) -> None:
        assert self.told(escalate_after=5, escalate_to=("deputies",), reject_after=5) == [
            "it escalates after 5bd, and is rejected after 5bd already; escalate earlier"
        ]

    def test_nobody_is_made_to_decide_on_their_own_request(self) -> None:
        assert "never decides on their own request" in self.told(escalate_after=2, escalate_to=("requester",))[0]
