"""When things happen: timers that look at what is due, and the workers that keep what was promised; no state of their own."""
