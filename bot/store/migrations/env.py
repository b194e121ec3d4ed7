"""Alembic's entry: it runs on the connection that `upgrade` hands over, in that connection's transaction."""

from alembic import context
from sqlmodel import SQLModel

from bot.store import tables

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, user_module_prefix="tables.")
with context.begin_transaction():
    context.run_migrations()

__all__ = ["tables"]
