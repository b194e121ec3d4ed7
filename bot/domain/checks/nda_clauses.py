"""What an NDA lets the vendor do with what it learns: NDA-09 (reuse from memory) and NDA-10 (reverse engineering)."""

from bot.domain.checks.keepers import data_owner_of, keeper_of
from bot.domain.checks.nda_terms import worst_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.nda_chains import Instrument
from bot.domain.register import Agreement
from bot.domain.vocabulary import IpForm, Mode, Profile


def nobody_may_reuse_from_memory(case: Case, instrument: Instrument) -> Verdict:
    """NDA-09: V if there is a residuals clause and a trade secret is in scope; no trade secret: na."""
    if IpForm.TRADE_SECRET not in case.asset.forms:
        return does_not_apply(used={"asset.forms": case.asset.forms_words})
    return worst_of(case, "NDA-09", Profile.V, [_reuse_in(case, paper) for paper in instrument.in_force(case.facts.window)])


def _reuse_in(case: Case, paper: Agreement) -> Verdict:
    clause = paper.nda.residuals_clause if paper.nda else None
    used: Used = {f"{paper.id}.residuals_clause": clause, "asset.forms": case.asset.forms_words}
    vendor, keeper = case.facts.vendor.name, keeper_of(case, paper)
    if clause is None:
        missing = f"whether {paper.id} lets {vendor} reuse what its people remember"
        asked = f"Ask {keeper} to look for a clause that allows it (a residuals clause), and to record whether there is one."
        return unknown(missing, asked, used=used, kept_by=paper.owner)
    if clause:
        return fails(
            f"{paper.id} lets {vendor} reuse what its people remember, and {case.asset.id} is a trade secret.",
            f"Ask {keeper} to have that clause taken out; "
            f"until then ask {data_owner_of(case)} for a version without the secret part.",
            used=used,
        ).or_waived()
    return passed(used=used)


def nobody_may_take_it_apart(case: Case, instrument: Instrument) -> Verdict:
    """NDA-10: W, of a physical part V, unless reverse engineering is forbidden; nothing is handed over: na."""
    if not case.item.mode.hands_over:
        return does_not_apply(used={"mode": case.item.mode})
    return worst_of(case, "NDA-10", Profile.W, [_ban_in(case, paper) for paper in instrument.in_force(case.facts.window)])


def _ban_in(case: Case, paper: Agreement) -> Verdict:
    ban = paper.nda.reverse_engineering_ban if paper.nda else None
    used: Used = {f"{paper.id}.reverse_engineering_ban": ban, "mode": case.item.mode}
    vendor, keeper, is_part = case.facts.vendor.name, keeper_of(case, paper), case.item.mode is Mode.PHYSICAL
    profile = Profile.V if is_part else Profile.W
    if ban is None:
        missing = f"whether {paper.id} forbids {vendor} to take apart what it holds"
        asked = f"Ask {keeper} to look for a ban on reverse engineering, and to record whether there is one."
        return unknown(missing, asked, used=used, profile=profile, kept_by=paper.owner)
    if not ban:
        ask = f"Ask {keeper} to add a ban on reverse engineering before the part leaves us"
        asked = ask if is_part else f"Approvers see this; ask {keeper} to add a ban on reverse engineering"
        message = f"{paper.id} does not forbid {vendor} to take apart what it holds, so EU law allows it."
        remedy = f"{asked}; with viewing only, nothing is handed over."
        return fails(message, remedy, used=used, profile=profile).or_waived()
    return passed(used=used)
