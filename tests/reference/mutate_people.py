"""Other people: status, employer, place, undertaking and training beside the window, and who holds which role of ours."""

from random import Random
from typing import Any

from tests.reference.chance import beside, its_vendor, of_id, some_request

ROLES = [
    "data_owner",
    "engineering_manager",
    "ip_counsel",
    "patent_counsel",
    "brand_counsel",
    "security_officer",
    "export_control_officer",
    "privacy_officer",
    "executive_sponsor",
    "vendor_manager",
    "customer_contract_manager",
    "prototype_protection_officer",
]


def one_of_them(file: Any, rng: Random) -> tuple[Any, Any]:
    request = some_request(file, rng)
    return request, of_id(file, "people", rng.choice(request["people"]))


def training_beside_the_window(file: Any, rng: Random) -> None:
    request, person = one_of_them(file, rng)
    course = rng.choice(["IP-BASIC", "IP-BASIC", "TS-HANDLING", "PROTO"])
    person["training"] = (person.get("training") or {}) | {course: beside(rng, rng.choice([request["start"], request["end"]]))}


def untrained(file: Any, rng: Random) -> None:
    _, person = one_of_them(file, rng)
    courses = person.get("training") or {}
    if courses:
        del courses[rng.choice(list(courses))]


def undertaking_beside_the_start(file: Any, rng: Random) -> None:
    request, person = one_of_them(file, rng)
    person["undertaking"] = rng.choice([None, beside(rng, request["start"]), beside(rng, request["start"])])


def other_status(file: Any, rng: Random) -> None:
    one_of_them(file, rng)[1]["status"] = rng.choice(["active", "on_leave", "left"])


def other_employer(file: Any, rng: Random) -> None:
    request, person = one_of_them(file, rng)
    person["entity"] = rng.choice([None, *(entity["id"] for entity in its_vendor(file, request)["entities"])])


def other_country(file: Any, rng: Random) -> None:
    one_of_them(file, rng)[1]["country"] = rng.choice(["DE", "PL", "IN", "US", "JP", "CN", "GB", "NL"])


def a_user_leaves(file: Any, rng: Random) -> None:
    rng.choice(file["organisation"]["users"])["active"] = False


def a_role_changes_hands(file: Any, rng: Random) -> None:
    users, role = file["organisation"]["users"], rng.choice(ROLES)
    requester = of_id(file["organisation"], "users", some_request(file, rng)["requester"])
    if rng.random() < 0.5:
        for user in users:
            user["roles"] = [held for held in user["roles"] if held != role]
    for user in rng.choice([[requester], [requester, rng.choice(users)]]):
        user["roles"] = sorted({*user["roles"], role})


ALL = [
    *[training_beside_the_window] * 3,
    untrained,
    *[undertaking_beside_the_start] * 2,
    other_status,
    other_employer,
    other_country,
    a_user_leaves,
    *[a_role_changes_hands] * 3,
]
