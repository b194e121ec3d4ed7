"""What is odd in a register without being wrong: imported all the same, and shown until somebody tidies it up."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bot.domain.agreement_status import in_its_term, renewed_on
from bot.domain.coverage import Needed, covered_until
from bot.domain.dates import day_words
from bot.domain.register import Agreement, KnownGrant, Register
from bot.domain.same_companies import find_same
from bot.domain.seats import holders
from bot.domain.terms import is_executed, opt_out_of, renews_by_itself, renews_on, term_on
from bot.domain.vocabulary import AgreementKind, GrantState, PersonStatus, Role, VendorStatus
from bot.domain.workflows import Workflows

TYPICAL_CLEARANCE = {1: 4, 2: 3, 3: 2, 4: 1}


@dataclass(frozen=True)
class Oddity:
    """Section, record and field in the register file's own words, and what is odd about it."""

    section: str
    record: str
    field: str
    words: str


@dataclass(frozen=True)
class Looked:
    """A register on one day, beside the workflows that its people have to carry and the checks that this release runs."""

    register: Register
    workflows: Workflows
    checks: frozenset[str]
    today: date


def find_oddities(looked: Looked) -> tuple[Oddity, ...]:
    """All of them, in the order of the rules below."""
    return tuple(oddity for rule in _RULES for oddity in rule(looked))


def _same_company_twice(looked: Looked) -> Iterator[Oddity]:
    for vendor, words in find_same(looked.register.vendors):
        yield Oddity("vendors", vendor.id, "name", words)


def _without_owner(looked: Looked) -> Iterator[Oddity]:
    active = {member.id for member in looked.register.members if member.active}
    for vendor in looked.register.vendors:
        if vendor.owner not in active:
            yield Oddity("vendors", vendor.id, "owner", "nobody active owns it; name an owner")
    for asset in looked.register.assets:
        if asset.data_owner not in active:
            yield Oddity("assets", asset.id, "data_owner", "nobody active owns it; name a data owner")


def _gap_days(looked: Looked) -> Iterator[Oddity]:
    for paper in looked.register.agreements:
        if paper.signed_on and paper.effective_on and paper.signed_on > paper.effective_on:
            days = (paper.signed_on - paper.effective_on).days
            yield Oddity("agreements", paper.id, "executed", f"signed {days} days after its first day; counsel looks at the gap")


def _two_ndas_at_once(looked: Looked) -> Iterator[Oddity]:
    ndas = [p for p in looked.register.agreements if p.kind is AgreementKind.NDA and p.signed_on is not None and p.protects_us]
    replaced = {paper.id: paper.supersedes for paper in looked.register.agreements}
    for one, other in combinations(ndas, 2):
        related = one.id in _replaced_by(other.id, replaced) or other.id in _replaced_by(one.id, replaced)
        if one.vendor == other.vendor and not related and _overlap(one, other, looked.today):
            words = f"in force at once with {other.id} and neither supersedes the other; say which one counts"
            yield Oddity("agreements", one.id, "supersedes", words)


def _replaced_by(paper: str, replaced: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that this paper replaces, directly or through others."""
    found: set[str] = set()
    further = list(replaced.get(paper, ()))
    while further:
        if (one := further.pop()) not in found:
            found.add(one)
            further += replaced.get(one, ())
    return found


def _overlap(one: Agreement, other: Agreement, today: date) -> bool:
    """On some day both cover; one that renews by itself goes on to the end of its present term."""
    if one.effective_on is None or other.effective_on is None:
        return False
    start = max(one.effective_on, other.effective_on)
    ends = (term_on(paper, max(today, start)) for paper in (one, other))
    return all(term is None or term.end_on >= start for term in ends)


def _protects_them_alone(looked: Looked) -> Iterator[Oddity]:
    for paper in looked.register.agreements:
        if paper.kind is AgreementKind.NDA and not paper.protects_us:
            words = "protects only what the vendor shows us, so nothing of ours rests on it; write both if it protects us too"
            yield Oddity("agreements", paper.id, "protects", words)


def _renewed_unrecorded(looked: Looked) -> Iterator[Oddity]:
    """It is in force in a term that began by itself, and the register still says the end of an earlier one."""
    for paper in (one for one in looked.register.agreements if is_executed(one, looked.today)):
        beside = [one for one in looked.register.agreements if one.vendor == paper.vendor]
        running, since = in_its_term(paper, beside, looked.today), renewed_on(paper, beside, looked.today)
        end = running.last_covered_day
        if since is not None and end is not None and end >= looked.today:
            words = f"renewed by itself on {day_words(since)} and runs until {day_words(end)}; write down the new last day"
            yield Oddity("agreements", paper.id, "expires", words)


def _past_opt_out(looked: Looked) -> Iterator[Oddity]:
    """The day has passed, and the term that it would have ended runs on into the next one."""
    for paper in looked.register.agreements:
        term = term_on(paper, looked.today) if renews_by_itself(paper, looked.today) else None
        if term is None or not term.renewals:
            continue
        opt_out, renews = opt_out_of(paper, term.renewals - 1), renews_on(paper, term.renewals)
        if opt_out < looked.today < renews:
            words = f"its opt-out day {day_words(opt_out)} has passed; it renews on {day_words(renews)}"
            yield Oddity("agreements", paper.id, "auto_renew", words)


def _grants_that_should_not_be(looked: Looked) -> Iterator[Oddity]:
    people = {person.id: person for person in looked.register.people}
    vendors = {vendor.id: vendor for vendor in looked.register.vendors}
    for grant in (g for g in looked.register.grants if g.state is GrantState.ACTIVE):
        person, vendor = people.get(grant.person), vendors.get(grant.vendor)
        if person is not None and person.status is PersonStatus.LEFT:
            yield Oddity("grants", grant.id, "person", f"{person.name} has left and still has access; end it")
        if vendor is not None and vendor.status is not VendorStatus.ACTIVE:
            status = vendor.status.value if vendor.status else "of unknown status"
            yield Oddity("grants", grant.id, "vendor", f"{vendor.name} is {status} and still has access; end it")
        if not _has_nda(looked, grant):
            yield Oddity("grants", grant.id, "vendor", "no NDA covers it today; suspend it or get one signed")


def _has_nda(looked: Looked, grant: KnownGrant) -> bool:
    """As suspension counts it: papers that run on, and those alone whose parties fit where some do."""
    people = {person.id: person for person in looked.register.people}
    assets = {asset.id: asset for asset in looked.register.assets}
    employer = people[grant.person].employer_entity if grant.person in people else None
    owner = assets[grant.asset].owner_entity if grant.asset in assets else None
    needed = Needed(grant.vendor, owner, (employer,) if employer else (), grant.start_on)
    return covered_until(looked.register.agreements, needed, looked.today) is not None


def _high_clearance(looked: Looked) -> Iterator[Oddity]:
    for vendor in looked.register.vendors:
        typical = TYPICAL_CLEARANCE.get(vendor.tier or 0)
        if typical is not None and vendor.clearance is not None and vendor.clearance > typical:
            words = f"C{vendor.clearance} is above what tier {vendor.tier} usually has (C{typical}); confirm it"
            yield Oddity("vendors", vendor.id, "clearance", words)


def _person_without_entity(looked: Looked) -> Iterator[Oddity]:
    for person in looked.register.people:
        if person.employer_entity is None:
            yield Oddity("people", person.id, "entity", f"nobody knows who employs {person.name}; record the company")


def _asked_of_nobody(looked: Looked) -> Iterator[Oddity]:
    taken = {course for person in looked.register.people for course in (person.training or {})}
    held = {certificate.scheme for certificate in looked.register.certifications}
    for asset in looked.register.assets:
        for course in set(asset.limits.required_training or ()) - taken:
            yield Oddity("assets", asset.id, "training", f"nobody has taken {course}; check its spelling or plan the course")
        for scheme in set(asset.limits.required_certs or ()) - held:
            yield Oddity("assets", asset.id, "certs", f"no vendor holds {scheme}; check its spelling or choose another proof")


def _thin_roles(looked: Looked) -> Iterator[Oddity]:
    needed = {seat: 1 for stage in looked.workflows.stages for seat in stage.seats}
    needed |= {added.seat: 1 for added in looked.workflows.added_seats}
    for stage in looked.workflows.stages:
        if isinstance(stage.quantifier, int) and len(stage.seats) == 1:
            needed[stage.seats[0]] = max(needed[stage.seats[0]], stage.quantifier)
    for role, count in needed.items():
        yield from _thin_role(looked, role, count)


def _thin_role(looked: Looked, role: Role, count: int) -> Iterator[Oddity]:
    people = len(holders(looked.register.members, role))
    if people < count:
        words = f"{people} hold it, and the workflows need {count}; give it to more people"
        yield Oddity("organisation.users", role.value, "roles", words)


def _waivers_for_nothing(looked: Looked) -> Iterator[Oddity]:
    for waiver in looked.register.waivers:
        if waiver.check not in looked.checks:
            words = f"this release does not run {waiver.check}, so the waiver has no effect"
            yield Oddity("waivers", waiver.id, "check", words)


def _past_their_day(looked: Looked) -> Iterator[Oddity]:
    for finding in looked.register.findings:
        if finding.status == "open" and finding.due is not None and finding.due < looked.today:
            yield Oddity("findings", finding.id, "due", f"open past {day_words(finding.due)}; close it or agree on a new day")
    for owed in looked.register.returns:
        if owed.document is None and owed.due_on is not None and owed.due_on < looked.today:
            yield Oddity("returns", owed.id, "due", f"proof was due {day_words(owed.due_on)}; demand it again")
    for waiver in looked.register.waivers:
        if waiver.state == "approved" and waiver.expires_on < looked.today:
            yield Oddity("waivers", waiver.id, "expires", f"ended {day_words(waiver.expires_on)}; set its state to expired")


def _owners_without_nda(looked: Looked) -> Iterator[Oddity]:
    ndas = [one for one in looked.register.agreements if one.kind is AgreementKind.NDA and one.protects_us]
    parties = {entity for paper in ndas for entity in paper.our_entities or ()}
    for asset in looked.register.assets:
        if asset.owner_entity is not None and asset.owner_entity not in parties:
            words = f"{asset.owner_entity} is party to no NDA at all, so nobody may see it"
            yield Oddity("assets", asset.id, "owner_entity", words)


Rule = Callable[[Looked], Iterable[Oddity]]
_RULES: tuple[Rule, ...] = (
    _same_company_twice,
    _without_owner,
    _gap_days,
    _two_ndas_at_once,
    _protects_them_alone,
    _past_opt_out,
    _renewed_unrecorded,
    _grants_that_should_not_be,
    _high_clearance,
    _person_without_entity,
    _asked_of_nobody,
    _thin_roles,
    _waivers_for_nothing,
    _past_their_day,
    _owners_without_nda,
)
