"""The tests of the bot; they mirror its packages."""
