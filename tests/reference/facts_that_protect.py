"""Which facts protect: those whose absence may only make an answer worse.

They are the facts that a check needs (`R` in the register's description, less what the loader refuses to miss), a person's
courses, renewal, deputies, certificates of return, licences, approved waivers, and the entries of a list in which more is better.

Not among them, because the rules themselves let their absence improve an answer:

* a termination, a notice of non-renewal, a condition of payment, an open condition, a finding, a demanded return as a whole:
  bad facts;
* `supersedes`, and `executed` of a paper in a chain: without them the predecessor is judged alone;
* `personal_data`, `third_party_owner`, `export`, `physical_prototype`, `max_days`, an entry of `licence_required` or of the asked
  courses: their absence means "nothing special";
* a person's `entity`: a person without an employer is VEN-04's gap, which NDA-03 passes over;
* `active` of a user (true if absent), and whole rows of people, papers and assessments (an older one may be the better).
"""

from collections.abc import Iterator
from typing import Any

from tests.reference.changes import Alteration

Place = tuple[Any, ...]
FIELDS = {
    "channels": ["max_class"],
    "assets": ["class", "owner_entity", "data_owner", "deputy", "countries", "training", "certs"],
    "vendors": ["tier", "clearance", "status", "owner", "screening", "competitors_served", "ethical_wall"],
    "people": ["country", "status", "undertaking", "training"],
    "assessments": ["completed", "conclusion"],
    "certifications": ["sites", "valid_until"],
    "returns": ["demanded", "due", "certificate"],
    "agreements": [
        *["ours", "theirs", "effective", "survival", "ts_carve_out", "purpose", "projects", "affiliates", "auto_renew"],
        *[
            "residuals",
            "re_ban",
            "assignment",
            "audit_right",
            "oss_terms",
            "ai_terms",
            "art28_items",
            "quality_control",
            "executed",
        ],
    ],
}
INNER = {
    "assets": [("export", fact) for fact in ("licence_required", "licences", "classified_by", "classified_on")],
    "vendors": [("screening", "date"), ("screening", "result")],
    "agreements": [("survival", "anchor"), ("assignment", "wording"), ("assignment", "law"), ("assignment", "formalities")],
}
LISTS = {
    "assets": [("countries",), ("consented_vendors",), ("export", "licences")],
    "certifications": [("sites",)],
    "agreements": [("ours",), ("theirs",), ("projects",), ("art28_items",), ("assignment", "formalities")],
}


def facts_that_protect(file: Any) -> list[Place]:
    """Where each of them stands, as a path from the top of the file."""
    return [
        place
        for section in (*FIELDS, "waivers")
        for number, row in enumerate(file.get(section) or [])
        for place in (_of_row(section, number, row, _in_chains(file)) if section != "waivers" else [(section, number)])
    ]


def _of_row(section: str, number: int, row: Any, in_chains: set[str]) -> Iterator[Place]:
    is_linked = section == "agreements" and row["id"] in in_chains
    yield from ((section, number, key) for key in FIELDS[section] if key in row and not (key == "executed" and is_linked))
    yield from ((section, number, *path) for path in INNER.get(section, []) if path[1] in (row.get(path[0]) or {}))
    for path in LISTS.get(section, []):
        entries = _at(row, path) or []
        yield from ((section, number, *path, entry) for entry in range(len(entries)) if len(entries) > 1)
    if section == "people":
        yield from ((section, number, "training", course) for course in row.get("training") or {})
    if section == "vendors":
        yield from ((section, number, "entities", place, "country") for place, e in enumerate(row["entities"]) if "country" in e)


def _in_chains(file: Any) -> set[str]:
    followed = {id for paper in file["agreements"] or [] for id in paper.get("supersedes") or []}
    return followed | {paper["id"] for paper in file["agreements"] or [] if paper.get("supersedes")}


def _at(row: Any, path: Place) -> Any:
    for key in path:
        row = (row or {}).get(key)
    return row


def forgotten(place: Place) -> Alteration:
    """The change that takes the fact away."""

    def forget(file: Any) -> None:
        holder = file
        for key in place[:-1]:
            holder = holder[key]
        del holder[place[-1]]

    return forget
