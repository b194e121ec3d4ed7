"""The week as the channel reads it."""
