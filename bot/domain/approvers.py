"""Who may fill which seat for which asset, at the moment of a click or of a picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.register import Asset, Member
from bot.domain.seats import Deciders, eligible, escalated_to
from bot.domain.vocabulary import Role
from bot.domain.workflows import Stage


@dataclass(frozen=True)
class Approvers:
    """The assets of the request and the people who could decide, now."""

    assets: Mapping[str, Asset]
    deciders: Deciders
    escalated: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)  # seats of the open stage, and who may fill them too
    _found: dict[tuple[str, Role], tuple[Member, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def asks_about(self, asset_id: str) -> bool:
        """Public material beside other material takes no decision of its own (3.5: C0 is opened without a route)."""
        return self.assets[asset_id].rank > 0

    def holders(self, asset_id: str, seat: Role) -> tuple[Member, ...]:
        """Looked for once: they are of one moment, and a single picture asks for the same seat many times."""
        if (asset_id, seat) not in self._found:
            asset = self.assets[asset_id]
            asked = eligible(self.deciders, asset, seat)
            more = escalated_to(self.deciders, asset, self.escalated.get(seat, ()), asked)
            self._found[asset_id, seat] = tuple(dict.fromkeys([*asked, *more]))
        return self._found[asset_id, seat]

    def seats_of(self, member: Member, asset_id: str, stage: Stage) -> tuple[str, ...]:
        """The seats of the stage that the member could fill for this asset."""
        return tuple(seat.value for seat in stage.seats if member in self.holders(asset_id, seat))

    def rarity(self, asset_id: str, stage: Stage) -> dict[str, int]:
        return {seat.value: len(self.holders(asset_id, seat)) for seat in stage.seats}

    def name(self, member_id: str) -> str:
        return next((member.name for member in self.deciders.everyone if member.id == member_id), member_id)
