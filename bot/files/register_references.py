"""Which names in a register must exist, which of them must belong to the same vendor, and that no id stands twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.files.document import Document, Where
from bot.files.problems import Problem, suggestion

IDS = {
    "own entity": "organisation.entities.*.id",
    "user": "organisation.users.*.id",
    "transfer channel": "channels.*.id",
    "project": "projects.*.id",
    "asset": "assets.*.id",
    "vendor": "vendors.*.id",
    "vendor's entity": "vendors.*.entities.*.id",
    "person": "people.*.id",
    "agreement": "agreements.*.id",
    "finding": "findings.*.id",
    "return": "returns.*.id",
    "grant": "grants.*.id",
    "waiver": "waivers.*.id",
    "request": "requests.*.id",
}
WILD = {"agreements.*.projects.*": "*"}


@dataclass(frozen=True)
class Reference:
    """The value at `where` is the id of a `to`; with `of_vendor`, one that belongs to the vendor of the same record."""

    where: str
    to: str
    of_vendor: bool = False


REFERENCES = (
    Reference("organisation.users.*.manager", "user"),
    Reference("assets.*.owner_entity", "own entity"),
    Reference("assets.*.data_owner", "user"),
    Reference("assets.*.deputy", "user"),
    Reference("assets.*.project", "project"),
    Reference("assets.*.consented_vendors.*", "vendor"),
    Reference("assets.*.consented_vendors.*.vendor", "vendor"),
    Reference("assets.*.parts_of", "asset"),
    Reference("assets.*.export.classified_by", "user"),
    Reference("vendors.*.owner", "user"),
    Reference("vendors.*.subcontractors.*.entity", "vendor's entity", of_vendor=True),
    Reference("people.*.vendor", "vendor"),
    Reference("people.*.entity", "vendor's entity", of_vendor=True),
    Reference("agreements.*.vendor", "vendor"),
    Reference("agreements.*.ours.*", "own entity"),
    Reference("agreements.*.theirs.*", "vendor's entity", of_vendor=True),
    Reference("agreements.*.supersedes.*", "agreement"),
    Reference("agreements.*.owner", "user"),
    Reference("agreements.*.projects.*", "project"),
    Reference("certifications.*.vendor", "vendor"),
    Reference("certifications.*.sites.*", "vendor's entity", of_vendor=True),
    Reference("assessments.*.vendor", "vendor"),
    Reference("findings.*.vendor", "vendor"),
    Reference("returns.*.vendor", "vendor"),
    Reference("returns.*.assets.*", "asset"),
    Reference("grants.*.vendor", "vendor"),
    Reference("grants.*.person", "person", of_vendor=True),
    Reference("grants.*.assets.*", "asset"),
    Reference("waivers.*.vendor", "vendor"),
    Reference("waivers.*.asset", "asset"),
    Reference("waivers.*.approved_by.*", "user"),
    Reference("requests.*.requester", "user"),
    Reference("requests.*.on_behalf_of", "user"),
    Reference("requests.*.vendor", "vendor"),
    Reference("requests.*.entity", "vendor's entity", of_vendor=True),
    Reference("requests.*.project", "project"),
    Reference("requests.*.people.*", "person", of_vendor=True),
    Reference("requests.*.channel", "transfer channel"),
    Reference("requests.*.assets.*", "asset"),
)


def find_bad_references(document: Document) -> Iterator[Problem]:
    """Names that do not exist, or that belong to another vendor."""
    known = {kind: _ids(document, pattern) for kind, pattern in IDS.items()}
    homes = _homes(document)
    for reference in REFERENCES:
        for path, name in document.find(reference.where):
            if not isinstance(name, str) or name == WILD.get(reference.where):
                continue
            words = _dangling(name, reference.to, known) or _foreign(name, reference, homes, _vendor(document, path))
            if words:
                yield document.problem(path, words)


def find_repeated_ids(document: Document) -> Iterator[Problem]:
    """Ids that stand more than once in the whole file, whatever they name."""
    first: dict[str, Where] = {}
    for pattern in IDS.values():
        for path, name in document.find(pattern):
            if not isinstance(name, str):
                continue
            if name in first:
                words = f"the id {name} is used already in line {document.line(first[name])}; give each its own"
                yield document.problem(path, words)
            first.setdefault(name, path)


def _ids(document: Document, pattern: str) -> dict[str, Where]:
    return {name: path for path, name in document.find(pattern) if isinstance(name, str)}


def _homes(document: Document) -> dict[str, str]:
    """The vendor of each person and of each vendor's entity."""
    homes: dict[str, str] = {}
    for path, name in (*document.find(IDS["vendor's entity"]), *document.find(IDS["person"])):
        vendor = _vendor(document, path)
        if isinstance(name, str) and vendor is not None:
            homes[name] = vendor
    return homes


def _vendor(document: Document, path: Where) -> str | None:
    """The vendor of the section's record that a path leads into; a vendor is its own."""
    section: Any = document.data[str(path[0])]
    vendor = section[path[1]].get("id" if path[0] == "vendors" else "vendor")
    return vendor if isinstance(vendor, str) else None


def _dangling(name: str, kind: str, known: Mapping[str, Mapping[str, Where]]) -> str | None:
    if name in known[kind]:
        return None
    other = next((other for other, ids in known.items() if name in ids), None)
    if other is not None:
        return f"{name} names a {other}, but a {kind} belongs here; {suggestion(name, known[kind])}"
    return f"there is no {kind} {name[:60] or '(empty)'} in this file; {suggestion(name, known[kind])}"


def _foreign(name: str, reference: Reference, homes: Mapping[str, str], vendor: str | None) -> str | None:
    home = homes.get(name)
    if not reference.of_vendor or vendor is None or home is None or home == vendor:
        return None
    own = [other for other, of in homes.items() if of == vendor]
    return f"{name} belongs to {home}, not to {vendor}; {suggestion(name, own)}"
