"""CTR-01, CTR-03, IPR-01, IPR-02, IPR-06, IPR-07 on the one contract that answers best, and IPR-05."""

from datetime import date

from tests.reference.case import Case, Row, contains, covers_window
from tests.reference.days import day
from tests.reference.verdicts import NA, PASS, SlowVerdict, all_hold, fails, of, one_holds, unknown
from tests.reference.waivers import counted_badness

FORMALITIES = {
    "DE": ["exclusive_licence_fallback", "employee_invention_claim"],
    "PL": ["written_form", "fields_of_exploitation"],
    "IN": ["term_and_territory", "lapse_waiver"],
    "JP": ["adaptation_rights"],
    "GB": ["signed_writing"],
    "FR": ["rights_listed"],
    "TR": ["rights_listed"],
    "US": [],
}
OF_A_PAPER = ["CTR-03", "IPR-01", "IPR-02", "IPR-06", "IPR-07"]


def judge_contract(case: Case) -> dict[str, SlowVerdict]:
    """One gap, one result: without a contract that covers the work only CTR-01 speaks."""
    papers = case.papers("msa", "sow")
    ctr_01 = NA if case.is_evaluation else of(one_holds(fits(paper, case) for paper in papers), "V", case.rank)
    best: tuple[int, int, str] | None = None
    chosen = dict.fromkeys(OF_A_PAPER, NA)
    for paper in papers:
        answer = judged_alone(paper, case)
        latest_first = -(day(paper.get("effective")) or date.min).toordinal()
        place = (counted_badness(case, answer), latest_first, paper["id"])
        if fits(paper, case) and (best is None or place < best):
            best, chosen = place, answer
    return {"CTR-01": ctr_01, **chosen}


def fits(paper: Row, case: Case) -> bool | None:
    in_time = day(paper["executed"]) <= case.start
    return all_hold([in_time, contains(paper.get("theirs"), case.performing["id"]), covers_window(paper, case)])


def judged_alone(paper: Row, case: Case) -> dict[str, SlowVerdict]:
    clause = paper.get("assignment") or {}
    return {
        "CTR-03": of(paper.get("audit_right"), "W", case.rank),
        "IPR-01": ipr_01(clause, case) if case.creates_work else NA,
        "IPR-02": ipr_02(clause, case) if case.creates_work else NA,
        "IPR-06": ipr_06(paper, case),
        "IPR-07": of(paper.get("ai_terms"), "W4", case.rank) if case.creates_work else NA,
    }


def ipr_01(clause: Row, case: Case) -> SlowVerdict:
    wording = clause.get("wording")
    unconditional = clause.get("condition") in (None, "none")
    return of(all_hold([None if wording is None else wording == "present", unconditional]), "V", case.rank)


def ipr_02(clause: Row, case: Case) -> SlowVerdict:
    law, met = clause.get("law"), clause.get("formalities")
    if law not in FORMALITIES:
        return unknown("V", case.rank)
    return of(all_hold(contains(met, token) for token in FORMALITIES[law]), "V", case.rank)


def ipr_06(paper: Row, case: Case) -> SlowVerdict:
    if not case.code_comes_back or "copyright" not in case.asset["forms"]:
        return NA
    return of(paper.get("oss_terms"), "V", case.rank)


def ipr_05(case: Case) -> SlowVerdict:
    """Someone else's material needs that owner's consent for this vendor, to the window's end."""
    if not case.asset.get("third_party_owner"):
        return PASS
    for consent in case.asset["consented_vendors"]:
        vendor, until = (consent, None) if isinstance(consent, str) else (consent["vendor"], day(consent.get("until")))
        if vendor == case.vendor["id"] and (until is None or until >= case.end):
            return PASS
    return fails("F", case.rank)
