"""The alias table of the papers: agreements, whose keys depend on their kind, and certificates."""

from bot.files.register_shape import Keys, fact, may, must
from bot.files.register_values import (
    between,
    country,
    day,
    each,
    file_hash,
    later_of_two,
    one_of,
    one_or_two,
    projects,
    recipients,
)

NDA = ("nda",)
WORK = ("msa", "sow")
RECIPIENTS = (
    "named",
    "employees",
    "employees_and_affiliates",
    "approved_subcontractors",
    "plus_approved_subcontractors",
    "plus_subcontractors",
)

_SURVIVAL: Keys = (must("months", null_speaks=True, fits=between(0, 1200)), fact("anchor"))
SURVIVAL: Keys = (*_SURVIVAL, may("or_later", inner=_SURVIVAL))
NOTICE: Keys = (
    may("days", fits=between(0, 3660)),
    may("working_days", fits=between(0, 2600)),
    may("months", fits=between(0, 120)),
    may("to"),
)
ASSIGNMENT: Keys = (
    fact("wording"),
    fact("law", fits=country),
    fact("formalities", "formalities_met"),
    may("condition"),
)
AGREEMENT: Keys = (
    must("id"),
    must("kind"),
    must("vendor"),
    fact("ours", "our_entities", some=True),
    fact("theirs", "their_entities", some=True),
    fact("effective", "effective_on", fits=day),
    must("expires", "expires_on", null_speaks=True, fits=day),
    may("terminated", "terminated_on", fits=day),
    may("executed", "executed_on", fits=day),
    may("supersedes"),
    may("owner"),
    may("auto_renew"),
    may("renew_months", fits=between(1, 600)),
    may("notice_days", "notice_days_ours", fits=between(0, 3660)),
    may("notice", inner=NOTICE),
    may("max_renewals", fits=between(0, 1000)),
    may("notice_given", "non_renewal_notice_on", fits=day),
    may("protects"),
    may("signature"),
    may("file", "", inner=(must("sha256", "file_sha256", fits=file_hash),)),
    fact("survival", "nda.survival", inner=SURVIVAL, reads=later_of_two, fits=one_or_two, kinds=NDA),
    fact("ts_carve_out", "nda.trade_secret_carve_out", kinds=NDA),
    fact("purpose", "nda.purpose_kind", kinds=NDA),
    fact("projects", "nda.projects", reads=projects, kinds=NDA),
    fact("affiliates", "nda.covers_affiliates", kinds=NDA),
    fact("recipients", "nda.permitted_recipients", fits=one_of(RECIPIENTS), reads=recipients, kinds=NDA),
    fact("residuals", "nda.residuals_clause", kinds=NDA),
    fact("re_ban", "nda.reverse_engineering_ban", kinds=NDA),
    fact("assignment", "work.assignment", inner=ASSIGNMENT, kinds=WORK),
    fact("oss_terms", "work.oss_terms", kinds=WORK),
    fact("ai_terms", "work.ai_terms", kinds=WORK),
    fact("audit_right", "work.audit_right", kinds=WORK),
    may("art28_items", fits=each(one_of("abcdefgh")), kinds=("dpa",)),
    may("quality_control", kinds=("trademark_licence",)),
)
CERTIFICATION: Keys = (
    must("vendor"),
    must("scheme"),
    fact("sites"),
    fact("valid_until", fits=day),
    may("period_end", fits=day),
)
