"""What an NDA lets the vendor do with what it learns: NDA-09 (no reuse from memory)."""

from bot.domain.checks.keepers import data_owner_of, keeper_of
from bot.domain.checks.nda_terms import worst_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.nda_chains import Instrument
from bot.domain.register import Agreement
from bot.domain.vocabulary import IpForm


def nobody_may_reuse_from_memory(case: Case, instrument: Instrument) -> Verdict:
    """NDA-09: V if there is a residuals clause and a trade secret is in scope; no trade secret: na."""
    if IpForm.TRADE_SECRET not in case.asset.forms:
        return does_not_apply(used={"asset.forms": case.asset.forms_words})
    return worst_of([_reuse_in(case, paper) for paper in instrument.in_force(case.facts.window)])


def _reuse_in(case: Case, paper: Agreement) -> Verdict:
    clause = paper.nda.residuals_clause if paper.nda else None
    used: Used = {f"{paper.id}.residuals_clause": clause, "asset.forms": case.asset.forms_words}
    vendor, keeper = case.facts.vendor.name, keeper_of(case, paper)
    if clause is None:
        missing = f"whether {paper.id} lets {vendor} reuse what its people remember"
        return unknown(missing, f"{keeper} looks for a residuals clause and records it.", used=used, kept_by=paper.owner)
    if clause:
        return fails(
            f"{paper.id} lets {vendor} reuse what its people remember, and {case.asset.id} is a trade secret.",
            f"Ask {keeper} to have that clause taken out, or ask for a waiver. "
            f"Until then ask {data_owner_of(case)} for a version without the secret part.",
            used=used,
        )
    return passed(used=used)
