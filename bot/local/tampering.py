"""What somebody with the keys to the database could try: the demo alters one entry of a copy, so that the proof shows itself."""

import sqlite3
from contextlib import closing
from pathlib import Path


def tampered_copy(database: Path, copy: Path, subject: str, number: int) -> None:
    """A copy of an SQLite database in which this entry of the record names another actor; the original is only read."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("DROP TRIGGER event_update")
        target.execute("UPDATE event SET actor = 'somebody else' WHERE subject = ? AND number = ?", (subject, number))
        target.commit()
