"""The command line: one module per subject, each command thin; what is printed is drawn in `console`."""
