"""What a status and a grade of the tracker mean is the company's word; what nobody mapped means nothing."""

import pytest

from bot.domain.audits import AuditState
from bot.domain.ticket_mapping import TicketMapping, way_to
from bot.domain.vocabulary import Grade

USUAL = TicketMapping()
CLOSED = AuditState.CLOSED


@pytest.mark.parametrize(
    ("status", "state"),
    [("Fieldwork", AuditState.FIELDWORK), (" in progress ", AuditState.FIELDWORK), ("DONE", CLOSED), ("Limbo", None)],
)
def test_a_status_means_what_the_company_says_in_any_case(status: str, state: AuditState | None) -> None:
    assert USUAL.state_of(status) is state


@pytest.mark.parametrize(("value", "grade"), [("high", Grade.MAJOR), ("Lowest", Grade.IMPROVEMENT), ("Ugly", None), (None, None)])
def test_a_grade_that_nobody_mapped_is_none(value: str | None, grade: Grade | None) -> None:
    assert USUAL.grade_of(value) is grade


def test_a_finding_is_known_by_its_type_and_open_until_it_is_certainly_closed() -> None:
    assert USUAL.is_finding("bug")
    assert not USUAL.is_finding("Task")
    assert USUAL.is_over("Done")
    assert not USUAL.is_over("Limbo")
    assert USUAL.says_closed("verified")
    assert not USUAL.says_closed("Limbo")


class TestTheWay:
    def test_straight_there_if_it_can_be(self) -> None:
        assert way_to(USUAL, CLOSED, here="To Do", ways=["Notified", "Closed"]) == "Closed"

    def test_else_through_the_furthest_state_ahead(self) -> None:
        assert way_to(USUAL, CLOSED, here="Fieldwork", ways=["Notified", "Draft report", "Verified"]) == "Verified"

    def test_never_backwards_and_never_through_what_nobody_mapped(self) -> None:
        assert way_to(USUAL, CLOSED, here="Fieldwork", ways=["To Do", "Limbo"]) is None

    def test_from_where_nobody_knows_what_it_means_every_state_lies_ahead(self) -> None:
        assert way_to(USUAL, CLOSED, here="Limbo", ways=["To Do"]) == "To Do"

    def test_not_beyond_the_goal(self) -> None:
        cancelled = TicketMapping(statuses={AuditState.CANCELLED: ("Cancelled",), CLOSED: ("Closed",)})
        assert way_to(cancelled, CLOSED, here="To Do", ways=["Cancelled"]) is None
