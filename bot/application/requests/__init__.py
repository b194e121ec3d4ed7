"""Asking for access, deciding on it, and what is shown of it."""
