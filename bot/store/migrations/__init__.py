"""The schema's history; Alembic owns it."""
