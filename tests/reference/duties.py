"""PRC-02: whoever asks never decides, and who is left then; with the roles that a route needs (section 3.5)."""

from tests.reference.case import Case, Row, found, rows
from tests.reference.verdicts import BLOCK, PASS, WARN, SlowVerdict, unknown

EU_STATES = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
EU = set(EU_STATES.split(" "))
ROLES_BY_CLASS = {
    1: ["engineering_manager"],
    2: ["engineering_manager"],
    3: ["engineering_manager", "ip_counsel", "security_officer"],
    4: ["engineering_manager", "ip_counsel", "security_officer", "executive_sponsor"],
}
UNFILED = ("idea", "disclosed_internally", "drafting")


def prc_02(case: Case, items: list[Case]) -> SlowVerdict:
    """`items` are all cases of the request: its route is that of the highest class with the overlays of all."""
    owner, asking = case.asset.get("data_owner"), {case.request["requester"], case.request.get("on_behalf_of")}
    stand_ins = [case.asset.get("deputy")]
    sponsors = holders(case, "executive_sponsor")
    owns_it = owner is not None and owner in asking
    is_asked = max(item.rank for item in items) >= 2
    vacated = [stand_ins + holders(case, "data_owner") + sponsors] if owns_it and is_asked else []
    for role in needed_roles(items):
        holding = holders(case, role)
        if holding and set(holding) <= asking:
            vacated.append(stand_ins + sponsors)
    if any(not [one for one in left if is_active(case, one) and one not in asking] for left in vacated):
        return BLOCK
    if owner is None:
        return unknown("H", case.rank)
    return WARN if vacated or owns_it else PASS


def users(case: Case) -> list[Row]:
    return rows(case.register["organisation"], "users")


def is_active(case: Case, user: str | None) -> bool:
    return user is not None and found(users(case), user).get("active") is not False


def holders(case: Case, role: str) -> list[str]:
    return [user["id"] for user in users(case) if role in user["roles"] and is_active(case, user["id"])]


def needed_roles(items: list[Case]) -> set[str]:
    highest = max(case.rank for case in items)
    return {*ROLES_BY_CLASS[highest], *(role for case in items for role in overlay_roles(case, highest))}


def overlay_roles(case: Case, highest: int) -> set[str]:
    asset = case.asset
    export = asset.get("export")
    patent, design = (asset.get("patent") or {}).get("status"), (asset.get("design") or {}).get("status")
    answers = {
        "export_control_officer": (export is not None and export.get("licence_required") != [])
        or (highest >= 3 and crosses_a_border(case)),
        "privacy_officer": asset.get("personal_data") not in (None, False, "none"),
        "customer_contract_manager": bool(asset.get("third_party_owner")),
        "prototype_protection_officer": bool(asset.get("physical_prototype")),
        "patent_counsel": patent in UNFILED or design == "unpublished",
        "brand_counsel": "trademark" in asset["forms"],
        "vendor_manager": works_through_others(case),
        "ip_counsel": works_through_others(case),
    }
    return {role for role, is_needed in answers.items() if is_needed}


def crosses_a_border(case: Case) -> bool:
    """A place that nobody recorded counts as one abroad."""
    owner = case.asset.get("owner_entity")
    if owner is None:
        return True
    home = found(rows(case.register["organisation"], "entities"), owner)["country"]
    return any(country != home and not {country, home} <= EU for country in case.countries)


def works_through_others(case: Case) -> bool:
    others = {row.get("entity") for row in case.vendor.get("subcontractors") or []} - {None}
    return any(person.get("entity") in others for person in case.people)
