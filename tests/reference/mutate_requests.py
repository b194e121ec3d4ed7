"""Other wishes: modes, channels, people, assets, dates, projects, who asks and for whom."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference.chance import its_asset, its_vendor, of_id, some_request

COUNTRIES = ["DE", "PL", "IN", "US", "JP", "CN", "VN", "GB", "TR", "UA", "FR", "NL"]


def other_mode(file: Any, rng: Random) -> None:
    some_request(file, rng)["mode"] = rng.choice(["view", "comment", "download", "write", "physical", "admin"])


def other_channel(file: Any, rng: Random) -> None:
    some_request(file, rng)["channel"] = rng.choice(file["channels"])["id"]


def other_limit_of_a_channel(file: Any, rng: Random) -> None:
    rng.choice(file["channels"])["max_class"] = rng.choice([0, 1, 2, 3, 4, None])


def other_asset(file: Any, rng: Random) -> None:
    some_request(file, rng)["assets"] = [rng.choice(file["assets"])["id"]]


def one_asset_more(file: Any, rng: Random) -> None:
    assets, more = some_request(file, rng)["assets"], rng.choice(file["assets"])["id"]
    if more not in assets:
        assets.insert(rng.randint(0, len(assets)), more)


def other_people(file: Any, rng: Random) -> None:
    request = some_request(file, rng)
    known = [person["id"] for person in file["people"] if person["vendor"] == request["vendor"]]
    request["people"] = rng.sample(known, rng.randint(1, len(known)))


def other_entity(file: Any, rng: Random) -> None:
    request = some_request(file, rng)
    request["entity"] = rng.choice(its_vendor(file, request)["entities"])["id"]


def other_project(file: Any, rng: Random) -> None:
    some_request(file, rng)["project"] = rng.choice(file["projects"])["id"]


def other_requester(file: Any, rng: Random) -> None:
    request = some_request(file, rng)
    owner = its_asset(file, request, rng).get("data_owner")
    request[rng.choice(["requester", "on_behalf_of"])] = rng.choice([owner, rng.choice(file["organisation"]["users"])["id"]])
    request["requester"] = request["requester"] or "u-jonas"


def an_evaluation(file: Any, rng: Random) -> None:
    some_request(file, rng)["purpose_kind"] = rng.choice(["evaluation", "evaluation", "engagement"])


def other_places(file: Any, rng: Random) -> None:
    some_request(file, rng)["work_countries"] = rng.sample(COUNTRIES, rng.randint(0, 3))


def length_beside_the_limit(file: Any, rng: Random) -> None:
    request = some_request(file, rng)
    asset = its_asset(file, request, rng)
    rank, longest = rng.choice([(1, 365), (2, 180), (3, 90), (4, 30), (None, asset.get("max_days") or 7)])
    if rank is not None and rng.random() < 0.5:
        asset["class"] = rank
    end = date.fromisoformat(request["start"]) + timedelta(days=longest - 1 + rng.choice([-1, 0, 1]))
    request["end"] = end.isoformat()


def a_fact_less_than_is_asked_for(file: Any, rng: Random) -> None:
    """One that the checks of this very request look at."""
    request = some_request(file, rng)
    section, id = rng.choice([("assets", rng.choice(request["assets"])), ("people", rng.choice(request["people"]))])
    section, id = rng.choice([(section, id), (section, id), ("vendors", request["vendor"]), ("channels", request["channel"])])
    of_id(file, section, id).pop(rng.choice(NEEDED[section]), None)


NEEDED = {
    "assets": ["class", "data_owner", "owner_entity", "countries", "training"],
    "people": ["country", "status", "training"],
    "vendors": ["tier", "clearance", "status", "screening"],
    "channels": ["max_class"],
}


def other_start(file: Any, rng: Random) -> None:
    some_request(file, rng)["start"] = rng.choice(["2026-11-24", "2026-12-02", "2026-12-15"])


ALL = [
    other_mode,
    other_mode,
    other_channel,
    other_limit_of_a_channel,
    other_asset,
    one_asset_more,
    one_asset_more,
    other_people,
    other_entity,
    other_project,
    other_requester,
    other_requester,
    an_evaluation,
    other_places,
    *[length_beside_the_limit] * 2,
    *[a_fact_less_than_is_asked_for] * 3,
    other_start,
]
