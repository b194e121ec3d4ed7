"""VEN-01, VEN-04, VEN-05, DDA-01 to DDA-04, MON-01, MON-04, EXP-04: what is known of the vendor, whatever the asset."""

from datetime import timedelta

from tests.reference.case import Case, Row, contains, found, rows
from tests.reference.days import day, months_later
from tests.reference.verdicts import NA, PASS, WARN, SlowVerdict, all_hold, fails, of, one_holds, unknown, worst


def ven_01(case: Case) -> SlowVerdict:
    status, owner = case.vendor.get("status"), case.vendor.get("owner")
    active = of(None if status is None else status == "active", "H", case.rank)
    users = rows(case.register["organisation"], "users")
    owned = owner is not None and found(users, owner).get("active") is not False
    return worst([active, of(owned, "W", case.rank)])


def ven_04(case: Case, person: Row) -> SlowVerdict:
    """A company that stands with a sub-contractor is no company of the vendor's own."""
    employer, others = person.get("entity"), case.vendor.get("subcontractors") or []
    approved = [other.get("entity") for other in others if other.get("approved")]
    strangers = [other.get("entity") for other in others if not other.get("approved")]
    own = [company["id"] for company in case.vendor["entities"] if company["id"] not in strangers]
    if employer is None or employer not in own + approved:
        return fails("F", case.rank)
    return PASS if len(approved) == len(others) else WARN


def ven_05(case: Case) -> SlowVerdict:
    competitors = case.vendor.get("competitors_served")
    if competitors is None:
        return unknown("V", case.rank)
    return of(competitors == [] or case.vendor.get("ethical_wall") is True, "V", case.rank)


def latest_assessments(case: Case) -> list[Row]:
    """The latest one; beside it those of the same day, and those without a day, each of which may be the latest."""
    every = case.of_vendor("assessments")
    days = [day(row["completed"]) for row in every if row.get("completed")]
    return [row for row in every if not row.get("completed") or day(row["completed"]) == max(days)]


def dda_01(case: Case) -> SlowVerdict:
    latest, tier = latest_assessments(case), case.vendor.get("tier")
    if not latest or tier is None or any(row.get("completed") is None for row in latest):
        return unknown("V", case.rank)
    last_good = months_later(day(latest[0]["completed"]), {1: 12, 2: 18, 3: 24, 4: 36}[tier])
    if last_good < case.start:
        return fails("V", case.rank)
    return WARN if last_good < case.end else PASS


def dda_02(case: Case) -> SlowVerdict:
    latest = latest_assessments(case)
    return worst(conclusion_of(row, case) for row in latest) if latest else NA


def conclusion_of(assessment: Row, case: Case) -> SlowVerdict:
    conclusion = assessment.get("conclusion")
    if conclusion is None:
        return unknown("H", case.rank)
    if conclusion == "blocker":
        return fails("H", case.rank)
    is_open = any(condition.get("done_on") is None for condition in assessment.get("conditions") or [])
    return of(conclusion == "ok" and not is_open, "W", case.rank)


def of_family(scheme: str, case: Case) -> list[Row]:
    return [row for row in case.of_vendor("certifications") if row["scheme"].split("-")[0] == scheme.split("-")[0]]


def is_valid(certificate: Row, case: Case) -> bool | None:
    until = day(certificate.get("valid_until"))
    return None if until is None else until >= case.end


def is_held(scheme: str, case: Case) -> bool | None:
    return one_holds(is_valid(row, case) for row in of_family(scheme, case))


def dda_03(case: Case) -> SlowVerdict:
    needed = case.asset.get("certs")
    if needed is None:
        return unknown("V", case.rank)
    return of(all_hold(is_held(scheme, case) for scheme in needed), "V", case.rank) if needed else NA


def dda_04(case: Case) -> SlowVerdict:
    """A certificate of this label whose end or sites nobody recorded may be the right one."""
    judged = [scheme for scheme in case.asset.get("certs") or [] if is_held(scheme, case) is True]
    if not judged:
        return NA
    return of(
        all_hold(one_holds(proves(row, scheme, case) for row in of_family(scheme, case)) for scheme in judged), "V", case.rank
    )


def proves(certificate: Row, scheme: str, case: Case) -> bool | None:
    named = contains(certificate.get("sites"), case.performing["id"])
    return all_hold([is_valid(certificate, case), certificate["scheme"] == scheme, named])


def mon_01(case: Case) -> SlowVerdict:
    return worst([PASS, *(open_finding(row, case) for row in case.of_vendor("findings") if row["status"] == "open")])


def open_finding(row: Row, case: Case) -> SlowVerdict:
    """A minor one is late from the day after `due`; without that day nobody knows whether it is."""
    grade, due = row["grade"], day(row.get("due"))
    if grade == "critical":
        return fails("H", case.rank)
    if grade == "major_nc":
        return fails("V", case.rank)
    if grade != "minor_nc":
        return PASS
    if due is None:
        return unknown("V", case.rank)
    return fails("V" if due < case.today else "W", case.rank)


def mon_04(case: Case) -> SlowVerdict:
    return worst([PASS, *(proof_of(row, case) for row in case.of_vendor("returns"))])


def proof_of(row: Row, case: Case) -> SlowVerdict:
    """Overdue from the day after `due`; a day that nobody recorded makes it unknown."""
    demanded, due = row.get("demanded"), day(row.get("due"))
    if row.get("certificate") is not None:
        return PASS
    if due is None or demanded is None:
        return unknown("F", case.rank)
    return of(due >= case.today, "F", case.rank)


def exp_04(case: Case) -> SlowVerdict:
    screening = case.vendor.get("screening") or {}
    result, screened = screening.get("result"), day(screening.get("date"))
    clear = of(None if result is None else result == "clear", "H", case.rank)
    fresh = None if screened is None else case.start - screened <= timedelta(days=90)
    return worst([clear, of(fresh, "W", case.rank)])
