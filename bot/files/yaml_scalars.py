"""What an unquoted word of YAML means: the core schema of YAML 1.2.2 (10.3.2), and nothing beyond it.

So `NO`, `on` and `yes` are text (YAML 1.1 read them as true and false), and so is a day such as 2026-11-24: what a day is
decides the field that holds it. A number too long to be meant as one stays text as well.
"""

import re
import unicodedata

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_OTHER_INT = re.compile(r"0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,2})?")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def plain_value(text: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _OTHER_INT.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def one_form(text: str) -> str:
    """Letters with accents as one character each (NFC): the same word is the same text, however it was typed."""
    return unicodedata.normalize("NFC", text)


def fit_text(text: str) -> str:
    """The text with a mark in place of control characters and half characters, which neither a database nor Slack keeps."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
