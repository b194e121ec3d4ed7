"""Ringfence: a Slack bot that decides, with the right people, whether a vendor may see protected material."""
