"""What an entry carries of a value: equal for equal values, another for any that differs, the same in a later release."""

from dataclasses import replace

from bot.domain.hashes import floor_of, floor_of_document, hash_of_decision, hash_of_fields, hash_of_request, is_at_least
from bot.domain.vocabulary import Role
from bot.domain.workflows import Route
from tests.builders import NOW, draft, stage
from tests.domain.telling import decision

ROUTE = Route(
    "secret", (stage("owner", Role.DATA_OWNER, Role.IP_COUNSEL), stage("two", Role.SECURITY_OFFICER, quantifier=2)), "ip", 2, "v"
)


def test_a_hash_is_over_all_that_does_not_change() -> None:
    assert hash_of_decision(decision()) == hash_of_decision(decision(void=True))
    assert hash_of_decision(decision()) != hash_of_decision(decision(reason="Because."))
    known = hash_of_request("REQ-1", "K", draft(), NOW)
    assert known == hash_of_request("REQ-1", "K", replace(draft(), need_text="Other."), NOW)
    assert known != hash_of_request("REQ-1", "K", draft(requester_slack="U_ANA"), NOW)


def test_a_field_that_a_later_release_adds_empty_changes_no_hash() -> None:
    assert hash_of_fields({"a": 1}) == hash_of_fields({"a": 1, "b": None, "c": "", "d": ()})
    assert hash_of_fields({"a": 0}) != hash_of_fields({})


def test_values_of_all_kinds_are_written_in_one_way() -> None:
    value = draft()
    assert hash_of_fields({"draft": value}) == hash_of_fields({"draft": value})
    assert hash_of_fields({"draft": value}) != hash_of_fields({"draft": replace(value, people=("E2",))})


def test_a_floor_is_kept_by_a_route_that_grows_and_broken_by_one_that_shrinks() -> None:
    floor = floor_of(ROUTE)
    assert floor == {"stages": [[["data_owner", "ip_counsel"], 2], [["security_officer"], 2]], "people": 2}
    assert is_at_least(floor, floor)
    assert is_at_least({"stages": [[["a"], 1], *floor["stages"]], "people": 3}, floor)
    assert not is_at_least({"stages": floor["stages"][:1], "people": 2}, floor)
    assert not is_at_least({"stages": floor["stages"][::-1], "people": 2}, floor)
    assert not is_at_least({"stages": floor["stages"], "people": 1}, floor)
    assert not is_at_least({"stages": [[["data_owner", "ip_counsel"], 1], floor["stages"][1]], "people": 2}, floor)


def test_a_route_as_a_table_keeps_it_has_the_same_floor() -> None:
    kept = {
        "stages": [
            {"seats": ["ip_counsel", "data_owner"], "quantifier": "all"},
            {"seats": ["security_officer"], "quantifier": 2},
            {"seats": ["mo"], "quantifier": "any"},
        ],
        "min_distinct_people": 2,
    }
    assert floor_of_document(kept) == {**floor_of(ROUTE), "stages": [*floor_of(ROUTE)["stages"], [["mo"], 1]]}
