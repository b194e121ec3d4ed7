"""Who may fill a seat, and which seats a set of people fills: one person fills one seat of a stage.

Filling is a matching of people to seats, so that the order of clicks does not matter (3.6).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.register import Asset, Member
from bot.domain.vocabulary import Role

DEPUTIES, MANAGER = "deputies", "manager"  # in `escalate_to`: of the assets; of whoever is asked


@dataclass(frozen=True)
class Deciders:
    """The members of the company, less those who may not decide on this request.

    With `needs_binding` a member without a Slack id counts as absent; a preview ignores the binding.
    """

    everyone: tuple[Member, ...]
    excluded: frozenset[str]
    needs_binding: bool = False

    def excludes(self, member: Member) -> bool:
        return not self.excluded.isdisjoint(member.names)

    def may_decide(self, member: Member) -> bool:
        present = member.can_decide if self.needs_binding else member.active
        return present and not self.excludes(member)

    def among(self, ids: Sequence[str | None]) -> tuple[Member, ...]:
        return tuple(member for member in self.everyone if member.id in ids and self.may_decide(member))


def holders(members: tuple[Member, ...], role: Role) -> tuple[Member, ...]:
    """The active holders of a role."""
    return tuple(member for member in members if member.active and member.holds(role))


def eligible(deciders: Deciders, asset: Asset, role: Role) -> tuple[Member, ...]:
    """Who may fill this seat for this asset now; empty stops the request, it never approves."""
    if role is Role.DATA_OWNER:
        return deciders.among([asset.data_owner, asset.deputy]) or stand_ins(deciders, asset, role)
    active = holders(deciders.everyone, role)
    present = tuple(member for member in active if deciders.may_decide(member))
    if present or not active or not all(deciders.excludes(member) for member in active):
        return present
    return stand_ins(deciders, asset, role)


def escalated_to(deciders: Deciders, asset: Asset, to: Sequence[str], asked: Sequence[Member]) -> Iterator[Member]:
    """Those who may decide besides those who are asked, once a stage has waited for long enough.

    Holders of a role, the deputy of the asset, or the managers of whoever is asked.
    """
    for one in to:
        if one == DEPUTIES:
            yield from deciders.among([asset.deputy] if asset.deputy else [])
        elif one == MANAGER:
            yield from deciders.among([member.manager for member in asked if member.manager])
        else:
            yield from (member for member in holders(deciders.everyone, Role(one)) if deciders.may_decide(member))


def stand_ins(deciders: Deciders, asset: Asset, role: Role) -> tuple[Member, ...]:
    """PRC-02: the asset's deputy, else another active holder of the role, else the executive sponsor."""
    others = tuple(m for m in holders(deciders.everyone, role) if deciders.may_decide(m))
    sponsors = holders(deciders.everyone, Role.EXECUTIVE_SPONSOR)
    return (
        deciders.among([asset.deputy] if asset.deputy else []) or others or tuple(m for m in sponsors if deciders.may_decide(m))
    )


def fill(seats: Sequence[str], may_fill: Mapping[str, Sequence[str]], *, rarity: Mapping[str, int]) -> dict[str, str]:
    """Match people to seats: seat -> person, as many seats as can be filled.

    `may_fill` gives for each person (in the order of their clicks) the seats open to them; a seat with fewer holders
    (`rarity`) is preferred. Adding a person never empties a seat, it may move somebody to another one.
    """
    wishes = {
        person: sorted((seat for seat in open_seats if seat in seats), key=lambda seat: (rarity.get(seat, 0), seat))
        for person, open_seats in may_fill.items()
    }
    filled: dict[str, str] = {}
    for person in wishes:
        _place(person, wishes, filled, set())
    return filled


def _place(person: str, wishes: Mapping[str, Sequence[str]], filled: dict[str, str], tried: set[str]) -> bool:
    """Give the person a seat: a free one, or one whose holder can move to another (an augmenting path)."""
    for seat in wishes[person]:
        if seat not in filled:
            filled[seat] = person
            return True
    for seat in wishes[person]:
        if seat in tried:
            continue
        tried.add(seat)
        if _place(filled[seat], wishes, filled, tried):
            filled[seat] = person
            return True
    return False
