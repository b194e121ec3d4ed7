"""A tracker in memory, which can be told what goes wrong."""

from dataclasses import dataclass, field

from bot.application.ports import GiveUp, Ticket, TicketDraft, TryLater

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


@dataclass
class FakeTicket:
    """What stands in the tracker: the draft as it came, and what happened to it since."""

    ticket_key: str
    draft: TicketDraft
    summary: str
    status: str
    comments: dict[str, str] = field(default_factory=dict)
    found: bool = True


class FakeTracker:
    """A `Tracker`.

    Set `down` or `refuses` for as long as it shall be so, `loses_next_reply` for the next create or comment, and `search_behind`
    to have search miss what is created meanwhile and whose reply was lost. `tickets` is what stands in it, by ticket key.
    """

    def __init__(self, *, project: str = "IPA", url: str = "https://jira.example", statuses: tuple[str, ...] = STATUSES) -> None:
        self.tickets: dict[str, FakeTicket] = {}
        self.down = False
        self.refuses = False
        self.loses_next_reply = False
        self.search_behind = False
        self._project, self._url, self._statuses = project, url, statuses

    def find(self, key: str) -> Ticket | None:
        self._answer()
        known = (one for one in self.tickets.values() if one.draft.key == key and (one.found or not self.search_behind))
        ticket = next(known, None)
        return self._shown(ticket) if ticket else None

    def create(self, draft: TicketDraft) -> Ticket:
        self._answer()
        ticket_key = f"{self._project}-{len(self.tickets) + 1}"
        summary = draft.summary if len(draft.summary) <= SUMMARY_LIMIT else draft.summary[: SUMMARY_LIMIT - 1] + "…"
        ticket = FakeTicket(ticket_key, draft, summary, self._statuses[0], found=not self.loses_next_reply)
        self.tickets[ticket_key] = ticket
        self._reply()
        return self._shown(ticket)

    def read(self, ticket_key: str) -> Ticket:
        return self._shown(self._ticket(ticket_key))

    def comment(self, ticket_key: str, *, marker: str, text: str) -> None:
        self._ticket(ticket_key).comments.setdefault(marker, text)
        self._reply()

    def transition(self, ticket_key: str, *, status: str) -> Ticket:
        ticket = self._ticket(ticket_key)
        if status not in self._statuses:
            raise GiveUp(f"{ticket_key} cannot be moved to {status!r}, only to {', '.join(self._statuses)}.")
        ticket.status = status
        return self._shown(ticket)

    def _ticket(self, ticket_key: str) -> FakeTicket:
        self._answer()
        if ticket_key not in self.tickets:
            raise GiveUp(f"There is no ticket {ticket_key}.")
        return self.tickets[ticket_key]

    def _answer(self) -> None:
        if self.down:
            raise TryLater("The tracker cannot be reached.")
        if self.refuses:
            raise GiveUp("The tracker does not accept the bot's sign-in.")

    def _reply(self) -> None:
        if self.loses_next_reply:
            self.loses_next_reply = False
            raise TryLater("The connection broke before the tracker answered.", uncertain=True)

    def _shown(self, ticket: FakeTicket) -> Ticket:
        return Ticket(ticket.ticket_key, f"{self._url}/browse/{ticket.ticket_key}", ticket.status)
