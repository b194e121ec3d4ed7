"""What the questions about days without cover stand under in the outbox: a vendor, and the reason that names the days."""

from dataclasses import dataclass

from bot.domain.suspensions import GAP


@dataclass(frozen=True)
class GapSubject:
    """All access of one vendor that one gap suspended; one question to each of IP counsel."""

    vendor: str
    reason: str

    @property
    def text(self) -> str:
        """As it stands in the outbox for years: `V02:gap:2027-01-15..2027-01-20`."""
        return f"{self.vendor}:{self.reason}"

    @classmethod
    def read(cls, text: str) -> "GapSubject":
        vendor, _, days = text.rpartition(f":{GAP}")
        return cls(vendor, f"{GAP}{days}")
