"""The closed words of the field, and what each means for the rules."""

from itertools import pairwise

import pytest

from bot.domain.vocabulary import (
    REQUEST_WORDS,
    GrantState,
    HowAcknowledged,
    Mode,
    Outcome,
    PatentStage,
    RequestState,
    Role,
    class_words,
)


@pytest.mark.parametrize(
    ("mode", "what"),
    [
        (Mode.VIEW, ()),
        (Mode.COMMENT, ()),
        (Mode.DOWNLOAD, ("hands over", "creates work")),
        (Mode.WRITE, ("hands over", "creates work", "brings code back")),
        (Mode.ADMIN, ("hands over", "creates work", "brings code back")),
        (Mode.PHYSICAL, ("hands over",)),
    ],
)
def test_what_a_mode_does(mode: Mode, what: tuple[str, ...]) -> None:
    does = {"hands over": mode.hands_over, "creates work": mode.creates_work, "brings code back": mode.brings_code_back}

    assert tuple(name for name, is_so in does.items() if is_so) == what


def test_outcomes_are_ordered_from_beside_the_point_to_a_stop() -> None:
    order = [Outcome.NA, Outcome.PASS, Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK]

    assert all(one.severity < other.severity for one, other in pairwise(order))
    assert Outcome.UNKNOWN.severity == Outcome.WAIVER.severity


def test_only_what_is_not_decided_is_open() -> None:
    assert {state for state in RequestState if state.is_open} == {
        RequestState.BLOCKED,
        RequestState.AWAITING_WAIVER,
        RequestState.PENDING_APPROVAL,
    }


def test_access_that_a_register_calls_expiring_is_active() -> None:
    assert GrantState("expiring") is GrantState.ACTIVE
    with pytest.raises(ValueError, match="expiry"):
        GrantState("expiry")


@pytest.mark.parametrize("word", [*Mode, *Outcome, *RequestState])
def test_every_word_has_words_for_people(word: Mode | Outcome | RequestState) -> None:
    assert word.words[:1].isalpha()
    assert "_" not in word.words


def test_classes_and_roles_are_told_in_words() -> None:
    assert [class_words(rank) for rank in (0, 4)] == ["Public (C0)", "Strictly secret (C4)"]
    assert (Role.IP_COUNSEL.words, Role.DATA_OWNER.words) == ("IP counsel", "data owner")
    assert REQUEST_WORDS.keys() == set(RequestState)


def test_only_a_recorded_filing_ends_the_time_before_filing() -> None:
    before = {stage for stage in PatentStage if stage.before_filing}

    assert before == {PatentStage.IDEA, PatentStage.DISCLOSED_INTERNALLY, PatentStage.DRAFTING}


def test_each_way_of_acknowledging_a_notice_has_words_of_its_own() -> None:
    assert len({how.words for how in HowAcknowledged}) == len(HowAcknowledged)
