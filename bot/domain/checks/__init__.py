"""The catalogue of checks: pure functions from facts to results, one module per family."""
