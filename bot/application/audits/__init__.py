"""Audits of vendors, and their tickets in the tracker, both ways."""
