"""The outcome profiles of 2.0 as a table of their own: what a failure is at C1 to C4, and what an unknown weighs."""

from bot.domain.vocabulary import Outcome

PASS, WARN, WAIVER, BLOCK = Outcome.PASS, Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK

F = {1: WARN, 2: WAIVER, 3: BLOCK, 4: BLOCK}
V = {1: WARN, 2: WAIVER, 3: WAIVER, 4: WAIVER}
W = {1: PASS, 2: WARN, 3: WARN, 4: WARN}
H = {1: BLOCK, 2: BLOCK, 3: BLOCK, 4: BLOCK}
T = {1: PASS, 2: WARN, 3: WAIVER, 4: BLOCK}
W4 = {1: PASS, 2: WARN, 3: WARN, 4: WAIVER}
RANKS = (1, 2, 3, 4)


def at_most_a_waiver(profile: dict[int, Outcome]) -> dict[int, Outcome]:
    """An unknown weighs what a failure would, and never more than a waiver."""
    return {rank: WAIVER if outcome is BLOCK else outcome for rank, outcome in profile.items()}
