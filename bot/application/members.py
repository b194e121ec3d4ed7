"""Who is behind a Slack id: an active member of our own workspace, or a refusal in words (fail closed)."""

from bot.application.context import Context
from bot.application.ports import Directory, Profile
from bot.domain.errors import INACTIVE, OUTSIDER, Refusal
from bot.domain.humans import name_now
from bot.domain.register import Member, bound_id, unbound_name
from bot.store import registers, requests
from bot.store.outbox import CHANNEL, TRACKER, read_destination
from bot.store.unit import Unit


def recognise(context: Context, directory: Directory, slack_id: str) -> Member:
    """The member, or somebody without roles who may ask. Guests, strangers, bots and unknown people are refused.

    The directory is asked before any transaction, never inside a lock.
    """
    profile = directory.profile(slack_id)
    if profile is None:
        raise Refusal("unknown_person", "I cannot tell right now who you are, so I do nothing. Try again in a minute.")
    if not profile.may_take_part:
        raise Refusal(OUTSIDER, _outsider_words(profile))
    with context.store.reading() as unit:
        member = registers.member_by_slack_id(unit, slack_id)
    if member is None:
        return Member(id=unbound_name(slack_id), name=profile.name, roles=(), slack_id=slack_id)
    if not member.active:
        raise Refusal(INACTIVE, "The register lists you as no longer active. Ask an administrator to correct it.")
    return member


def _outsider_words(profile: Profile) -> str:
    if profile.stranger:
        return "Only people of this company can take part here; you come from another one. Ask the person you work with."
    if profile.guest:
        return "Guests of the workspace cannot ask or decide here. Ask the person you work with to do it."
    return "Only active members of this workspace can take part here. Ask an administrator."


def requesters(unit: Unit, request_id: str) -> tuple[str, ...]:
    """Who asked, and for whom, as they are called now; nobody where no request stands behind it."""
    request = requests.load(unit, request_id)
    if request is None:
        return ()
    known = registers.members(unit)
    return tuple(dict.fromkeys(name_now(human, known) for human in request.draft.asking))


def can_be_told(unit: Unit, name: str) -> bool:
    """Whoever left or has no account is told nothing; somebody outside the register is known by their account alone."""
    member = registers.one(unit, Member, name)
    return member.can_decide if member else bound_id(name) is not None


def place_words(unit: Unit, destination: str) -> str:
    """Where a message goes, in words: a channel by its name, a person by theirs."""
    kind, name = read_destination(destination)
    if destination == TRACKER:
        return "Jira"
    if kind == CHANNEL:
        return f"#{name}"
    member = registers.one(unit, Member, name)
    return member.name if member else bound_id(name) or name
