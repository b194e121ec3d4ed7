"""ACC-05 and ACC-06: what stands open or suspended at the vendor, one access per person and asset."""

from datetime import date, timedelta

from tests.reference.case import Case, Row, rows
from tests.reference.days import day
from tests.reference.verdicts import PASS, SlowVerdict, of, worst


def accesses(case: Case, *states: str) -> list[tuple[str, str, Row]]:
    """Person, asset and line of each; `expiring` is active, near its end."""
    lines = [row for row in case.of_vendor("grants") if row["state"] in states]
    return [(row["person"], asset, row) for row in lines for asset in row["assets"]]


def acc_05(case: Case) -> SlowVerdict:
    standing = accesses(case, "active", "expiring", "suspended")
    asked = [(person["id"], asset) for person in case.people for asset in case.request["assets"]]
    together = [(person, asset) for person, asset, _ in standing] + asked
    most = max(sum(person["id"] == holder for holder, _ in together) for person in case.people)
    few_enough = of(most <= 5 and len(together) <= 25, "W", case.rank)
    return worst([few_enough, of(not is_whole(case, {asset for _, asset in together}), "V", case.rank)])


def is_whole(case: Case, there: set[str]) -> bool:
    """Whether all parts of the secret that this asset is a part of would be at the vendor."""
    secret = case.asset.get("parts_of")
    if secret is None:
        return False
    return all(asset["id"] in there for asset in rows(case.register, "assets") if asset.get("parts_of") == secret)


def acc_06(case: Case) -> SlowVerdict:
    return worst([PASS, *(of(not is_dormant(asset, row, case), "W", case.rank) for _, asset, row in open_ones(case))])


def open_ones(case: Case) -> list[tuple[str, str, Row]]:
    return accesses(case, "active", "expiring")


def is_dormant(asset_id: str, row: Row, case: Case) -> bool:
    """An asset that nobody classified is handled as C4."""
    asset = next(one for one in rows(case.register, "assets") if one["id"] == asset_id)
    last: date = day(row.get("last_used")) or day(row["start"])
    return case.today - last > timedelta(days=30 if asset.get("class") in (4, None) else 90)
