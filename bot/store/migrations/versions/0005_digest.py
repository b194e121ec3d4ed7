"""The weekly digest: which channel was given which week, and the record found by time."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_sent",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("empty", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "week"),
    )
    op.create_index("event_at", "event", ["at"], unique=False)


def downgrade() -> None:
    raise RuntimeError("what was sent must stay known; restore a backup instead")
