"""What is kept: our own database, SQLite in one process or PostgreSQL with several."""
