"""The database's own clock, inside a statement: the one clock that all bots on a database share, whatever theirs say.

It says how long a lease holds, and bears witness where a machine's clock is doubted, and nothing else: what day it is, and what
is due on it, the context says.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.store.rows.columns import UtcInstant


class FromNow(FunctionElement[Any]):
    """The instant so many seconds from when the statement begins."""

    name = "from_now"
    type = UtcInstant()
    inherit_cache = True


def from_now(seconds: ColumnElement[float] | timedelta = timedelta(0)) -> FromNow:
    """A span, or the parameter that will hold its seconds; no span is this moment."""
    return FromNow(bindparam(None, seconds.total_seconds()) if isinstance(seconds, timedelta) else seconds)


@compiles(FromNow, "postgresql")
def _on_postgresql(element: FromNow, compiler: Any, **more: Any) -> str:
    return f"(statement_timestamp() + make_interval(secs => {compiler.process(element.clauses, **more)}))"


@compiles(FromNow, "sqlite")
def _on_sqlite(element: FromNow, compiler: Any, **more: Any) -> str:
    """To the millisecond, written as the instants are that it is compared with."""
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {compiler.process(element.clauses, **more)} || ' seconds')"
