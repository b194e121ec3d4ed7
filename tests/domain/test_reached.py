"""A member whose Slack account takes no message is who they are, and cannot decide; what is told of it can be read back."""

import pytest

from bot.domain.events import Event, Happened
from bot.domain.happenings import happening_of
from bot.domain.register import as_reached
from tests.builders import member


def test_whose_account_is_closed_cannot_decide() -> None:
    reached, closed = member("mo"), as_reached(member("mo"), {"U_MO"})
    assert (reached.can_decide, reached.is_reachable) == (True, True)
    assert (closed.can_decide, closed.is_reachable) == (False, False)
    assert (closed.id, closed.human, closed.roles) == (reached.id, reached.human, reached.roles)


def test_whose_account_takes_messages_stays_as_they_are() -> None:
    assert as_reached(member("mo"), {"U_DAN"}) is not None
    assert as_reached(member("mo"), {"U_DAN"}).can_decide


def test_an_entry_that_does_not_say_what_kind_of_question_it_is_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="lacks kind"):
        happening_of(Event(Happened.NOBODY_LEFT, "request", "REQ-1", "ringfence", details={"what": "it"}))
