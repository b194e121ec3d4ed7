"""What is wrong with a database that does not keep what it is given, in words; anything else is a fault of ours."""

from sqlalchemy.exc import DBAPIError

BUSY_STATES = ("55P03", "57014", "40P01", "40001")  # PostgreSQL: a lock took too long, two waited for each other, too late
_POSTGRESQL = {  # the state, or the class that it begins with
    "25006": "is read-only",
    "53100": "is full",
    "53": "has no room for another connection or for its work",
    "08": "does not answer",
    "57P": "is being stopped or started",
    "58": "cannot read or write its disk",
}
_SQLITE = {
    "SQLITE_FULL": "is full",
    "SQLITE_READONLY": "is read-only",
    "SQLITE_IOERR": "cannot read or write its disk",
    "SQLITE_CANTOPEN": "cannot be opened",
    "SQLITE_CORRUPT": "is damaged",
    "SQLITE_NOTADB": "is no database any more",
}


class Unsure(Exception):
    """The connection was lost while the database was told to keep a unit of work: it may have, or not. Look again."""


def is_busy(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in BUSY_STATES or "database is locked" in str(error.orig)


def fault(error: DBAPIError) -> str:
    """`is full`, say; nothing if the database is well, and was asked something wrong."""
    name, state = getattr(error.orig, "sqlite_errorname", None), getattr(error.orig, "sqlstate", None)
    known = _SQLITE if name else _POSTGRESQL
    for beginning, words in known.items():
        if str(name or state).startswith(beginning):
            return words
    return "does not answer" if is_lost(error) else ""


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection is gone, or never came about."""
    no_answer = type(error.orig).__name__ == "OperationalError" and getattr(error.orig, "sqlstate", "") is None
    return error.connection_invalidated or no_answer
