"""The paper that takes over, recorded in Slack: an agreement like any other, and the series of the old one ends."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.application.agreements.explain import explain_agreement
from bot.application.agreements.record_successor import Successor, suggest_successor
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.sweep import sweep_requests
from bot.domain.agreement_status import AgreementStatus
from bot.domain.errors import FormErrors, Refusal
from bot.domain.happenings.agreements import AgreementRenewed
from bot.domain.register import Agreement, Survival
from bot.store import record, registers
from tests.application.reminding import CLICK, END, SERIES, VIC, about, ending, morning, on, paper_of, with_papers
from tests.application.steps import ask
from tests.builders import TestClock, contract, member, register
from tests.refusing import record_successor

EVE, ANA = member("eve"), member("ana")
NEXT_DAY = END + timedelta(days=1)
SIGNED = Successor(on(-30), NEXT_DAY, date(2030, 1, 14), 60, "end", carve_out=True, affiliates=True)


@pytest.fixture
def context(context: Context, clock: TestClock) -> Context:
    with_papers(context, ending(trade_secret_carve_out=False))
    morning(context, clock, on(-30))
    return context


def papers(context: Context) -> dict[str, Agreement]:
    with context.store.reading() as unit:
        return {paper.id: paper for paper in registers.agreements_of(unit, "V1")}


def mistakes(context: Context, **wrong: Any) -> dict[str, str]:
    with pytest.raises(FormErrors) as caught:
        record_successor(context, EVE, CLICK, replace(SIGNED, **wrong))
    return caught.value.errors


def test_it_is_a_paper_of_the_register_with_the_better_clauses(context: Context) -> None:
    assert record_successor(context, EVE, CLICK, SIGNED) is None
    new, old = papers(context)["NDA-V1-2"], papers(context)["NDA-1"]
    assert (new.effective_on, new.expires_on, new.executed_on) == (NEXT_DAY, date(2030, 1, 14), on(-30))
    assert new.supersedes == ("NDA-1",)
    assert new.nda is not None
    assert (new.nda.survival, new.nda.trade_secret_carve_out, new.nda.covers_affiliates) == (Survival(60, "end"), True, True)
    assert (new.our_entities, new.their_entities, new.nda.projects) == (old.our_entities, old.their_entities, ("P1",))


def test_the_old_series_is_silent_from_then_on_and_the_new_one_is_armed(context: Context, clock: TestClock) -> None:
    record_successor(context, EVE, CLICK, SIGNED)
    assert [morning(context, clock, on(step)) for step in (-14, -7, -1, 0, 1)] == [[]] * 5
    assert morning(context, clock, date(2029, 10, 16)) == ["eve"]
    assert paper_of(context, "eve").id == "NDA-V1-2"


def test_the_reminder_shows_that_it_is_done(context: Context) -> None:
    record_successor(context, EVE, CLICK, SIGNED)
    paper = paper_of(context, "vic")
    assert paper.successor is not None
    assert (paper.successor.id, paper.successor.gap, paper.running) == ("NDA-V1-2", None, False)
    assert not any(vars(paper.buttons).values())


def test_days_that_nobody_covers_are_recorded_and_shown_and_the_series_goes_on(context: Context, clock: TestClock) -> None:
    record_successor(context, EVE, CLICK, replace(SIGNED, begins_on=END + timedelta(days=5)))
    (event,) = [one for one in about(context) if one.happened.value == "agreement.renewed"]
    assert event.details["gap"] == ["2027-01-15", "2027-01-18"]
    paper = paper_of(context, "eve")
    assert paper.successor is not None
    assert paper.successor.gap == (date(2027, 1, 15), date(2027, 1, 18))
    assert paper.running
    assert "eve" in morning(context, clock, on(-14))
    assert explain_agreement(context, "NDA-1", on(5)).story.clocks.status is AgreementStatus.SUPERSEDED


def test_one_without_end_is_evergreen_and_does_not_renew_by_itself(context: Context) -> None:
    record_successor(context, EVE, CLICK, replace(SIGNED, ends_on=None, survival_months=None))
    new = papers(context)["NDA-V1-2"]
    assert (new.expires_on, new.auto_renew, new.nda.survival) == (None, False, Survival(None, "end"))  # type: ignore[union-attr]


def test_it_takes_the_first_number_that_is_free(context: Context) -> None:
    with_papers(context, ending(), ending(id="NDA-V1-2", their_entities=("V1-B",)))
    record_successor(context, EVE, CLICK, SIGNED)
    assert "NDA-V1-3" in papers(context)


def test_sent_twice_it_is_recorded_once(context: Context) -> None:
    record_successor(context, EVE, CLICK, SIGNED)
    assert isinstance(record_successor(context, EVE, CLICK, SIGNED), Refusal)
    assert sorted(papers(context)) == ["MSA-1", "NDA-1", "NDA-V1-2"]


def test_after_days_without_cover_a_second_one_is_refused(context: Context) -> None:
    """Its series goes on, so that the button still stands there."""
    record_successor(context, EVE, CLICK, replace(SIGNED, begins_on=END + timedelta(days=5)))
    refusal = record_successor(context, VIC, CLICK, replace(SIGNED, begins_on=END + timedelta(days=5)))
    assert isinstance(refusal, Refusal)
    assert "NDA-V1-2 is recorded already" in refusal.words
    assert sorted(papers(context)) == ["MSA-1", "NDA-1", "NDA-V1-2"]


@pytest.mark.parametrize("requester", ["eve", "slack:U_EVE"])
def test_nobody_records_what_their_own_access_hangs_on(context: Context, requester: str) -> None:
    ask(context, requester=requester, end_on=END)
    refusal = record_successor(context, EVE, CLICK, SIGNED)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "own_request"
    assert record_successor(context, VIC, CLICK, SIGNED) is None


def test_only_the_owner_a_vendor_manager_or_ip_counsel_records_it(context: Context) -> None:
    assert isinstance(record_successor(context, ANA, CLICK, SIGNED), Refusal)
    assert record_successor(context, VIC, CLICK, SIGNED) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"signed_on": on(-29)}, "signed"),
        ({"begins_on": date(2025, 1, 1)}, "begins"),
        ({"ends_on": END}, "ends"),
        ({"ends_on": on(-1)}, "ends"),
        ({"survival_months": 1201}, "survival"),
        ({"file_sha256": "a0b1"}, "file"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_kept(context: Context, wrong: dict[str, Any], field: str) -> None:
    assert list(mistakes(context, **wrong)) == [field]
    assert sorted(papers(context)) == ["MSA-1", "NDA-1"]


@pytest.mark.parametrize("seen", ["partly_signed", "draft"])
def test_a_copy_that_not_both_sides_have_signed_is_not_recorded_and_that_is_kept(context: Context, seen: Any) -> None:
    refusal = record_successor(context, EVE, CLICK, replace(SIGNED, seen=seen))
    assert isinstance(refusal, Refusal)
    assert refusal.words.startswith("NDA-06: we only have a ")
    assert "Record it once the copy that both sides have signed is here." in refusal.words
    assert sorted(papers(context)) == ["MSA-1", "NDA-1"]
    with context.store.reading() as unit:
        noted = [one.event for one in record.entries_of(unit, ["NDA-1"]) if one.event.happened.value == "click.refused"]
    assert [(one.actor, one.details["code"]) for one in noted] == [("eve", "NDA-06")]


def test_the_hash_of_the_signed_file_is_kept_with_the_paper_and_in_the_record(context: Context) -> None:
    record_successor(context, EVE, CLICK, replace(SIGNED, file_sha256="a0" * 32))
    assert papers(context)["NDA-V1-2"].file_sha256 == "a0" * 32
    with context.store.reading() as unit:
        (renewed,) = record.happenings_of(unit, ["NDA-1"], AgreementRenewed)
    assert renewed.sha256 == "a0" * 32


def test_the_form_suggests_that_it_goes_on_the_next_day_for_as_long_as_before(context: Context) -> None:
    known, suggested = suggest_successor(context, EVE, SERIES)
    assert known.paper.id == "NDA-1"
    assert (suggested.begins_on, suggested.ends_on) == (NEXT_DAY, date(2029, 1, 14))
    assert suggested.carve_out
    with pytest.raises(Refusal):
        suggest_successor(context, ANA, SERIES)


def test_no_register_file_may_lose_it(context: Context) -> None:
    record_successor(context, EVE, CLICK, SIGNED)
    with pytest.raises(Refusal, match="lacks NDA-V1-2"):
        with_papers(context, ending())
    assert "NDA-V1-2" in papers(context)
    load_register(context, register(agreements=(ending(), contract(), papers(context)["NDA-V1-2"])), actor="test")


def test_what_a_request_of_the_vendor_waits_for_is_looked_at_in_the_same_minute(context: Context) -> None:
    ask(context, end_on=END - timedelta(days=1))
    sweep_requests(context)
    assert sweep_requests(context) == 0
    record_successor(context, EVE, CLICK, SIGNED)
    assert sweep_requests(context) == 1
