"""The paper that takes over from an NDA, recorded in Slack: an agreement of the register, and the old one's reminders end.

The next register file has to contain it too; one that lacks it is refused, so that no signed paper is lost.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.application.agreements.answer import Asked, Click, answer, check_click, decides
from bot.application.agreements.gather import Known
from bot.application.context import Context
from bot.domain.agreement_status import clocks_on
from bot.domain.dates import ONE_DAY, add_months
from bot.domain.errors import FormErrors, Refusal
from bot.domain.gates import NDA_06
from bot.domain.happenings.agreements import AgreementRenewed
from bot.domain.identifiers import LONGEST_ID, is_sha256
from bot.domain.register import Agreement, Member, NdaTerms, Survival
from bot.domain.reminders import ReminderSchedule
from bot.store import grants, registers, reminders, requests
from bot.store.unit import Unit

MOST_MONTHS = 1200


@dataclass(frozen=True)
class Successor:
    """What the form says: the days of the new paper, and the clauses that the reminder asked for. No end: evergreen."""

    signed_on: date
    begins_on: date
    ends_on: date | None
    survival_months: int | None
    survival_anchor: Literal["effective", "disclosure", "end"]
    carve_out: bool
    affiliates: bool
    seen: Literal["executed", "partly_signed", "draft"] = "executed"
    file_sha256: str | None = None


def suggest_successor(context: Context, actor: Member, series: ReminderSchedule) -> tuple[Known, Successor]:
    """For the empty form: it goes on the day after the end for as long as the old paper ran, with the better clauses ticked."""
    known = check_click(context, actor, series, decides)
    paper, begins = known.paper, _day_after(known)
    terms = paper.nda
    survival = terms.survival if terms else None
    months = _months(paper) or 12
    return known, Successor(
        signed_on=known.today,
        begins_on=begins,
        ends_on=add_months(begins, months) - ONE_DAY,
        survival_months=_longest(survival),
        survival_anchor="end",
        carve_out=True,
        affiliates=bool(terms and terms.covers_affiliates),
    )


def record_successor(context: Context, actor: Member, click: Click, wanted: Successor) -> None:
    """Raises FormErrors with every mistake; the gap, if there is one, is recorded and shown."""

    def record(asked: Asked) -> list[AgreementRenewed]:
        known, unit = asked.known, asked.unit
        _refuse_a_second_one(known)
        _refuse_if_own(unit, known, asked.actor)
        _refuse_unsigned(known, wanted)
        refuse_mistakes(known, wanted)
        paper = _paper(known, wanted, _free_id(unit, known.paper.vendor))
        registers.add_agreement(unit, paper, recorded_by=actor.id)
        reminders.look_again(unit, vendors=[paper.vendor])
        grants.look_again(unit, known.today, vendors=[paper.vendor])
        requests.look_again(unit, known.today, vendors=[paper.vendor])
        gap = clocks_on(known.paper, [*known.papers, paper], known.today).gap
        renewed = AgreementRenewed(
            actor=actor.id, schedule=asked.series, successor=paper.id, gap=gap or (), sha256=wanted.file_sha256
        )
        return [renewed]

    answer(context, actor, click, decides, record, changes_facts=True)


def _refuse_a_second_one(known: Known) -> None:
    """After days without cover the old paper's series goes on, but a successor stands already."""
    successor = known.clocks.successor
    if successor is not None:
        words = f"{successor.id} is recorded already as what takes over from {known.paper.id}."
        raise Refusal("over", f"{words} Nothing changed; correct it in the register file.")


def _refuse_if_own(unit: Unit, known: Known, actor: Member) -> None:
    """Whoever asked for access that hangs on the paper does not say themselves that it goes on."""
    dependents = {one.request for one in known.dependents.access} | {one.id for one in known.dependents.wanted}
    own = [one.id for one in requests.some(unit, sorted(dependents)) if one.draft.excludes(actor)]
    if own:
        words = f"You asked for {own[0]}, which hangs on {known.paper.id}, so somebody else records what takes over from it"
        raise Refusal("own_request", f"{words}: its owner, a vendor manager or IP counsel.")


def _refuse_unsigned(known: Known, wanted: Successor) -> None:
    """Whatever the class: a paper that one side has not signed covers nothing, and would count as if it did."""
    if wanted.seen != "executed":
        copy = {"partly_signed": "a copy that one side has signed", "draft": "a draft"}[wanted.seen]
        words = f"{NDA_06.id}: we only have {copy} of what takes over from {known.paper.id}."
        raise Refusal(NDA_06.id, f"{words} Record it once the copy that both sides have signed is here. Nothing changed.")


def refuse_mistakes(known: Known, wanted: Successor) -> None:
    """All mistakes at once, by the name of the field."""
    errors: dict[str, str] = {}
    last = known.clocks.term
    if wanted.signed_on > known.today:
        errors["signed"] = "It is recorded once both sides have signed; this day is still to come."
    if known.paper.effective_on is not None and wanted.begins_on <= known.paper.effective_on:
        errors["begins"] = "It cannot begin before the paper that it replaces."
    if wanted.ends_on is not None and wanted.ends_on < wanted.begins_on:
        errors["ends"] = "The last day is before the first one."
    elif wanted.ends_on is not None and last is not None and wanted.ends_on <= last.end_on:
        errors["ends"] = "It has to end after the paper that it replaces."
    if wanted.survival_months is not None and not 0 <= wanted.survival_months <= MOST_MONTHS:
        errors["survival"] = f"Write a number of months from 0 to {MOST_MONTHS:,}, or nothing for ever."
    if wanted.file_sha256 is not None and not is_sha256(wanted.file_sha256):
        errors["file"] = "Write the 64 digits and letters that `sha256sum` gives for the signed file, or nothing."
    if errors:
        raise FormErrors(errors)


def _paper(known: Known, wanted: Successor, new_id: str) -> Agreement:
    """The same parties, purpose and projects; it renews by itself only if the old one did and it has an end."""
    old = known.paper
    terms = old.nda or NdaTerms(None, None, None, None, None, None, None, None)
    renews = old.auto_renew and wanted.ends_on is not None
    return replace(
        old,
        id=new_id,
        effective_on=wanted.begins_on,
        expires_on=wanted.ends_on,
        executed_on=wanted.signed_on,
        terminated_on=None,
        supersedes=(old.id,),
        auto_renew=renews,
        renew_months=old.renew_months if renews else None,
        notice_days_ours=old.notice_days_ours if renews else None,
        notice=old.notice if renews else None,
        max_renewals=old.max_renewals if renews else None,
        non_renewal_notice_on=None,
        signature=None,
        file_sha256=wanted.file_sha256,
        nda=replace(
            terms,
            survival=Survival(wanted.survival_months, wanted.survival_anchor),
            trade_secret_carve_out=wanted.carve_out,
            covers_affiliates=wanted.affiliates,
        ),
    )


def _longest(survival: Survival | None) -> int | None:
    """The months of the longest time of protection; None for ever, or where nobody recorded it."""
    if survival is None or survival.is_perpetual:
        return None
    return max(part.months or 0 for part in survival.parts)


def _free_id(unit: Unit, vendor: str) -> str:
    """`NDA-V02-2`: the first number that no paper has; of a long vendor's id as much as an id has room for."""
    begin = f"NDA-{vendor}"[: LONGEST_ID - len("-0000")]
    taken = {paper.id for paper in registers.agreements_of(unit, vendor)}
    number = 2
    while f"{begin}-{number}" in taken or registers.one(unit, Agreement, f"{begin}-{number}") is not None:
        number += 1
    return f"{begin}-{number}"


def _day_after(known: Known) -> date:
    term = known.clocks.term
    return term.end_on + ONE_DAY if term else known.today


def _months(paper: Agreement) -> int:
    """How long the old paper ran, in whole months."""
    if paper.effective_on is None or paper.expires_on is None:
        return 0
    end = paper.expires_on + ONE_DAY
    return (end.year - paper.effective_on.year) * 12 + end.month - paper.effective_on.month
