"""The register that ships answers what it says it answers, as far as the checks of this release go."""

from datetime import date
from pathlib import Path

import pytest

from bot.application.requests.preview import Preview, preview_request
from bot.domain.checks.catalogue import BY_ID, outcome_of
from bot.domain.vocabulary import Outcome
from bot.files.register import ScriptedRequest, read_register
from bot.files.workflows import read_policy

ROOT = Path(__file__).parents[2]
DEMO = read_register(ROOT / "bot" / "local" / "demo-register.yml")
SCRIPTS = {script.id: script for script in DEMO.scripts}
WORKFLOWS = read_policy(ROOT / "workflows").workflows
NOT_BUILT_YET: set[str] = set()
WORST_FIRST = (Outcome.BLOCK, Outcome.WAIVER, Outcome.UNKNOWN, Outcome.WARN, Outcome.PASS, Outcome.NA)


def previewed(script: ScriptedRequest) -> Preview:
    return preview_request(WORKFLOWS, DEMO.register, script.draft, DEMO.as_of)


def test_the_checks_that_are_expected_and_not_built_are_exactly_these() -> None:
    """A check that joins the catalogue leaves this list, and its expectations are held from then on."""
    expected = {check for script in SCRIPTS.values() for check in script.expect}

    assert expected - BY_ID.keys() == NOT_BUILT_YET


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_check_answers_what_the_register_expects(name: str) -> None:
    found = previewed(SCRIPTS[name]).results
    expected = {check: outcome for check, outcome in SCRIPTS[name].expect.items() if check in BY_ID}

    answers = {check: {result.outcome for result in found if result.check == check} for check in expected}

    assert {check: min(outcomes, key=WORST_FIRST.index).value for check, outcomes in answers.items()} == expected


@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if script.overall])
def test_each_request_stands_where_the_register_expects(name: str) -> None:
    assert previewed(SCRIPTS[name]).overall.value == SCRIPTS[name].overall


def test_most_requests_say_how_they_end_and_all_exercise_something() -> None:
    assert sum(script.overall is not None for script in SCRIPTS.values()) >= 9
    assert {outcome for script in SCRIPTS.values() for outcome in script.expect.values()} == {"pass", "warn", "waiver", "block"}
    assert DEMO.as_of == date(2026, 11, 24)


def test_no_failure_counts_for_what_the_catalogue_does_not_announce() -> None:
    """`ringfence checks` says what a failure means; a result of another weight would make a liar of it."""
    found = [(script, result) for script in SCRIPTS.values() for result in previewed(script).results]
    failed = [(script, one) for script, one in found if one.outcome in (Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK)]

    assets = {asset.id: asset for asset in DEMO.register.assets}
    assert len({one.check for _, one in failed}) > 10
    for script, one in failed:
        rank = assets[one.item].rank
        check = BY_ID[one.check]
        assert one.outcome in [outcome_of(kind, rank) for _, kind in check.cases or (("", check.profile),)], (script.id, one)
