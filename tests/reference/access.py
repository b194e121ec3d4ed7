"""ACC-01, ACC-04, TRF-01, LOC-01, EXP-01, EXP-02, PRV-01 per asset; PPL-02, PPL-03, PPL-05 per person."""

from tests.reference.case import Case, Row, contains, covers_window, found, rows
from tests.reference.days import day, months_later
from tests.reference.duties import EU
from tests.reference.verdicts import NA, PASS, WARN, SlowVerdict, all_hold, fails, of, one_holds, unknown, worst


def at_most(rank: int | None, limit: int | None) -> bool | None:
    return None if rank is None or limit is None else rank <= limit


def acc_01(case: Case) -> SlowVerdict:
    return of(at_most(case.asset.get("class"), case.vendor.get("clearance")), "F", case.rank)


def trf_01(case: Case) -> SlowVerdict:
    return of(at_most(case.asset.get("class"), case.channel.get("max_class")), "H", case.rank)


def acc_04(case: Case) -> SlowVerdict:
    """The request's own dates, not the window that is left of them."""
    days = (day(case.request["end"]) - day(case.request["start"])).days + 1
    limits = [{1: 365, 2: 180, 3: 90, 4: 30}[case.rank], case.asset.get("max_days")]
    return of(all(limit is None or days <= limit for limit in limits), "V", case.rank)


def loc_01(case: Case) -> SlowVerdict:
    allowed = case.asset.get("countries")
    if allowed is not None and "*" in allowed:
        return PASS
    return of(all_hold(contains(allowed, country) for country in case.countries), "F", case.rank)


def exp_01(case: Case) -> SlowVerdict:
    """Who classified it, and when, is asked once something certainly leaves; a record without either is as good as none."""
    leaves = one_holds(goes_abroad(country, case) for country in case.countries)
    if leaves is False:
        return NA
    profile = "V" if case.rank == 4 else "W"
    if leaves is None:
        return unknown(profile, case.rank)
    export = case.asset.get("export") or {}
    on = day(export.get("classified_on"))
    is_fresh = on is not None and months_later(on, 24) >= case.today
    return of(is_fresh and export.get("classified_by") is not None, profile, case.rank)


def goes_abroad(country: str | None, case: Case) -> bool | None:
    if country is None or case.asset.get("owner_entity") is None:
        return None
    home = found(rows(case.register["organisation"], "entities"), case.asset["owner_entity"])["country"]
    return country != home and not (country in EU and home in EU)


def exp_02(case: Case) -> SlowVerdict:
    export = case.asset.get("export")
    if export is None:
        return NA
    return of(all_hold(may_go_to(country, export, case) for country in case.countries), "H", case.rank)


def may_go_to(country: str | None, export: Row, case: Case) -> bool | None:
    needing = export.get("licence_required")
    if needing is None or country is None:
        return None
    licences = [row for row in export.get("licences") or [] if row.get("country") == country]
    return country not in needing or any(day(row["until"]) >= case.end for row in licences)


def prv_01(case: Case) -> SlowVerdict:
    if case.asset.get("personal_data") in (None, False, "none"):
        return NA
    return of(one_holds(processing_allowed(paper, case) for paper in case.papers("dpa")), "H", case.rank)


def processing_allowed(paper: Row, case: Case) -> bool | None:
    items = paper.get("art28_items")
    return all_hold(
        [
            None if items is None else set("abcdefgh") <= set(items),
            contains(paper.get("ours"), case.asset.get("owner_entity")),
            contains(paper.get("theirs"), case.performing["id"]),
            covers_window(paper, case),
        ]
    )


def ppl_02(case: Case, person: Row) -> SlowVerdict:
    signed = day(person.get("undertaking"))
    return of(signed is not None and signed <= case.start, "F", case.rank)


def ppl_03(case: Case, person: Row) -> SlowVerdict:
    courses, taken = case.asset.get("training"), person.get("training")
    if courses is None or (courses and taken is None):
        return unknown("F", case.rank)
    return worst([PASS, *(course_of(day(taken.get(course)), case) for course in courses)])


def course_of(valid_until, case: Case) -> SlowVerdict:
    if valid_until is None or valid_until < case.start:
        return fails("F", case.rank)
    return WARN if valid_until < case.end else PASS


def ppl_05(case: Case, person: Row) -> SlowVerdict:
    status = person.get("status")
    return of(None if status is None else status == "active", "H", case.rank)
