"""What the one contract that is judged says beyond its days: CTR-03 (we may audit)."""

from bot.domain.checks.keepers import keeper_of
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, passed, unknown
from bot.domain.register import Agreement


def we_may_audit(case: Case, paper: Agreement) -> Verdict:
    """CTR-03: W unless the contract gives us an audit right."""
    right = paper.work.audit_right if paper.work else None
    used: Used = {f"{paper.id}.audit_right": right}
    vendor, keeper = case.facts.vendor.name, keeper_of(case, paper)
    if right is None:
        missing = f"whether {paper.id} lets us audit {vendor}"
        return unknown(missing, f"{keeper} looks for an audit right and records it.", used=used, kept_by=paper.owner)
    if not right:
        message = f"{paper.id} does not let us audit {vendor}, not even after an incident."
        remedy = f"Approvers see this; ask {keeper} to add an audit right when the contract is renewed."
        return fails(message, remedy, used=used)
    return passed(used=used)
