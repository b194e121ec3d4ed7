"""Workflow files are read together, and every mistake in them is told at once with its file and its line."""

from pathlib import Path

import pytest

from bot.files.problems import BrokenFile
from bot.files.workflows import BrokenPolicy, Policy, read_policy, refuse_problems, unfilled, warnings_of
from tests.builders import member, members

ORGANISATION = "time_zone: Europe/Berlin\nholidays: [2026-12-25]\n"
RULES = """\
rules:
  - name: all
    when: {class: [1, 2, 3, 4]}
    post_to: ip-requests
    stages:
      - {name: need, seats: [engineering_manager], quantifier: any}
      - {name: owner, seats: [data_owner, ip_counsel]}
"""


def policy(folder: Path, **files: str) -> Policy:
    for name, text in ({"organisation": ORGANISATION, "rules": RULES} | files).items():
        (folder / f"{name}.yml").write_text(text)
    return read_policy(folder)


def mistakes(folder: Path, **files: str) -> list[str]:
    with pytest.raises(BrokenFile) as broken:
        policy(folder, **files)
    return str(broken.value).splitlines()


def test_sound_files_are_one_policy(tmp_path: Path) -> None:
    read = policy(tmp_path)

    assert [rule.name for rule in read.workflows.rules] == ["all"]
    assert read.time_zone == "Europe/Berlin"
    refuse_problems(read, members())


def test_the_shipped_files_are_sound() -> None:
    assert len(read_policy(Path(__file__).parents[2] / "workflows").workflows.rules) == 4


def test_a_folder_without_a_file_is_refused_with_the_setting_to_mend(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="RINGFENCE_WORKFLOWS_DIR"):
        read_policy(tmp_path)


def test_an_unknown_word_is_told_with_file_line_and_the_nearest_right_one(tmp_path: Path) -> None:
    found = mistakes(tmp_path, rules=RULES.replace("ip_counsel", "ip_councel").replace("post_to", "post_too"))

    assert any(line.startswith("rules.yml:7") and "did you mean ip_counsel?" in line for line in found)
    assert any(line.startswith("rules.yml:4") and "did you mean post_to?" in line for line in found)


def test_a_mistake_of_writing_does_not_hide_those_of_meaning(tmp_path: Path) -> None:
    rules = RULES.replace("ip_counsel", "ip_councel").replace(", 4]", "]").replace("engineering_manager", "requester")

    found = mistakes(tmp_path, rules=rules)

    assert any("did you mean ip_counsel?" in line for line in found)
    assert any("rules.yml:6" in line and "whoever asks never decides on their own request" in line for line in found)
    assert any("no rule covers every request of Strictly secret (C4)" in line for line in found)
    assert len(found) == 3


def test_what_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    for right, wrong in (
        ("[1, 2, 3, 4]", "[1, 2, 3, four]"),
        ("class:", "klass:"),
        ("when: ", "only: "),
        ("rules:", "rules: no"),
    ):
        assert not any("no rule covers" in line for line in mistakes(tmp_path, rules=RULES.replace(right, wrong, 1)))


def test_of_a_seat_that_cannot_be_read_nobody_is_told_that_it_cannot_be_filled(tmp_path: Path) -> None:
    text = RULES.replace("ip_counsel]", "ip_councel], quantifier: 2").replace("engineering_manager", "brand_counsel")

    with pytest.raises(BrokenPolicy) as broken:
        policy(tmp_path, rules=text)

    (problem,) = unfilled(broken.value.sound, members())
    assert str(problem).startswith("rules.yml:6  all · need  nobody active holds the role brand_counsel")


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        (
            "name: all",
            "name: All Of It",
            'must be small letters and digits, with hyphens between words, not the text "All Of It"',
        ),
        ("post_to: ip-requests", "post_to: '#ip-requests'", "must be a channel's name without #"),
        ("[1, 2, 3, 4]", "[1, 2, 3, 7]", "must be 4 or less, not 7"),
        ("[1, 2, 3, 4]", "[1, 2, 3, high]", 'must be a whole number, such as 3, not the text "high"'),
        ("[engineering_manager]", "[]", "must name at least 1"),
        ("[engineering_manager]", "engineering_manager", 'must be a list, written [a, b], not the text "engineering_manager"'),
        ("{class: [1, 2, 3, 4]}", "always", 'must be keys with values, written {key: value}, not the text "always"'),
        ("quantifier: any", "quantifier: some", "must be any, all, or how many different people (1 to 9) (it is"),
        ("quantifier: any", "reason: [approves]", "did you mean approve?"),
    ],
)
def test_each_mistake_says_what_would_be_right(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    assert any(words in line for line in mistakes(tmp_path, rules=RULES.replace(right, wrong, 1)))


def test_the_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    found = mistakes(tmp_path, organisation="time_zone: Europe/Berlinn\n", rules=RULES.replace("need,", "Need,"))

    assert {line.split(":")[0] for line in found} == {"organisation.yml", "rules.yml"}


def test_two_time_zones_or_none_are_refused(tmp_path: Path) -> None:
    assert "exactly one file sets time_zone" in mistakes(tmp_path, organisation="holidays: []\n")[0]
    assert "exactly one file sets time_zone" in mistakes(tmp_path, more=ORGANISATION)[0]


def test_a_key_twice_is_refused_and_not_half_read(tmp_path: Path) -> None:
    assert any("rules.yml:4" in line for line in mistakes(tmp_path, rules=RULES.replace("post_to: ip", "name: ip")))


def test_a_role_that_nobody_holds_is_told_at_its_stage(tmp_path: Path) -> None:
    read = policy(tmp_path, rules=RULES.replace("ip_counsel", "brand_counsel"))

    with pytest.raises(BrokenFile) as broken:
        refuse_problems(read, members())
    assert str(broken.value).startswith("rules.yml:7  all · owner  nobody active holds the role brand_counsel")


def test_an_added_seat_that_nobody_holds_is_told_at_its_line_whatever_file_it_is_in(tmp_path: Path) -> None:
    seats = "add_seats:\n  - {when: {}, stage: 2, seat: ip_counsel}\n"
    read = policy(tmp_path, a=seats, b=seats.replace("ip_counsel", "privacy_officer"))

    with pytest.raises(BrokenFile) as broken:
        refuse_problems(read, members())
    assert str(broken.value).startswith("b.yml:2  added seat 2  nobody active holds the role privacy_officer")


def test_a_rule_without_its_class_is_told_for_the_whole_policy(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"no rule covers every request of Strictly secret \(C4\)"):
        refuse_problems(policy(tmp_path, rules=RULES.replace(", 4]", "]")), members())


def test_what_works_until_one_person_asks_is_a_warning_with_its_line(tmp_path: Path) -> None:
    (odd, *_) = warnings_of(policy(tmp_path), members(member("eve", active=False)))

    assert (odd.file, odd.line) == ("rules.yml", 6)
    assert "only Mo holds engineering manager" in odd.words


def test_a_stage_may_escalate_to_one_or_to_several(tmp_path: Path) -> None:
    needs = "{name: need, seats: [engineering_manager], quantifier: any"
    text = RULES.replace(needs, f"{needs}, escalate_after: 2bd, escalate_to: deputies")
    (one,) = policy(tmp_path, rules=text).workflows.rules
    assert (one.stages[0].escalate_after, one.stages[0].escalate_to) == (2, ("deputies",))


def test_a_role_to_escalate_to_that_is_mistyped_is_told(tmp_path: Path) -> None:
    needs = "{name: need, seats: [engineering_manager], quantifier: any"
    text = RULES.replace(needs, f"{needs}, escalate_after: 2bd, escalate_to: [ip_councel]")
    assert any("escalate_to" in line or "ip_counsel" in line for line in mistakes(tmp_path, rules=text))
