"""How Slack is touched: drawing, forms, one listener module per conversation, delivery."""
