"""Who of our own people can be reached: their Slack accounts, and what is told where nobody can."""
