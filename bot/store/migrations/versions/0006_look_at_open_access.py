"""Have open access looked at once: from this release on it is due on the days before its end too.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE access_grant SET next_on = '1970-01-01' WHERE state = 'active'")


def downgrade() -> None:
    """Nothing to undo: a look too many changes nothing."""
