"""Who can bring suspended access back, as of now: data owners resume it, IP counsel accepts days that no paper covered."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.application.access.gap_subject import GapSubject
from bot.application.access.gather import AccessContext, gather_access
from bot.application.access.show import ACKNOWLEDGE, GAP, RESUME
from bot.application.context import Context
from bot.application.message_kinds import OpenQuestion, Question
from bot.domain.dates import span_words
from bot.domain.grants import Grant
from bot.domain.suspensions import GAP as DAYS_WITHOUT
from bot.domain.suspensions import OWNER, gap_days
from bot.domain.vocabulary import GrantState
from bot.store import grants, questions
from bot.store.unit import Unit


def waits_for_owner(grant: Grant) -> bool:
    return grant.state is GrantState.SUSPENDED and grant.reasons == (OWNER,)


def _resumptions_due(unit: Unit, _today: date, limit: int) -> Sequence[str]:
    return questions.suspensions_to_ask_again(unit, RESUME, limit)


def _resumptions(unit: Unit, context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    access = gather_access(unit, context, request_ids)
    waiting = {one: [grant for grant in given if waits_for_owner(grant)] for one, given in access.grants.items()}
    return [_resumption(access, request_id, given) for request_id, given in waiting.items() if given]


def _resumption(access: AccessContext, request_id: str, waiting: Sequence[Grant]) -> OpenQuestion:
    owners = [access.owners(grant) for grant in waiting]
    lacking = sorted({grant.asset for grant, able in zip(waiting, owners, strict=True) if not able})
    assets = lacking or sorted({grant.asset for grant in waiting})
    return OpenQuestion(
        topic=request_id,
        about=request_id,
        entity="grant",
        entity_id=waiting[0].id,
        can_answer=tuple(dict.fromkeys(one for able in owners for one in able)),
        what=f"access of {request_id} stays suspended until the data owner of {', '.join(assets)} confirms",
        is_stuck=bool(lacking),
        details={"request": request_id},
    )


def _gaps_due(unit: Unit, _today: date, limit: int) -> Sequence[str]:
    return questions.suspensions_to_ask_again(unit, GAP, limit)


def _gaps(unit: Unit, context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    """One for each vendor and run of days, whichever of its requests were found."""
    access = gather_access(unit, context, request_ids)
    found = {(grant.vendor, days): None for given in access.grants.values() for grant, days in _without_cover(given)}
    vendors = {vendor for vendor, _ in found}
    of_all = [grant for grant in grants.followed_with(unit, vendors) if grant.state is GrantState.SUSPENDED] if vendors else []
    everywhere = gather_access(unit, context, {grant.request for grant in of_all}) if of_all else access
    return [_gap(everywhere, vendor, days) for vendor, days in found]


def _without_cover(given: Sequence[Grant]) -> Iterator[tuple[Grant, str]]:
    for grant in given:
        if grant.state is GrantState.SUSPENDED:
            yield from ((grant, reason) for reason in grant.reasons if reason.startswith(DAYS_WITHOUT))


def _gap(access: AccessContext, vendor: str, days: str) -> OpenQuestion:
    waiting = [one for given in access.grants.values() for one, reason in _without_cover(given) if reason == days]
    waiting = [one for one in waiting if one.vendor == vendor]
    able, first = access.counsels_for(waiting), waiting[0]
    name = access.vendor_name(vendor)
    return OpenQuestion(
        topic=GapSubject(vendor, days).text,
        about=GapSubject(vendor, days).text,
        entity="grant",
        entity_id=first.id,
        can_answer=able,
        what=f"no paper with {name} covered {span_words(*gap_days(days))}, and IP counsel has to look at that",
        is_stuck=not able,
        details={"request": first.request},
    )


def _notices_due(unit: Unit, _today: date, limit: int) -> Sequence[str]:
    return questions.notices_to_ask_again(unit, ACKNOWLEDGE, limit)


def _notices(unit: Unit, context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    access = gather_access(unit, context, request_ids)
    waiting = {one: [grant for grant in given if access.waits_for(grant)] for one, given in access.grants.items()}
    return [_notice(access, request_id, given) for request_id, given in waiting.items() if given]


def _notice(access: AccessContext, request_id: str, waiting: Sequence[Grant]) -> OpenQuestion:
    able = tuple(member.id for member in access.witnesses(request_id))
    names = " and ".join(dict.fromkeys(access.name(grant.person) for grant in waiting))
    return OpenQuestion(
        topic=request_id,
        about=request_id,
        entity="grant",
        entity_id=waiting[0].id,
        can_answer=able,
        what=f"access of {request_id} waits for a vendor manager who records that {names} acknowledged the secrecy notice",
        is_stuck=not able,
        details={"request": request_id},
    )


NOTICES = Question(_notices_due, _notices)
RESUMPTIONS = Question(_resumptions_due, _resumptions)
GAPS = Question(_gaps_due, _gaps)
