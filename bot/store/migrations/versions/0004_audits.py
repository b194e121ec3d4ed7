"""Audits two ways: who opened one and how it ended, its findings, what was said, and how far the tracker was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit") as batch:
        batch.add_column(sa.Column("ticket_updated_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("cause", sa.String(), nullable=True))
        batch.add_column(sa.Column("criteria", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("period_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("period_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("opened_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("result", sa.String(), nullable=True))
        batch.add_column(sa.Column("closed_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("closing_note", sa.String(), nullable=False, server_default=""))
        batch.create_index(batch.f("ix_audit_ticket_key"), ["ticket_key"], unique=False)
    _findings()
    op.create_table(
        "tracker_delivery",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tracker_look",
        sa.Column("tracker", sa.String(), nullable=False),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tracker"),
    )


def _findings() -> None:
    op.create_table(
        "audit_finding",
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("ticket_key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit"], ["audit.key"]),
        sa.PrimaryKeyConstraint("finding"),
        sa.UniqueConstraint("ticket_key"),
    )
    op.create_index(op.f("ix_audit_finding_audit"), "audit_finding", ["audit"], unique=False)
    op.create_table(
        "audit_remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["audit"], ["audit.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audit_remark_audit"), "audit_remark", ["audit"], unique=False)


def downgrade() -> None:
    raise RuntimeError("audits and what was heard of them would be lost; restore a backup instead")
