"""Access that was given: opened, held, suspended, resumed and ended."""
