"""Where the week is told is data of the company: a list of channels in the workflow files, or none."""

from pathlib import Path

import pytest

from bot.files.problems import BrokenFile
from bot.files.workflows import Policy, read_policy, warnings_of

WORKFLOWS = Path(__file__).parents[2] / "workflows"
ZONE = "time_zone: Europe/Berlin\n"


def policy(folder: Path, *texts: str) -> Policy:
    for number, text in enumerate(texts):
        (folder / f"{number}.yml").write_text(text, encoding="utf-8")
    return read_policy(folder)


def test_without_the_key_the_week_is_told_nowhere(tmp_path: Path) -> None:
    assert policy(tmp_path, ZONE).digest_channels == ()


def test_channels_of_several_files_are_taken_together_each_once(tmp_path: Path) -> None:
    found = policy(tmp_path, ZONE + "digest_channels: [ip-week, sponsors]\n", "digest_channels: [ip-week, legal]\n")
    assert found.digest_channels == ("ip-week", "sponsors", "legal")
    assert found.channels == ("ip-week", "legal", "sponsors")


def test_a_channel_is_named_without_its_sign(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as broken:
        policy(tmp_path, ZONE + "digest_channels: ['#ip-week']\n")
    assert [(problem.file, problem.line) for problem in broken.value.problems if problem.place != "rules"] == [("0.yml", 2)]


def test_a_channel_may_be_named_by_its_id(tmp_path: Path) -> None:
    assert policy(tmp_path, ZONE + "digest_channels: [C0123ABCDE]\n").digest_channels == ("C0123ABCDE",)


def test_the_shipped_files_tell_it_where_the_cards_stand() -> None:
    shipped = read_policy(WORKFLOWS)
    assert shipped.digest_channels == ("ip-requests",)
    assert shipped.channels == ("ip-requests",)


def test_no_channel_is_for_others_unless_the_files_say_so(tmp_path: Path) -> None:
    assert read_policy(WORKFLOWS).others_may_read == ()
    assert policy(tmp_path, ZONE + "others_may_read: [ip-partners, C0123ABCDE]\n").others_may_read == (
        "ip-partners",
        "C0123ABCDE",
    )


def test_a_channel_for_others_that_nothing_is_posted_to_is_a_slip(tmp_path: Path) -> None:
    named = policy(tmp_path, ZONE + "digest_channels: [ip-week]\nothers_may_read: [ip-week, ip-weak]\n")
    assert [problem.words for problem in warnings_of(named, ()) if problem.place == "others_may_read"] == [
        "it names ip-weak, which nothing is posted to; correct the name, or take it out"
    ]
