"""What goes wrong between the bot and its outside worlds, and what must be true afterwards, counted."""
