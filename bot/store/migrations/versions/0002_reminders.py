"""Reminders of an NDA's end: what was sent to whom, in which message, and what was decided about a paper."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agreement") as batch:
        batch.add_column(sa.Column("look_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("recorded_by", sa.String(), nullable=True))
        batch.create_index(batch.f("ix_agreement_look_on"), ["look_on"], unique=False)
    op.execute("UPDATE agreement SET look_on = '1970-01-01' WHERE kind = 'nda'")  # all are due to be looked at
    op.create_table(
        "reminder_sent",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("folded_into", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.String(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "anchor", "anchor_on", "step", "recipient"),
    )
    op.create_index(op.f("ix_reminder_sent_waiting"), "reminder_sent", ["waiting"], unique=False)
    op.create_index(op.f("ix_reminder_sent_snoozed_until"), "reminder_sent", ["snoozed_until"], unique=False)
    op.create_table(
        "reminder_line",
        sa.Column("bundle", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bundle", "subject", "anchor", "anchor_on"),
    )
    op.create_index(op.f("ix_reminder_line_subject"), "reminder_line", ["subject"], unique=False)
    op.create_table(
        "agreement_care",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("instead_of", sa.String(), nullable=True),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("anchor", sa.String(), nullable=True),
        sa.Column("anchor_on", sa.Date(), nullable=True),
        sa.Column("task_key", sa.String(), nullable=True),
        sa.Column("task_url", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("agreement"),
    )


def downgrade() -> None:
    raise RuntimeError("what was sent must stay known; restore a backup instead")
