"""What was promised is delivered."""
