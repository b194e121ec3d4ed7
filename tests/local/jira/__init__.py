"""Tests of the local Jira."""
