"""The two-letter country codes that a register may hold, and those that people write for others."""

from bot.domain.countries import COUNTRY_NAMES

COUNTRIES = frozenset(COUNTRY_NAMES)
# Codes that people write, and the one that is meant.
MISTAKEN = {"UK": "GB", "EN": "GB", "EL": "GR"}
