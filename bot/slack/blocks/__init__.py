"""Drawing: pure functions from values to Block Kit."""
