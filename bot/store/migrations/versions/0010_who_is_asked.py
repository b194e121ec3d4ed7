"""Keep which open questions have been looked at since who can answer last changed, and which Slack accounts take no message.

A copy of a message knows the account that it was posted to; one of an older release stands where its person is bound now.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_question",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("able", sa.JSON(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("nobody_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "topic"),
    )
    op.create_table(
        "unreachable_account",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slack_id"),
    )
    op.add_column("message_copy", sa.Column("account", sa.String(), nullable=True))
    op.add_column("request", sa.Column("paused_of", sa.DateTime(timezone=True), nullable=True))
    op.add_column("request", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column("request", sa.Column("paused_days", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("request_state", "request", ["state"])
    op.create_index("grant_state", "access_grant", ["state"])


def downgrade() -> None:
    op.drop_index("grant_state", table_name="access_grant")
    op.drop_index("request_state", table_name="request")
    for column in ("paused_days", "paused_on", "paused_of"):
        op.drop_column("request", column)
    op.drop_column("message_copy", "account")
    op.drop_table("unreachable_account")
    op.drop_table("open_question")
