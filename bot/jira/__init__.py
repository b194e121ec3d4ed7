"""How the bot touches Jira: the tracker behind the application's port, and the text of its tickets."""

from bot.jira.tracker import JiraTracker

__all__ = ["JiraTracker"]
