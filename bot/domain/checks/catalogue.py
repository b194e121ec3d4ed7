"""All checks of this release as one table: what each asks, for whom, how hard a failure is, why, and where that stands.

Clause short forms: 27001 = ISO/IEC 27001:2022 Annex A; ISA6, ISA27 = VDA ISA 6.0 and the 2027 catalogue;
171r3 = NIST SP 800-171r3; 53r5 = NIST SP 800-53r5; TSC = SOC 2 trust services criteria; TSD = Directive (EU) 2016/943;
DTSA = 18 U.S.C. 1836-1839; GDPR = Regulation (EU) 2016/679; EPC = European Patent Convention;
GeschGehG = German Trade Secrets Act.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.checks import (
    already_held,
    certificates,
    contract,
    contract_clauses,
    diligence,
    export,
    filing,
    length,
    marks,
    monitoring,
    nda,
    nda_clauses,
    nda_cover,
    nda_terms,
    ownership,
    people,
    place,
    privacy,
    process,
    transfer,
    vendor,
)
from bot.domain.checks.verdicts import Case, Verdict
from bot.domain.nda_chains import Instrument
from bot.domain.register import Agreement
from bot.domain.vocabulary import Outcome, Profile


@dataclass(frozen=True)
class Check:
    """One rule. Exactly one of `judge`, `judge_nda` and `judge_contract` is set: the latter two are run per paper.

    `without` answers where there is no such paper; a check of a paper without it does not apply then. `cases` say in words
    which failures count differently, where not every failure counts by the `profile`.

    A rule that a release changes gets the next `version`; `earlier` keeps, by version, the fields that were otherwise then.
    """

    id: str
    title: str
    why: str
    profile: Profile
    clauses: tuple[str, ...]
    judge: Callable[[Case], Verdict] | None = None
    judge_nda: Callable[[Case, Instrument], Verdict] | None = None
    judge_contract: Callable[[Case, Agreement], Verdict] | None = None
    without: Callable[[Case], Verdict] | None = None
    per_person: bool = False
    cases: tuple[tuple[str, Profile | Outcome], ...] = ()
    version: int = 1
    earlier: Mapping[int, Mapping[str, Any]] = field(default_factory=dict, compare=False)

    def at(self, version: int) -> "Check | None":
        """The row as it was in this version, going back one by one; None if this release does not know it."""
        if version == self.version:
            return self
        newer = self.at(version + 1) if version in self.earlier else None
        return replace(newer, **self.earlier[version], version=version) if newer else None

    def may_be_waived(self, profile: Profile | None = None) -> bool:
        """Whether a waiver releases a failure, which may count by another profile than the check's own."""
        return (profile or self.profile) is not Profile.H

    def worst(self, rank: int) -> Outcome:
        """The most that a failure can mean for this class."""
        kinds = [kind for _, kind in self.cases] or [self.profile]
        return max((outcome_of(kind, rank) for kind in kinds), key=lambda outcome: outcome.severity)


def outcome_of(kind: Profile | Outcome, rank: int) -> Outcome:
    """What a failure of this kind means for this class; an outcome means itself for every class."""
    return kind.outcome(rank) if isinstance(kind, Profile) else kind


CATALOGUE: tuple[Check, ...] = (
    Check(
        "VEN-01",
        "The vendor is active and somebody in our company owns it",
        "Somebody must answer for a vendor before it sees anything.",
        Profile.H,
        ("27001 A.5.19", "TSC CC9.2", "ISA6 6.1.1"),
        judge=vendor.vendor_is_active,
        cases=(("the vendor is not active", Profile.H), ("nobody active in our company owns it", Profile.W)),
    ),
    Check(
        "VEN-04",
        "Everybody is employed by the vendor, or by a sub-contractor that we approved",
        "What a company promised us binds nobody whom another company employs.",
        Profile.F,
        ("27001 A.5.21", "ISA6 8.2.2", "ISA27 8.1.6", "53r5 SR-3(3)", "GDPR 28(2)", "GDPR 28(4)"),
        judge=vendor.person_is_of_a_known_company,
        per_person=True,
        cases=(
            ("nobody employs them, or a company that nobody approved", Profile.F),
            ("the vendor has a sub-contractor that is not approved", Outcome.WARN),
        ),
    ),
    Check(
        "VEN-05",
        "The vendor works for no competitor, or keeps our work apart from theirs",
        "What one team knows, the team at the next desk soon knows too.",
        Profile.V,
        ("ISA6 8.1.8", "ISA27 8.2.7"),
        judge=vendor.vendor_serves_no_competitor,
    ),
    Check(
        "DDA-01",
        "The due diligence is young enough for the vendor's tier",
        "Companies change; what was found about them years ago may no longer be true.",
        Profile.V,
        ("27001 A.5.19", "27001 A.5.22", "TSC CC9.2", "171r3 03.17.03", "ISA6 6.1.1"),
        judge=diligence.assessment_is_young_enough,
        cases=(("too old on the first day", Profile.V), ("goes stale before the last day", Outcome.WARN)),
    ),
    Check(
        "DDA-02",
        "The due diligence allows use, and its conditions are done",
        "An examination helps only if its result is heeded.",
        Profile.W,
        ("27001 A.5.19", "53r5 SR-6"),
        judge=diligence.assessment_allows_use,
        cases=(("it ended with a blocker", Profile.H), ("with a warning, or a condition is open", Profile.W)),
    ),
    Check(
        "DDA-03",
        "The certificates that the asset asks for are valid until the last day",
        "A certificate is a stranger's word that somebody looked, and the word runs out.",
        Profile.V,
        ("ISA6 6.1.1", "ISA27 6.1.1", "TSC CC9.2"),
        judge=certificates.certificates_last,
    ),
    Check(
        "DDA-04",
        "The certificates have the right label, for the company that does the work",
        "A certificate speaks for what and where the auditor looked, and for nothing else.",
        Profile.V,
        ("ISA6 6.1.1", "ENX label rules"),
        judge=certificates.certificates_fit,
    ),
    Check(
        "NDA-01",
        "A signed NDA covers every day of the access",
        "What is shown on a day without an NDA may stop being a trade secret.",
        Profile.F,
        ("27001 A.6.6", "27001 A.5.20", "ISA6 6.1.2", "53r5 PS-6", "TSD 2(1)(c)", "DTSA 1839(3)"),
        judge_nda=nda_cover.covers_every_day,
        without=nda.no_nda,
        cases=(("a day is not covered", Profile.F), ("the NDA renews by itself inside the access, or has done so", Outcome.WARN)),
    ),
    Check(
        "NDA-02",
        "The NDA protects long enough after the last day",
        "What people know stays in their heads after the access ends.",
        Profile.T,
        ("TSD 2(1)(c)", "DTSA 1839(3)", "27001 A.6.6", "ISA6 6.1.2"),
        judge_nda=nda_terms.protects_long_enough,
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
        "NDA-04",
        "The NDA's purpose covers this project",
        "Use outside the agreed purpose is use without permission, and nobody can forbid what was never agreed.",
        Profile.V,
        ("ISA6 6.1.2", "TSD 4(3)"),
        judge_nda=nda_terms.covers_the_purpose,
    ),
    Check(
        "NDA-09",
        "The NDA lets nobody reuse a trade secret from memory",
        "A secret that their people may use again for others, because they remember it, is a secret no more.",
        Profile.V,
        ("TSD 2(1)(c)", "WIPO guide"),
        judge_nda=nda_clauses.nobody_may_reuse_from_memory,
    ),
    Check(
        "NDA-10",
        "The NDA forbids to take apart what is handed over",
        "In the EU, whoever lawfully holds a thing may take it apart and use what they learn, unless they agreed not to.",
        Profile.W,
        ("TSD 3(1)(b)", "TSD recital 16", "GeschGehG §3"),
        judge_nda=nda_clauses.nobody_may_take_it_apart,
        cases=(("a copy is handed over", Profile.W), ("a physical part is handed over", Profile.V)),
    ),
    Check(
        "CTR-01",
        "A contract covers every day of the work",
        "Without a contract nobody owes us the work, its quality or its secrecy at the vendor's own suppliers.",
        Profile.V,
        ("27001 A.5.20", "TSC CC9.2"),
        judge_contract=contract.a_contract_covers,
        without=contract.no_contract,
    ),
    Check(
        "CTR-03",
        "The contract lets us audit the vendor",
        "A promise that nobody may look into is one that nobody can hold them to.",
        Profile.W,
        ("27001 A.5.20", "27001 A.5.22", "GDPR 28(3)(h)", "ISA6 6.1.2"),
        judge_contract=contract_clauses.we_may_audit,
    ),
    Check(
        "IPR-01",
        "What the vendor creates becomes ours at once, not by a promise",
        "A promise to hand the work over leaves it theirs until they keep it.",
        Profile.V,
        ("27001 A.5.32", "27001 A.8.30", "Stanford v. Roche"),
        judge_contract=contract.assigns_by_present_words,
    ),
    Check(
        "IPR-02",
        "The contract has what its law asks for, so that work becomes ours",
        "Some laws leave the work with its author where the contract lacks certain words, whatever was meant.",
        Profile.V,
        (
            "27001 A.5.32",
            "UrhG §29",
            "German ArbnErfG",
            "PL Copyright Act Art. 41",
            "PL Copyright Act Art. 53",
            "IN Copyright Act s. 19(4)-(6)",
            "JP Copyright Act Art. 27",
            "JP Copyright Act Art. 28",
        ),
        judge_contract=contract.meets_local_formalities,
    ),
    Check(
        "IPR-05",
        "Whoever else owns the asset has agreed",
        "What belongs to a customer is not ours to share.",
        Profile.F,
        ("ISA27 8.1.6", "ISA27 8.1.2", "27001 A.5.31", "27001 A.5.32"),
        judge=ownership.third_party_consents,
    ),
    Check(
        "IPR-06",
        "The contract has rules for open source in the code that comes back",
        "One copied component can oblige us to publish our own code.",
        Profile.V,
        ("27001 A.5.32", "27001 A.8.28", "27001 A.8.30"),
        judge_contract=contract_clauses.open_source_has_rules,
    ),
    Check(
        "IPR-07",
        "The contract has rules for AI tools",
        "What is pasted into a public AI tool may be a secret no more, and nobody knows who learns it next.",
        Profile.W4,
        ("27001 A.5.10", "27001 A.5.32", "TSD 2(1)(c)"),
        judge_contract=contract_clauses.ai_tools_have_rules,
    ),
    Check(
        "PAT-01",
        "An invention is filed before outsiders see it",
        "A patent is given only for what was not known before it was filed.",
        Profile.V,
        ("EPC Art. 54", "EPC Art. 55", "35 U.S.C. 102", "27001 A.5.32"),
        judge=filing.invention_is_filed,
    ),
    Check(
        "DSN-01",
        "A design is filed or published before outsiders see it",
        "Only a new design can be protected; once shown, it counts as new for a year at most, in many countries not at all.",
        Profile.V,
        ("EU design novelty and 12-month grace", "ISA27 8.1.9", "ISA27 8.1.10"),
        judge=filing.design_is_filed,
    ),
    Check(
        "TMK-01",
        "A licence with quality control covers the use of our marks",
        "Whoever lets others use a mark, and never looks at the quality of what carries it, can lose the mark.",
        Profile.H,
        ("naked-licence case law", "27001 A.5.32"),
        judge=marks.mark_is_licensed,
    ),
    Check(
        "PPL-02",
        "Each person has signed a personal undertaking",
        "A company's promise binds the company; each person needs their own.",
        Profile.F,
        ("ISA6 8.2.1", "ISA27 8.1.5", "27001 A.6.6", "53r5 PS-6"),
        judge=people.person_is_bound,
        per_person=True,
    ),
    Check(
        "PPL-03",
        "Each person has the training that the asset asks for",
        "Most leaks are mistakes of people whom nobody told.",
        Profile.F,
        ("27001 A.6.3", "ISA27 8.1.3", "171r3 03.02.01", "171r3 03.02.02", "53r5 AT-3"),
        judge=people.person_is_trained,
        per_person=True,
        cases=(("a course is missing on the first day", Profile.F), ("a course lapses before the last day", Outcome.WARN)),
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
        "ACC-04",
        "The access is no longer than its class allows",
        "Access that nobody has to renew is access that nobody looks at.",
        Profile.V,
        ("27001 A.5.18", "TSC CC6.3"),
        judge=length.access_is_short_enough,
    ),
    Check(
        "ACC-05",
        "Accesses do not pile up at one person or one vendor",
        "Whoever holds every piece holds the whole, though each piece was asked for alone.",
        Profile.W,
        ("171r3 03.01.03", "171r3 03.01.04", "171r3 03.01.05"),
        judge=already_held.accesses_do_not_pile_up,
        cases=(
            ("all parts of one secret at the vendor", Profile.V),
            ("too many accesses of one person or of the vendor", Profile.W),
        ),
    ),
    Check(
        "ACC-06",
        "No access at the vendor lies unused",
        "Access that nobody uses is missed by nobody when somebody else uses it.",
        Profile.W,
        ("27001 A.5.18", "53r5 AC-2(3)"),
        judge=already_held.no_access_lies_unused,
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
        "LOC-01",
        "The work stays in the countries that the asset allows",
        "Which court protects a secret depends on where it lies.",
        Profile.F,
        ("53r5 SA-9(5)", "27001 A.5.31"),
        judge=place.country_is_allowed,
    ),
    Check(
        "EXP-01",
        "Somebody checked the asset against the export lists before it leaves",
        "Sending controlled technology abroad without a licence is an offence; somebody has to say by name what is controlled.",
        Profile.W4,
        ("15 CFR 734", "EU 2021/821 Art. 2"),
        judge=export.export_is_classified,
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
        "EXP-04",
        "The vendor is screened against the lists, not long ago, and clear",
        "Dealing with a listed party is an offence, whoever did not look.",
        Profile.H,
        ("15 CFR 744", "OFAC 50% rule"),
        judge=place.screening_is_clear,
        cases=(("the lists do not clear it", Profile.H), ("screened too long before the first day", Profile.W)),
    ),
    Check(
        "PRV-01",
        "A processing agreement covers personal data",
        "Personal data may be handed on only under an agreement with all that Article 28(3) lists.",
        Profile.H,
        ("GDPR 28(3)", "27001 A.5.34", "TSC P6.4"),
        judge=privacy.processing_is_agreed,
    ),
    Check(
        "MON-01",
        "No finding of an audit is open",
        "What an audit found wrong goes wrong again until somebody mends it.",
        Profile.V,
        ("27001 A.5.22", "TSC CC4.2", "171r3 03.12.02"),
        judge=monitoring.no_finding_is_open,
        cases=(
            ("a critical finding", Profile.H),
            ("a major one, or a minor one past its day", Profile.V),
            ("a minor one", Profile.W),
        ),
    ),
    Check(
        "MON-04",
        "The vendor owes no proof of return or destruction",
        "Whoever has not given back the last thing gets no next one.",
        Profile.F,
        ("27001 A.5.11", "27001 A.8.10", "TSC CC6.5", "TSC C1.2", "53r5 MP-6"),
        judge=monitoring.nothing_is_owed,
    ),
    Check(
        "PRC-02",
        "Whoever asks does not decide",
        "A second pair of eyes is only one if it belongs to somebody else.",
        Profile.H,
        ("27001 A.5.3", "53r5 AC-5", "171r3 03.01.04"),
        judge=process.duties_are_separated,
        cases=(("nobody else could decide", Outcome.BLOCK), ("somebody else decides instead", Outcome.WARN)),
    ),
)
BY_ID = {check.id: check for check in CATALOGUE}

NEVER_WAIVED = frozenset(check.id for check in CATALOGUE if not check.may_be_waived())
