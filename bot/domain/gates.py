"""The gates: checks with a moment of their own, which are no part of the overall result of a request.

Each stands here as a check stands in the catalogue: what it asks, why, how hard it is for each class, and when it is asked.
Whoever is refused or held back by one reads its id, the reason and the next step.
"""

from dataclasses import dataclass

from bot.domain.vocabulary import Outcome

_LETTERS = {"-": Outcome.NA, "P": Outcome.PASS, "W": Outcome.WARN, "V": Outcome.WAIVER, "B": Outcome.BLOCK}


@dataclass(frozen=True)
class Gate:
    """One gate. `by_class` is what a failure means at C0 to C4, a letter each; `cases` say which failures count otherwise."""

    id: str
    title: str
    why: str
    by_class: str
    clauses: tuple[str, ...]
    moment: str
    cases: tuple[tuple[str, str], ...] = ()

    def outcome(self, rank: int) -> Outcome:
        """What a failure means for this class; not evaluated at C0."""
        return gate_outcome(self.by_class, rank)

    def stops(self, rank: int) -> bool:
        """Whether a failure holds back what is asked, and not only warns."""
        return self.outcome(rank).severity >= Outcome.WAIVER.severity


def gate_outcome(letters: str, rank: int) -> Outcome:
    """What these letters, one for each class, say of this class."""
    return _LETTERS[letters[rank]]


NDA_06 = Gate(
    "NDA-06",
    "A paper that is recorded as signed really is",
    "A draft or a half-signed copy binds nobody, whatever the register calls it.",
    "-WVVB",
    ("27001 A.5.33",),
    "an agreement is recorded as executed",
    (("it is not signed by both sides", "-BBBB"),),
)
PPL_06 = Gate(
    "PPL-06",
    "Each person has acknowledged the secrecy notice of this class",
    "Courts ask whether the people who saw a secret knew that it was one.",
    "-WWVV",
    ("OLG Stuttgart 2 U 575/19", "27001 A.5.10"),
    "before access opens",
)
MON_05 = Gate(
    "MON-05",
    "No waiver that is used ends inside the access",
    "A permission that has ended permits nothing, however long the access still runs.",
    "-WWWW",
    ("27001 A.5.36",),
    "with each waiver",
    (("it has ended", "-VVVV"), ("it ends before the last day that is asked for", "-VVVV")),
)
PRC_01 = Gate(
    "PRC-01",
    "It is said why: which task, why these people, why this material",
    "Whoever decides, and whoever asks about it years later, has only these words.",
    "-WWVV",
    ("ISA6 4.2.1", "TSC CC6.2"),
    "in the form",
)
PRC_03 = Gate(
    "PRC-03",
    "There are enough people who can decide",
    "A route that nobody can walk to its end is no decision.",
    "-BBBB",
    ("27001 A.5.3",),
    "it is asked for, and at each decision",
)
GATES: tuple[Gate, ...] = (NDA_06, PPL_06, MON_05, PRC_01, PRC_03)
GATE_BY_ID = {gate.id: gate for gate in GATES}
