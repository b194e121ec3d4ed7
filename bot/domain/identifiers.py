"""What an id is: declared once, for the register, the forms, the buttons and the keys in the tracker that carry it."""

import re

LONGEST_ID = 60  # a button's value, a form's option and a tracker's label hold it with what stands around it
ID = rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_ID - 1}}}"
LONGEST_FOREIGN_ID = 100
FOREIGN_ID = rf".{{1,{LONGEST_FOREIGN_ID}}}"  # of a request that was decided elsewhere, before this register
ID_WORDS = f"letters from A to Z, digits, hyphens, dots and underscores, {LONGEST_ID} at most"

_ID, _FOREIGN_ID = re.compile(ID), re.compile(FOREIGN_ID)
_OF_SLACK = re.compile(r"[UW][A-Z0-9_]{1,31}")
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")

_SHA256 = re.compile("[0-9a-f]{64}")


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_foreign_id(text: str) -> bool:
    """Whether a button holds the id that somebody else gave to a request."""
    return _FOREIGN_ID.fullmatch(text) is not None


def is_slack_id(text: str) -> bool:
    """Whether it has the shape of a Slack member's id."""
    return _OF_SLACK.fullmatch(text) is not None


def like_an_id(plain: str) -> str | None:
    """The nearest id to a text without accents, `V 01` → `V-01`; None where nothing is left of it."""
    near = _OTHER.sub("-", plain).strip("._-")[:LONGEST_ID].strip("._-")
    return near or None


def is_sha256(text: str) -> bool:
    """Whether this can be the hash of a file."""
    return _SHA256.fullmatch(text) is not None
