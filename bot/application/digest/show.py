"""The digest of a week for whoever asks: as it was posted, or as the record and the dates tell it now."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.application.context import Context
from bot.application.digest.gather import gather_digest
from bot.application.recording import Attempt, noting_refusals
from bot.domain.dates import day_words
from bot.domain.digest import WEEK, Digest, moment_of, monday_of, newest_monday
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.store import digests, proof


class Source(StrEnum):
    """It stands in the record as it was posted; it is worked out from the record now; or it tells of this moment."""

    POSTED = "posted"
    WORKED_OUT = "worked_out"
    NOW = "now"


@dataclass(frozen=True)
class Asked:
    digest: Digest
    source: Source


def show_digest(context: Context, reader: Member, monday: date | None = None) -> Asked:
    """Of this Monday, or of the last one that has come; refused in words for any other day, and to whom no register names.

    As long as the record is younger than that, whoever names no day is told how things stand now.
    """
    with noting_refusals(context, Attempt(reader.id, "digest", "digest", {"wanted": "digest"})):
        _refuse_strangers(reader)
    zone = context.calendar.zone
    newest = newest_monday(context.now(), zone)
    wanted = monday or newest
    if wanted != monday_of(wanted):
        near = f"{monday_of(wanted).isoformat()} or {(monday_of(wanted) + WEEK).isoformat()}"
        raise Refusal("not_a_monday", f"{day_words(wanted)} is a {wanted:%A}. Say a Monday: {near}.")
    if wanted > newest:
        words = f"The digest of {day_words(wanted)} is not there yet: it is taken at half past eight that morning."
        raise Refusal("not_yet", f"{words} The newest is of {newest.isoformat()}.")
    with context.store.reading() as unit:
        if posted := digests.kept(unit, wanted):
            return Asked(posted, Source.POSTED)
        begins = proof.first_entry_at(unit)
        if begins is not None and begins <= moment_of(wanted, zone):
            return Asked(gather_digest(unit, context, wanted), Source.WORKED_OUT)
        if monday is None:
            return Asked(gather_digest(unit, context, context.today(), context.now()), Source.NOW)
    raise _before_the_record(begins.astimezone(zone).date() if begins else context.today(), wanted)


def _refuse_strangers(reader: Member) -> None:
    """Who may ask for access may be anybody of the workspace; the week tells of other people's vendors and papers."""
    if not reader.is_known:
        words = "The week is for people whom the register of this company names, and it does not name you."
        raise Refusal("not_yours", f"{words} Ask an administrator to add you to it.")


def _before_the_record(begins: date, monday: date) -> Refusal:
    words = f"The record begins on {day_words(begins)}, so nobody can tell how things stood on {day_words(monday)}."
    return Refusal("before_the_record", f"{words} `/ip-digest` alone tells how they stand now.")
