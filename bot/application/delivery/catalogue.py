"""Every kind of message and ticket that there is."""

from bot.application.access import messages as access
from bot.application.agreements import messages as agreements
from bot.application.audits import messages as audits
from bot.application.delivery import messages as delivery
from bot.application.digest import messages as digest
from bot.application.message_kinds import Kinds
from bot.application.people import messages as people
from bot.application.record import messages as record
from bot.application.requests import messages as requests

KINDS = Kinds(
    (
        *requests.KINDS,
        *access.KINDS,
        *agreements.KINDS,
        *audits.KINDS,
        *digest.KINDS,
        *record.KINDS,
        *delivery.KINDS,
        *people.KINDS,
    )
)
