"""What was decided can be judged again: the same facts, by the rules of then, give what is stored, or what differs is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import String, cast, select, type_coerce, update

from bot.application.context import Context
from bot.application.record.judge_again import judge_again
from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.checks.run import run_checks
from bot.domain.checks.verdicts import Case, Verdict, fails
from bot.domain.errors import Refusal
from bot.domain.register import KnownGrant, Screening
from bot.domain.vocabulary import GrantState, Mode, PersonStatus, ScreeningResult
from bot.store import snapshots
from bot.store.tables import SNAPSHOTS
from tests.application.steps import FIRST, approve, ask, now_known
from tests.builders import END, START, person, vendor
from tests.counting import row_counts


def stricter(_: Case) -> Verdict:
    return fails("Nobody is good enough.", "Wait.", used={})


def upgraded(**raised: Any) -> tuple[Check, ...]:
    """The catalogue of a release that changed VEN-01, and has one check more."""
    (old,) = [check for check in CATALOGUE if check.id == "VEN-01"]
    more = replace(old, id="NEW-01")
    return (more, *(replace(check, judge=stricter, **raised) if check is old else check for check in CATALOGUE))


KEPT = {"version": 2, "earlier": {1: {"judge": CATALOGUE[0].judge}}}


def alter(context: Context, column: str, change: Callable[[Any], Any]) -> None:
    with context.store.writing() as unit:
        value = change(unit.connection.execute(select(SNAPSHOTS.c[column])).scalar_one())
        unit.connection.execute(update(SNAPSHOTS).values({column: value}))


class TestAsItWasDecided:
    def test_the_results_are_those_that_are_stored_to_the_byte(self, context: Context) -> None:
        now_known(context, vendors=(vendor(screening=Screening(date(2026, 6, 1), ScreeningResult.CLEAR)),))
        ask(context)

        decided = judge_again(context, FIRST)

        assert decided.differences == ()
        with context.store.reading() as unit:
            text = unit.connection.execute(select(type_coerce(cast(SNAPSHOTS.c.results, String), String))).scalar_one()
        assert json.dumps(decided.stored) == text
        assert "last screened against the sanctions lists on 1 Jun 2026" in text

    def test_nothing_is_written(self, context: Context) -> None:
        ask(context)
        before = row_counts(context.store)

        judge_again(context, FIRST)

        assert row_counts(context.store) == before

    def test_an_upgrade_that_changed_a_rule_and_brought_another_changes_nothing_of_it(self, context: Context) -> None:
        ask(context)
        with context.store.reading() as unit:
            facts = snapshots.one(unit, FIRST, 1).facts

        decided = judge_again(context, FIRST, catalogue=upgraded(**KEPT))

        assert decided.differences == ()
        now = {one.check: one.message for one in run_checks(replace(facts, rules=None), upgraded(**KEPT))}
        assert (now["VEN-01"], "NEW-01" in now) == ("Nobody is good enough.", True)

    def test_it_does_not_depend_on_what_is_known_now(self, context: Context) -> None:
        ask(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))

        assert judge_again(context, FIRST).differences == ()

    def test_the_newest_snapshot_is_judged_unless_another_is_named(self, context: Context) -> None:
        ask(context)
        now_known(context, vendors=(vendor(clearance=1),))
        approve(context, "mo")

        first, newest = judge_again(context, "1", 1), judge_again(context, "1")

        assert (first.taken.snapshot.number, newest.taken.snapshot.number) == (1, 2)
        assert (first.differences, newest.differences) == ((), ())
        assert first.stored != newest.stored

    def test_a_snapshot_of_before_rules_had_versions_is_judged_by_the_first_of_each_that_answered(self, context: Context) -> None:
        """Its results know neither later checks nor later fields."""
        ask(context)
        later = ("VEN-04", "NDA-09", "EXP-01")
        alter(context, "facts", lambda facts: {name: value for name, value in facts.items() if name != "rules"})
        alter(context, "results", lambda found: [_without(row, "kept_by") for row in found if row["check"] not in later])

        words = judge_again(context, FIRST, catalogue=upgraded(**KEPT)).differences

        assert [one for one in words if not one.startswith("Snapshot 1 was altered")] == []


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


class TestWhatDiffers:
    def test_a_rule_that_was_changed_without_a_new_version_is_named_with_both_answers(self, context: Context) -> None:
        ask(context)

        (words,) = judge_again(context, FIRST, catalogue=upgraded()).differences

        assert words.startswith('VEN-01 of A1: stored outcome "pass"')
        assert 'judged anew outcome "block"' in words
        assert 'message "Nobody is good enough."' in words

    def test_a_rule_of_then_that_is_lost_is_named(self, context: Context) -> None:
        ask(context)

        (words,) = judge_again(context, FIRST, catalogue=upgraded(version=2)).differences

        assert words.startswith('VEN-01 of A1: stored outcome "pass"')
        assert words.endswith("not judged anew: this release does not have version 1 of this rule.")

    def test_altered_results_are_told(self, context: Context) -> None:
        ask(context)
        alter(context, "results", lambda found: [found[0] | {"outcome": "warn"}, *found[1:]])

        altered, words = judge_again(context, FIRST).differences

        assert altered == "Snapshot 1 was altered: its results of the checks are not those of its entry."
        assert words == 'VEN-01 of A1: stored outcome "warn"; judged anew outcome "pass".'

    def test_altered_facts_are_told_also_where_no_answer_changes(self, context: Context) -> None:
        ask(context)
        alter(context, "facts", lambda facts: facts | {"draft": facts["draft"] | {"need_text": "Another reason."}})

        (words,) = judge_again(context, FIRST).differences

        assert words == "Snapshot 1 was altered: its facts are not those of its entry."

    def test_facts_that_nobody_could_have_judged_are_told(self, context: Context) -> None:
        ask(context)
        alter(context, "facts", lambda facts: facts | {"register": facts["register"] | {"assets": []}})

        assert judge_again(context, FIRST).differences[1].startswith("Its facts cannot be judged: ")

    def test_facts_that_cannot_be_read_are_a_value_error(self, context: Context) -> None:
        ask(context)
        alter(context, "facts", lambda facts: facts | {"today": "yesterday"})

        with pytest.raises(ValueError, match="today"):
            judge_again(context, FIRST)


class TestWhatThereIsNot:
    def test_an_unknown_request_and_an_unknown_snapshot_are_refused(self, context: Context) -> None:
        ask(context)

        with pytest.raises(Refusal, match="There is no request REQ-2026-0099"):
            judge_again(context, "REQ-2026-0099")
        with pytest.raises(Refusal, match="REQ-2026-0001 has no snapshot 2: it has one snapshot, 1"):
            judge_again(context, FIRST, 2)

    def test_access_that_a_register_brought_has_no_snapshot(self, context: Context) -> None:
        brought = KnownGrant("REQ-2025-0007/E1", "REQ-2025-0007", "V1", "E1", "A1", Mode.VIEW, START, END, GrantState.ACTIVE)
        now_known(context, grants=(brought,))

        with pytest.raises(Refusal, match="REQ-2025-0007 has no snapshot: a register brought its access"):
            judge_again(context, "REQ-2025-0007")
