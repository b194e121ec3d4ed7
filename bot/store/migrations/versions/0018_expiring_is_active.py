"""Access that a register called expiring is active: that its end is near follows from its last day.

Revision ID: 0018
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0013"
branch_labels = None
depends_on = None

_GRANT = sa.table("access_grant", sa.column("state", sa.String))


def upgrade() -> None:
    op.execute(_GRANT.update().where(_GRANT.c.state == "expiring").values(state="active"))


def downgrade() -> None:
    """The earlier release reads active access as well."""
