"""What the command line prints: tables, transcripts, mistakes."""
