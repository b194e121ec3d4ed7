"""Other vendors: status, tier, clearance, companies, screening, due diligence, returns, waivers, sub-contractors."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference.chance import beside, fresh_id, its_asset, its_vendor, months_before, some_request
from tests.reference.slow_checks import PER_ASSET, PER_PERSON
from tests.reference.waivers import NEVER_WAIVED

SCHEMES = ["ISO27001", "TISAX-SC", "TISAX-PP"]
STATUSES = ["active", "active", "prospect", "onboarding", "restricted", "suspended", "offboarding", "terminated", "blocked"]
WAIVABLE = sorted(
    {
        *PER_ASSET,
        *PER_PERSON,
        "NDA-01",
        "NDA-02",
        "NDA-03",
        "NDA-04",
        "NDA-09",
        "NDA-10",
        "CTR-01",
        "CTR-03",
        "IPR-01",
        "IPR-02",
        "IPR-06",
        "IPR-07",
    }
    - {*NEVER_WAIVED}
)


def one_asked(file: Any, rng: Random) -> tuple[Any, Any]:
    request = some_request(file, rng)
    return request, its_vendor(file, request)


def other_standing(file: Any, rng: Random) -> None:
    _, vendor = one_asked(file, rng)
    vendor |= rng.choice([{"status": rng.choice(STATUSES)}, {"owner": rng.choice([None, "u-rui", "u-sofia"])}])


def other_tier(file: Any, rng: Random) -> None:
    one_asked(file, rng)[1]["tier"] = rng.randint(1, 4)


def other_clearance(file: Any, rng: Random) -> None:
    one_asked(file, rng)[1]["clearance"] = rng.randint(0, 4)


def one_company_more(file: Any, rng: Random) -> None:
    request, vendor = one_asked(file, rng)
    company = {"id": fresh_id(rng, "E"), "name": "Another Company", "country": rng.choice(["DE", "PL", "US", None])}
    vendor["entities"].append(company)
    if rng.random() < 0.5:
        request["entity"] = company["id"]
    for person in file["people"]:
        if person["vendor"] == vendor["id"] and rng.random() < 0.3:
            person["entity"] = company["id"]


def other_screening(file: Any, rng: Random) -> None:
    request, vendor = one_asked(file, rng)
    ninety_before = date.fromisoformat(request["start"]) - timedelta(days=90)
    result = rng.choice(["clear", "clear", "clear", "possible_match", "confirmed"])
    vendor["screening"] = {"date": beside(rng, ninety_before), "result": result}


def one_assessment_more(file: Any, rng: Random) -> None:
    """As old as its tier allows, seen from the first or the last day of the window."""
    request, vendor = one_asked(file, rng)
    months = rng.choice([12, 18, 24, 36, 3])
    conditions = [{"text": "Close the gap", "due": "2026-12-24", "done_on": rng.choice([None, "2026-11-01"])}]
    assessment = {
        "vendor": vendor["id"],
        "completed": beside(rng, months_before(rng.choice([request["start"], request["end"]]), months)),
        "conclusion": rng.choice(["ok", "ok", "warning", "blocker"]),
        "conditions": rng.choice([[], conditions]),
    }
    if rng.random() < 0.1:
        assessment["completed"] = None
    kept = [row for row in file["assessments"] if row["vendor"] != vendor["id"] or rng.random() < 0.4]
    file["assessments"] = [*kept, assessment]
    rng.shuffle(file["assessments"])


def one_return_more(file: Any, rng: Random) -> None:
    _, vendor = one_asked(file, rng)
    asset, certificate = rng.choice(file["assets"])["id"], rng.choice([None, None, "proof.pdf"])
    due = beside(rng, rng.choice(["2026-11-24", "2026-12-01", "2026-12-02", "2026-12-14"]))
    row = {"id": fresh_id(rng, "RTN"), "vendor": vendor["id"], "assets": [asset], "demanded": "2026-11-01", "due": due}
    file["returns"].append(row | {"certificate": certificate})


def one_finding_more(file: Any, rng: Random) -> None:
    _, vendor = one_asked(file, rng)
    grade = rng.choice(["critical", "major_nc", "minor_nc", "minor_nc", "minor_nc", "observation", "improvement"])
    row = {"id": fresh_id(rng, "FND"), "vendor": vendor["id"], "grade": grade, "title": "Found by the test approvers"}
    due = None if rng.random() < 0.5 else beside(rng, rng.choice(["2026-11-24", "2026-12-02"]))
    file["findings"].append(row | {"due": due, "status": rng.choice(["open", "open", "open", "closed"])})


def one_waiver_more(file: Any, rng: Random) -> None:
    """Some matching, some ending a day early, beginning late, for another asset or still in review."""
    request, vendor = one_asked(file, rng)
    waiver = {
        "id": fresh_id(rng, "WVR"),
        "check": rng.choice(WAIVABLE),
        "vendor": vendor["id"],
        "asset": rng.choice([*request["assets"] * 4, rng.choice(file["assets"])["id"]]),
        "reason": "test approvers",
        "approved_by": ["u-ines", "u-sofia"],
        "compensating": ["daily review"],
        "expires": beside(rng, request["end"]),
        "state": rng.choice(["approved"] * 4 + ["in_review", "revoked"]),
    }
    if rng.random() < 0.5:
        waiver["start"] = beside(rng, rng.choice([request["start"], "2026-12-14"]))
    file["waivers"].append(waiver)


def several_waivers_more(file: Any, rng: Random) -> None:
    for _ in range(6):
        one_waiver_more(file, rng)


def a_subcontractor(file: Any, rng: Random) -> None:
    _, vendor = one_asked(file, rng)
    entity = rng.choice(vendor["entities"])["id"]
    vendor["subcontractors"] = [{"name": "Pool", "country": "DE", "approved": rng.random() < 0.5, "entity": entity}]


def other_clients(file: Any, rng: Random) -> None:
    _, vendor = one_asked(file, rng)
    vendor["competitors_served"] = rng.choice([[], ["Veldt Automotive"], ["Veldt Automotive"], None])
    vendor["ethical_wall"] = rng.choice([True, False, None])


def other_certificates(file: Any, rng: Random) -> None:
    """Those that an asset asks for, and what the vendor holds: beside the last day, for this company or another, or not known."""
    request, vendor = one_asked(file, rng)
    its_asset(file, request, rng)["certs"] = rng.sample(SCHEMES, rng.choice([0, 1, 1, 2]))
    for scheme in rng.sample(SCHEMES, rng.randint(0, 3)):
        sites = rng.choice([[request["entity"]], [request["entity"]], [vendor["entities"][0]["id"]], [], None])
        until = rng.choice([beside(rng, request["end"]), "2029-01-31", "2029-01-31", None])
        file["certifications"].append({"vendor": vendor["id"], "scheme": scheme, "sites": sites, "valid_until": until})


ALL = [
    *[other_clients] * 2,
    *[other_certificates] * 4,
    other_standing,
    *[other_tier] * 2,
    *[other_clearance] * 2,
    *[one_company_more] * 2,
    *[other_screening] * 2,
    *[one_assessment_more] * 3,
    *[one_return_more] * 2,
    *[one_finding_more] * 2,
    one_waiver_more,
    *[several_waivers_more] * 2,
    a_subcontractor,
]
