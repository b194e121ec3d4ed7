"""Other access at the vendor: how much, of whom, how it stands, when it was used, and which assets are parts of a secret."""

from random import Random
from typing import Any

from tests.reference.chance import beside, fresh_id, some_request

STATES = ["active", "active", "active", "suspended", "expiring", "expired", "scheduled", "revoked", "closed"]
UNUSED_SINCE = ["2026-08-26", "2026-10-25", "2026-11-20"]  # 90 and 30 days before the usual day, and shortly before


def access_of(file: Any, rng: Random, request: Any, assets: list[str], state: str) -> None:
    vendor = request["vendor"]
    person = rng.choice([one["id"] for one in file["people"] if one["vendor"] == vendor])
    line = {"id": fresh_id(rng, "GRT"), "request": "R-OLD", "vendor": vendor, "person": person, "assets": assets, "mode": "view"}
    used = rng.choice([None, beside(rng, rng.choice(UNUSED_SINCE))])
    line |= {"start": beside(rng, rng.choice(UNUSED_SINCE)), "end": "2027-03-31", "state": state, "last_used": used}
    file["grants"].append(line)


def some_access_more(file: Any, rng: Random) -> None:
    ids = [asset["id"] for asset in file["assets"]]
    access_of(file, rng, some_request(file, rng), rng.sample(ids, rng.choice([1, 2, 3])), rng.choice(STATES))


def much_access_more(file: Any, rng: Random) -> None:
    """Just about what one person, or one vendor, may hold."""
    request, ids = some_request(file, rng), [asset["id"] for asset in file["assets"]]
    left = rng.choice([3, 4, 5, 23, 24, 25])
    while left > 0:
        assets = rng.sample(ids, min(left, rng.choice([3, 4, 5, 12])))
        access_of(file, rng, request, assets, rng.choice(["active", "active", "suspended"]))
        left -= len(assets)


def parts_of_a_secret(file: Any, rng: Random) -> None:
    """An asset asked for becomes a part, others too, some of which the vendor has or asks for."""
    request = some_request(file, rng)
    others = [asset for asset in file["assets"] if asset["id"] not in request["assets"]]
    if len(others) < 4:
        return
    secret, *parts = rng.sample(others, rng.choice([2, 3]))
    asked = [asset for asset in file["assets"] if asset["id"] in request["assets"]]
    for part in (*parts, rng.choice(asked)):
        part["parts_of"] = secret["id"]
    for part in parts:
        if rng.random() < 0.7:
            access_of(file, rng, request, [part["id"]], rng.choice(STATES))


ALL = [*[some_access_more] * 2, *[much_access_more] * 2, *[parts_of_a_secret] * 3]
