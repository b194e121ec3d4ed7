"""What is otherwise where facts are judged again is said by check, item and person, with both answers."""

from dataclasses import replace

from bot.domain.checks.decided import find_differences, rules_of
from bot.domain.checks.versions import OF_NOW
from bot.domain.vocabulary import Outcome
from tests.builders import facts, result

STORED = {"check": "NDA-04", "outcome": "warn", "item": "A1", "person": None, "message": "Out of scope.", "needs_fact": False}
OTHER = {"check": "PPL-05", "outcome": "pass", "item": "A1", "person": "E1", "message": "", "needs_fact": False}


def differences(*judged: dict[str, object], missing: tuple[tuple[str, int], ...] = ()) -> list[str]:
    return list(find_differences([STORED, OTHER], judged, missing))


def test_the_same_results_differ_in_nothing() -> None:
    assert differences(STORED, OTHER) == []


def test_another_answer_is_told_with_that_of_then() -> None:
    assert differences(STORED | {"outcome": "pass", "message": ""}, OTHER) == [
        'NDA-04 of A1: stored outcome "warn", message "Out of scope."; judged anew outcome "pass", message "".'
    ]


def test_other_words_of_the_same_answer_are_told_with_the_person() -> None:
    assert differences(STORED, OTHER | {"message": "She left."}) == [
        'PPL-05 of A1 for E1: stored outcome "pass", message ""; judged anew outcome "pass", message "She left.".'
    ]


def test_false_is_not_nothing() -> None:
    assert len(differences(STORED | {"needs_fact": 0}, OTHER)) == 1


def test_an_answer_that_is_not_given_any_more_is_told() -> None:
    (words,) = differences(OTHER)
    assert words.startswith('NDA-04 of A1: stored outcome "warn", message "Out of scope."')
    assert words.endswith("; judged anew no answer.")


def test_a_rule_that_this_release_does_not_have_is_said_to_be_lost() -> None:
    (words,) = differences(OTHER, missing=(("NDA-04", 2),))
    assert words.endswith("; not judged anew: this release does not have version 2 of this rule.")


def test_an_answer_that_was_not_given_then_is_told() -> None:
    (words,) = differences(STORED, OTHER, OTHER | {"check": "VEN-01", "person": None})
    assert words == 'VEN-01 of A1: stored no answer; judged anew outcome "pass", message "", needs_fact false.'


def test_a_field_that_a_later_release_added_was_no_part_of_what_was_decided() -> None:
    assert differences(STORED | {"fix": None}, OTHER | {"fix": None}) == []


def test_a_field_that_only_one_stored_result_lacks_was_taken_out() -> None:
    less = {name: value for name, value in STORED.items() if name != "message"}
    (words,) = find_differences([less, OTHER], [STORED, OTHER])
    assert words == 'NDA-04 of A1: stored outcome "warn", message null; judged anew outcome "warn", message "Out of scope.".'


def test_another_order_and_a_result_that_stands_twice_are_told() -> None:
    assert differences(OTHER, STORED) == ["The results are the same, but they stand in another order, or one of them twice."]
    assert len(list(find_differences([STORED, STORED], [STORED]))) == 1


def test_facts_are_judged_by_the_rules_that_they_name() -> None:
    found = (result("NDA-04"), result("PPL-05"), result("NDA-04"))
    assert all(one.outcome is Outcome.PASS for one in found)
    assert rules_of(replace(facts(), rules=OF_NOW), found) == OF_NOW
    assert rules_of(replace(facts(), rules=()), found) == ()


def test_facts_that_name_none_are_judged_by_the_first_version_of_each_check_that_answered() -> None:
    assert rules_of(facts(), (result("NDA-04"), result("PPL-05"), result("NDA-04"))) == (("NDA-04", 1), ("PPL-05", 1))
