"""Keep the Slack id of those who ask and decide, as it was when they did: people are compared by it as well as by their id.

Of what was asked and decided before nobody knows it for certain, so it stays empty.

Revision ID: 0009
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("requester_slack", sa.String(), nullable=True))
    op.create_index(op.f("ix_request_requester_slack"), "request", ["requester_slack"])
    op.add_column("decision", sa.Column("slack_id", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("decision", "slack_id")
    op.drop_index(op.f("ix_request_requester_slack"), table_name="request")
    op.drop_column("request", "requester_slack")
