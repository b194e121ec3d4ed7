"""What an entry of the record says, as a sentence with names; its code, its states and what else it keeps stand below it."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.hashes import HASHES

_SENTENCES: Mapping[Happened, str] = {
    Happened.REGISTER_LOADED: "{who} loaded the register; {changed} records changed.",
    Happened.CHECKS_CHANGED: "The checks judge by other figures from now on.",
    Happened.REQUEST_REFUSED: "{who} asked for access for {it}, and the checks stopped it.",
    Happened.CHECKS_ASKED: "{who} looked what the checks say about {it}.",
    Happened.VENDOR_CHECKED: "{who} asked what {it} could be given.",
    Happened.REQUEST_SUBMITTED: "{who} asked for access.",
    Happened.ROUTE_WIDENED: "The facts changed, so more people are asked.",
    Happened.STAGE_OPENED: "The stage {name} was opened; asked are {asked}.",
    Happened.STAGE_REMINDED: "Those who can decide were reminded: {told}.",
    Happened.ITEM_APPROVED: "{who} approved {item} as {seat}.",
    Happened.ITEM_REJECTED: "{who} rejected {item} as {seat}.",
    Happened.FACTS_TAKEN: "The facts of that moment were kept.",
    Happened.FACTS_WORSENED: "The facts got worse, so the route began again.",
    Happened.FACTS_RECOVERED: "What stood against it was mended.",
    Happened.REQUEST_APPROVED: "The request was approved.",
    Happened.REQUEST_REJECTED: "The request was rejected.",
    Happened.CLICK_REFUSED: "{who} tried something here and was refused.",
    Happened.ACCESS_TAKEN_IN: "Access of {person} to {asset} was taken over from the register.",
    Happened.ACCESS_SCHEDULED: "Access was planned.",
    Happened.ACCESS_OPENED: "Access is in force.",
    Happened.ACCESS_HELD: "Access was held back.",
    Happened.ACCESS_ALARMED: "Access in force would not be given any more.",
    Happened.ACCESS_ENDS_SOON: "Access ends soon.",
    Happened.ACCESS_ENDED: "Access ended.",
    Happened.ACCESS_SUSPENDED: "Access was suspended.",
    Happened.ACCESS_RESUMED: "Access was resumed.",
    Happened.RESUME_ASKED: "It was asked whether access may be resumed.",
    Happened.GAP_FOUND: "Days were found that no paper covers.",
    Happened.GAP_ACCEPTED: "{who} said that the days without a paper are fine.",
    Happened.NOTICE_ACKNOWLEDGED: "{who} recorded that {it} knows the secrecy notice of class {class}, text {text}.",
    Happened.ACKNOWLEDGEMENT_NOTED: "{who} recorded that {people} acknowledged the secrecy notice.",
    Happened.AUDIT_PLANNED: "An audit was planned.",
    Happened.AUDIT_OPENED: "{who} opened the audit.",
    Happened.AUDIT_MOVED: "The audit moved on in the tracker.",
    Happened.AUDIT_COMMENTED: "{author} commented in the tracker.",
    Happened.FINDING_HEARD: "A finding was heard of from the tracker.",
    Happened.REMARK_EDITED: "A comment was changed in the tracker.",
    Happened.REMARK_REMOVED: "A comment was taken away in the tracker.",
    Happened.AUDIT_REOPENED: "The audit was opened again in the tracker.",
    Happened.TICKET_MOVED: "The ticket was moved in the tracker.",
    Happened.TICKET_GONE: "The ticket is no longer there.",
    Happened.TICKET_FOUND: "The ticket is there again.",
    Happened.ASKED_AGAIN: "Others are asked, because who can decide has changed.",
    Happened.NOBODY_LEFT: "Nobody is left who can decide.",
    Happened.SOMEBODY_BACK: "Somebody can decide again.",
    Happened.ACCOUNT_UNREACHABLE: "An account takes no messages any more.",
    Happened.ACCOUNT_REACHABLE: "An account takes messages again.",
    Happened.MESSAGE_ARRIVED: "A message that was given up has arrived.",
    Happened.AUDIT_CLOSED: "{who} closed the audit with the result {result}.",
    Happened.TICKET_OPENED: "The ticket {ticket} was opened.",
    Happened.MESSAGE_GIVEN_UP: "A message to {destination} was given up.",
    Happened.TICKET_REFUSED: "The tracker refused {what}.",
    Happened.TRACKER_LOCKED_OUT: "The tracker lets the bot in no more.",
    Happened.TRACKER_LET_IN: "The tracker lets the bot in again.",
    Happened.RECORD_ROOTED: "The record was rooted.",
    Happened.DETAILS_READ: "{who} read the details.",
    Happened.DIGEST_POSTED: "The digest was posted.",
    Happened.AGREEMENT_REMINDED: "Its people were reminded that it ends.",
    Happened.AGREEMENT_RENEWAL_OPENED: "{who} decided to renew it.",
    Happened.AGREEMENT_LET_END: "{who} decided to let it end.",
    Happened.AGREEMENT_SNOOZED: "{who} put the reminder off.",
    Happened.AGREEMENT_REASSIGNED: "{who} handed it over.",
    Happened.AGREEMENT_RENEWED: "{who} recorded the paper that takes over.",
}
_KEPT_BACK = (HASHES, "figures")  # long, and no words
_MOST = 400  # characters of one detail; `ringfence record export` has it whole


class _Said(dict[str, str]):
    """What a sentence may name; what an entry does not keep is said to be unknown."""

    def __missing__(self, name: str) -> str:
        return "somebody or something that was not kept"


def sentence(event: Event, names: Mapping[str, str]) -> str:
    """What happened, with the names that the register knows today."""
    who = {"who": "Ringfence" if event.actor == OURSELVES else named(event.actor, names), "it": named(event.entity_id, names)}
    details = {name: named(value, names) for name, value in event.details.items()}
    told = _SENTENCES[event.happened].format_map(_Said(details | who))
    return f"{told[:1].upper()}{told[1:]}"


def named(value: object, names: Mapping[str, str]) -> str:
    """A value in words: an id with the name behind it, a list with commas, nothing as nothing."""
    match value:
        case None | "":
            return "nothing"
        case list() | tuple():
            return ", ".join(named(one, names) for one in value) or "nobody"
        case dict():
            return ", ".join(f"{key} {named(one, names)}" for key, one in value.items())
    text = str(value)
    return f"{names[text]} ({text})" if text in names else text


def remarks(event: Event, names: Mapping[str, str]) -> Iterator[str]:
    """The code of the entry, the states, and whatever the sentence does not say."""
    yield event.happened.value
    if event.after:
        yield f"{event.before or 'nothing'} → {event.after}"
    said = {name for _, name, _, _ in Formatter().parse(_SENTENCES[event.happened]) if name}
    for name, value in event.details.items():
        if name not in _KEPT_BACK and name not in said and value not in ([], "", None):
            told = named(value, names)
            yield f"{name.replace('_', ' ')}: {told if len(told) <= _MOST else f'{told[:_MOST]}… (the rest is in the export)'}"


def names_of(register: Any) -> dict[str, str]:
    """Each id of the register that has a name, with it."""
    return {one.id: one.name for section in (register.members, register.vendors, register.people) for one in section} | {
        asset.id: asset.public_title for asset in register.assets
    }
