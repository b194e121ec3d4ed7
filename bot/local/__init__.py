"""A Slack workspace and a Jira on this machine, for the demo and the tests.

They are counterparts on loopback; the bot connects to them exactly as to the real ones.
"""
