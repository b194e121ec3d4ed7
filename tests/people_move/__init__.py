"""People leave, return, change roles and accounts at random, while questions are open."""
