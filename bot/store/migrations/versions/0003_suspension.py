"""Grants know who does the work, until when their paper covers them, and why they are suspended."""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_GRANT = sa.table(
    "access_grant",
    sa.column("request", sa.String),
    sa.column("state", sa.String),
    sa.column("next_on", sa.Date),
    sa.column("entity", sa.String),
    sa.column("reasons", sa.JSON),
)
_REQUEST = sa.table("request", sa.column("id", sa.String), sa.column("draft", sa.JSON))
_FOLLOWS = ("active", "expiring", "suspended")


def upgrade() -> None:
    with op.batch_alter_table("access_grant") as batch:
        batch.add_column(sa.Column("entity", sa.String(), nullable=True))
        batch.add_column(sa.Column("covered_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reasons", sa.JSON(), nullable=True))
    op.execute(_GRANT.update().values(reasons=[]))
    with op.batch_alter_table("access_grant") as batch:
        batch.alter_column("reasons", existing_type=sa.JSON(), nullable=False)
        batch.drop_index(batch.f("ix_access_grant_next_on"))
        batch.create_index("grant_due", ["next_on", "request"], unique=False)
    _name_companies(op.get_bind())
    # what is open has to be looked at once, so that it learns until when it is covered
    op.execute(_GRANT.update().where(_GRANT.c.state.in_(_FOLLOWS)).values(next_on=date(1970, 1, 1)))


def _name_companies(connection: sa.Connection) -> None:
    for row in connection.execute(sa.select(_REQUEST.c.id, _REQUEST.c.draft)).all():
        draft = json.loads(row.draft) if isinstance(row.draft, str) else row.draft
        connection.execute(_GRANT.update().where(_GRANT.c.request == row.id).values(entity=draft["entity"]))


def downgrade() -> None:
    raise RuntimeError("why access was suspended must stay known; restore a backup instead")
