"""What people are told, as values; how it looks is the business of the package that shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A short private message: one headline and a few lines."""

    headline: str
    lines: tuple[str, ...] = ()


Message = Notice
