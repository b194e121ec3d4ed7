"""No rule changes silently: what was judged once, and stands in `stored_snapshots`, is judged so for ever.

A failure here says that a rule gives another answer, other words or another clause than in the version that judged. It gets
the next version, keeps in `earlier` what it was, and `make snapshots` adds files for the new one (CONTRIBUTING, *A check*).
"""

from dataclasses import replace

import pytest

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.checks.decided import find_differences
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.checks.versions import lost
from bot.domain.facts import Facts
from bot.domain.vocabulary import Outcome
from bot.store.documents import from_document, to_document
from tests.domain.snapshot_files import Stored, stored_snapshots, worth_storing

STORED = stored_snapshots()


def differences(one: Stored) -> list[str]:
    facts = from_document(Facts, one.facts)
    judged = to_document(run_checks(facts), tuple[CheckResult, ...])
    return list(find_differences(one.results, judged, lost(facts.rules or ())))


@pytest.mark.parametrize("one", STORED, ids=lambda one: one.name)
def test_what_was_judged_once_is_judged_so_for_ever(one: Stored) -> None:
    assert differences(one) == [], "raise the version of the check, keep in `earlier` what it was, and run `make snapshots`"


def test_each_version_of_each_check_answered_in_one_of_them() -> None:
    stored = {answer[:2] for one in STORED for answer in one.answers if answer[2] != Outcome.NA}
    there_are = {(check.id, version) for check in CATALOGUE for version in range(1, check.version + 1)}

    assert there_are - stored == set(), "run `make snapshots`"


def test_each_check_failed_in_one_of_them() -> None:
    failed = {answer[0] for one in STORED for answer in one.answers if answer[2] not in (Outcome.NA, Outcome.PASS)}

    assert failed == {check.id for check in CATALOGUE}


def test_a_new_file_is_written_for_what_no_file_holds_yet_and_no_other() -> None:
    known, other = STORED[0], STORED[1]
    raised = [[check, version + (check == "NDA-01")] for check, version in known.facts["rules"]]
    new = replace(known, name="new", facts=known.facts | {"rules": raised})

    assert list(worth_storing([known, other], STORED, 1)) == []
    assert [one.name for one in worth_storing([known, new, new], STORED, 1)] == ["new"]
    assert next(worth_storing([replace(new, name=known.name)], STORED, 1)).name == f"{known.name}-2"
