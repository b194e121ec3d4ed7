"""Whoever can mend what a check found is named: an engineer asks people and not roles."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.facts import Facts
from bot.domain.menders import menders
from bot.domain.prospects import SUCH
from bot.domain.vocabulary import Outcome, Role
from tests.builders import asset, facts, member, members, register, vendor

PEOPLE = members(
    member("rui", Role.VENDOR_MANAGER),
    member("vic", Role.VENDOR_MANAGER),
    member("pat", Role.PATENT_COUNSEL),
    member("gone", Role.IP_COUNSEL, active=False),
    member("dep"),
)


def known(**more: Any) -> Facts:
    given = {"members": PEOPLE, "vendors": (vendor(owner="vic"),), "assets": (asset(deputy="dep"),)} | more
    return facts(register(**given))


def named(remedy: str, outcome: Outcome = Outcome.BLOCK, **more: Any) -> tuple[str, ...]:
    return menders(CheckResult("X-01", outcome, outcome, "A1", remedy=remedy), known(**more))


@pytest.mark.parametrize(
    ("remedy", "names"),
    [
        ("IP counsel must amend the NDA, or approve a waiver.", ("Ivy",)),
        ("Ask a vendor manager for a refresh.", ("Vic", "Rui")),
        ("Ask the Vendor Manager to get F-1 closed first.", ("Vic", "Rui")),
        ("Patent counsel decides, or the security officer.", ("Pat", "Sol")),
        ("Ask the data owner to extend the list.", ("Dan", "Dep")),
        ("Ask Vic, the vendor manager.", ()),
        ("Nothing to do; the security officer looks at it.", ()),
        ("Shorten it.", ()),
        ("The export control officer takes over.", ()),
        ("The requester waits.", ()),
    ],
)
def test_the_holders_of_the_roles_that_the_remedy_names(remedy: str, names: tuple[str, ...]) -> None:
    assert named(remedy) == names


def test_a_missing_fact_is_for_whoever_keeps_the_record() -> None:
    assert named("It is recorded somewhere.", Outcome.UNKNOWN) == ("Vic",)
    kept = CheckResult("X-01", Outcome.UNKNOWN, Outcome.WAIVER, "A1", remedy="Record it.", kept_by="dan")
    assert menders(kept, known()) == ("Dan",)
    assert named("Record it.", Outcome.UNKNOWN, members=()) == ()
    unbound = members(member("rui", Role.VENDOR_MANAGER, slack_id=None))
    assert named("A vendor manager records it.", Outcome.UNKNOWN, members=unbound, vendors=(vendor(owner=None),)) == ("Rui",)


def test_material_that_is_only_thought_of_has_no_owner() -> None:
    result = CheckResult("X-01", Outcome.BLOCK, Outcome.BLOCK, "A1", remedy="Ask the data owner.")
    assert menders(replace(result, item=SUCH), known()) == ()
