"""What the answer of a check depends on besides the vendor and the class: the people, the material itself, what is done with it.

Where one of these is not known yet, the check has not been asked in earnest, and that is said in these words.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.domain.checks.catalogue import CATALOGUE


class On(StrEnum):
    """What is still to be named. The words stand in JSON: they are never renamed."""

    PEOPLE = "people"
    ASSET = "asset"
    USE = "use"  # more than viewing


_FORMS = "whether it is a trade secret"
_COUNTRY = "in which country they work"
DEPENDS: Mapping[On, Mapping[str, str]] = {
    On.PEOPLE: {
        "PPL-02": "their undertakings",
        "PPL-03": "their training",
        "PPL-05": "whether they still work there",
        "VEN-04": "who employs them",
        "NDA-03": "who employs them",
        "LOC-01": _COUNTRY,
        "EXP-01": _COUNTRY,
        "EXP-02": _COUNTRY,
        "ACC-05": "what they have already",
    },
    On.ASSET: {
        "NDA-02": _FORMS,
        "NDA-03": "which of our companies owns it",
        "NDA-04": "its project",
        "NDA-09": _FORMS,
        "DDA-03": "the certificates that it asks for",
        "DDA-04": "the certificates that it asks for",
        "IPR-05": "whether somebody else owns it too",
        "PAT-01": "whether an invention in it is filed",
        "DSN-01": "whether a design in it is published",
        "TMK-01": "whether it is a mark",
        "ACC-04": "how long it may be lent",
        "ACC-05": "what it is a part of",
        "LOC-01": "its countries",
        "EXP-01": "its export class",
        "EXP-02": "its export licences",
        "PRV-01": "whether it holds personal data",
        "PRC-02": "who decides on it",
    },
    On.USE: {
        "IPR-01": "who owns what they write",
        "IPR-02": "who owns what they write",
        "IPR-06": "open source in what they write",
        "IPR-07": "AI tools",
        "NDA-10": "taking apart what they are handed",
    },
}


def open_questions(on: On, spoken: Collection[str]) -> dict[str, str]:
    """The checks that depend on it and have not spoken already, with what they will look at, in the order of the catalogue."""
    return {check.id: DEPENDS[on][check.id] for check in CATALOGUE if check.id in DEPENDS[on] and check.id not in spoken}
