"""May I, before I ask: the answer of the form without the form; who asked and what they heard stands in the record."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event as database_event

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.check_vendor import check_vendor, find_meant, judge_vendor
from bot.application.requests.outlook_words import mended_by
from bot.application.requests.show_outlook import OutlookView, show_outlook
from bot.domain.checks.depends import On
from bot.domain.checks.policy import CheckPolicy
from bot.domain.checks.results import CheckResult
from bot.domain.errors import Refusal
from bot.domain.happenings.requests import AgainstClass, ClassAnswer, VendorChecked
from bot.domain.prospects import SUCH
from bot.domain.register import LegalEntity, Register
from bot.domain.vocabulary import Outcome, Profile, PurposeKind, Role
from bot.domain.words_meant import Meant
from bot.store import record
from tests.application.steps import now_known
from tests.builders import TODAY, asset, channel, contract, draft, facts, member, members, nda, register, vendor, workflows
from tests.counting import row_counts, rows_added

ANA = member("ana")
STRANGER = member("slack:U_NEW", slack_id="U_NEW")


def told(known: Register, asset_id: str | None = None) -> OutlookView:
    """What Ana is told about Volt, and an asset or none, without any database."""
    return show_outlook(judge_vendor(workflows(), facts(known, draft(asset_ids=(asset_id,) if asset_id else ()))))


def entries(context: Context) -> list[VendorChecked]:
    with context.store.reading() as unit:
        return record.happenings_of(unit, ["V1"], VendorChecked)


class TestTheAnswer:
    def test_it_says_up_to_which_class_something_could_be_given_and_what_stops_the_next(self) -> None:
        answer = told(register())

        assert [(one.rank, one.verdict) for one in answer.prospects] == [
            (1, Outcome.PASS),
            (2, Outcome.PASS),
            (3, Outcome.PASS),
            (4, Outcome.BLOCK),
        ]
        assert (answer.highest, answer.reached, answer.stopped) == (3, answer.prospects[2], answer.prospects[3])
        (line,) = answer.prospects[3].against
        assert line.line.message == "Volt GmbH is cleared up to Secret (C3); such material is Strictly secret (C4)."

    def test_it_names_who_can_mend_it(self) -> None:
        known = register(members=members(member("rui", Role.VENDOR_MANAGER)), vendors=(vendor(owner="rui"),))

        (line,) = told(known).prospects[3].against
        assert "Rui" in f"{line.line.remedy} {mended_by(line)}"

    def test_a_sentence_about_material_that_is_only_thought_of_begins_as_one(self) -> None:
        known = register()
        judged = judge_vendor(workflows(), facts(known, draft(asset_ids=())))
        odd = CheckResult("X-01", Outcome.WARN, Outcome.WARN, SUCH, message=f"{SUCH} is odd.")
        (shown, *_) = show_outlook(replace(judged, row=(replace(judged.row[0], results=(odd,)),))).prospects
        assert shown.against[0].line.message == "Such material is odd."

    def test_of_one_asset_it_says_what_the_checks_say_of_it_worst_first(self) -> None:
        known = register(assets=(asset(owner_entity=None),), vendors=(vendor(clearance=2),))

        (one,) = told(known, "A1").prospects
        stops, *others = one.against
        assert (stops.line.check, stops.line.effect) == ("ACC-01", "Stops")
        (unknown,) = (line for line in others if line.line.check == "NDA-03")
        assert (unknown.line.effect, unknown.menders) == ("We don't know yet", ())
        assert unknown.line.remedy == "Ask Dan (data owner) to record it.", "named there, and not once more"

    def test_who_would_decide_is_said(self) -> None:
        (one,) = told(register(), "A1").prospects
        assert one.stages == (("engineering manager",), ("data owner", "IP counsel"), ("security officer",))

    def test_a_seat_that_nobody_can_fill_stops_it(self) -> None:
        known = register(members=members(member("sol", Role.SECURITY_OFFICER, active=False)))

        answer = told(known)
        assert answer.highest == 0
        assert answer.stopped is not None
        assert answer.stopped.gaps == ("the stage 'security' needs 1 of security officer for such material, and 0 can decide",)

    def test_what_waits_for_a_fact_is_not_said_to_wait_for_a_waiver(self) -> None:
        known = register(vendors=(vendor(status=None),))

        assert {one.needs_fact for one in told(known).prospects if one.verdict is Outcome.WAIVER} == {True}
        known = register(agreements=(nda(), contract(expires_on=TODAY)))
        assert [one.needs_fact for one in told(known).prospects if one.verdict is Outcome.WAIVER] == [False, False]

    def test_it_is_honest_about_what_it_has_not_looked_at(self) -> None:
        by_class, of_asset = told(register()), told(register(), "A1")

        assert {"PPL-02", "PPL-03", "PPL-05", "LOC-01"} <= set(by_class.depends[On.PEOPLE])
        assert {"NDA-04", "IPR-05", "LOC-01"} <= set(by_class.depends[On.ASSET])
        assert {"IPR-01", "IPR-02"} <= set(by_class.depends[On.USE])
        assert set(of_asset.depends) == {On.PEOPLE, On.USE}

    def test_what_has_been_found_already_is_no_open_question(self) -> None:
        known = register(agreements=(nda(purpose_kind=PurposeKind.EVALUATION), contract()))

        assert "NDA-04" not in told(known).depends[On.ASSET]

    def test_the_company_that_stands_best_is_named(self) -> None:
        known = register(vendors=(vendor(entities=(LegalEntity("V1-B", "Volt Holding", "SG"), *vendor().entities)),))

        answer = told(known)
        assert answer.trial is not None
        assert (answer.companies, answer.trial.company_name, answer.trial.channel_name) == (2, "Volt Sp. z o.o.", "Partner Git")
        assert (answer.trial.start_on, answer.trial.end_on) == (TODAY, date(2026, 12, 7))

    def test_a_vendor_without_a_company_is_said_to_have_none(self) -> None:
        known = register(vendors=(vendor(entities=()),))

        answer = told(known)
        assert (answer.prospects, answer.highest, answer.trial, answer.depends) == ((), 0, None, {})
        assert answer.missing == ("the register knows no company of Volt GmbH, so nobody can be named",)
        assert (answer.reached, answer.stopped) == (None, None)

    def test_public_material_waits_for_nothing(self) -> None:
        known = register(assets=(asset(asset_class=0),))

        answer = told(known, "A1")
        assert (answer.prospects[0].verdict, answer.prospects[0].stages, answer.depends) == (Outcome.PASS, (), {})


class TestTheRecord:
    def test_the_answer_is_that_of_the_facts_in_the_database(self, context: Context) -> None:
        assert show_outlook(check_vendor(context, ANA, Meant("V1"))) == told(register())

    def test_it_is_given_by_the_figures_of_the_company_and_says_by_which(self, context: Context) -> None:
        lenient = CheckPolicy("v7", profiles={"ACC-01": {Profile.F: Profile.W}}, access_days=(365, 180, 90, 7))
        answer = show_outlook(check_vendor(replace(context, check_policy=lenient), ANA, Meant("V1")))

        assert (answer.highest, answer.prospects[3].verdict) == (4, Outcome.WARN)
        assert answer.trial is not None
        assert answer.trial.end_on == date(2026, 11, 30)
        assert [entry.figures for entry in entries(context)] == ["v7"]

    def test_what_the_register_has_lost_meanwhile_is_refused_in_words(self, context: Context) -> None:
        for meant, lost in ((Meant("V9"), "vendor V9"), (Meant("V1", "A9"), "asset A9")):
            with pytest.raises(Refusal, match=f"does not know the {lost} any more"):
                check_vendor(context, ANA, meant)
        assert entries(context) == []

    def test_who_asked_and_the_answer_and_the_facts_stand_in_it_and_nothing_else_is_kept(self, context: Context) -> None:
        before = row_counts(context.store)
        check_vendor(context, STRANGER, Meant("V1"))

        (entry,) = entries(context)
        assert (entry.actor, entry.asset, entry.company, entry.gaps) == ("slack:U_NEW", None, "V1-A", ())
        assert entry.answers == tuple(
            ClassAnswer(rank, said) for rank, said in zip((1, 2, 3, 4), ["pass"] * 3 + ["block"], strict=True)
        )
        said = "Volt GmbH is cleared up to Secret (C3); such material is Strictly secret (C4)."
        assert entry.against == (AgainstClass(4, "ACC-01", "block", said),)
        assert (entry.start_on, entry.end_on, entry.policy) == (TODAY, date(2026, 12, 7), context.workflows.version)
        assert ("vendors:V1", 1) in entry.versions
        assert set(rows_added(before, row_counts(context.store))) <= {"event", "record_head"}

    def test_each_question_leaves_one(self, context: Context) -> None:
        for _ in range(2):
            check_vendor(context, ANA, Meant("V1", "A1"))

        assert [entry.asset for entry in entries(context)] == ["A1", "A1"]

    def test_what_is_said_of_several_classes_is_kept_once_with_the_lowest(self, context: Context) -> None:
        now_known(context, vendors=(vendor(owner=None),))
        check_vendor(context, ANA, Meant("V1"))

        (entry,) = entries(context)
        assert [(one.rank, one.check) for one in entry.against if one.check == "VEN-01"] == [(2, "VEN-01")]

    def test_also_where_nothing_could_be_judged(self, context: Context) -> None:
        now_known(context, channels=(), vendors=(vendor(entities=()),))
        check_vendor(context, ANA, Meant("V1"))

        (entry,) = entries(context)
        assert (entry.company, entry.answers, len(entry.gaps)) == (None, (), 2)


def test_the_facts_are_gathered_once_however_many_classes_companies_and_ways_there_are(context: Context) -> None:
    def statements() -> int:
        said: list[str] = []
        note = lambda *told: said.append(told[2])  # noqa: E731
        database_event.listen(context.store.engine, "before_cursor_execute", note)
        find_meant(context, ["volt"])
        check_vendor(context, ANA, Meant("V1"))
        database_event.remove(context.store.engine, "before_cursor_execute", note)
        return len(said)

    check_vendor(context, ANA, Meant("V1"))
    few = statements()
    companies = tuple(LegalEntity(f"V1-{number}", f"Volt {number}", "PL") for number in range(20))
    papers = tuple(nda(id=f"NDA-{number}", our_entities=("OWN", "TWO"), projects=(f"P{number}",)) for number in range(9))
    ways = tuple(channel(id=f"CH{number}") for number in range(9))
    load_register(
        context, register(vendors=(vendor(entities=companies),), agreements=papers, channels=(channel(), *ways)), actor="test"
    )
    assert statements() == few


class TestWords:
    def test_names_are_given_back_with_what_they_mean(self, context: Context) -> None:
        found = find_meant(context, ["pump", "volt"])

        assert found.is_sure
        (one,) = found.named
        assert (one.meant, one.vendor, one.asset) == (Meant("V1", "A1"), "Volt GmbH", "Pump controller")

    def test_material_alone_is_named_by_its_title(self, context: Context) -> None:
        assert find_meant(context, ["pump"]).assets == ("Pump controller",)

    def test_a_word_that_is_off_is_given_back_as_such(self, context: Context) -> None:
        found = find_meant(context, ["vlot"])
        assert (found.is_sure, found.unknown, found.named[0].vendor) == (False, ("vlot",), "Volt GmbH")
