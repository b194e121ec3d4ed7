"""The preview agrees with the slow reference, row by row, on the demo register and on 500 seeded mutations of it."""

from datetime import date

import pytest

from bot.domain.checks.catalogue import BY_ID
from tests.reference.product import accepted_mutation, demo, is_over, loaded, previewed
from tests.reference.slow_checks import judge
from tests.reference.verdicts import ORDER

SEEDS, CHUNK = 500, 50
BUILT = {check for check, _, _, _, _ in judge(demo(), demo()["requests"][0], date(2026, 11, 24))[0]}


USUAL = {
    "VEN-01": "pass warn block unknown",
    "VEN-04": "pass warn waiver block",
    "VEN-05": "pass warn waiver unknown",
    "DDA-01": "pass warn waiver unknown",
    "DDA-02": "pass warn block",
    "DDA-03": "na pass warn waiver unknown",
    "DDA-04": "na pass warn waiver unknown",
    "NDA-01": "pass warn waiver block unknown",
    "NDA-02": "na pass warn waiver block",
    "NDA-03": "na pass warn waiver block unknown",
    "NDA-04": "na pass warn waiver unknown",
    "NDA-09": "na pass warn waiver unknown",
    "NDA-10": "na pass warn waiver unknown",
    "CTR-01": "na pass warn waiver",
    "CTR-03": "na pass warn unknown",
    "IPR-01": "na pass warn waiver",
    "IPR-02": "na pass warn waiver unknown",
    "IPR-05": "pass waiver block",
    "IPR-06": "na pass warn waiver unknown",
    "IPR-07": "na pass warn waiver unknown",
    "PAT-01": "na pass warn waiver",
    "DSN-01": "na pass warn waiver",
    "TMK-01": "na pass block unknown",
    "PPL-02": "pass warn waiver block",
    "PPL-03": "pass warn waiver block unknown",
    "PPL-05": "pass block unknown",
    "ACC-01": "pass waiver block unknown",
    "ACC-04": "pass warn waiver",
    "ACC-05": "pass warn waiver",
    "ACC-06": "pass warn",
    "LOC-01": "pass waiver block unknown",
    "EXP-01": "na pass warn waiver unknown",
    "EXP-02": "na pass block",
    "EXP-04": "pass warn block unknown",
    "PRV-01": "na pass block",
    "MON-01": "pass warn waiver block unknown",
    "MON-04": "pass waiver block",
    "TRF-01": "pass block unknown",
    "PRC-02": "pass warn unknown",
}


def differences(seed, file, register, today):
    """In words: seed, request, and what each side says alone."""
    for request, script in zip(file["requests"], register.scripts, strict=True):
        if is_over(request, today):
            continue
        expected, answered = judge(file, request, today), previewed(register, script, today)
        if expected != answered:
            yield f"seed {seed}, {request['id']} on {today}: overall {expected[1]} by the rules, {answered[1]} by the preview"
            yield from (f"  by the rules:   {row}" for row in expected[0] if row not in answered[0])
            yield from (f"  by the preview: {row}" for row in answered[0] if row not in expected[0])


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_preview_of_a_mutated_register_says_what_the_rules_say(first):
    judged = [(seed, *accepted_mutation(seed)) for seed in range(first, first + CHUNK)]
    assert not "\n".join(line for mutation in judged for line in differences(*mutation))


def test_the_preview_of_the_demo_register_says_what_the_rules_say():
    assert not "\n".join(differences("none", demo(), loaded(demo()), date(2026, 11, 24)))


@pytest.mark.parametrize("request_id", [request["id"] for request in demo()["requests"]])
def test_rules_and_preview_answer_what_the_demo_register_expects(request_id):
    request = next(request for request in demo()["requests"] if request["id"] == request_id)
    register = loaded(demo())
    script = next(script for script in register.scripts if script.id == request_id)
    wanted = {check: outcome for check, outcome in request.get("expect", {}).items() if check in BUILT}
    for rows, overall in (judge(demo(), request, register.as_of), previewed(register, script, register.as_of)):
        worst_last = sorted(rows, key=lambda row: ORDER.index(row.effect))
        answered = {row.check: row.outcome for row in worst_last}
        assert {check: answered[check] for check in wanted} == wanted
        assert overall == request.get("overall", overall)


def test_the_mutations_reach_every_outcome_of_every_check():
    """A comparison says little about an outcome that never comes up."""
    missing = {(check, outcome) for check in BUILT for outcome in USUAL[check].split()}
    for seed in range(SEEDS):
        file, _, today = accepted_mutation(seed)
        missing -= {(row.check, row.outcome) for request in file["requests"] for row in judge(file, request, today)[0]}
        if not missing:
            break
    assert set(BY_ID) == BUILT
    assert not missing
