"""Workflow files are read together, and every mistake in them is told at once with its file and its line."""

from pathlib import Path

import pytest

from bot.files.problems import BrokenFile
from bot.files.workflows import Policy, read_policy, refuse_problems, warnings_of
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
