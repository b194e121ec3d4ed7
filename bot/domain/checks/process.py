"""Duties separated: PRC-02."""

from collections.abc import Mapping

from bot.domain.checks.keepers import holders_of
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, passed, unknown
from bot.domain.register import Member
from bot.domain.seats import Deciders, holders, stand_ins
from bot.domain.vocabulary import Outcome, Role


def duties_are_separated(case: Case) -> Verdict:
    """PRC-02: warn if those who ask own the asset or alone hold a role of the route; block if nobody is left instead."""
    facts = case.facts
    deciders = Deciders(facts.register.members, facts.draft.excluded)
    clashes = [role for role in dict.fromkeys((*facts.roles_needed, Role.DATA_OWNER)) if _clashes(case, deciders, role)]
    used = {"requester": facts.draft.requester, "asset.data_owner": case.asset.data_owner, "clashes": clashes}
    needed = {role: stand_ins(deciders, case.asset, role) for role in clashes if role in facts.roles_needed}
    if alone := [role for role, people in needed.items() if not people]:
        return fails(
            f"You are the only one who could decide as {alone[0].words}, and nobody can stand in.",
            f"Ask {holders_of(case, Role.ADMINISTRATOR)} to name a deputy or another holder of that role.",
            fixed=Outcome.BLOCK,
            used=used,
        )
    if case.asset.data_owner is None:
        return unknown(f"who owns {case.asset.id}", f"Ask {holders_of(case, Role.ADMINISTRATOR)} to record it.", used=used)
    if not clashes:
        return passed(used=used)
    if not needed:
        words = f"You own {case.asset.id} and ask for it yourself."
        return fails(words, "Nothing to do; the others on the route decide.", fixed=Outcome.WARN, used=used)
    return _rerouted(case, needed, used)


def _rerouted(case: Case, instead: Mapping[Role, tuple[Member, ...]], used: Used) -> Verdict:
    role, people = next(iter(instead.items()))
    reason = f"You own {case.asset.id}" if role is Role.DATA_OWNER else f"You are the only {role.words}"
    return fails(
        f"{reason}; {' or '.join(member.name for member in people)} decides instead.",
        "Nothing to do; nobody decides on their own request.",
        fixed=Outcome.WARN,
        used=used,
    )


def _clashes(case: Case, deciders: Deciders, role: Role) -> bool:
    if role is Role.DATA_OWNER:
        return any(member.id == case.asset.data_owner and deciders.excludes(member) for member in deciders.everyone)
    everyone = holders(deciders.everyone, role)
    return bool(everyone) and all(deciders.excludes(member) for member in everyone)
