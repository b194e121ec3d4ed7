"""The demo's data stay in their folder until somebody begins anew, and no other database is ever touched."""

from pathlib import Path

import pytest

from bot.domain.errors import Refusal
from bot.local.folder import DemoFolder


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "demo")
    assert folder.begin(fresh=False) is None
    folder.keep({"ahead": 3})
    assert DemoFolder(tmp_path / "demo").begin(fresh=False) == {"ahead": 3}


def test_fresh_begins_anew_and_leaves_what_is_not_the_demos(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.begin(fresh=False)
    folder.keep({"ahead": 3})
    for name in ("ringfence.db", "ringfence.db-wal", "record.key"):
        (tmp_path / name).write_text("x", encoding="utf-8")

    assert folder.begin(fresh=True) is None
    assert sorted(one.name for one in tmp_path.iterdir()) == ["demo.json", "record.key"]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_database_of_a_company_is_left_alone_in_words(tmp_path: Path, fresh: bool) -> None:
    (tmp_path / "ringfence.db").write_text("theirs", encoding="utf-8")
    with pytest.raises(Refusal, match="it is not the demo's") as refused:
        DemoFolder(tmp_path).begin(fresh=fresh)
    assert "RINGFENCE_DATA_DIR=demo" in refused.value.words
    assert (tmp_path / "ringfence.db").read_text(encoding="utf-8") == "theirs"


def test_one_that_was_stopped_while_it_began_begins_again(tmp_path: Path) -> None:
    DemoFolder(tmp_path).begin(fresh=False)
    (tmp_path / "ringfence.db").write_text("half", encoding="utf-8")
    assert DemoFolder(tmp_path).begin(fresh=False) is None
    assert not (tmp_path / "ringfence.db").exists()


def test_what_cannot_be_read_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match="--fresh` begins anew"):
        DemoFolder(tmp_path).begin(fresh=False)


def test_the_settings_are_lines_that_a_shell_reads(tmp_path: Path) -> None:
    file = DemoFolder(tmp_path).tell_settings({"RINGFENCE_DATA_DIR": "/x", "RINGFENCE_DATABASE_URL": ""})
    assert file.read_text(encoding="utf-8") == "RINGFENCE_DATA_DIR=/x\nRINGFENCE_DATABASE_URL=\n"
