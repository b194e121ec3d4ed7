"""The record: its roots, its proof and its export."""
