"""How the bot touches Jira: the tracker behind the application's port, its texts, and what is asked of a project."""

from bot.jira.diagnostics import examine_jira
from bot.jira.tracker import JiraTracker

__all__ = ["JiraTracker", "examine_jira"]
