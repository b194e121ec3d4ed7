"""What is open with some vendors: access, requests, returns, and who approved or owns it; a handful of queries in all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.domain.drafts import Draft
from bot.domain.exposure import ENDED, Access, OpenDependents, Wanted
from bot.domain.register import Asset, Person, Return
from bot.domain.vocabulary import DecisionOutcome, GrantState, RequestState, Role
from bot.store import registers
from bot.store.documents import from_document
from bot.store.tables import DECISIONS, GRANTS, REQUESTS, RETURNS
from bot.store.unit import Unit

_OVER = [state.value for state in ENDED]
_WAITING = [state.value for state in RequestState if state.is_open]


def open_with(unit: Unit, vendors: Iterable[str]) -> OpenDependents:
    """Everything that is open with these vendors."""
    names = list(vendors)
    grants = unit.connection.execute(
        select(GRANTS).where(GRANTS.c.vendor.in_(names), GRANTS.c.state.not_in(_OVER)).order_by(GRANTS.c.id)
    ).all()
    drafts, waiting = _drafts(unit, names, {row.request for row in grants})
    assets = _assets(unit, grants, [drafts[one] for one in waiting])
    people = {one.id: one for one in registers.some(unit, Person, {row.person for row in grants})}
    approvers = _engineering_managers(unit, {row.request for row in grants})
    return OpenDependents(
        access=[_access(row, assets, people, drafts, approvers) for row in grants],
        wanted=[_wanted(one, drafts[one], assets) for one in waiting],
        returns=_returns(unit, names),
    )


def _drafts(unit: Unit, vendors: Sequence[str], request_ids: set[str]) -> tuple[dict[str, Draft], list[str]]:
    """The drafts of these requests and of the vendors' open ones, and the ids of the open ones."""
    row = REQUESTS.c
    is_open = row.vendor.in_(vendors) & row.state.in_(_WAITING)
    query = select(row.id, row.draft, row.state).where(is_open | row.id.in_(request_ids)).order_by(row.id)
    found = unit.connection.execute(query).all()
    drafts = {one.id: from_document(Draft, one.draft) for one in found}
    return drafts, [one.id for one in found if one.state in _WAITING]


def _assets(unit: Unit, grants: Iterable[Any], drafts: Iterable[Draft]) -> dict[str, Asset]:
    wanted = {row.asset for row in grants} | {item.asset for draft in drafts for item in draft.items}
    return {one.id: one for one in registers.some(unit, Asset, wanted)}


def _engineering_managers(unit: Unit, request_ids: set[str]) -> dict[str, tuple[str, ...]]:
    row = DECISIONS.c
    approved = (row.outcome == DecisionOutcome.APPROVE.value) & row.void.is_(False)
    query = select(row.request, row.actor).where(
        row.request.in_(request_ids), row.seat == Role.ENGINEERING_MANAGER.value, approved
    )
    found: dict[str, tuple[str, ...]] = {}
    for one in unit.connection.execute(query.order_by(row.id)):
        found[one.request] = (*found.get(one.request, ()), one.actor)
    return found


def _returns(unit: Unit, vendors: Sequence[str]) -> list[tuple[str, str]]:
    query = select(RETURNS.c.document).where(RETURNS.c.vendor.in_(vendors)).order_by(RETURNS.c.id)
    owed = (from_document(Return, document) for document in unit.connection.execute(query).scalars())
    return [(one.id, one.vendor) for one in owed if one.document is None]


def _access(
    row: Any,
    assets: Mapping[str, Asset],
    people: Mapping[str, Person],
    drafts: Mapping[str, Draft],
    approvers: Mapping[str, tuple[str, ...]],
) -> Access:
    asset, person, draft = assets.get(row.asset), people.get(row.person), drafts.get(row.request)
    companies = (person.employer_entity if person else None, draft.entity if draft else None)
    owners = (asset.data_owner, asset.deputy) if asset else ()
    return Access(
        id=row.id,
        request=row.request,
        vendor=row.vendor,
        person=row.person,
        person_name=person.name if person else row.person,
        asset=row.asset,
        rank=asset.rank if asset else 0,
        project=draft.project if draft else (asset.project if asset else ""),
        state=GrantState(row.state),
        end_on=row.end_on,
        owner_entity=asset.owner_entity if asset else None,
        companies=tuple(dict.fromkeys(one for one in companies if one is not None)),
        data_owners=tuple(one for one in owners if one is not None),
        engineering_managers=approvers.get(row.request, ()),
    )


def _wanted(request_id: str, draft: Draft, assets: Mapping[str, Asset]) -> Wanted:
    owners = (assets[item.asset].owner_entity for item in draft.items if item.asset in assets)
    return Wanted(request_id, draft.vendor, draft.project, tuple(dict.fromkeys(owners)), (draft.entity,))
