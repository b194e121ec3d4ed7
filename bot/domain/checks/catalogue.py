"""All checks of this release as one table: what each asks, for whom, how hard a failure is, why, and where that stands.

Clause short forms: 27001 = ISO/IEC 27001:2022 Annex A; ISA6 = VDA ISA 6.0; 171r3 = NIST SP 800-171r3; 53r5 = NIST SP 800-53r5;
TSC = SOC 2 trust services criteria; TSD = Directive (EU) 2016/943; DTSA = 18 U.S.C. 1836-1839.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.checks import nda, people, process, transfer, vendor
from bot.domain.checks.verdicts import Case, Verdict
from bot.domain.papers import Instrument
from bot.domain.vocabulary import Profile


@dataclass(frozen=True)
class Check:
    """One rule. Exactly one of `judge` (any check) and `judge_nda` (the NDA family, run per instrument) is set."""

    id: str
    title: str
    why: str
    profile: Profile
    clauses: tuple[str, ...]
    judge: Callable[[Case], Verdict] | None = None
    judge_nda: Callable[[Case, Instrument], Verdict] | None = None
    without_nda: Callable[[Case], Verdict] | None = None
    per_person: bool = False


CATALOGUE: tuple[Check, ...] = (
    Check(
        "VEN-01",
        "The vendor is active and somebody in our company owns it",
        "Somebody must answer for a vendor before it sees anything.",
        Profile.H,
        ("27001 A.5.19", "TSC CC9.2", "ISA6 6.1.1"),
        judge=vendor.vendor_is_active,
    ),
    Check(
        "NDA-01",
        "A signed NDA covers every day of the access",
        "What is shown on a day without an NDA may stop being a trade secret.",
        Profile.F,
        ("27001 A.6.6", "27001 A.5.20", "ISA6 6.1.2", "53r5 PS-6", "TSD 2(1)(c)", "DTSA 1839(3)"),
        judge_nda=nda.covers_every_day,
        without_nda=nda.no_nda,
    ),
    Check(
        "NDA-03",
        "The NDA names the companies that do the work and the one that owns the asset",
        "An NDA binds the companies that signed it, not a brand.",
        Profile.F,
        ("27001 A.5.20", "ISA6 6.1.2"),
        judge_nda=nda.has_the_right_parties,
    ),
    Check(
        "PPL-05",
        "Each person still works there",
        "Access of somebody who left is access of nobody we know.",
        Profile.H,
        ("27001 A.6.5", "27001 A.5.18", "171r3 03.09.02", "53r5 PS-7"),
        judge=people.person_is_active,
        per_person=True,
    ),
    Check(
        "ACC-01",
        "The vendor is cleared for the asset's class",
        "A clearance says up to which class somebody looked at the vendor.",
        Profile.F,
        ("27001 A.5.12", "27001 A.5.15", "ISA6 6.1.1"),
        judge=vendor.vendor_is_cleared,
    ),
    Check(
        "TRF-01",
        "The transfer channel is approved for the asset's class",
        "A secret is as safe as the weakest way it travels.",
        Profile.H,
        ("27001 A.5.14", "ISA6 5.1.2", "TSC CC6.7", "171r3 03.13.08"),
        judge=transfer.channel_is_approved,
    ),
    Check(
        "EXP-02",
        "Each country of the work may receive the asset",
        "Showing controlled technology abroad is an export, also on a screen.",
        Profile.H,
        ("EAR 734.13", "EAR 736", "ITAR 120.50", "ITAR 126.1", "EU 2021/821 Art. 3"),
        judge=transfer.destination_is_allowed,
    ),
    Check(
        "PRC-02",
        "Whoever asks does not decide",
        "A second pair of eyes is only one if it belongs to somebody else.",
        Profile.H,
        ("27001 A.5.3", "53r5 AC-5", "171r3 03.01.04"),
        judge=process.duties_are_separated,
    ),
)
BY_ID = {check.id: check for check in CATALOGUE}
