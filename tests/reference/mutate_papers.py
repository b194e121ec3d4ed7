"""Other papers: ends beside the window, other terms, second and third papers, chains with and without a gap."""

import copy
from random import Random
from typing import Any

from tests.reference.chance import (
    beside,
    earlier_or_later,
    fresh_id,
    its_asset,
    its_papers,
    its_vendor,
    months_before,
    some_request,
)

KINDS = ("nda", "msa", "sow", "dpa")


def some_paper(file: Any, rng: Random, *kinds: str) -> tuple[Any, Any]:
    """A request and a paper with its vendor, or an empty paper that nobody keeps."""
    request = some_request(file, rng)
    papers = its_papers(file, request, *kinds)
    return request, rng.choice(papers) if papers else {"theirs": [], "ours": [], "expires": None, "executed": None}


def end_beside_the_window(file: Any, rng: Random) -> None:
    request, paper = some_paper(file, rng, *KINDS)
    paper["expires"] = beside(rng, rng.choice([request["start"], request["end"]]))


def start_beside_the_window(file: Any, rng: Random) -> None:
    request, paper = some_paper(file, rng, *KINDS)
    paper["effective"] = beside(rng, rng.choice([request["start"], request["end"]]))


def terminated(file: Any, rng: Random) -> None:
    request, paper = some_paper(file, rng, *KINDS)
    paper["terminated"] = beside(rng, rng.choice([request["start"], request["end"]]))


def evergreen(file: Any, rng: Random) -> None:
    _, paper = some_paper(file, rng, *KINDS)
    paper["expires"] = None
    paper.pop("auto_renew", None)


def renewing(file: Any, rng: Random) -> None:
    """The last day that a renewal reaches lies beside the window's end."""
    request, paper = some_paper(file, rng, "nda", "nda", *KINDS)
    months = rng.choice([1, 2, 6, 12])
    paper |= {"auto_renew": True, "renew_months": months, "notice_days": 30}
    terms = rng.choice([0, 1, 1, 2, 5])
    paper["expires"] = beside(rng, months_before(rng.choice([request["start"], request["end"], "2026-11-24"]), terms * months))
    if rng.random() < 0.4:
        paper["max_renewals"] = rng.choice([0, 1, 2, 5])
    if rng.random() < 0.3:
        paper["notice"] = rng.choice([{"months": 3}, {"months": 3, "to": "month_end"}, {"days": 14}, {"working_days": 10}])
        paper.pop("notice_days")
    if rng.random() < 0.2:
        paper["notice_given"] = rng.choice(["2026-11-01", "2026-01-15", paper["expires"]])
    if rng.random() < 0.2:
        paper["terminated"] = beside(rng, rng.choice([request["start"], request["end"]]))


def never_signed(file: Any, rng: Random) -> None:
    _, paper = some_paper(file, rng, *KINDS)
    paper["executed"] = rng.choice([None, None, "2026-11-24"])


def void(file: Any, rng: Random) -> None:
    _, paper = some_paper(file, rng, *KINDS)
    if paper["executed"]:
        paper["signature"] = rng.choice(["void", "void", "executed"])


def protecting_somebody(file: Any, rng: Random) -> None:
    some_paper(file, rng, "nda")[1]["protects"] = rng.choice(["us", "them", "them", "both"])


def other_parties(file: Any, rng: Random) -> None:
    request, paper = some_paper(file, rng, *KINDS)
    if rng.random() < 0.5:
        own = [entity["id"] for entity in file["organisation"]["entities"]]
        paper["ours"] = rng.sample(own, rng.randint(1, len(own)))
    else:
        theirs = [entity["id"] for entity in its_vendor(file, request)["entities"]]
        paper["theirs"] = rng.sample(theirs, rng.randint(1, len(theirs)))


def other_protection(file: Any, rng: Random) -> None:
    """Months that end beside what a class asks for, from each of the three anchors."""
    request, paper = some_paper(file, rng, "nda", "nda", *KINDS)
    months = rng.choice([None, 0, 12, 23, 24, 35, 36, 37, 59, 60, 61])
    paper["survival"] = {"months": months, "anchor": rng.choice(["effective", "disclosure", "end"])}
    if rng.random() < 0.3:
        other = {"months": rng.choice([None, 12, 36, 60]), "anchor": rng.choice(["effective", "disclosure", "end"])}
        paper["survival"] = [paper["survival"], other]
    paper["ts_carve_out"] = rng.random() < 0.5
    if rng.random() < 0.5:
        paper["expires"] = beside(rng, request["end"])


def other_purpose(file: Any, rng: Random) -> None:
    _, paper = some_paper(file, rng, "nda")
    paper["purpose"] = rng.choice(["evaluation", "engagement", "both"])
    projects = [project["id"] for project in file["projects"]]
    paper["projects"] = rng.choice([["*"], [], rng.sample(projects, 2), projects])


def other_affiliates(file: Any, rng: Random) -> None:
    some_paper(file, rng, "nda")[1]["affiliates"] = rng.random() < 0.5


def other_use(file: Any, rng: Random) -> None:
    """What the NDA lets them do with what they learn."""
    _, paper = some_paper(file, rng, "nda")
    paper |= {fact: rng.choice([True, False, None]) for fact in ("residuals", "re_ban")}


def other_assignment(file: Any, rng: Random) -> None:
    _, paper = some_paper(file, rng, "msa", "sow")
    paper["assignment"] = {
        "wording": rng.choice(["present", "present", "promise", "licence_only", "none"]),
        "law": rng.choice(["DE", "PL", "IN", "JP", "GB", "FR", "TR", "US", "CN", "BR"]),
        "formalities": rng.sample(TOKENS, rng.randint(0, len(TOKENS))),
        "condition": rng.choice([None, None, "none", "on_payment", "on_acceptance"]),
    }


def other_promises(file: Any, rng: Random) -> None:
    """What a contract says of audits, of open source and of AI tools."""
    _, paper = some_paper(file, rng, "msa", "sow")
    paper |= {fact: rng.choice([True, False, None]) for fact in ("audit_right", "oss_terms", "ai_terms")}


TOKENS = [
    "exclusive_licence_fallback",
    "employee_invention_claim",
    "written_form",
    "fields_of_exploitation",
    "term_and_territory",
    "lapse_waiver",
    "adaptation_rights",
    "signed_writing",
    "rights_listed",
]


def copied(file: Any, rng: Random, *kinds: str) -> tuple[Any, Any, Any]:
    """A second paper like a first one; the request it may matter to, the first, the second."""
    request, first = some_paper(file, rng, *kinds)
    second = copy.deepcopy(first) | {"id": fresh_id(rng, "PAPER")}
    if "vendor" in second:
        file["agreements"].append(second)
    return request, first, second


def one_paper_more(file: Any, rng: Random) -> None:
    """Beside an existing one, and worse or better than it somewhere."""
    _, first, second = copied(file, rng, *KINDS)
    for paper in (first, second):
        if "effective" in paper and rng.random() < 0.7:
            paper["effective"] = earlier_or_later(rng, paper["effective"] or "2026-01-01")
    if second.get("kind") in ("msa", "sow"):
        second["kind"] = rng.choice(["msa", "sow"])


def a_successor(file: Any, rng: Random) -> None:
    """It starts on the day after, one day late, or long before its predecessor ends; the seam lies inside the window or not."""
    request, first, second = copied(file, rng, "nda")
    seam = rng.choice([request["start"], "2026-12-10", request["end"], "2026-06-30", first["expires"] or "2027-01-31"])
    first["expires"] = seam
    second["effective"] = rng.choice([beside(rng, beside(rng, beside(rng, seam))), "2026-01-01", seam])
    second["expires"] = rng.choice([None, "2029-12-31", beside(rng, request["end"])])
    second["supersedes"] = [first.get("id", "")]
    for paper in (first, second):
        paper.pop("auto_renew", None)
    if rng.random() < 0.4:
        second[rng.choice(["executed", "executed", "effective"])] = None


def a_worse_successor(file: Any, rng: Random) -> None:
    a_successor(file, rng)
    for change in rng.sample(
        [other_protection, other_purpose, other_affiliates, other_use, other_parties, terminated, renewing], 2
    ):
        change(file, rng)


def a_merging_successor(file: Any, rng: Random) -> None:
    """One paper that follows two."""
    request, first, second = copied(file, rng, "nda")
    if rng.random() < 0.7:
        first["expires"] = beside(rng, request["start"])
        second["expires"] = rng.choice(["2026-12-20", first["expires"]])
    for paper in (first, second):
        paper.pop("auto_renew", None)
    third = copy.deepcopy(first) | {"id": fresh_id(rng, "PAPER"), "expires": "2029-12-31"}
    third |= {"supersedes": [first.get("id", ""), second["id"]], "effective": beside(rng, first["expires"] or request["start"])}
    if "vendor" in third:
        file["agreements"].append(third)


def a_processing_agreement(file: Any, rng: Random) -> None:
    request = some_request(file, rng)
    dpa = {"id": fresh_id(rng, "DPA"), "kind": "dpa", "vendor": request["vendor"], "theirs": [request["entity"]]}
    dpa |= {
        "ours": [rng.choice(["ALD-AG", "ALD-IP", "ALD-US"])],
        "effective": beside(rng, request["start"]),
        "executed": "2024-01-10",
    }
    dpa |= {"expires": beside(rng, request["end"]), "art28_items": list(rng.choice(["abcdefgh", "abcdefgh", "abcdefg"]))}
    file["agreements"].append(dpa)


def a_licence_for_a_mark(file: Any, rng: Random) -> None:
    """Of an asset that is asked for, and nearly right."""
    request = some_request(file, rng)
    asset = its_asset(file, request, rng)
    asset["forms"] = sorted({*asset["forms"], "trademark"})
    licence = {"id": fresh_id(rng, "TML"), "kind": "trademark_licence", "vendor": request["vendor"], "executed": "2025-12-10"}
    licence |= {"theirs": [request["entity"]], "ours": [rng.choice([asset.get("owner_entity") or "ALD-IP", "ALD-IP"])]}
    licence |= {"effective": beside(rng, request["start"]), "expires": beside(rng, request["end"])}
    licence["quality_control"] = rng.choice([True, True, True, False])
    for fact in rng.sample(["quality_control", "ours", "theirs", "effective"], rng.choice([0, 0, 0, 1])):
        del licence[fact]
    file["agreements"].append(licence)


ALL = [
    *[end_beside_the_window] * 2,
    start_beside_the_window,
    terminated,
    evergreen,
    *[renewing] * 2,
    never_signed,
    void,
    protecting_somebody,
    *[other_parties] * 2,
    *[other_protection] * 2,
    other_purpose,
    other_affiliates,
    other_use,
    *[other_assignment] * 2,
    other_promises,
    *[one_paper_more] * 3,
    *[a_successor] * 3,
    *[a_worse_successor] * 3,
    *[a_merging_successor] * 2,
    a_processing_agreement,
    *[a_licence_for_a_mark] * 2,
]
