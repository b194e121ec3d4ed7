"""People know the secrecy notice of what they get: recorded by a vendor manager, and access that waited for it alone goes on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.application.access.gather import AccessContext, gather_access
from bot.application.access.settle import settle
from bot.application.access.sweep import keep_settled, say_that_it_cannot_be_judged
from bot.application.context import Context
from bot.application.evaluation import LostRecords
from bot.application.recording import Attempt, attempting, record_events
from bot.domain.chain import document_hash
from bot.domain.errors import FormErrors, Refusal
from bot.domain.gates import PPL_06
from bot.domain.grants import Grant
from bot.domain.happenings.access import AcknowledgementNoted, NoticeAcknowledged
from bot.domain.happenings.form import Happening
from bot.domain.notices import SecrecyNotice, awaited, notice_for
from bot.domain.register import Acknowledgement, Member, Person
from bot.domain.vocabulary import HowAcknowledged, Role
from bot.store import acknowledgements, grants, registers
from bot.store.unit import Unit

Given = tuple[str, SecrecyNotice]  # a person, and the notice that they know now
Waiting = list[tuple[Grant, SecrecyNotice]]


@dataclass(frozen=True)
class Confirmed:
    """What the form says: who of those that are awaited, on which day, how, and the texts that stood in it, by class."""

    people: tuple[str, ...]
    on: date
    how: HowAcknowledged
    texts: Mapping[int, str]


@dataclass(frozen=True)
class Awaited:
    """For the form: the people who are awaited, by id, and the notices that they are to know."""

    request: str
    vendor: str
    people: Mapping[str, str]
    notices: tuple[SecrecyNotice, ...]
    today: date


def awaited_for(context: Context, actor: Member, request_id: str) -> Awaited:
    """Refused with words for whoever may not record it, and where nobody is awaited."""
    with attempting(context, _attempt(actor, request_id)) as unit:
        access, waiting = _waiting(unit, context, actor, request_id)
        vendor = access.vendor_name(waiting[0][0].vendor)
        people = {grant.person: access.name(grant.person) for grant, _ in waiting}
        notices = sorted({notice for _, notice in waiting}, key=lambda one: one.rank)
        return Awaited(request_id, vendor, people, tuple(notices), access.today)


def record_acknowledgement(context: Context, actor: Member, request_id: str, said: Confirmed) -> None:
    """Keep who knows the notice. Whatever waited for that alone is in force at once, or comes into force on its day.

    Raises FormErrors with every mistake, and Refusal where the actor may not say so or the text is another one by now.
    """
    with attempting(context, _attempt(actor, request_id)) as unit:
        _, waiting = _waiting(unit, context, actor, request_id)
        _refuse_mistakes(said, context.today())
        found = dict.fromkeys((grant.person, notice) for grant, notice in waiting if grant.person in said.people)
        if not found:
            raise Refusal("over", f"None of these people is awaited for {request_id} any more. Nothing changed.")
        if any(said.texts.get(notice.rank) != notice.version for _, notice in found):
            words = "The secrecy notice has another text by now. Open the form again, and have people read that one."
            raise Refusal("text_changed", f"{words} Nothing changed.")
        _keep(unit, context, actor, tuple(found), said, under=request_id)


def record_on_paper(context: Context, by: str, person_id: str, rank: int, on: date, how: HowAcknowledged) -> SecrecyNotice:
    """As `record_acknowledgement`, of somebody whose confirmation exists on paper, whether any access waits for it or not."""
    with attempting(context, Attempt(by, "person", person_id, {"wanted": "acknowledge"})) as unit:
        person, witness = registers.one(unit, Person, person_id), registers.one(unit, Member, by)
        if person is None:
            raise Refusal("unknown_record", f"The register knows no person {person_id}. Its `people` have ids such as P01.")
        if witness is None or not _may_witness(witness):
            raise Refusal("not_yours", f"{PPL_06.id}: {by} is no active vendor manager. Name one with --by.")
        said = Confirmed((person_id,), on, how, {})
        _refuse_mistakes(said, context.today())
        notice = notice_for(rank, context.notices)
        known = (*person.acknowledged, *acknowledgements.recorded(unit, [person_id]).get(person_id, ()))
        if awaited(rank, context.notices, known, context.today()) is None:
            raise Refusal("over", f"{person.name} has acknowledged text {notice.version} already. Nothing changed.")
        _keep(unit, context, witness, ((person_id, notice),), said, under=None)
        return notice


def _attempt(actor: Member, request_id: str) -> Attempt:
    return Attempt(actor.id, "request", request_id, {"wanted": "acknowledge", "gate": PPL_06.id})


def _waiting(unit: Unit, context: Context, actor: Member, request_id: str) -> tuple[AccessContext, Waiting]:
    """The access of this request that waits, and for which notice; whoever acts is asked about anew."""
    access = gather_access(unit, context, [request_id])
    if request_id not in access.requests:
        raise Refusal("unknown_request", f"There is no request {request_id}. Nothing changed.")
    if actor.id not in {one.id for one in access.witnesses(request_id)}:
        raise Refusal("not_yours", _who_may(access, request_id))
    waiting = [(grant, notice) for grant in access.grants[request_id] if (notice := access.waits_for(grant))]
    if not waiting:
        raise Refusal("over", f"Nobody is awaited for {request_id} any more. Nothing changed.")
    return access, waiting


def _who_may(access: AccessContext, request_id: str) -> str:
    names = " or ".join(one.name for one in access.witnesses(request_id)) or "nobody now; an administrator names a vendor manager"
    return f"{PPL_06.id}: only a vendor manager who did not ask for {request_id} can record this: {names}. Nothing changed."


def _may_witness(member: Member) -> bool:
    return member.active and member.holds(Role.VENDOR_MANAGER)


def _refuse_mistakes(said: Confirmed, today: date) -> None:
    errors = {} if said.people else {"people": "Choose at least one person."}
    if said.on > today:
        errors["on"] = "This day is still to come. Record it once they have confirmed."
    if errors:
        raise FormErrors(errors)


def _keep(unit: Unit, context: Context, actor: Member, given: Collection[Given], said: Confirmed, *, under: str | None) -> None:
    """The facts, and then every access that waited for them, whichever request it is of."""
    events: list[Happening] = [_fact(actor, person, notice, said, under) for person, notice in given]
    known: dict[str, tuple[Acknowledgement, ...]] = {}
    for person, notice in given:
        one = Acknowledgement(notice.rank, notice.version, said.on, said.how)
        known[person] = (*known.get(person, ()), one)
    waiting = grants.planned_for(unit, known)
    access = _with(gather_access(unit, context, waiting), known)
    for request_id in waiting:
        events += _noted(access, request_id, known, actor)
        events += _moved(unit, context, access, request_id)
    record_events(unit, context, events)


def _fact(actor: Member, person: str, notice: SecrecyNotice, said: Confirmed, under: str | None) -> NoticeAcknowledged:
    return NoticeAcknowledged(
        person=person,
        actor=actor.id,
        rank=notice.rank,
        version=notice.version,
        on=said.on,
        how=said.how,
        under=under,
        hashes={"notice": document_hash(notice.text)},
    )


def _with(access: AccessContext, more: Mapping[str, tuple[Acknowledgement, ...]]) -> AccessContext:
    """As it is once these are kept."""
    people = {*access.acknowledged, *more}
    return replace(access, acknowledged={one: (*access.acknowledged.get(one, ()), *more.get(one, ())) for one in people})


def _noted(access: AccessContext, request_id: str, known: Iterable[str], actor: Member) -> Iterator[AcknowledgementNoted]:
    given = access.grants[request_id]
    people = tuple(sorted({grant.person for grant in given} & set(known)))
    left = {grant.person for grant in given if access.waits_for(grant)}
    if request_id in access.requests:
        yield AcknowledgementNoted(request=request_id, actor=actor.id, people=people, left=len(left))


def _moved(unit: Unit, context: Context, access: AccessContext, request_id: str) -> list[Happening]:
    try:
        settled = settle(unit, context, access, request_id)
    except LostRecords as problem:
        say_that_it_cannot_be_judged(request_id, problem)
        return []
    return keep_settled(unit, access, request_id, settled)
