"""What `ringfence doctor` asks of the database: does it answer, is it at this release's schema, who works on it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.diagnostics import Looked, unwell, well
from bot.store.address import reason_of
from bot.store.engine import open_engine
from bot.store.process_lock import is_in_use
from bot.store.schema import is_known, revisions

MAKE_IT = "`ringfence register load FILE` makes it."


def examine_database(url: str) -> list[Looked]:
    """What stands there, without making or changing anything. The address is shown without its password."""
    engine = open_engine(url)
    path = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    if path is not None and not path.is_file():
        return [unwell(f"no database at {path}", MAKE_IT)]
    try:
        return list(_look(engine))
    except SQLAlchemyError as problem:
        return [
            unwell(
                f"{_address(engine)} does not answer: {reason_of(problem)}",
                "Check RINGFENCE_DATABASE_URL; of a file that is damaged, put a backup in its place.",
            )
        ]
    finally:
        engine.dispose()


def _look(engine: Engine) -> Iterator[Looked]:
    with engine.connect() as connection:
        yield well(f"{_address(engine)} answers")
        yield _schema(connection)
    if engine.dialect.name == "sqlite":
        yield from _damage(engine)
        running = "a bot runs on it" if is_in_use(engine.url.render_as_string(hide_password=False)) else "no bot runs on it now"
        yield well(f"SQLite serves one `ringfence run`, and refuses a second; {running}")
    else:
        yield well("PostgreSQL serves as many `ringfence run` as you like")


def _damage(engine: Engine) -> Iterator[Looked]:
    """SQLite's own look at every page; a file that was put beside the write-ahead log of another one is found by it."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        step = "Stop the bot, and put a backup in its place (guide, *Copy it, and bring it back*)."
        yield unwell(f"the file is damaged: {str(found).splitlines()[-1]}", step)


def _schema(connection: Connection) -> Looked:
    here, newest = revisions(connection)
    if here == newest:
        return well(f"its schema is that of this release ({newest})")
    if here is None:
        return unwell("it holds no tables of Ringfence yet", MAKE_IT)
    if not is_known(connection, here):
        return unwell(f"its schema ({here}) is of a later release than this one ({newest})", "Run the later release.")
    words = "The next command that opens it brings it there, such as `ringfence run`; take a backup before."
    return unwell(f"its schema is at {here}, this release's at {newest}", words)


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
