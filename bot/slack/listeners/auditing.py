"""`/ip-audit`: open an audit for cause, look at the open ones, and close one with a result."""

from collections.abc import Callable
from datetime import date

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.audits.close import AuditVerdict, check_closing, close_audit
from bot.application.audits.open import Opened, open_audit
from bot.application.audits.read import list_open_audits, read_audit
from bot.application.requests.read import find_assets, find_vendors
from bot.domain.audits import WORKING_DAYS_FOR_CAUSE, AuditResult, AuditWish, Cause, Criterion, refuse_opening
from bot.domain.dates import Window, add_months, add_working_days
from bot.domain.errors import OPEN_FINDINGS, FormErrors, Refusal
from bot.domain.register import Member
from bot.slack import ids
from bot.slack.blocks.audit import NOTE_MOST, draw_audit_form, draw_audits, draw_close_form, draw_one, draw_opened
from bot.slack.blocks.choosing import NOTHING, Choice, Offered, asset_choice, offered
from bot.slack.blocks.kit import cut
from bot.slack.forms import Entered
from bot.slack.listeners.answers import (
    answer_in_form,
    answer_instead_of_form,
    answer_mistakes,
    answer_typing,
    log_refusal,
    whisper,
)
from bot.slack.listeners.members import Body, Office, clicked_value
from bot.slack.listeners.typed import Answer, Command, page_typed

PERIOD_MONTHS = 12


def listen(app: App, office: Office) -> None:
    app.command(ids.AUDIT_COMMAND)(lambda ack, body, client: _command(office, ack, body, client))
    app.options(ids.AUDIT_VENDOR)(lambda ack, body: _suggest(office, ack, body, _vendors))
    app.options(ids.AUDIT_ASSETS)(lambda ack, body: _suggest(office, ack, body, _assets))
    app.view(ids.AUDIT_FORM)(lambda ack, body: _open(office, ack, body))
    app.action(ids.CLOSE_AUDIT)(lambda ack, body, client, respond: _ask_result(office, ack, body, client, respond))
    app.view(ids.CLOSE_AUDIT_FORM)(lambda ack, body: _close(office, ack, body))


def _command(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    def opens(member: Member) -> None:
        refuse_opening(member)
        client.views_open(trigger_id=body["trigger_id"], view=_empty_form(office))

    AUDIT.reply(office, ack, body, opens)


def _empty_form(office: Office) -> dict[str, object]:
    today = office.context.today()
    due = add_working_days(today, WORKING_DAYS_FOR_CAUSE, office.context.calendar.holidays)
    return draw_audit_form(today, due, Window(add_months(today, -PERIOD_MONTHS), today))


def _list(office: Office, member: Member, rest: str) -> Answer | None:
    page = page_typed(rest)
    return draw_audits(list_open_audits(office.context, member, page), page) if page else None


def _one(office: Office, member: Member, said: str) -> Answer | None:
    """By its ticket, or by its own key as the record names it."""
    if ids.is_ticket_key(said.upper()) or ids.is_audit_key(said):
        return draw_one(read_audit(office.context, member, said))
    return None


AUDIT = Command(ids.AUDIT_COMMAND, {"list": _list}, _one)


def _vendors(office: Office, typed: str) -> Offered:
    found = find_vendors(office.context, typed)
    return offered([Choice(vendor.id, vendor.name, after=f" ({cut(vendor.id, 40)})") for vendor in found.shown], found.of)


def _assets(office: Office, typed: str) -> Offered:
    found = find_assets(office.context, typed)
    return offered([asset_choice(asset) for asset in found.shown], found.of)


def _suggest(office: Office, ack: Ack, body: Body, find: Callable[[Office, str], Offered]) -> None:
    try:
        office.member(body)
        answer_typing(ack, find(office, _typed(body)))
    except Refusal as refusal:
        log_refusal(refusal, body)
        answer_typing(ack, NOTHING)


def _typed(body: Body) -> str:
    return str(body.get("value") or "")[:100]


def _open(office: Office, ack: Ack, body: Body) -> None:
    try:
        member = office.member(body)
        opened = open_audit(office.context, member, _read_wish(Entered(body["view"])))
    except FormErrors as mistakes:
        answer_mistakes(ack, mistakes, body)
    except Refusal as refusal:
        answer_in_form(office, ack, refusal, body, "vendor")
    else:
        ack(response_action="update", view=draw_opened(*_opened_words(opened)))


def _opened_words(opened: Opened) -> tuple[str, str]:
    if opened.is_new:
        return "The audit is open.", "Its ticket follows in a moment; you find it in a direct message from me."
    ticket = f" Its ticket is <{opened.ticket_url}|{opened.ticket_key}>." if opened.ticket_key else ""
    return "There is one already.", f"For this vendor and number an audit was opened before, so I opened no second one.{ticket}"


def _read_wish(entered: Entered) -> AuditWish:
    """What was asked for, or FormErrors with every mistake."""
    errors: dict[str, str] = {}
    reference = entered.text(ids.REFERENCE)
    if not ids.is_reference(reference):
        errors["reference"] = "Write its number, such as INC-7: letters, digits and . _ / # - without spaces, at most 40."
    vendor, cause = entered.choice(ids.AUDIT_VENDOR), entered.choice(ids.CAUSE)
    days = [entered.day(action) for action in (ids.PERIOD_FROM, ids.PERIOD_UNTIL, ids.AUDIT_DUE)]
    needed = {"vendor": vendor, "cause": cause, "from": days[0], "until": days[1], "due": days[2]}
    errors |= {block: "Choose one; without it nobody can begin." for block, value in needed.items() if not value}
    if errors:
        raise FormErrors(errors)
    start, end, due = (day or date.min for day in days)
    criteria = tuple(Criterion(one) for one in entered.choices(ids.CRITERIA))
    return AuditWish(
        str(vendor), Cause(str(cause)), reference, entered.choices(ids.AUDIT_ASSETS), criteria, Window(start, end), due
    )


def _ask_result(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        view = check_closing(office.context, office.member(body), ids.read_audit_value(clicked_value(body)))
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=draw_close_form(view))
    ack()


def _close(office: Office, ack: Ack, body: Body) -> None:
    try:
        verdict = _read_verdict(body)
        close_audit(office.context, office.member(body), verdict)
    except FormErrors as mistakes:
        answer_mistakes(ack, mistakes, body)
    except Refusal as refusal:
        if refusal.code == OPEN_FINDINGS:
            answer_in_form(office, ack, refusal, body, "result")
        else:
            answer_instead_of_form(office, ack, refusal, body)
    else:
        ack()


def _read_verdict(body: Body) -> AuditVerdict:
    entered = Entered(body["view"])
    key, result, note = (
        ids.read_audit_value(body["view"].get("private_metadata")),
        entered.choice(ids.RESULT),
        entered.text(ids.NOTE),
    )
    if not result:
        raise FormErrors({"result": "Choose how it ended; an audit closes with a result alone."})
    if len(note) > NOTE_MOST:
        raise FormErrors({"note": f"At most {NOTE_MOST:,} characters; this has {len(note):,}."})
    return AuditVerdict(key, AuditResult(result), note)
