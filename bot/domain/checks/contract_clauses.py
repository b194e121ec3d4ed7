"""What the one contract that is judged says beyond its days: CTR-03 (audits), IPR-06 (open source) and IPR-07 (AI tools)."""

from bot.domain.checks.contract import performer_of
from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.register import Agreement
from bot.domain.vocabulary import STRICTEST_CLASS, IpForm


def we_may_audit(case: Case, paper: Agreement) -> Verdict:
    """CTR-03: W unless the contract gives us an audit right."""
    right = paper.work.audit_right if paper.work else None
    used: Used = {f"{paper.id}.audit_right": right}
    vendor, keeper = case.facts.vendor.name, keeper_of(case, paper)
    if right is None:
        missing = f"whether {paper.id} lets us audit {vendor} (an audit right)"
        return unknown(missing, f"Ask {keeper} to look for one, and to record it.", used=used, kept_by=paper.owner)
    if not right:
        message = f"{paper.id} does not let us audit {vendor}, not even after an incident."
        remedy = f"Approvers see this; ask {keeper} to add an audit right when the contract is renewed."
        return fails(message, remedy, used=used)
    return passed(used=used)


def open_source_has_rules(case: Case, paper: Agreement) -> Verdict:
    """IPR-06: V unless it has open-source terms, where code comes back and copyright is in scope; else na."""
    terms = paper.work.oss_terms if paper.work else None
    used: Used = {f"{paper.id}.oss_terms": terms, "mode": case.item.mode, "asset.forms": case.asset.forms_words}
    performer, keeper = performer_of(case), keeper_of(case, paper)
    if not case.item.mode.brings_code_back or IpForm.COPYRIGHT not in case.asset.forms:
        return does_not_apply(used=used)
    if terms is None:
        missing = f"whether {paper.id} has rules for open source in what {performer} writes"
        return unknown(missing, f"Ask {keeper} to look for them, and to record it.", used=used, kept_by=paper.owner)
    if not terms:
        message = f"{paper.id} has no rules for open source in what {performer} writes."
        remedy = (
            f"Ask {keeper} for an open-source addendum (which licences are allowed, a list of what was copied in) before code "
            "comes back; viewing only brings no code back and needs none."
        )
        return fails(message, remedy, used=used).or_waived()
    return passed(used=used)


def ai_tools_have_rules(case: Case, paper: Agreement) -> Verdict:
    """IPR-07: W, at C4 V, unless it has terms for AI tools, where the mode creates work; else na."""
    terms = paper.work.ai_terms if paper.work else None
    used: Used = {f"{paper.id}.ai_terms": terms, "mode": case.item.mode}
    keeper = keeper_of(case, paper)
    if not case.item.mode.creates_work:
        return does_not_apply(used=used)
    if terms is None:
        missing = f"whether {paper.id} has rules for AI tools"
        return unknown(missing, f"Ask {keeper} to look for them, and to record it.", used=used, kept_by=paper.owner)
    if not terms:
        message = f"{paper.id} has no rules for AI tools, so nothing forbids pasting {case.asset.id} into a public one."
        return fails(message, _without_ai_rules(case, keeper), used=used).or_waived()
    return passed(used=used)


def _without_ai_rules(case: Case, keeper: str) -> str:
    if case.asset.rank >= STRICTEST_CLASS:
        return f"Ask {keeper} to add them before the first day; viewing only needs none."
    return f"Approvers see this; ask {keeper} to add them. Until then tell {performer_of(case)} to use none on {case.asset.id}."
