"""Other wishes: modes, channels, people, assets, dates, projects, who asks and for whom."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference.chance import its_asset, its_vendor, some_request

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
    longest = rng.choice([365, 180, 90, 30, asset.get("max_days") or 7])
    end = date.fromisoformat(request["start"]) + timedelta(days=longest - 1 + rng.choice([-1, 0, 1]))
    request["end"] = end.isoformat()


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
    length_beside_the_limit,
    other_start,
]
