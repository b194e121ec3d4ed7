"""The last answer drawn in a form belongs to the last state, however the answers overtake each other."""

import threading

from bot.slack.form_order import MOST_FORMS, FormOrder


def test_answers_in_order_are_all_drawn() -> None:
    order = FormOrder()
    drawn = []
    for moment in ("1764000000.000100", "1764000000.000200", "1764000001.000000"):
        with order.turn("V1", moment) as newest:
            drawn.append(newest)

    assert drawn == [True, True, True]


def test_an_answer_to_an_older_state_is_not_drawn_after_a_newer_one() -> None:
    order = FormOrder()
    with order.turn("V1", "1764000000.000200"):
        pass

    with order.turn("V1", "1764000000.000100") as newest:
        assert not newest


def test_one_that_waits_its_turn_gives_way_to_a_newer_one() -> None:
    order = FormOrder()
    drawn: list[str] = []
    held, waiting = threading.Event(), threading.Event()

    def draw(moment: str) -> None:
        waiting.set()
        with order.turn("V1", moment) as newest:
            if newest:
                drawn.append(moment)

    with order.turn("V1", "1.000001"):
        middle = threading.Thread(target=draw, args=("1.000002",))
        middle.start()
        waiting.wait(5)
        last = threading.Thread(target=draw, args=("1.000003",))
        last.start()
        while order.newest("V1") != (1, 3):
            held.wait(0.001)
    middle.join(5)
    last.join(5)

    assert drawn == ["1.000003"]


def test_two_forms_do_not_wait_for_each_other() -> None:
    order = FormOrder()

    with order.turn("V1", "2.000000") as one, order.turn("V2", "1.000000") as other:
        assert one
        assert other


def test_a_moment_that_nobody_can_read_counts_as_the_oldest() -> None:
    order = FormOrder()
    with order.turn("V1", "1.000000"):
        pass

    with order.turn("V1", "None") as newest:
        assert not newest


def test_the_forms_longest_untouched_are_forgotten() -> None:
    order = FormOrder()
    for number in range(MOST_FORMS + 10):
        with order.turn(f"V{number}", "1.000000"):
            pass

    assert order.newest("V5") is None
    assert order.newest(f"V{MOST_FORMS}") == (1, 0)
