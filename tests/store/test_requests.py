"""Requests in the database: read as they were kept, locked while they are decided on, and found when they are due."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.domain.approvals import decide
from bot.domain.drafts import Draft
from bot.domain.register import Human
from bot.domain.requests import Request
from bot.domain.vocabulary import RequestState, Role
from bot.store import requests, snapshots
from bot.store.engine import open_engine
from bot.store.snapshots import Snapshot
from bot.store.tables import SNAPSHOTS
from bot.store.unit import Store
from tests.builders import NOW, TODAY, approval, approvers, draft, facts, member, rejection, request, result

LOOK = TODAY + timedelta(days=1)


def add(store: Store, one: Request, *, key: str = "V1", due: date | None = None) -> None:
    with store.writing() as unit:
        requests.add(unit, one, submit_key=key, due_on=due, look_on=LOOK)


def save(store: Store, before: Request, after: Request, *, due: date | None = None) -> None:
    with store.writing() as unit:
        requests.save(unit, before, after, due_on=due, look_on=LOOK)


def load(store: Store, request_id: str = "REQ-1") -> Request | None:
    with store.reading() as unit:
        return requests.load(unit, request_id)


def to_look_at(store: Store, today: date) -> list[str]:
    with store.reading() as unit:
        return requests.to_look_at(unit, today, 10)


class TestKeeping:
    def test_a_request_is_read_as_it_was_kept(self, store: Store) -> None:
        asked = request(asset_ids=("A1", "A2"))
        add(store, asked)
        assert load(store) == asked
        assert load(store, "REQ-2") is None

    def test_every_step_of_a_request_is_read_as_it_was_kept(self, store: Store) -> None:
        now = request()
        add(store, now)
        for who in ("mo", "dan", "ivy", "sol"):
            after = decide(now, approval(member(who), now), approvers())
            save(store, now, after)
            assert load(store) == after
            now = after
        assert now.state is RequestState.APPROVED

    def test_a_rejection_keeps_its_reason(self, store: Store) -> None:
        before = request()
        after = decide(before, rejection(member("mo"), before, reason='"Too early"; 日本'), approvers())
        add(store, before)
        save(store, before, after)
        assert load(store) == after

    def test_void_decisions_stay_readable_as_void(self, store: Store) -> None:
        before = request()
        decided = decide(before, approval(member("mo"), before), approvers())
        void = replace(decided, round=2, stage=0, decisions=tuple(replace(one, void=True) for one in decided.decisions))
        add(store, before)
        save(store, before, decided)
        save(store, decided, void)
        assert load(store) == void

    def test_one_form_makes_one_request(self, store: Store) -> None:
        add(store, request())
        with pytest.raises(IntegrityError):
            add(store, request(id="REQ-2"))
        with store.reading() as unit:
            assert (requests.by_submit_key(unit, "V1"), requests.by_submit_key(unit, "V2")) == ("REQ-1", None)

    def test_the_same_decision_cannot_be_kept_twice(self, store: Store) -> None:
        before = request()
        after = decide(before, approval(member("mo"), before), approvers())
        add(store, before)
        save(store, before, after)
        with pytest.raises(IntegrityError):
            save(store, before, after)


def test_whoever_decides_holds_the_request_until_they_are_done(store: Store, database_url: str) -> None:
    before = request()
    after = decide(before, approval(member("mo"), before), approvers())
    add(store, before)
    other, seen, started = Store(open_engine(database_url)), [], threading.Event()

    def second() -> None:
        started.set()
        with other.writing() as unit:
            seen.append(requests.load(unit, "REQ-1", lock=True))

    deciding = threading.Thread(target=second)
    with store.writing() as unit:
        requests.load(unit, "REQ-1", lock=True)
        deciding.start()
        started.wait()
        deciding.join(0.2)
        assert seen == []
        requests.save(unit, before, after, due_on=None, look_on=LOOK)
    deciding.join()
    other.close()
    assert seen == [after]


class TestFinding:
    def test_the_newest_requests_of_somebody_come_first(self, store: Store) -> None:
        for number in (1, 2, 3):
            add(store, request(id=f"REQ-{number}"), key=f"V{number}")
        add(store, request(id="REQ-4", draft=draft(requester="mo")), key="V4")
        with store.reading() as unit:
            assert [one.id for one in requests.of_requester(unit, Human("ana", "U_ANA"), 2)] == ["REQ-3", "REQ-2"]

    def test_they_are_found_under_another_id_by_the_account_that_asked(self, store: Store) -> None:
        add(store, request(draft=draft(requester_slack="U_ANA")))
        with store.reading() as unit:
            assert [one.id for one in requests.of_requester(unit, Human("ana.alt", "U_ANA"), 2)] == ["REQ-1"]
            assert requests.of_requester(unit, Human("ana.alt"), 2) == []

    def test_those_that_wait_for_approvers_are_found_oldest_first(self, store: Store) -> None:
        for number, state in enumerate((RequestState.PENDING_APPROVAL, RequestState.APPROVED, RequestState.PENDING_APPROVAL), 1):
            add(store, request(id=f"REQ-{number}", state=state), key=f"V{number}")
        with store.reading() as unit:
            assert [one.id for one in requests.waiting(unit, 10)] == ["REQ-1", "REQ-3"]

    def test_an_open_request_is_looked_at_once_a_day_and_when_its_stage_is_over(self, store: Store) -> None:
        add(store, request(), due=TODAY)
        assert to_look_at(store, TODAY) == []
        assert to_look_at(store, LOOK) == ["REQ-1"]
        with store.reading() as unit:
            assert requests.due_on(unit, "REQ-1") == TODAY

    def test_a_closed_request_is_not_looked_at_again(self, store: Store) -> None:
        before = request()
        add(store, before, due=TODAY)
        save(store, before, replace(before, state=RequestState.REJECTED), due=TODAY)
        assert to_look_at(store, TODAY + timedelta(days=400)) == []

    def test_what_requests_name_is_known_by_section(self, store: Store) -> None:
        add(store, request())
        with store.reading() as unit:
            named = requests.named_records(unit)
        assert named == {"vendors": {"V1"}, "people": {"E1"}, "assets": {"A1"}, "channels": {"CH"}, "projects": {"P1"}}


class TestSnapshots:
    def test_the_facts_of_a_moment_are_read_as_they_were_kept(self, store: Store) -> None:
        taken = Snapshot(1, NOW, facts(), (result("NDA-01"), result("PPL-05")))
        add(store, request())
        with store.writing() as unit:
            snapshots.add(unit, "REQ-1", taken)
            snapshots.add(unit, "REQ-1", replace(taken, number=2))
        with store.reading() as unit:
            assert snapshots.one(unit, "REQ-1", 1) == taken
            assert snapshots.results_of(unit, "REQ-1", 2) == taken.results
            assert snapshots.newest(unit, "REQ-1") == 2
            assert snapshots.is_as_seen(unit, request(), taken.facts)
            assert not snapshots.is_as_seen(unit, request(), facts(today=TODAY + timedelta(days=1)))

    @pytest.mark.parametrize(
        ("wish", "digest"),
        [
            (draft(), "b5f5f6ff84bbdca12ada46348d9a4ab04ff340a223ad38f4b009da574e881fa0"),
            (
                draft(on_behalf_of="kim", work_countries=("PL",)),
                "c901b42a8eb667cca2ab82c37fd1022bd5a276ed88399bce52789acd0405bb98",
            ),
        ],
    )
    def test_a_snapshot_of_an_earlier_release_is_known_again(self, store: Store, wish: Draft, digest: str) -> None:
        """Its digest was made of the words of the program; an open request is not looked at anew because of an upgrade."""
        taken = replace(facts(wish=wish, roles=(Role.DATA_OWNER,)), versions=(("asset:A1", 3),))
        add(store, request())
        with store.writing() as unit:
            snapshots.add(unit, "REQ-1", Snapshot(1, NOW, taken, ()))
            unit.connection.execute(update(SNAPSHOTS).values(digest=digest))
            assert snapshots.is_as_seen(unit, request(), taken)
            assert not snapshots.is_as_seen(unit, request(), replace(taken, versions=(("asset:A1", 4),)))

    def test_equal_facts_have_one_digest_and_other_facts_another(self) -> None:
        same, tomorrow = facts(), facts(today=TODAY + timedelta(days=1))
        assert snapshots.digest_of(facts()) == snapshots.digest_of(same)
        assert len({snapshots.digest_of(one) for one in (same, tomorrow, facts(wish=draft(channel="VDI")))}) == 3
