"""Approve, Reject… and what their forms send back; every rule is asked again at the click."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.requests.decide import Answer, check_answer, decide_request
from bot.domain.errors import REASON_MISSING, FormErrors, Refusal
from bot.domain.vocabulary import DecisionOutcome
from bot.slack import ids
from bot.slack.blocks.answers import draw_words
from bot.slack.blocks.decision import draw_approve_form, draw_reject_form
from bot.slack.forms import read_items, read_reason
from bot.slack.listeners.office import Body, Office, clicked_value, log_mistakes, log_refusal, note, seen_in, whisper


def listen(app: App, office: Office) -> None:
    app.action(ids.APPROVE)(lambda ack, body, client, respond: _approve(office, ack, body, client, respond))
    app.action(ids.REJECT)(lambda ack, body, client, respond: _open_reject(office, ack, body, client, respond))
    app.view(ids.REJECT_FORM)(lambda ack, body: _submit(office, ack, body, DecisionOutcome.REJECT))
    app.view(ids.APPROVE_FORM)(lambda ack, body: _submit(office, ack, body, DecisionOutcome.APPROVE))


def _approve(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        picture = ids.read_value(clicked_value(body))
        answer = _answer(picture, DecisionOutcome.APPROVE, body)
        outcome = decide_request(office.context, office.member(body), answer)
    except Refusal as refusal:
        outcome = refusal
    if isinstance(outcome, Refusal) and outcome.code == REASON_MISSING:
        client.views_open(trigger_id=body["trigger_id"], view=draw_approve_form(picture))
    elif isinstance(outcome, Refusal):
        whisper(office, respond, outcome, body)
    ack()


def _open_reject(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        picture = ids.read_value(clicked_value(body))
        outcome = check_answer(office.context, office.member(body), _answer(picture, DecisionOutcome.REJECT, body))
    except Refusal as refusal:
        outcome = refusal
    if isinstance(outcome, Refusal):
        whisper(office, respond, outcome, body)
    else:
        pending = [item for item in outcome.items if item.state == "pending"]
        client.views_open(trigger_id=body["trigger_id"], view=draw_reject_form(picture, pending))
    ack()


def _submit(office: Office, ack: Ack, body: Body, outcome: DecisionOutcome) -> None:
    view = body["view"]
    try:
        picture = ids.read_value(view.get("private_metadata"))
        reason = read_reason(view)
        answer = _answer(picture, outcome, body, reason=reason, items=read_items(view))
        decided = decide_request(office.context, office.member(body), answer)
    except FormErrors as mistakes:
        log_mistakes(mistakes, body)
        ack(response_action="errors", errors=mistakes.errors)
        return
    except Refusal as refusal:
        decided = refusal
    if isinstance(decided, Refusal):
        log_refusal(decided, body)
        note(office, decided, body)
        ack(response_action="update", view=draw_words("Nothing changed", decided.words))
    else:
        ack()


def _answer(picture: ids.Picture, outcome: DecisionOutcome, body: Body, **given: Any) -> Answer:
    if seen := seen_in(body):
        given |= {"seen_in": seen.ref, "kind": seen.kind}
    return Answer(picture.request_id, outcome, picture.round, picture.stage, **given)
