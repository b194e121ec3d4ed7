"""NDA-01 to NDA-04, NDA-09 and NDA-10 on the one NDA, or the one chain of NDAs, that answers best; papers are never mixed."""

from datetime import date

from tests.reference.case import Case, Row, contains, last_day, protects_us
from tests.reference.days import ONE_DAY, day, every_day_covered, months_later
from tests.reference.verdicts import NA, PASS, WARN, SlowVerdict, all_hold, fails, of, one_holds, unknown, worst
from tests.reference.waivers import counted_badness

Chain = list[Row]


def judge_nda(case: Case) -> dict[str, SlowVerdict]:
    chains = instruments([nda for nda in case.papers("nda") if protects_us(nda)])
    if not chains:
        return {"NDA-01": fails("F", case.rank), **dict.fromkeys(["NDA-02", "NDA-03", "NDA-04", "NDA-09", "NDA-10"], NA)}
    best: tuple[int, int, str] | None = None
    for chain in chains:
        answer, newest = judged_alone(chain, case), chain[-1]
        latest_first = -(day(newest.get("effective")) or date.min).toordinal()
        place = (counted_badness(case, answer), latest_first, newest["id"])
        if best is None or place < best:
            best, chosen = place, answer
    return chosen


def judged_alone(chain: Chain, case: Case) -> dict[str, SlowVerdict]:
    inside = [nda for nda in chain if in_force_inside(nda, case)] or chain[-1:]
    return {
        "NDA-01": nda_01(chain, case),
        "NDA-02": worst(nda_02(nda, case) for nda in inside),
        "NDA-03": worst(nda_03(nda, case) for nda in inside),
        "NDA-04": worst(nda_04(nda, case) for nda in inside),
        "NDA-09": worst(nda_09(nda, case) for nda in inside),
        "NDA-10": worst(nda_10(nda, case) for nda in inside),
    }


def in_force_inside(nda: Row, case: Case) -> bool:
    return (day(nda.get("effective")) or date.min) <= case.end and last_day(nda) >= case.start


def instruments(ndas: list[Row]) -> list[Chain]:
    """Each paper that no other follows, last, behind all that it follows, step by step; a lone paper is a chain of one."""
    newest = [nda for nda in ndas if not any(follows(other, nda) for other in ndas)]
    return [[*(nda for nda in ndas if nda is not last and is_behind(nda, last, ndas)), last] for last in newest]


def is_behind(nda: Row, later: Row, ndas: list[Row]) -> bool:
    return follows(later, nda) or any(follows(between, nda) and is_behind(between, later, ndas) for between in ndas)


def follows(successor: Row, predecessor: Row) -> bool:
    """It names its predecessor and leaves no day between; a first day that nobody recorded may be early enough."""
    effective, last = day(successor.get("effective")), last_day(predecessor)
    if successor is predecessor or predecessor["id"] not in (successor.get("supersedes") or []):
        return False
    return effective is None or last == date.max or effective <= last + ONE_DAY


def nda_01(chain: Chain, case: Case) -> SlowVerdict:
    """Every day of the window is covered; `warn` where a renewal is still to come, or came and nobody wrote it down.

    A first day that nobody recorded is unknown, unless some day stays uncovered however early it was.
    """

    def covered(ends: list[date]) -> bool:
        spans = [(day(nda.get("effective")) or date.min, end) for nda, end in zip(chain, ends, strict=True)]
        return every_day_covered(spans, case.start, case.end)

    running = [last_day(nda) for nda in chain]
    renewed = [*running[:-1], renewed_end(chain[-1], case)]
    as_written = [min(end, day(nda["expires"]) or date.max) for nda, end in zip(chain, running, strict=True)]
    if not covered(renewed):
        return fails("F", case.rank)
    if any(nda.get("effective") is None for nda in chain):
        return unknown("F", case.rank)
    return PASS if covered(as_written) else WARN


def renewed_end(nda: Row, case: Case) -> date:
    further, last = case.next_end(nda), last_day(nda)
    if further is None or case.start > last:
        return last
    return min(further, day(nda.get("terminated")) or date.max)


def nda_02(nda: Row, case: Case) -> SlowVerdict:
    return of(protected_long_enough(nda, case), "T", case.rank)


def protected_long_enough(nda: Row, case: Case) -> bool | None:
    times = times_of(nda)
    perpetual = any(time["months"] is None for time in times) if times else None
    if "trade_secret" in case.asset["forms"]:
        return one_holds([perpetual, nda.get("ts_carve_out")])
    if perpetual is not False:
        return perpetual
    wanted = months_later(case.end, {1: 0, 2: 24, 3: 36, 4: 60}[case.rank])
    starts = [(time["months"], anchor_day(nda, time, case)) for time in times]
    return one_holds(None if start is None else months_later(start, months) >= wanted for months, start in starts)


def times_of(nda: Row) -> list[Row]:
    """One time of protection, or several of which the latest counts."""
    survival = nda.get("survival")
    if survival is None:
        return []
    return survival if isinstance(survival, list) else [survival]


def anchor_day(nda: Row, time: Row, case: Case) -> date | None:
    """The day from which the months count; all that is shared counts as disclosed until the last access day."""
    last = last_day(nda)
    return {
        "effective": day(nda.get("effective")),
        "disclosure": case.end,
        "end": case.end if last == date.max else last,
        None: None,
    }[time.get("anchor")]


def nda_03(nda: Row, case: Case) -> SlowVerdict:
    """Our side names the owner; their side names who performs and who employs, or extends to affiliates."""
    ours = contains(nda.get("ours"), case.asset.get("owner_entity"))
    employers = [person["entity"] for person in case.people if person.get("entity") and person["vendor"] == case.vendor["id"]]
    named = [contains(nda.get("theirs"), entity) for entity in [case.performing["id"], *employers]]
    signed_by_family = None if nda.get("theirs") is None else any(e["id"] in nda["theirs"] for e in case.vendor["entities"])
    extended = all_hold([nda.get("affiliates"), signed_by_family])
    return of(all_hold([ours, *(one_holds([name, extended]) for name in named)]), "F", case.rank)


def nda_04(nda: Row, case: Case) -> SlowVerdict:
    purpose, projects = nda.get("purpose"), nda.get("projects")
    listed = None if projects is None else case.request["project"] in projects or "*" in projects
    answers = [all_hold([None if purpose is None else purpose in ("engagement", "both"), listed])]
    if case.is_evaluation:
        answers.append(None if purpose is None else purpose in ("evaluation", "both"))
    return of(one_holds(answers), "V", case.rank)


def nda_09(nda: Row, case: Case) -> SlowVerdict:
    residuals = nda.get("residuals")
    if "trade_secret" not in case.asset["forms"]:
        return NA
    return of(None if residuals is None else not residuals, "V", case.rank)


def nda_10(nda: Row, case: Case) -> SlowVerdict:
    """A part in the hand weighs more than a copy; what is only looked at can be taken apart by nobody."""
    if not case.hands_over:
        return NA
    return of(nda.get("re_ban"), "V" if case.request["mode"] == "physical" else "W", case.rank)
