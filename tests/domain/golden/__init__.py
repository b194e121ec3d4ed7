"""Golden tables: what each check answers, written down in tables that counsel can read, and held against the product."""
