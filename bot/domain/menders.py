"""Who can mend what a check found, by name: whoever keeps the record of a missing fact, else the holders of roles it names."""

import re
from collections.abc import Iterator

from bot.domain.checks.results import CheckResult
from bot.domain.facts import Facts
from bot.domain.missing_facts import keepers_of
from bot.domain.prospects import SUCH
from bot.domain.register import Member
from bot.domain.seats import holders
from bot.domain.vocabulary import Outcome, Role

_NOBODY_NEED = "Nothing to do"


def menders(result: CheckResult, facts: Facts) -> tuple[str, ...]:
    """Their names, each once; nobody where the remedy names them itself, or where nobody need do anything or is known."""
    keepers = keepers_of(result, facts.register.members, facts.vendor.owner) if result.outcome is Outcome.UNKNOWN else ()
    names = tuple(dict.fromkeys(member.name for member in keepers or _of_roles(result, facts)))
    is_told = result.remedy.startswith(_NOBODY_NEED) or any(_says(name, result.remedy) for name in names)
    return () if is_told else names


def _of_roles(result: CheckResult, facts: Facts) -> Iterator[Member]:
    members = facts.register.members
    for role in Role:
        if role is Role.REQUESTER or not _says(role.words, result.remedy):
            continue
        if role is Role.DATA_OWNER:
            yield from _owners(result, facts)
        else:
            yield from sorted(holders(members, role), key=lambda one: one.id != facts.vendor.owner)


def _owners(result: CheckResult, facts: Facts) -> Iterator[Member]:
    """Of this very material; of material that is only thought of nobody is the owner."""
    if result.item != SUCH:
        asset = facts.asset(result.item)
        yield from (one for one in facts.register.members if one.active and one.id in (asset.data_owner, asset.deputy))


def _says(words: str, remedy: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", remedy, re.IGNORECASE) is not None
