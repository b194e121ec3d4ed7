"""One set of cases for a fake and for the real adapter behind the same port."""
