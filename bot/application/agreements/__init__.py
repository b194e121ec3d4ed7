"""NDAs that end: who is reminded, what they answer, and what becomes of the paper."""
