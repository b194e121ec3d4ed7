"""Which figures a company may set, check by check: how each is called in the files, and within which bounds."""

from dataclasses import dataclass

CLASSES = ("C1", "C2", "C3", "C4")
TIERS = ("T1", "T2", "T3", "T4")


@dataclass(frozen=True)
class Figure:
    """A whole number, or one for each name of `of`; `field` is what the policy calls it.

    From one name to the next it never falls if it `grows`, and else never rises: a higher class, or a graver tier, is never
    treated more mildly than a lower one.
    """

    check: str
    key: str
    field: str
    most: int
    least: int = 1
    of: tuple[str, ...] = ()
    grows: bool = False


FIGURES = (
    Figure("DDA-01", "months", "diligence_months", most=120, of=TIERS, grows=True),
    Figure("NDA-02", "months", "protection_months", least=0, most=1200, of=CLASSES, grows=True),
    Figure("ACC-04", "days", "access_days", most=3660, of=CLASSES),
    Figure("ACC-05", "of_a_person", "accesses_of_a_person", most=10_000),
    Figure("ACC-05", "of_a_vendor", "accesses_of_a_vendor", most=100_000),
    Figure("ACC-06", "days", "unused_days", most=3660, of=CLASSES),
    Figure("EXP-01", "months", "classification_months", most=120),
    Figure("EXP-04", "days", "screening_days", most=3660),
)


def figures_of(check: str) -> dict[str, Figure]:
    """Those of one check by their names in the file."""
    return {figure.key: figure for figure in FIGURES if figure.check == check}
