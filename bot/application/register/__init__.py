"""What the company knows: loaded, and examined."""
