"""Who hears of an NDA's end and who may decide about it: people are asked for when it is said, and whoever left is skipped.

Only somebody who is active and bound to a Slack member can be told anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.register import Agreement, Member
from bot.domain.reminders import Anchor, Recipient, ReminderSchedule, RenewalChoice
from bot.domain.vocabulary import Role

OFFICES = {
    Recipient.VENDOR_MANAGER: Role.VENDOR_MANAGER,
    Recipient.ENGINEERING_MANAGER: Role.ENGINEERING_MANAGER,
    Recipient.IP_COUNSEL: Role.IP_COUNSEL,
    Recipient.DATA_OWNER: Role.DATA_OWNER,
    Recipient.EXECUTIVE_SPONSOR: Role.EXECUTIVE_SPONSOR,
}
_DECIDING = (Role.VENDOR_MANAGER, Role.IP_COUNSEL)
_READING = frozenset(OFFICES.values()) | {Role.AUDITOR, Role.ADMINISTRATOR, Role.SECURITY_OFFICER}


@dataclass(frozen=True)
class RenewalDecision:
    """What was decided in Slack about one paper: who has it now, and what becomes of it at one anchor day.

    `owner` and `declined` hold while the register still names `instead_of` as its owner: a corrected register wins.
    """

    agreement: str
    owner: str | None = None
    instead_of: str | None = None
    declined: tuple[str, ...] = ()
    decision: RenewalChoice = RenewalChoice.NONE
    decided_by: str | None = None
    decided_at: datetime | None = None
    anchor: Anchor | None = None
    anchor_on: date | None = None
    task_key: str | None = None
    task_url: str | None = None
    task_gone_on: date | None = None  # since when the tracker does not have it any more

    def decision_on(self, series: ReminderSchedule) -> RenewalChoice:
        """A decision belongs to its anchor day; another one starts without."""
        return self.decision if (self.anchor, self.anchor_on) == (series.anchor, series.on) else RenewalChoice.NONE


@dataclass(frozen=True)
class Stakeholders:
    """Those around one paper: everybody of the company, its vendor's owner, and who approved or owns what hangs on it."""

    paper: Agreement
    members: tuple[Member, ...]
    vendor_owner: str | None = None
    care: RenewalDecision | None = None
    named: Mapping[Recipient, tuple[str, ...]] = field(default_factory=dict)

    @property
    def owners(self) -> tuple[str, ...]:
        """The owner: theirs who took it over, the paper's, the vendor's; else all vendor managers, else all administrators."""
        present = {member.id: member for member in self.members if member.can_decide and member.id not in self._declined}
        for one in (self._taken_over_by, self.paper.owner, self.vendor_owner):
            if one in present:
                return (str(one),)
        for role in (Role.VENDOR_MANAGER, Role.ADMINISTRATOR):
            if held := tuple(member.id for member in present.values() if member.holds(role)):
                return held
        return ()

    def without(self, member_id: str, *, instead: str | None = None) -> RenewalDecision:
        """What is kept once this person says that it is not theirs, and perhaps whose it is."""
        declined = tuple(one for one in dict.fromkeys([*self._declined, member_id]) if one != instead)
        before = self.care or RenewalDecision(self.paper.id)
        return replace(before, owner=instead, instead_of=self.paper.owner, declined=declined)

    def reached(self, recipients: Iterable[Recipient]) -> dict[str, tuple[Recipient, ...]]:
        """The people behind these recipients, each once, with what they are to this paper."""
        found: dict[str, list[Recipient]] = {}
        for recipient in recipients:
            for member_id in self._people(recipient):
                found.setdefault(member_id, []).append(recipient)
        return {member_id: tuple(roles) for member_id, roles in found.items()}

    def may_decide(self, member: Member) -> bool:
        return member.id in self.owners or any(member.holds(role) for role in _DECIDING)

    def may_read(self, member: Member) -> bool:
        return member.id in (*self.owners, self.paper.owner, self.vendor_owner) or bool(_READING & set(member.roles))

    def _people(self, recipient: Recipient) -> tuple[str, ...]:
        """Those who are named for it and can be told; else whoever holds the office."""
        if recipient is Recipient.OWNER:
            return self.owners
        named = self.named.get(recipient)
        present = tuple(member for member in self.members if member.can_decide)
        if named is None:
            return tuple(member.id for member in present if member.holds(OFFICES[recipient]))
        reachable = tuple(member.id for member in present if member.id in named)
        return reachable or (tuple(m.id for m in present if m.holds(OFFICES[recipient])) if named else ())

    @property
    def _is_stale(self) -> bool:
        return self.care is None or self.care.instead_of != self.paper.owner

    @property
    def _taken_over_by(self) -> str | None:
        return None if self.care is None or self._is_stale else self.care.owner

    @property
    def _declined(self) -> tuple[str, ...]:
        return () if self.care is None or self._is_stale else self.care.declined
