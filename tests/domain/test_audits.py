"""Approved access to secrets is audited, once."""

from datetime import timedelta

import pytest

from bot.domain.audits import access_audit
from bot.domain.vocabulary import ItemState
from tests.builders import END, request


@pytest.mark.parametrize(("rank", "audited"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_approved_access_is_audited_from_secret_on(rank: int, audited: bool) -> None:
    approved = request().with_item("A1", ItemState.APPROVED)

    assert (access_audit(approved, {"A1": rank}) is not None) is audited


def test_an_audit_is_due_thirty_days_after_the_last_day_and_has_one_key() -> None:
    audit = access_audit(request().with_item("A1", ItemState.APPROVED), {"A1": 3})

    assert audit is not None
    assert audit.due_on == END + timedelta(days=30)
    assert (audit.key, audit.kind, audit.trigger) == ("audit:V1:access:REQ-1", "access", "REQ-1")


def test_what_was_rejected_is_not_audited() -> None:
    mixed = request(asset_ids=("A1", "A2")).with_item("A1", ItemState.APPROVED).with_item("A2", ItemState.REJECTED)

    assert access_audit(mixed, {"A1": 2, "A2": 4}) is None
    audit = access_audit(mixed, {"A1": 3, "A2": 4})
    assert audit is not None
    assert audit.assets == ("A1",)
