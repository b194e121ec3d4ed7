"""Roots follow each other, are signed from the first signed one on, and are those that were posted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.chain import Head, Tail, root_hash
from bot.domain.root_proof import Posted, Root, find_root_breaks
from tests.roots import TestKeys, root

AT = datetime(2026, 11, 24, 9, 0, 7, tzinfo=UTC)
DAILY = Root(date(2026, 11, 20), root_hash("", date(2026, 11, 20), [Head("REQ-1", 1, "ab")]), (Head("REQ-1", 1, "ab"),), 1)
FIRST = root(2, AT, Tail(3, "cd"), Head("REQ-1", 2, "ef"), before=DAILY)
SECOND = root(3, AT + timedelta(hours=1), Tail(4, "aa"), Head("REQ-2", 1, "bb"), before=FIRST)
THIRD = root(4, AT + timedelta(hours=2), Tail(5, "cc"), Head("REQ-2", 2, "dd"), before=SECOND)
ROOTS = (DAILY, FIRST, SECOND, THIRD)
KEYS = TestKeys({"k1": "one", "k2": "two"}, since=AT)


def words(*roots: Root, outside: tuple[Posted, ...] = (), keys: TestKeys | None = None) -> list[str]:
    return [one.words for one in find_root_breaks(roots, outside, keys)]


def signed(one: Root, key: str = "k1") -> Root:
    return KEYS.sign(one, key)


def test_roots_of_days_and_of_instants_follow_each_other() -> None:
    assert words(*ROOTS) == []
    assert (DAILY.name, FIRST.name) == ("2026-11-20", "2026-11-24T09:00:07Z")


def test_a_root_that_does_not_follow_is_named() -> None:
    (altered,) = words(DAILY, FIRST, replace(SECOND, heads=()), THIRD)
    assert altered == f"the root of {SECOND.name} does not follow from its heads and the root before it"

    assert words(DAILY, FIRST, replace(SECOND, at=AT), THIRD)
    assert words(DAILY, FIRST, replace(SECOND, tail=Tail(4, "ab")), THIRD)


def test_roots_that_are_missing_between_others_are_named() -> None:
    assert words(DAILY, FIRST, THIRD) == [f"root 3 is missing before the root of {THIRD.name}"]
    assert words(DAILY, THIRD) == [f"roots 2 to 3 are missing before the root of {THIRD.name}"]


def test_a_root_that_was_posted_differently_or_is_not_here_is_named() -> None:
    assert words(*ROOTS, outside=(Posted(SECOND.name, SECOND.root),)) == []
    (different,) = words(*ROOTS, outside=(Posted(SECOND.name, "0" * 64),))
    assert different.endswith(f"here it is {SECOND.root}")
    (missing,) = words(*ROOTS, outside=(Posted("2020-01-01", SECOND.root),))
    assert missing.endswith("here it has none")


def test_a_day_stands_for_any_root_of_it() -> None:
    assert words(*ROOTS, outside=(Posted("2026-11-24", SECOND.root), Posted("2026-11-20", DAILY.root))) == []
    assert "FIRST or SECOND" not in words(*ROOTS, outside=(Posted("2026-11-24", "0" * 64),))[0]
    assert FIRST.root in words(*ROOTS, outside=(Posted("2026-11-24", "0" * 64),))[0]


def test_from_the_first_signed_root_on_every_one_is_signed_by_a_key_of_ours() -> None:
    assert words(DAILY, FIRST, signed(SECOND), signed(THIRD, "k2"), keys=KEYS) == []
    (taken,) = words(DAILY, FIRST, signed(SECOND), THIRD, keys=KEYS)
    assert taken == f"the root of {THIRD.name} is not signed, though the one of {SECOND.name} before it is"


def test_a_signature_by_somebody_else_or_over_something_else_is_named() -> None:
    (stranger,) = words(DAILY, FIRST, signed(SECOND), replace(signed(THIRD), key="k9"), keys=KEYS)
    assert stranger == f"the root of {THIRD.name} is signed by the key k9, which is none of ours"
    (other,) = words(DAILY, FIRST, signed(SECOND), replace(signed(THIRD), signature="00"), keys=KEYS)
    assert other == f"the root of {THIRD.name} is not what the key k1 signed"


def test_a_record_without_any_signature_is_named_once_there_is_a_key() -> None:
    (found,) = words(*ROOTS, keys=KEYS)
    assert "no root is signed up to" in found
    assert "RINGFENCE_RECORD_KEY_FILE" in found
    assert words(*ROOTS, keys=replace(KEYS, since=AT + timedelta(days=1))) == []
    assert words(*ROOTS, keys=replace(KEYS, since=None)) == []
    assert words(DAILY, keys=KEYS) == []
    assert words(keys=KEYS) == []


def test_what_was_posted_under_a_signature_that_is_not_ours_is_named() -> None:
    good = signed(SECOND)
    posted = Posted(good.name, good.root, good.key, good.signature)
    roots = (DAILY, FIRST, good, signed(THIRD))
    assert words(*roots, outside=(posted,), keys=KEYS) == []
    (forged,) = words(*roots, outside=(replace(posted, signature="00"),), keys=KEYS)
    unsigned = replace(posted, key=None, signature=None)
    assert words(*roots, outside=(unsigned,), keys=KEYS) == []
    assert forged == f"the root that was posted of {SECOND.name} is not what the key k1 signed"
