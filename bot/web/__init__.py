"""What is asked of the bot over HTTP: its health, and Slack's signed deliveries."""
