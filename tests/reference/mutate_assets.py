"""Other assets: class, forms, places, courses, owners, consents, licences."""

from random import Random
from typing import Any

from tests.reference.chance import beside, its_asset, some_request
from tests.reference.mutate_requests import COUNTRIES


def one_asked_for(file: Any, rng: Random) -> tuple[Any, Any]:
    request = some_request(file, rng)
    return request, its_asset(file, request, rng)


def other_class(file: Any, rng: Random) -> None:
    one_asked_for(file, rng)[1]["class"] = rng.choice([0, 1, 1, 2, 2, 3, 4])


def other_form(file: Any, rng: Random) -> None:
    """Trade secrets come and go; patents and designs bring their record."""
    _, asset = one_asked_for(file, rng)
    form = rng.choice(["trade_secret", "trade_secret", "trade_secret", "patent", "design", "trademark", "know_how"])
    asset["forms"] = (
        [one for one in asset["forms"] if one != form] or ["data"] if form in asset["forms"] else [*asset["forms"], form]
    )
    if form == "patent":
        asset["patent"] = {"status": rng.choice(["idea", "drafting", "filed", "granted"])}
    if form == "design":
        asset["design"] = {"status": rng.choice(["unpublished", "filed", "published"])}


def any_class(asset: Any, rng: Random) -> None:
    """Half of the time another class, so that each comes up beside what the same mutation changes."""
    if rng.random() < 0.5:
        asset["class"] = rng.choice([1, 2, 3, 4])


def other_filing(file: Any, rng: Random) -> None:
    """An invention at each of its stages, with and without planned days and days of filing."""
    request, asset = one_asked_for(file, rng)
    any_class(asset, rng)
    asset["forms"] = sorted({*asset["forms"], "patent"})
    stages = ["idea", "disclosed_internally", "drafting", "filed", "published", "granted", "abandoned"]
    asset["patent"] = {"status": rng.choice(stages), "planned_filing": rng.choice([None, beside(rng, request["start"])])}
    if rng.random() < 0.2:
        asset["patent"]["filed_on"] = "2026-10-01"


def other_publication(file: Any, rng: Random) -> None:
    """A design at each of its stages."""
    request, asset = one_asked_for(file, rng)
    any_class(asset, rng)
    asset["forms"] = sorted({*asset["forms"], "design"})
    stages = ["unpublished", "unpublished", "filed_deferred", "filed", "published"]
    asset["design"] = {"status": rng.choice(stages), "planned_filing": rng.choice([None, beside(rng, request["start"])])}


def other_countries(file: Any, rng: Random) -> None:
    one_asked_for(file, rng)[1]["countries"] = rng.choice([["*"], [], rng.sample(COUNTRIES, 5), rng.sample(COUNTRIES, 10)])


def other_courses(file: Any, rng: Random) -> None:
    courses = ["IP-BASIC", "TS-HANDLING", "PROTO"]
    one_asked_for(file, rng)[1]["training"] = rng.sample(courses, rng.randint(0, 3))


def other_owners(file: Any, rng: Random) -> None:
    request, asset = one_asked_for(file, rng)
    users = [user["id"] for user in file["organisation"]["users"]]
    asset[rng.choice(["data_owner", "deputy"])] = rng.choice([request["requester"], rng.choice(users)])
    if rng.random() < 0.3:
        asset["owner_entity"] = rng.choice(["ALD-AG", "ALD-IP", "ALD-US"])


def personal_data(file: Any, rng: Random) -> None:
    one_asked_for(file, rng)[1]["personal_data"] = rng.choice([True, True, "special", False])


def customer_owned(file: Any, rng: Random) -> None:
    request, asset = one_asked_for(file, rng)
    until = beside(rng, request["end"])
    consents = rng.choice([[], [request["vendor"]], ["V01"], [{"vendor": request["vendor"], "until": until}]])
    asset |= {"third_party_owner": "Fjordline Trucks AS", "consented_vendors": consents}


def export_record(file: Any, rng: Random) -> None:
    request, asset = one_asked_for(file, rng)
    country = rng.choice([*COUNTRIES, "BR", "RO"])
    licence = {"no": "L-1", "country": country, "until": beside(rng, request["end"])}
    needing = rng.choice([[], [country], [country], rng.sample(COUNTRIES, 4)])
    asset["export"] = {"regime": "EAR", "classification": "X", "classified_by": "u-dieter", "classified_on": "2026-03-16"}
    asset["export"]["classified_on"] = beside(rng, rng.choice(["2026-03-16", *TWO_YEARS_AGO]))
    for fact in rng.sample(["classified_by", "classified_on"], rng.choice([0, 0, 0, 1])):
        del asset["export"][fact]
    asset["export"] |= {
        "licence_required": needing,
        "licences": rng.choice([[], [licence], [licence, licence | {"until": "2026-12-02"}]]),
    }


TWO_YEARS_AGO = ["2024-11-24", "2024-11-24", "2024-12-01", "2024-12-02", "2024-12-14"]  # as seen from the days of evaluation


def own_limit(file: Any, rng: Random) -> None:
    _, asset = one_asked_for(file, rng)
    asset |= {"max_days": rng.choice([None, 7, 20, 46, 88, 400]), "physical_prototype": rng.random() < 0.3}


ALL = [
    *[other_class] * 4,
    *[other_form] * 2,
    *[other_filing] * 2,
    other_publication,
    other_countries,
    other_courses,
    *[other_owners] * 2,
    personal_data,
    *[customer_owned] * 2,
    *[export_record] * 2,
    own_limit,
]
