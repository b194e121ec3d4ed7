"""What a vendor already has: access, what it owes back, and the waivers that allow more."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.domain.grants import FOLLOWS, OPEN
from bot.domain.vocabulary import GrantState, Mode


@dataclass(frozen=True)
class Return:
    """Proof of return or destruction that a vendor owes; document None = not received."""

    id: str
    vendor: str
    assets: tuple[str, ...]
    demanded_on: date | None
    due_on: date | None
    document: str | None = None


@dataclass(frozen=True)
class KnownGrant:
    """Access that the register already knows of; one line of a file with n assets becomes n grants."""

    id: str
    request: str
    vendor: str
    person: str
    asset: str
    mode: Mode
    start_on: date
    end_on: date
    state: GrantState
    last_used_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def stands(self) -> bool:
        """Open or suspended: it counts as held."""
        return self.state in FOLLOWS


@dataclass(frozen=True)
class Waiver:
    """Time-limited permission to proceed despite one check's result; it always ends."""

    id: str
    check: str
    vendor: str
    asset: str
    reason: str
    approved_by: tuple[str, ...]
    expires_on: date
    state: Literal["draft", "in_review", "approved", "rejected", "expired", "revoked", "resolved"]
    compensating_controls: tuple[str, ...] = ()
    starts_on: date | None = None
