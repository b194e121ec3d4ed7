"""What the headers of an answer say: how long to wait, within reason, and what time it is in Slack."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.failures import LONGEST_WAIT, _seconds, date_of


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30.0), (["30"], 30.0), ("1.5", 1.5), ("soon", 1.0), ("10000000", LONGEST_WAIT), ("9" * 400, LONGEST_WAIT)],
)
def test_a_wait_of_more_than_ten_minutes_is_not_believed(header: Any, seconds: float) -> None:
    assert _seconds({"Retry-After": header}) == seconds
    assert _seconds({}) == 1.0


def test_the_date_of_an_answer_is_an_instant_or_nothing() -> None:
    for header in ("Tue, 24 Nov 2026 09:00:00 GMT", ["Tue, 24 Nov 2026 09:00:00 GMT"]):
        assert date_of({"date": header}) == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for header in ("", "yesterday", [], ["soon"]):
        assert date_of({"Date": header}) is None
    assert date_of({}) is None
