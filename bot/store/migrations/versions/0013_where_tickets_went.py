"""Keep what became of tickets in the tracker: under which key they stand now, since when they are gone, and what was reopened.

Revision ID: 0013
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moved_ticket",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("now", sa.String(), nullable=False, index=True),
    )
    with op.batch_alter_table("audit") as batch:
        batch.add_column(sa.Column("ticket_gone_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reopened_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("result_before", sa.String(), nullable=True))
    with op.batch_alter_table("audit_finding") as batch:
        batch.add_column(sa.Column("gone_on", sa.Date(), nullable=True))
    with op.batch_alter_table("agreement_care") as batch:
        batch.add_column(sa.Column("task_gone_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("agreement_care", "task_gone_on")
    op.drop_column("audit_finding", "gone_on")
    with op.batch_alter_table("audit") as batch:
        for name in ("result_before", "reopened_on", "ticket_gone_on"):
            batch.drop_column(name)
    op.drop_table("moved_ticket")
