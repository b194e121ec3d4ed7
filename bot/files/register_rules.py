"""What the fields of a register must be to each other: days in order, papers that hold together, waivers that end.

The rules look at the file's own values, so that they speak even where another part of the file is broken; what is not of
the right type is passed over here and told by the types.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from bot.domain.dates import add_months, day_words
from bot.domain.gates import NDA_06
from bot.domain.identifiers import is_slack_id
from bot.domain.vocabulary import STRICTEST_CLASS
from bot.files.document import Document, Value, Where
from bot.files.problems import Problem, shown

SOC2_MONTHS = 12
NOTICE_TIMES = ("days", "working_days", "months")
UNSIGNED = ("draft", "negotiation", "out_for_signature", "partly_signed")
WAIVER_DAYS = dict.fromkeys(range(STRICTEST_CLASS), 90) | {STRICTEST_CLASS: 30}
TWO_APPROVERS_FROM = 3

Record: TypeAlias = dict[str, Value]
Found: TypeAlias = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Order:
    """In records at `where`, the day `later` does not lie before the day `earlier`."""

    where: str
    earlier: str
    later: str


ORDERS = (
    Order("agreements.*", "effective", "expires"),
    Order("agreements.*", "effective", "terminated"),
    Order("grants.*", "start", "end"),
    Order("waivers.*", "start", "expires"),
    Order("requests.*", "start", "end"),
)


def days_in_order(document: Document) -> Iterator[Problem]:
    for order in ORDERS:
        for path, record in document.records(order.where):
            earlier, later = _day(record, order.earlier), _day(record, order.later)
            if earlier and later and later < earlier:
                words = f"{day_words(later)} lies before {order.earlier} ({day_words(earlier)}); correct one of them"
                yield document.problem((*path, order.later), words)


def signed_by_now(document: Document) -> Iterator[Problem]:
    as_of = next((_parsed(value) for _, value in document.find("meta.as_of")), None)
    for path, paper in document.records("agreements.*"):
        executed = _day(paper, "executed")
        if as_of and executed and executed > as_of:
            words = f"{day_words(executed)} lies after {day_words(as_of)}, the day of this file; leave it out until signed"
            yield document.problem((*path, "executed"), words)


def acknowledged_by_now(document: Document) -> Iterator[Problem]:
    as_of = next((_parsed(value) for _, value in document.find("meta.as_of")), None)
    for path, one in document.records("people.*.acknowledged.*"):
        given = _day(one, "date")
        if as_of and given and given > as_of:
            words = f"{day_words(given)} lies after {day_words(as_of)}, the day of this file; leave it out until it is given"
            yield document.problem((*path, "date"), words)


def renewal_is_complete(paper: Record) -> Found:
    if paper.get("auto_renew") is not True:
        return
    for key in ("renew_months", "notice_days"):
        if paper.get(key) is None and not (key == "notice_days" and paper.get("notice") is not None):
            yield key, f"{key} is missing; a paper that renews itself says for how long and how many days before one can stop it"
    if "expires" in paper and paper["expires"] is None:
        yield "auto_renew", "a paper without end cannot renew itself; give it an end, or write auto_renew: false"


def notice_is_said_once(paper: Record) -> Found:
    notice = paper.get("notice")
    if not isinstance(notice, dict):
        return
    if paper.get("notice_days") is not None:
        yield "notice", "stands beside notice_days; say the time of notice once"
    if len([key for key in NOTICE_TIMES if notice.get(key) is not None]) != 1:
        yield "notice", f"must say one of {', '.join(NOTICE_TIMES)}, such as {{months: 3}}"
    if notice.get("to") is not None and notice.get("months") is None:
        yield "notice", "to: month_end belongs to a notice in months; write {months: 3, to: month_end}, or leave it out"


def signature_fits_its_day(paper: Record) -> Found:
    """Nothing but executed counts, so a day of signature beside another state is a contradiction."""
    signature, executed = paper.get("signature"), paper.get("executed")
    if executed is not None and signature in UNSIGNED:
        words = "contradicts executed, the day on which both sides had signed; remove one of them (or write void)"
        yield "signature", f"{signature} {words} ({NDA_06.id})"
    if executed is None and signature == "executed":
        yield "executed", "is missing; write the day on which both sides had signed, or another signature"


def report_is_not_stretched(certificate: Record) -> Found:
    scheme, end, until = certificate.get("scheme"), _day(certificate, "period_end"), _day(certificate, "valid_until")
    if not isinstance(scheme, str) or not scheme.startswith("SOC2") or end is None or until is None:
        return
    latest = add_months(end, SOC2_MONTHS)
    if until > latest:
        yield "valid_until", f"a SOC 2 report counts {SOC2_MONTHS} months from period_end; write {day_words(latest)} at most"


def forms_have_their_records(asset: Record) -> Found:
    forms = asset.get("forms")
    for form in ("patent", "design"):
        if isinstance(forms, list) and form in forms and asset.get(form) is None:
            yield form, f"the forms name {form}, and its record is missing; add {form}: {{status: …}}"


def third_party_is_complete(asset: Record) -> Found:
    owner, consents = asset.get("third_party_owner"), asset.get("consented_vendors")
    if owner is not None and consents is None:
        yield "consented_vendors", "consented_vendors is missing; list the vendors that the owner agreed to, or write [] for none"
    if owner is None and consents:
        yield "third_party_owner", "third_party_owner is missing; name who gives the consent, or remove consented_vendors"


def waiver_may_exist(waiver: Record, never_waived: Collection[str]) -> Found:
    check = waiver.get("check")
    if isinstance(check, str) and check in never_waived:
        yield "check", f"{check} is never waived; remove the waiver and put right what the check asks for"


def waiver_suits_the_class(waiver: Record, rank: int) -> Found:
    approvers = waiver.get("approved_by")
    start, end = _day(waiver, "start"), _day(waiver, "expires")
    if start and end and (end - start).days >= WAIVER_DAYS[rank]:
        latest = start + timedelta(days=WAIVER_DAYS[rank] - 1)
        yield "expires", f"for class {rank} a waiver lasts {WAIVER_DAYS[rank]} days; write {day_words(latest)} at most"
    if rank >= TWO_APPROVERS_FROM and isinstance(approvers, list) and len({str(one) for one in approvers}) < 2:
        yield "approved_by", f"class {rank} needs two different approvers; add the second"


def bound_to_one_each(document: Document) -> Iterator[Problem]:
    """Who clicks is one person: a Slack id stands with one of them."""
    holder: dict[str, str] = {}
    for path, user in document.records("organisation.users.*"):
        slack_id = user.get("slack_id")
        if not isinstance(slack_id, str):
            continue
        if not is_slack_id(slack_id):
            words = "is no Slack member id; copy it from the profile (⋮, *Copy member ID*), such as U012AB3CD"
            yield document.problem((*path, "slack_id"), f"{shown(slack_id)} {words}")
        elif slack_id in holder:
            words = f"{slack_id} stands with {holder[slack_id]} already; each person has an id of their own"
            yield document.problem((*path, "slack_id"), words)
        else:
            holder[slack_id] = str(user.get("name") or user.get("id"))


RULES: tuple[tuple[str, Callable[[Record], Found]], ...] = (
    ("agreements.*", renewal_is_complete),
    ("agreements.*", notice_is_said_once),
    ("agreements.*", signature_fits_its_day),
    ("certifications.*", report_is_not_stretched),
    ("assets.*", forms_have_their_records),
    ("assets.*", third_party_is_complete),
)


def find_broken_rules(document: Document, never_waived: Collection[str]) -> Iterator[Problem]:
    """Everything that the fields are to each other and must not be."""
    yield from days_in_order(document)
    yield from signed_by_now(document)
    yield from acknowledged_by_now(document)
    yield from bound_to_one_each(document)
    for where, rule in RULES:
        for path, record in document.records(where):
            yield from _told(document, path, rule(record))
    ranks = _ranks(document)
    for path, waiver in document.records("waivers.*"):
        yield from _told(document, path, waiver_may_exist(waiver, never_waived))
        rank = ranks.get(str(waiver.get("asset")))
        if rank is not None:
            yield from _told(document, path, waiver_suits_the_class(waiver, rank))


def _told(document: Document, path: Where, found: Found) -> Iterator[Problem]:
    for key, words in found:
        yield document.problem((*path, key), words)


def _ranks(document: Document) -> dict[str, int]:
    """The class of each asset; one that nobody classified counts as the strictest, one out of bounds is told elsewhere."""
    ranks: dict[str, int] = {}
    for _, asset in document.records("assets.*"):
        rank = asset.get("class")
        rank = STRICTEST_CLASS if rank is None else rank
        if isinstance(rank, int) and rank in WAIVER_DAYS:
            ranks[str(asset.get("id"))] = rank
    return ranks


def _day(record: Record, key: str) -> date | None:
    return _parsed(record.get(key))


def _parsed(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
