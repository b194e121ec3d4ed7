"""Which audits follow from approved access, and the key that keeps each of them one (4.3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.requests import Request
from bot.domain.vocabulary import ItemState

AUDIT_FROM_CLASS = 3
DAYS_AFTER_ACCESS = timedelta(days=30)


@dataclass(frozen=True)
class Audit:
    """`key` identifies it for ever; `assets` are those that were approved."""

    key: str
    vendor: str
    kind: str
    trigger: str
    assets: tuple[str, ...]
    due_on: date


def access_audit(request: Request, ranks: dict[str, int]) -> Audit | None:
    """Approved access to C3 and above is audited: was it used, ended, returned as agreed? Due 30 days after its end."""
    approved = tuple(item.asset for item in request.items if item.state is ItemState.APPROVED)
    if not any(ranks[asset] >= AUDIT_FROM_CLASS for asset in approved):
        return None
    return Audit(
        key=f"audit:{request.draft.vendor}:access:{request.id}",
        vendor=request.draft.vendor,
        kind="access",
        trigger=request.id,
        assets=approved,
        due_on=request.draft.end_on + DAYS_AFTER_ACCESS,
    )
