"""What stands at a vendor: the access of the register and that which the bot itself has opened, as the bot knows it now."""

from collections.abc import Iterable

from bot.domain.grants import Grant
from bot.domain.register import KnownGrant


def as_they_stand(grants: Iterable[Grant], known: Iterable[KnownGrant]) -> tuple[KnownGrant, ...]:
    """The bot keeps how each access stands, also of those that a register brought; only the register knows of their use."""
    used = {one.id: one.last_used_on for one in known}
    return tuple(
        KnownGrant(
            id=grant.id,
            request=grant.request,
            vendor=grant.vendor,
            person=grant.person,
            asset=grant.asset,
            mode=grant.mode,
            start_on=grant.start_on,
            end_on=grant.end_on,
            state=grant.state,
            last_used_on=used.get(grant.id),
        )
        for grant in grants
    )
