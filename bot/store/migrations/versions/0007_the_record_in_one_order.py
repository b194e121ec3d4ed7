"""All entries stand in one order, and roots know where they were taken; entries that are there are counted, never rewritten.

Revision ID: 0007
Revises: 0006
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_EVENT = sa.table("event", sa.column("seq", sa.Integer), sa.column("hash", sa.String))
_TAIL = sa.table("record_tail", *(sa.column(name) for name in ("name", "place", "chain")))


def _roots(name: str, *more: sa.ColumnClause[int]) -> sa.TableClause:
    return sa.table(name, *more, sa.column("day", sa.Date), sa.column("root", sa.String), sa.column("heads", sa.JSON))


_DAILY = _roots("record_root_daily")
_NUMBERED = _roots("record_root", sa.column("number", sa.Integer))


def upgrade() -> None:
    op.add_column("event", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("event", sa.Column("chain", sa.String(), nullable=True))
    op.create_index("event_place", "event", ["place"], unique=True)
    op.create_table(
        "record_tail",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    _count_what_is_there(op.get_bind())
    _number_roots(op.get_bind())


def _count_what_is_there(connection: sa.Connection) -> None:
    """The end of the record as `bot.domain.chain.link` finds it, written out here as it is in this release."""
    place, chain = 0, ""
    hashes = sa.select(_EVENT.c.hash).order_by(_EVENT.c.seq).execution_options(yield_per=2000)
    for (entry,) in connection.execute(hashes):
        place += 1
        chain = sha256(f'{chain}[{place},"{entry}"]'.encode()).hexdigest()
    connection.execute(_TAIL.insert().values(name="record", place=place, chain=chain))


def _number_roots(connection: sa.Connection) -> None:
    op.rename_table("record_root", "record_root_daily")
    op.create_table(
        "record_root",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("chain", sa.String(), nullable=True),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("signature", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    for number, row in enumerate(connection.execute(sa.select(_DAILY).order_by(_DAILY.c.day)).all(), start=1):
        connection.execute(_NUMBERED.insert().values(number=number, day=row.day, root=row.root, heads=row.heads))
    op.drop_table("record_root_daily")


def downgrade() -> None:
    raise RuntimeError("entries whose order is proven cannot lose it; restore a backup instead")
