"""The record of what happened: its roots, and its export."""
