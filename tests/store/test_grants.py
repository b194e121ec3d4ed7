"""Grants in the database: read as they were kept, and found on the day on which they are due."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import event

from bot.domain.grants import Grant
from bot.domain.vocabulary import GrantState, Mode
from bot.store import grants
from bot.store.engine import open_engine
from bot.store.grants import DueRequest
from bot.store.unit import Store
from tests.builders import END, START

DAY = timedelta(days=1)
GRANT = Grant("GRT-1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, "CH", START, END, GrantState.SCHEDULED, START)


def add(store: Store, *given: Grant) -> None:
    with store.writing() as unit:
        grants.add(unit, given)


def of_request(store: Store, request: str = "REQ-1") -> list[Grant]:
    with store.reading() as unit:
        return grants.of_request(unit, request)


def due(store: Store, day: object) -> list[str]:
    with store.reading() as unit:
        return [one.id for one in grants.requests_due(unit, day, 10)]


def test_grants_are_read_as_they_were_kept(store: Store) -> None:
    second = replace(GRANT, id="GRT-2", person="E2", mode=Mode.WRITE)
    add(store, second, GRANT, replace(GRANT, id="GRT-3", request="REQ-2"))
    assert of_request(store) == [GRANT, second]
    assert of_request(store, "REQ-9") == []


def test_a_grant_that_moved_on_is_read_as_it_stands(store: Store) -> None:
    add(store, GRANT)
    held = replace(GRANT, held="The NDA has ended.", next_on=START + DAY)
    opened = replace(GRANT, state=GrantState.ACTIVE, next_on=END + DAY)
    for standing in (held, opened):
        with store.writing() as unit:
            grants.save(unit, standing)
        assert of_request(store) == [standing]


def test_a_request_is_due_once_from_the_day_on_which_any_of_its_grants_can_change(store: Store) -> None:
    add(store, GRANT, replace(GRANT, id="GRT-2"), replace(GRANT, id="GRT-3", request="REQ-2", next_on=END))
    assert due(store, START - DAY) == []
    assert due(store, START) == ["REQ-1"]
    assert due(store, END) == ["REQ-1", "REQ-2"]


def test_a_grant_that_is_over_is_never_due(store: Store) -> None:
    add(store, replace(GRANT, state=GrantState.EXPIRED, next_on=None))
    assert due(store, END + 400 * DAY) == []


def test_nothing_is_added_where_nothing_was_given(store: Store) -> None:
    add(store)
    assert of_request(store) == []


REQ_1, REQ_2 = DueRequest(START, "REQ-1"), DueRequest(END, "REQ-2")
SUSPENDED = replace(GRANT, state=GrantState.SUSPENDED, covered_until=START, reasons=("gap:2026-12-02..2026-12-03", "nda:N"))


def test_what_is_due_is_found_by_the_index_alone_however_much_is_stored(sqlite_url: str) -> None:
    store, asked = Store(open_engine(sqlite_url)), []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _k, sql, given, *_: asked.append((sql, given)))
    with store.reading() as unit:
        grants.requests_due(unit, START, 10, after=REQ_1)
        sql, given = asked[-1]
        plan = [row[3] for row in unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    store.close()
    assert plan == ["SEARCH access_grant USING COVERING INDEX grant_due (next_on>? AND next_on<?)"]


def test_why_access_is_suspended_and_until_when_it_was_covered_is_kept(store: Store) -> None:
    add(store, replace(GRANT, entity="V1-A"))
    with store.writing() as unit:
        grants.save(unit, SUSPENDED)
    assert of_request(store) == [replace(SUSPENDED, entity="V1-A")]


def test_the_longest_due_comes_first_and_a_page_goes_on_after_the_last_one(store: Store) -> None:
    add(store, replace(GRANT, id="GRT-9", request="REQ-2", next_on=END), GRANT, replace(GRANT, id="GRT-2"))
    with store.reading() as unit:
        assert grants.requests_due(unit, END, 10) == [REQ_1, REQ_2]
        assert grants.requests_due(unit, END, 1) == [REQ_1]
        assert grants.requests_due(unit, END, 10, after=REQ_1) == [REQ_2]
        assert grants.requests_due(unit, END, 10, after=REQ_2) == []


def test_of_several_that_are_due_since_the_same_day_none_is_left_out_between_two_pages(store: Store) -> None:
    add(store, *(replace(GRANT, id=f"GRT-{number}", request=f"REQ-{number}") for number in range(5)))
    seen: list[str] = []
    after = None
    with store.reading() as unit:
        while page := grants.requests_due(unit, START, 2, after=after):
            seen += [one.id for one in page]
            after = page[-1]
    assert seen == [f"REQ-{number}" for number in range(5)]


def test_what_is_there_already_is_not_written_over(store: Store) -> None:
    add(store, SUSPENDED)
    with store.writing() as unit:
        assert grants.add_absent(unit, [GRANT, replace(GRANT, id="GRT-2")]) == [replace(GRANT, id="GRT-2")]
    assert of_request(store) == [SUSPENDED, replace(GRANT, id="GRT-2")]


def test_access_of_a_vendor_or_to_an_asset_that_is_open_suspended_or_held_is_looked_at_again(store: Store) -> None:
    open_one = replace(GRANT, id="GRT-2", state=GrantState.ACTIVE, next_on=END)
    other = replace(open_one, id="GRT-3", request="REQ-3", vendor="V2", asset="A2")
    suspended = replace(SUSPENDED, id="GRT-4", request="REQ-4", next_on=END)
    over = replace(GRANT, id="GRT-5", request="REQ-5", state=GrantState.EXPIRED, next_on=None)
    add(store, replace(GRANT, next_on=END), open_one, other, suspended, over)
    with store.writing() as unit:
        assert grants.look_again(unit, START, vendors=["V1"]) == 3
    assert due(store, START) == ["REQ-1", "REQ-4"]
    with store.writing() as unit:
        assert grants.look_again(unit, START, assets=["A2"]) == 1
        assert grants.look_again(unit, START) == 0
    assert due(store, START) == ["REQ-1", "REQ-3", "REQ-4"]


def test_suspended_access_is_found_by_its_vendor_and_its_reason(store: Store) -> None:
    other_vendor = replace(SUSPENDED, id="GRT-2", vendor="V2")
    other_reason = replace(SUSPENDED, id="GRT-3", reasons=("nda:N",))
    add(store, SUSPENDED, other_vendor, other_reason, replace(GRANT, id="GRT-4"))
    with store.reading() as unit:
        assert grants.suspended_because(unit, "V1", "gap:2026-12-02..2026-12-03") == [SUSPENDED]
