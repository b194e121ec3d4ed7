"""The buttons of a reminder and what their forms send back; every rule is asked again at the click."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.agreements import answer as answer_reminder
from bot.application.agreements.answer import Click, check_click, choose_renewal, hand_over, latest_day, let_end, snooze
from bot.application.agreements.record_successor import record_successor, suggest_successor
from bot.application.agreements.show import who_could_own
from bot.application.ports import MessageRef
from bot.domain.errors import FormErrors, Refusal
from bot.domain.register import Member
from bot.domain.reminders import ReminderSchedule
from bot.domain.renewal_terms import clauses_to_improve
from bot.slack import ids
from bot.slack.blocks.choosing import member_choice, narrowed, offered
from bot.slack.blocks.reminder_forms import draw_hand_over_form, draw_snooze_form, draw_successor_form
from bot.slack.listeners.answers import answer_instead_of_form, answer_mistakes, answer_typing, log_refusal, whisper
from bot.slack.listeners.members import Body, Office, clicked_value
from bot.slack.reminder_forms import read_hand_over, read_snooze, read_successor

Draw = Callable[[Office, Member, ReminderSchedule], dict[str, Any]]
Send = Callable[[Office, Member, Click, Body], None]


def listen(app: App, office: Office) -> None:
    for action, decide in ((ids.RENEW, choose_renewal), (ids.LET_END, let_end)):
        app.action(action)(_deciding(office, decide))
    for action, draw in ((ids.SNOOZE, _snooze_form), (ids.NOT_MINE, _hand_over_form), (ids.RECORD_SUCCESSOR, _successor_form)):
        app.action(action)(_opening(office, draw))
    for form, send in ((ids.SNOOZE_FORM, _snooze), (ids.NOT_MINE_FORM, _hand_over), (ids.SUCCESSOR_FORM, _record)):
        app.view(form)(_sending(office, send))
    app.options(ids.INSTEAD)(lambda ack, body: _suggest_owners(office, ack, body))


def _deciding(office: Office, decide: Callable[..., None]) -> Callable[..., None]:
    def listener(ack: Ack, body: Body, respond: Respond) -> None:
        try:
            decide(office.context, office.member(body), _click(clicked_value(body), body))
        except Refusal as refusal:
            whisper(office, respond, refusal, body)
        else:
            if (body.get("container") or {}).get("is_ephemeral"):
                _say_that_it_is_done(respond)
        ack()

    return listener


def _say_that_it_is_done(respond: Respond) -> None:
    respond(text="It is done and kept. Your reminders show it too.", response_type="ephemeral", replace_original=False)


def _opening(office: Office, draw: Draw) -> Callable[..., None]:
    def listener(ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
        try:
            view = draw(office, office.member(body), ids.read_paper(clicked_value(body)))
        except Refusal as refusal:
            whisper(office, respond, refusal, body)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    return listener


def _sending(office: Office, send: Send) -> Callable[..., None]:
    def listener(ack: Ack, body: Body) -> None:
        try:
            send(office, office.member(body), _click(body["view"].get("private_metadata"), body), body)
        except FormErrors as mistakes:
            answer_mistakes(ack, mistakes, body)
        except Refusal as refusal:
            answer_instead_of_form(office, ack, refusal, body)
        else:
            ack()

    return listener


def _snooze_form(office: Office, member: Member, series: ReminderSchedule) -> dict[str, Any]:
    known = check_click(office.context, member, series, answer_reminder.is_reminded)
    latest = latest_day(office.context, known, series)
    if latest is None:
        words = f"{series.subject} cannot be put off any more: from seven days before on everybody hears of it."
        raise Refusal("too_late_to_snooze", f"{words} Decide now, or ask its owner to.")
    return draw_snooze_form(series, known.today, latest)


def _hand_over_form(office: Office, member: Member, series: ReminderSchedule) -> dict[str, Any]:
    known = check_click(office.context, member, series, answer_reminder.owns)
    next_owner, others = who_could_own(known, member)
    return draw_hand_over_form(series, next_owner, others)


def _suggest_owners(office: Office, ack: Ack, body: Body) -> None:
    try:
        member, series = office.member(body), ids.read_paper(body["view"].get("private_metadata"))
        _, others = who_could_own(check_click(office.context, member, series, answer_reminder.owns), member)
    except Refusal as refusal:
        log_refusal(refusal, body)
        others = []
    answer_typing(ack, offered(narrowed(map(member_choice, others), str(body.get("value") or "")[:100])))


def _successor_form(office: Office, member: Member, series: ReminderSchedule) -> dict[str, Any]:
    known, suggested = suggest_successor(office.context, member, series)
    found = clauses_to_improve(known.paper, known.dependents, office.context.check_policy)
    return draw_successor_form(series, [(clause.name, clause.words) for clause in found], suggested)


def _snooze(office: Office, member: Member, click: Click, body: Body) -> None:
    until, reason = read_snooze(body["view"])
    snooze(office.context, member, click, until=until, reason=reason)


def _hand_over(office: Office, member: Member, click: Click, body: Body) -> None:
    instead, reason = read_hand_over(body["view"])
    hand_over(office.context, member, click, instead=instead, reason=reason)


def _record(office: Office, member: Member, click: Click, body: Body) -> None:
    record_successor(office.context, member, click, read_successor(body["view"]))


def _click(value: object, body: Body) -> Click:
    """What the button is about, and the copy of the message in which it stood."""
    series = ids.read_paper(value)
    container, actions = body.get("container") or {}, body.get("actions") or [{}]
    if container.get("type") != "message":
        return Click(series)
    ref = MessageRef(str(container["channel_id"]), str(container["message_ts"]))
    return Click(series, ref, ids.read_reminder_day(actions[0].get("block_id")))
