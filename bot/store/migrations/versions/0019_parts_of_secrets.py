"""Look up the parts of one secret: `parts_of` of an asset becomes a column of its own.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("asset", sa.Column("parts_of", sa.String(), nullable=True))
    op.execute("UPDATE asset SET parts_of = document ->> 'parts_of'")
    op.create_index("ix_asset_parts_of", "asset", ["parts_of"])


def downgrade() -> None:
    op.drop_index("ix_asset_parts_of", "asset")
    op.drop_column("asset", "parts_of")
