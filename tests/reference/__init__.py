"""A slow, obvious second opinion on the checks, written from the rules alone, and what it is held against."""
