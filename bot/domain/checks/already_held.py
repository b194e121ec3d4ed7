"""What the vendor holds already: ACC-05 (accesses do not pile up) and ACC-06 (none lies unused)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.checks.keepers import data_owner_of
from bot.domain.checks.policy import at_rank
from bot.domain.checks.verdicts import Case, Fix, FixField, Used, Verdict, fails, passed
from bot.domain.dates import day_words
from bot.domain.facts import Facts
from bot.domain.register import KnownGrant
from bot.domain.vocabulary import STRICTEST_CLASS, Profile, Role
from bot.domain.words import named


def accesses_do_not_pile_up(case: Case) -> Verdict:
    """ACC-05: V if the vendor would hold all parts of one secret, W if a person or the vendor would hold too many accesses.

    Open and suspended accesses count, each once, and those that the request would bring.
    """
    held, parts, policy = _held_by_others(case.facts), _parts(case), case.facts.policy
    there = parts & {*(grant.asset for grant in held), *case.facts.wanted, case.asset.id}
    counts = _counts(case.facts, held)
    used: Used = {
        "person.accesses_of_one_person": f"{max(counts.of_person.values(), default=0)} of at most {policy.accesses_of_a_person}",
        "vendor.accesses_of_the_vendor": f"{counts.of_vendor} of at most {policy.accesses_of_a_vendor}",
        "asset.parts_held": f"{len(there)} of {len(parts)}" if parts else None,
    }
    if parts and parts == there:
        return _whole_secret(case, len(parts), used)
    return _too_many(case, counts, used) or passed(used=used)


@dataclass(frozen=True)
class _Counts:
    """How many accesses each listed person, and the vendor, would hold."""

    of_person: Mapping[str, int]
    of_vendor: int


def _counts(facts: Facts, held: Sequence[KnownGrant]) -> _Counts:
    wanted = len(facts.wanted)
    of_person = {one.id: wanted + sum(grant.person == one.id for grant in held) for one in facts.people}
    return _Counts(of_person, len(held) + wanted * len(of_person))


def _too_many(case: Case, counts: _Counts, used: Used) -> Verdict | None:
    policy = case.facts.policy
    people = [one for one, count in counts.of_person.items() if count > policy.accesses_of_a_person]
    found = [(_name(case, one), counts.of_person[one]) for one in people]
    if counts.of_vendor > policy.accesses_of_a_vendor:
        found.append((case.facts.vendor.name, counts.of_vendor))
    if not found:
        return None
    words = " ".join(f"With this request {name} would hold {count} accesses at once." for name, count in found)
    remedy = (
        f"Up to {policy.accesses_of_a_person} for one person and {policy.accesses_of_a_vendor} for one vendor are usual. "
        "Ask for less, or have accesses ended that nobody needs: whoever asked for them can do it. Approvers see this."
    )
    return fails(words, remedy, used=used).mended_by(_without(case, people))


def _held_by_others(facts: Facts) -> list[KnownGrant]:
    """Open and suspended, but for those of this very request: it is counted by what it asks for."""
    return [grant for grant in facts.register.grants if grant.stands and grant.request != facts.request]


def _parts(case: Case) -> set[str]:
    """All parts of the secret that this asset is a part of."""
    secret = case.asset.parts_of
    return {asset.id for asset in case.facts.known_assets.values() if secret is not None and asset.parts_of == secret}


def _whole_secret(case: Case, count: int, used: Used) -> Verdict:
    secret = case.facts.known_assets.get(case.asset.parts_of or "")
    called = f"{secret.public_title} ({secret.id})" if secret else case.asset.parts_of
    all_parts = "the only part" if count == 1 else f"all {count} parts"
    words = f"With this request {case.facts.vendor.name} would hold {all_parts} of {called}, and so the whole of it."
    remedy = f"Leave {case.asset.id} out, or let another vendor do the work on it."
    return fails(words, remedy, profile=Profile.V, used=used).or_waived()


def _name(case: Case, person: str) -> str:
    return next(one.name for one in case.facts.people if one.id == person)


def _without(case: Case, too_many: list[str]) -> Fix | None:
    """Leaving the one person out who would hold too many, where others are listed."""
    if len(too_many) != 1 or len(case.facts.people) == 1:
        return None
    return Fix(FixField.PEOPLE, too_many[0], f"Without {_name(case, too_many[0])}")


def no_access_lies_unused(case: Case) -> Verdict:
    """ACC-06: W if an open access at the vendor was not used for more than 90 days, or 30 if its own asset is C4."""
    unused = sorted(_unused(case.facts), key=lambda grant: grant.id)
    used: Used = {grant.id: _last_used(grant) for grant in case.facts.register.grants if grant.is_open}
    if not unused:
        return passed(used=used)
    told = named([f"{grant.id} since {day_words(_last_used(grant))}" for grant in unused])
    words = f"{case.facts.vendor.name} has open access without any recorded use for long: {told}."
    owners = named(sorted({_owner_of(case, grant) for grant in unused}), last="or")
    return fails(words, f"Whoever asked for it, or {owners}, ends what nobody needs. Approvers see this.", used=used)


def _owner_of(case: Case, grant: KnownGrant) -> str:
    """Who may end it as well as whoever asked for it: the data owner of its own asset."""
    asset = case.facts.known_assets.get(grant.asset)
    return data_owner_of(replace(case, asset=asset)) if asset else f"the {Role.DATA_OWNER.words}"


def _unused(facts: Facts) -> Iterator[KnownGrant]:
    for grant in facts.register.grants:
        asset = facts.known_assets.get(grant.asset)
        longest = at_rank(facts.policy.unused_days, asset.rank if asset else STRICTEST_CLASS)
        if grant.is_open and facts.today - _last_used(grant) > timedelta(days=longest):
            yield grant


def _last_used(grant: KnownGrant) -> date:
    """The last day of use; of access that was never used its first day."""
    return grant.last_used_on or grant.start_on
