"""Files that people write: read with every mistake told at once, in words, with its place and line."""
