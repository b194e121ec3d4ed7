"""The page of the local workspace: what a person sees in a browser."""

from bot.local.page.views import Page

__all__ = ["Page"]
