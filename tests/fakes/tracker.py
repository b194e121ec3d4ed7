"""A tracker in memory, which can be told what goes wrong, and what people do in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.application.ports import (
    OUR_LABEL,
    Clock,
    Comment,
    GiveUp,
    Ticket,
    TicketChange,
    TicketDraft,
    TicketSnapshot,
    TryLater,
    Unauthorised,
)
from bot.domain.ticket_mapping import TicketMapping

STATUSES = (
    "To Do",
    "Notified",
    "Evidence requested",
    "Fieldwork",
    "Draft report",
    "Findings agreed",
    "Corrective action",
    "Verified",
    "Closed",
)
SUMMARY_LIMIT = 255
OURSELVES = "ringfence"
BEGINNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class FakeTicket:
    """What stands in the tracker: the draft as it came, and what happened to it since."""

    ticket_key: str
    draft: TicketDraft
    summary: str
    status: str
    created_at: datetime
    updated_at: datetime
    due_on: date | None = None
    kind: str = "Task"
    grade: str | None = "Medium"
    labels: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    comments: dict[str, str] = field(default_factory=dict)
    said: list[Comment] = field(default_factory=list)
    found: bool = True
    author: str = OURSELVES


class _Standing:
    """The clock of a tracker that nobody gave one."""

    def now(self) -> datetime:
        return BEGINNING


class FakeTracker:
    """A `Tracker`.

    Set `down`, `locked_out` or `refuses` for as long as it shall be so, `loses_next_reply` for the next create or comment, and
    `search_behind` to have search miss what is created meanwhile and whose reply was lost. `tickets` is what stands in it, by
    ticket key. With `strict` a ticket moves to the next or the last status only.
    """

    def __init__(
        self,
        *,
        project: str = "IPA",
        url: str = "https://jira.example",
        statuses: tuple[str, ...] = STATUSES,
        clock: Clock | None = None,
        strict: bool = False,
    ) -> None:
        self.tickets: dict[str, FakeTicket] = {}
        self.looked: list[str] = []
        self.down = False
        self.refuses = False
        self.locked_out = False
        self.loses_next_reply = False
        self.search_behind = False
        self.hidden = False  # all of the project, from us
        self.moved: dict[str, str] = {}  # former keys of moved tickets
        self._project, self._url, self._statuses = project, url, statuses
        self._clock, self._strict = clock or _Standing(), strict

    def find(self, key: str, *, since: datetime | None = None) -> Ticket | None:
        self._answer()
        alike = (one for one in self.tickets.values() if one.draft.key == key and (one.found or not self.search_behind))
        known = (one for one in alike if one.author == OURSELVES and not self._was_over(one, since))
        ticket = next(known, None)
        return self._shown(ticket) if ticket else None

    def create(self, draft: TicketDraft) -> Ticket:
        self._answer()
        ticket = self._new(draft)
        self._reply()
        return self._shown(ticket)

    def read(self, ticket_key: str) -> Ticket:
        return self._shown(self._ticket(ticket_key))

    def comment(self, ticket_key: str, *, marker: str, text: str) -> None:
        ticket = self._ticket(ticket_key)
        if marker not in ticket.comments:
            ticket.comments[marker] = text
            ticket.updated_at = self._clock.now()
        self._reply()

    def own_comments(self, ticket_key: str) -> tuple[str, ...]:
        return tuple(self._ticket(ticket_key).comments.values())

    def transition(self, ticket_key: str, *, status: str) -> Ticket:
        ticket = self._ticket(ticket_key)
        if status != ticket.status and status not in self._ways(ticket):
            raise GiveUp(f"{ticket_key} cannot be moved to {status!r}, only to {', '.join(self._ways(ticket))}.")
        self.move(ticket_key, status)
        return self._shown(ticket)

    def ways(self, ticket_key: str) -> tuple[str, ...]:
        return self._ways(self._ticket(ticket_key))

    def set_due(self, ticket_key: str, due_on: date) -> None:
        ticket = self._ticket(ticket_key)
        ticket.due_on, ticket.updated_at = due_on, self._clock.now()

    def look(self, ticket_key: str) -> TicketSnapshot | None:
        self._answer()
        self.looked.append(ticket_key)
        if self.hidden:
            raise GiveUp(f"The project {self._project} is hidden.")
        ticket = self.tickets.get(self.moved.get(ticket_key, ticket_key))
        return self._news(ticket) if ticket else None

    def standing(self, ticket_keys: Sequence[str]) -> list[TicketChange]:
        self._answer()
        found = [] if self.hidden else [self.tickets[key] for key in ticket_keys if key in self.tickets]
        return [TicketChange(one.ticket_key, one.kind, one.updated_at, one.belongs_to) for one in found]

    def move_to_project(self, ticket_key: str, project: str) -> str:
        """As a person does; it has another key there, and answers to the old one."""
        ticket = self.tickets.pop(ticket_key)
        ticket.ticket_key = f"{project}-{len(self.tickets) + 1}"
        ticket.updated_at = self._clock.now()
        self.tickets[ticket.ticket_key] = ticket
        self.moved = {old: ticket.ticket_key if now == ticket_key else now for old, now in self.moved.items()}
        self.moved[ticket_key] = ticket.ticket_key
        return ticket.ticket_key

    def delete(self, ticket_key: str) -> FakeTicket:
        return self.tickets.pop(ticket_key)

    def changed(self, within: timedelta) -> list[TicketChange]:
        self._answer()
        since = self._clock.now() - within
        here = (one for one in self.tickets.values() if one.ticket_key.startswith(f"{self._project}-"))
        changed = (one for one in here if one.updated_at >= since)
        found = [one for one in changed if OUR_LABEL in one.labels or TicketMapping().is_finding(one.kind)]
        return [
            TicketChange(one.ticket_key, one.kind, one.updated_at, one.belongs_to)
            for one in sorted(found, key=lambda one: one.updated_at)
        ]

    def _was_over(self, ticket: FakeTicket, since: datetime | None) -> bool:
        return since is not None and ticket.status == self._statuses[-1] and ticket.created_at < since

    def label_alike(self, key: str) -> FakeTicket:
        """Somebody gives a ticket of their own the label of one of ours."""
        ticket = self._new(TicketDraft(key=key, summary="Something else", description=(), due_on=None))
        ticket.author = "Marten Vos"
        return ticket

    def move(self, ticket_key: str, status: str) -> None:
        """As a person does, to any status, also one that the tracker's owner has just invented."""
        ticket = self.tickets[self.moved.get(ticket_key, ticket_key)]
        ticket.status, ticket.updated_at = status, self._clock.now()

    def say(self, ticket_key: str, text: str, *, author: str = "Marten Vos", internal: bool = False) -> None:
        ticket = self.tickets[ticket_key]
        ticket.said.append(Comment(f"{ticket_key}/{len(ticket.said) + 1}", author, self._clock.now(), "" if internal else text))
        ticket.updated_at = self._clock.now()

    def edit(self, ticket_key: str, number: int, text: str) -> None:
        ticket = self.tickets[ticket_key]
        ticket.said[number] = replace(ticket.said[number], text=text)
        ticket.updated_at = self._clock.now()

    def unsay(self, ticket_key: str, number: int) -> None:
        ticket = self.tickets[ticket_key]
        del ticket.said[number]
        ticket.updated_at = self._clock.now()

    def find_fault(self, audit_key: str, **more: object) -> FakeTicket:
        """A finding that somebody writes down and links with the audit."""
        ticket = self._new(TicketDraft(key="", summary="Visitors are not logged", description=(), due_on=None))
        for name, value in ({"kind": "Finding", "belongs_to": (audit_key,), "due_on": None} | more).items():
            setattr(ticket, name, value)
        return ticket

    def _new(self, draft: TicketDraft) -> FakeTicket:
        ticket_key, now = f"{self._project}-{len(self.tickets) + 1}", self._clock.now()
        summary = draft.summary if len(draft.summary) <= SUMMARY_LIMIT else draft.summary[: SUMMARY_LIMIT - 1] + "…"
        ticket = FakeTicket(
            ticket_key,
            draft,
            summary,
            self._statuses[0],
            now,
            now,
            due_on=draft.due_on,
            labels=tuple("_".join(label.split()) for label in (draft.key, *draft.labels)),
            found=not self.loses_next_reply,
        )
        self.tickets[ticket_key] = ticket
        return ticket

    def _ways(self, ticket: FakeTicket) -> tuple[str, ...]:
        if not self._strict:
            return tuple(one for one in self._statuses if one != ticket.status)
        here = self._statuses.index(ticket.status)
        return tuple(one for one in self._statuses[max(here - 1, 0) : here + 2] if one != ticket.status)

    def _ticket(self, ticket_key: str) -> FakeTicket:
        self._answer()
        known = self.moved.get(ticket_key, ticket_key)
        if known not in self.tickets:
            raise GiveUp(f"There is no ticket {ticket_key}.")
        return self.tickets[known]

    def _answer(self) -> None:
        if self.down:
            raise TryLater("The tracker cannot be reached.")
        if self.locked_out:
            raise Unauthorised("The tracker does not accept the bot's sign-in.")
        if self.refuses:
            raise GiveUp("The tracker asks for a field that nobody fills.")

    def _reply(self) -> None:
        if self.loses_next_reply:
            self.loses_next_reply = False
            raise TryLater("The connection broke before the tracker answered.", uncertain=True)

    def _shown(self, ticket: FakeTicket) -> Ticket:
        return Ticket(ticket.ticket_key, f"{self._url}/browse/{ticket.ticket_key}", ticket.status)

    def _news(self, ticket: FakeTicket) -> TicketSnapshot:
        return TicketSnapshot(
            key=ticket.ticket_key,
            url=f"{self._url}/browse/{ticket.ticket_key}",
            kind=ticket.kind,
            status=ticket.status,
            summary=ticket.summary,
            due_on=ticket.due_on,
            created_at=ticket.created_at,
            updated_at=ticket.updated_at,
            labels=ticket.labels,
            belongs_to=ticket.belongs_to,
            grade=ticket.grade,
            remarks=tuple(ticket.said),
            is_elsewhere=not ticket.ticket_key.startswith(f"{self._project}-"),
            is_done=ticket.status == self._statuses[-1],
        )
