"""Every kind of happening is one class, and what it leaves in the record is what stood there before there were classes.

`stored_entries.jsonl` holds entries that were written then: of every word, with and without what may be left out.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.happenings import HAPPENINGS, happening_of
from bot.domain.happenings.access import AccessOpened, AccessSuspended, GapFound
from bot.domain.happenings.agreements import AgreementRenewalOpened
from bot.domain.happenings.audits import AuditMoved, TicketOpened
from bot.domain.happenings.record import ClickRefused, RecordRooted
from bot.domain.happenings.requests import FactsWorsened, ItemApproved, RequestSubmitted, StageOpened, Worse
from bot.domain.reminders import Anchor, ReminderSchedule

SCHEDULE = ReminderSchedule("NDA-1", Anchor.END, date(2027, 1, 15))


def stored() -> Iterator[Event]:
    for line in (Path(__file__).parent / "stored_entries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Event(**(row | {"happened": Happened(row["happened"])}))


def entry(happened: Happened, /, entity: str = "request", about: str = "REQ-1", **details: Any) -> Event:
    return Event(happened, entity, about, "dan", details=details)


def test_every_word_has_one_class_that_is_called_like_it() -> None:
    assert {word: kind.__name__ for word, kind in HAPPENINGS.items()} == {
        word: word.name.title().replace("_", "") for word in Happened
    }


def test_of_every_word_there_is_an_entry_as_it_was_always_written() -> None:
    assert {event.happened for event in stored()} == set(Happened)


@pytest.mark.parametrize("event", list(stored()), ids=lambda event: event.happened.value)
def test_an_entry_is_read_back_and_written_as_it_stood_to_the_letter(event: Event) -> None:
    happening = happening_of(event)
    written = happening.written()
    assert written == event
    assert json.dumps(written.details) == json.dumps(event.details)
    assert (happening.entity_id, happening.subject) == (event.entity_id, event.subject)
    assert happening_of(written) == happening


class TestWhatIsReadBack:
    def test_fields_instead_of_keys_and_of_places_in_a_row(self) -> None:
        event = entry(Happened.FACTS_WORSENED, worse=[["NDA-01", "A1", None, "block", "Ended."]], snapshot=2)
        assert FactsWorsened.read(event).worse == (Worse("NDA-01", "A1", None, "block", "Ended."),)

    def test_days_and_states_as_what_they_are(self) -> None:
        moved = AuditMoved.read(entry(Happened.AUDIT_MOVED, "audit", "K", ticket="IPA-1", state="fieldwork"))
        assert (moved.state, moved.moved_its_day) == ("fieldwork", False)
        told = RecordRooted.read(entry(Happened.RECORD_ROOTED, "record", "record", day="2026-11-24", root="r"))
        assert (told.day, told.called) == (date(2026, 11, 24), "2026-11-24")

    def test_a_ticket_is_that_of_an_audit_or_the_task_of_an_agreement(self) -> None:
        of_audit = TicketOpened(audit="K", request="REQ-1", ticket="IPA-1", url="there")
        of_paper = TicketOpened(schedule=SCHEDULE, ticket="IPA-2", url="there")
        assert [(one.written().entity, one.entity_id) for one in (of_audit, of_paper)] == [("audit", "K"), ("agreement", "NDA-1")]
        assert TicketOpened.read(of_paper.written()) == of_paper

    def test_a_message_may_carry_the_details(self) -> None:
        opened = AccessOpened(grant="G-1", request="REQ-1", grants=("G-1", "G-2"), until=date(2027, 1, 15), tell=("ana",))
        carried = {"happened": "access.opened", **opened.details}
        assert AccessOpened.from_details(carried, grant="G-1") == opened

    def test_what_was_tried_is_kept_as_the_use_case_says_it(self) -> None:
        refused = ClickRefused(actor="dan", of="request", about="REQ-1", code="late", tried={"stage": 1}, place="C1:17.5")
        assert refused.details == {"code": "late", "stage": 1, "place": "C1:17.5"}
        assert ClickRefused.read(refused.written()) == refused


class TestEntriesOfOlderReleases:
    def test_what_they_lack_is_read_as_nothing(self) -> None:
        answered = ItemApproved.read(entry(Happened.ITEM_APPROVED, item="A1", stage=0, seat="data_owner", snapshot=1))
        assert (answered.hashes, answered.slack_id, answered.actor) == ({}, None, "dan")
        asked = RequestSubmitted.read(entry(Happened.REQUEST_SUBMITTED, snapshot=1))
        assert (asked.rank, asked.route, asked.hashes, asked.post_to) == (None, None, {}, "")
        suspended = AccessSuspended.read(entry(Happened.ACCESS_SUSPENDED, "grant", "G-1", request="REQ-1"))
        assert (suspended.reasons, suspended.covered_until, suspended.people) == ((), None, 0)

    def test_a_task_that_was_promised_before_is_named_by_none(self) -> None:
        assert AgreementRenewalOpened.read(entry(Happened.AGREEMENT_RENEWAL_OPENED, **SCHEDULE.details)).task is None

    @pytest.mark.parametrize(
        ("details", "words"),
        [
            ({"round": 1}, "stage.opened lacks stage"),
            ({"stage": "1", "round": 1}, "stage of stage.opened cannot be read: '1' is of another kind"),
            ({"stage": True, "round": 1}, "True is of another kind"),
            ({"stage": 1, "round": 1, "asked": "dan"}, "asked of stage.opened"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, details: dict[str, Any], words: str) -> None:
        with pytest.raises(ValueError, match=words):
            StageOpened.read(entry(Happened.STAGE_OPENED, **details))

    @pytest.mark.parametrize("row", [["NDA-01", "A1"], {"check": "NDA-01"}, None])
    def test_so_is_a_row_of_another_length_or_kind(self, row: object) -> None:
        with pytest.raises(ValueError, match=r"worse of facts\.worsened cannot be read"):
            FactsWorsened.read(entry(Happened.FACTS_WORSENED, worse=[row]))

    def test_a_day_that_is_none_is_none(self) -> None:
        with pytest.raises(ValueError, match=r"covered_until of access\.gap_found"):
            GapFound.read(entry(Happened.GAP_FOUND, "grant", "G-1", request="REQ-1", covered_until="soon"))


def test_where_nobody_acted_it_was_the_calendar() -> None:
    assert StageOpened(request="REQ-1", stage=0, round=1, name="need", asked=()).actor == OURSELVES
