"""Whether entries carry access that is about to open: nothing opens because a row says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.chain import document_hash
from bot.domain.grants import Grant
from bot.domain.hashes import floor_of_document, hash_of_grant, is_at_least
from bot.domain.humans import groups
from bot.domain.proof import find_entry_breaks
from bot.domain.raw_entries import Illegible, Proven
from bot.domain.replay import Told, ToldAccess, replayed
from bot.domain.vocabulary import RequestState

_GRANTED = (RequestState.APPROVED.value, RequestState.FULFILLED.value)
NOT_CARRIED = "The record does not carry it"


@dataclass(frozen=True)
class Asked:
    """The request behind some access, as its table keeps it."""

    id: str
    draft: Mapping[str, Any]
    route: Mapping[str, Any]


def why_not_carried(entries: Iterable[Proven | Illegible], asked: Asked | None, grants: Iterable[Grant]) -> dict[str, str]:
    """For each of these grants that its entries do not carry, why, in words; `entries` are those of their one subject."""
    known = list(entries)
    told = replayed(entry for entry in known if isinstance(entry, Proven))
    broken = next((one.words for one in find_entry_breaks(known)), "") or next((words for _, words in told.wrong), "")
    found = {grant.id: broken or _against(told, asked, grant) for grant in grants}
    return {name: _words(why) for name, why in found.items() if why}


def _words(why: str) -> str:
    return f"{NOT_CARRIED}: {why}. An administrator asks `ringfence record verify` what was altered."


def _against(told: Told, asked: Asked | None, grant: Grant) -> str:
    access = told.access.get(grant.id, ToldAccess())
    if not access.is_given:
        return f"no entry gives {grant.id}" + ("" if asked else ", or takes it in from a register (load the register once more)")
    if access.hash and access.hash != hash_of_grant(grant):
        return f"{grant.id} is not what its entry gave"
    if not access.hash and (access.person, access.asset) != (grant.person, grant.asset):
        return f"{grant.id} is not what its entry gave"
    if access.state != grant.state.value or access.is_strange:
        return f"its entries leave {grant.id} {access.state}, and not {grant.state.value}"
    return _against_request(told, asked, grant) if asked else ""


def _against_request(told: Told, asked: Asked, grant: Grant) -> str:
    if told.state not in _GRANTED and grant.asset not in told.public:
        return f"its entries leave {asked.id} {told.state or 'unknown'}, and not approved"
    if grant.asset in told.rejected:
        return f"{grant.asset} was rejected"
    items = {(item["asset"], item["mode"]) for item in asked.draft["items"]}
    if (grant.asset, grant.mode.value) not in items or grant.person not in asked.draft["people"]:
        return f"nobody asked that {grant.person} may {grant.mode.value} {grant.asset}"
    if told.hashes and document_hash(asked.draft) != told.hashes.get("draft"):
        return f"{asked.id} asks for something else than its entry says"
    if grant.asset in told.public:
        return ""
    floor = floor_of_document(asked.route)
    if told.floor is not None and not is_at_least(floor, told.floor):
        return f"the route of {asked.id} asks fewer people than its entry says"
    stages = {one.stage for one in told.approvals}
    if any(number not in stages for number in range(len(floor["stages"]))):
        return f"not every stage of {asked.id} has an entry of an approval"
    if floor["stages"] and len(groups(one.human for one in told.approvals)) < floor["people"]:
        return f"fewer than {floor['people']} people approved {asked.id} by its entries"
    return ""
