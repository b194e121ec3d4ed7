"""What happens: one use case per module, verb and noun; no product is known here."""
