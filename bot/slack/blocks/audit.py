"""An audit in Slack: its card, the form that opens one, the small form that closes it, and the private list."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.application.audits.read import MOST_LISTED
from bot.application.audits.views import AuditCard, AuditView, FindingLine, result_words
from bot.domain.audits import AuditResult, Cause, Criterion
from bot.domain.dates import Window, day_words
from bot.slack import ids
from bot.slack.blocks.choosing import type_ahead
from bot.slack.blocks.kit import (
    Block,
    View,
    actions,
    button,
    clean,
    context,
    cut,
    day,
    escape,
    field,
    link,
    modal,
    moment,
    not_delivered,
    option,
    plain,
    section,
    static_select,
    typed,
)

MOST_FINDINGS = 8
GONE = "deleted, or moved to where Ringfence may not look"
NOTE_MOST = 1000
_RESULTS = {
    AuditResult.PASS: "Pass",
    AuditResult.PASS_WITH_CONDITIONS: "Pass with conditions",
    AuditResult.FAIL: "Fail",
}


def draw_audit_card(card: AuditCard) -> list[Block]:
    """In a channel stand ids, state and numbers; the cause, and what people said, are for those who are told in person."""
    buttons = _buttons(card.audit)
    return [*_body(card.audit, in_channel=card.in_channel), *([actions("audit", buttons)] if buttons else [])]


def audit_summary(view: AuditView) -> str:
    """The fallback text: it makes sense alone."""
    ticket = f"{view.ticket_key} · " if view.ticket_key else ""
    return f"{ticket}Audit of {escape(view.vendor_name)} ({view.vendor}) · {view.kind_words} · {_state(view)}"


def draw_audits(views: Sequence[AuditView], page: int = 1) -> tuple[str, list[Block]]:
    """A page of the open audits that somebody may read, each with its button; and how the others are reached."""
    shown = views[:MOST_LISTED]
    if not shown:
        text = f"No audit is open that you may read. `{ids.AUDIT_COMMAND}` opens one."
        return text, [section(text)]
    text = "1 open audit" if len(shown) == 1 else f"{len(shown)} open audits{', and more' if len(views) > len(shown) else ''}"
    more = [context(f"There are more, due later: `{ids.AUDIT_COMMAND} list {page + 1}`")] if len(views) > len(shown) else []
    listed = [
        section(f"{_headline(view)}\n{_what(view)}\n{_standing(view)}", block_id=f"audit-{number}", accessory=_close_button(view))
        for number, view in enumerate(shown)
    ]
    return text, [*listed, *more]


def draw_one(view: AuditView) -> tuple[str, list[Block]]:
    return audit_summary(view), draw_audit_card(AuditCard(view, in_channel=False))


def _body(view: AuditView, *, in_channel: bool) -> Iterator[Block]:
    yield section(_headline(view))
    yield section(_what(view))
    if not in_channel and view.cause_words:
        yield context(f"Because of: {view.cause_words} · {escape(view.trigger)}")
    yield context(_standing(view))
    if view.gone_on:
        yield context(f"*{view.ticket_key} is gone from Jira* since {day(view.gone_on)}: {GONE}.")
    if view.reopened_on:
        yield context(_reopened(view))
    if view.needs_result:
        yield context("It has ended in Jira without a result: *Close…* records how.")
    if view.findings:
        yield section("\n".join(_findings(view.findings)))
    if view.remarks:
        yield context(_said(view, in_channel=in_channel))
    if view.result_words:
        yield context(_closed(view, in_channel=in_channel))
    if view.refused:
        yield context(_refused(view, in_channel=in_channel))
    if view.unreached:
        yield context(not_delivered(view.unreached))


def _reopened(view: AuditView) -> str:
    before = f"; the result before was *{view.result_before}*, and stands no more" if view.result_before else ""
    return f"*Reopened in Jira* {day(view.reopened_on)}{before}. *Close…* records how it ends." if view.reopened_on else ""


def _refused(view: AuditView, *, in_channel: bool) -> str:
    """In a channel without Jira's own words: they may name what stands in its fields."""
    why = "the administrators know why" if in_channel else escape(cut(clean(view.refused), 400))
    return f"*Jira refuses what is promised to it about this audit*: {why}"


def _headline(view: AuditView) -> str:
    ticket = f" · {_ticket(view)}" if view.ticket_key else ""
    return f"*Audit of {escape(view.vendor_name)}* ({view.vendor}) · {view.kind_words}{ticket}"


def _ticket(view: AuditView) -> str:
    return str(view.ticket_key) if view.gone_on else f"<{view.ticket_url}|{view.ticket_key}>"


def _what(view: AuditView) -> str:
    scope = ", ".join(view.assets) or "the whole vendor"
    return f"{scope}{_period(view.period)}"


def _period(period: Window | None) -> str:
    return f" · {day(period.start_on)} to {day(period.end_on)}" if period else ""


def _standing(view: AuditView) -> str:
    late = " · *overdue*" if view.is_late else ""
    ticket = "" if view.ticket_key or view.refused else " · ticket follows"
    return f"State: {_state(view)} · Due: {day(view.due_on)}{late}{ticket}"


def _state(view: AuditView) -> str:
    return escape(result_words(view.result_words, view.stands_at) if view.result_words else view.state_words)


def _findings(findings: Sequence[FindingLine]) -> Iterator[str]:
    """The gravest open ones first; what does not fit is counted."""
    open_ones = sum(one.is_open for one in findings)
    yield f"*Findings* · {open_ones} open of {len(findings)}"
    for one in findings[:MOST_FINDINGS]:
        yield _finding(one)
    if len(findings) > MOST_FINDINGS:
        yield f"and {len(findings) - MOST_FINDINGS} more in Jira"


def _finding(one: FindingLine) -> str:
    if not one.is_open:
        return f"<{one.url}|{one.id}> · {one.grade_words} · closed"
    gone = " · *its ticket is gone from Jira*" if one.is_gone else ""
    due = f" · due {day(one.due_on)}" if one.due_on else ""
    return f"<{one.url}|{one.id}> · {one.grade_words}{due}{' · *overdue*' if one.is_late else ''}{gone}"


def _said(view: AuditView, *, in_channel: bool) -> str:
    count = "1 comment" if view.remarks == 1 else f"{view.remarks} comments"
    last = view.last_remark
    if last is None:
        return f"{count} in Jira"
    words = f": {typed(last.text, 300)}" if last.text and not in_channel else ""
    return f"{count} in Jira, the last by {escape(last.author)} · {moment(last.at)}{words}"


def _closed(view: AuditView, *, in_channel: bool) -> str:
    when = f" · {day(view.closed_on)}" if view.closed_on else ""
    note = f": {typed(view.closing_note)}" if view.closing_note and not in_channel else ""
    return f"Closed by {escape(view.closed_by)} with the result *{view.result_words}*{when}{note}"


def _buttons(view: AuditView) -> list[Block]:
    opened = [link("Open ticket", ids.OPEN_TICKET, view.ticket_url)] if view.ticket_url and not view.gone_on else []
    return opened if view.result_words and (opened or view.gone_on) else [_close_button(view), *opened]


def _close_button(view: AuditView) -> Block:
    return button("Close…", ids.CLOSE_AUDIT, ids.audit_value(view.key))


def draw_audit_form(today: date, due_on: date, period: Window) -> View:
    """What happened, what it is about, and until when; the last year and ten working days are filled in."""
    blocks = [
        field("vendor", "Vendor", type_ahead("external_select", ids.AUDIT_VENDOR, "Type a part of the name")),
        field("cause", "What happened", static_select(ids.CAUSE, [option(cause.words, cause.value) for cause in Cause])),
        field("reference", "Its number", _reference(), hint="Incident, complaint or finding; one audit for each number"),
        field("assets", "What it is about", _assets(), hint="Nothing chosen means the whole vendor", optional=True),
        field("criteria", "Held against", _criteria()),
        field("from", "Period from", _day(ids.PERIOD_FROM, period.start_on)),
        field("until", "Period until", _day(ids.PERIOD_UNTIL, period.end_on)),
        field("due", "Due", _day(ids.AUDIT_DUE, due_on), hint=f"Ten working days from {day_words(today)}, unless it can wait"),
    ]
    return modal("Audit a vendor", ids.AUDIT_FORM, blocks, submit="Open")


def _reference() -> Block:
    return {"type": "plain_text_input", "action_id": ids.REFERENCE, "max_length": 40, "placeholder": plain("INC-7", 150)}


def _assets() -> Block:
    return type_ahead("multi_external_select", ids.AUDIT_ASSETS, "Type a part of the name or the id") | {"max_selected_items": 10}


def _criteria() -> Block:
    options = [option(criterion.words, criterion.value) for criterion in Criterion]
    return {"type": "checkboxes", "action_id": ids.CRITERIA, "options": options, "initial_options": options}


def _day(action: str, when: date) -> Block:
    return {"type": "datepicker", "action_id": action, "initial_date": when.isoformat()}


def draw_opened(headline: str, words: str) -> View:
    return modal("Audit", ids.AUDIT_DONE, [section(f"*{escape(headline)}* {words}")])


def draw_close_form(view: AuditView) -> View:
    options = [option(words, result.value) for result, words in _RESULTS.items()]
    note = {
        "type": "plain_text_input",
        "action_id": ids.NOTE,
        "multiline": True,
        "max_length": NOTE_MOST,
        "placeholder": plain("Conditions, or why it failed; goes to the ticket", 150),
    }
    blocks = [
        section(f"{_headline(view)}\n{_standing(view)}"),
        field("result", "How it ended", static_select(ids.RESULT, options)),
        field("note", "In a few words", note, optional=True),
    ]
    return modal("Close the audit", ids.CLOSE_AUDIT_FORM, blocks, submit="Close", metadata=ids.audit_value(view.key))
