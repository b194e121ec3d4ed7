"""Approve, Reject… and what their forms send back; every rule is asked again at the click."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.requests.decide import Answer, check_answer, decide_request
from bot.domain.errors import REASON_MISSING, FormErrors, Refusal
from bot.domain.vocabulary import DecisionOutcome
from bot.slack import ids
from bot.slack.blocks.decision import draw_approve_form, draw_reject_form
from bot.slack.forms import read_items, read_reason
from bot.slack.listeners.answers import answer_instead_of_form, answer_mistakes, whisper
from bot.slack.listeners.members import Body, Office, clicked_value, seen_in


def listen(app: App, office: Office) -> None:
    app.action(ids.APPROVE)(lambda ack, body, client, respond: _approve(office, ack, body, client, respond))
    app.action(ids.REJECT)(lambda ack, body, client, respond: _open_reject(office, ack, body, client, respond))
    app.view(ids.REJECT_FORM)(lambda ack, body: _submit(office, ack, body, DecisionOutcome.REJECT))
    app.view(ids.APPROVE_FORM)(lambda ack, body: _submit(office, ack, body, DecisionOutcome.APPROVE))


def _approve(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        picture = ids.read_value(clicked_value(body))
        decide_request(office.context, office.member(body), _answer(picture, DecisionOutcome.APPROVE, body))
    except Refusal as refusal:
        if refusal.code == REASON_MISSING:
            client.views_open(trigger_id=body["trigger_id"], view=draw_approve_form(picture))
        else:
            whisper(office, respond, refusal, body)
    ack()


def _open_reject(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        picture = ids.read_value(clicked_value(body))
        view = check_answer(office.context, office.member(body), _answer(picture, DecisionOutcome.REJECT, body))
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        pending = [item for item in view.items if item.state == "pending"]
        client.views_open(trigger_id=body["trigger_id"], view=draw_reject_form(picture, pending))
    ack()


def _submit(office: Office, ack: Ack, body: Body, outcome: DecisionOutcome) -> None:
    view = body["view"]
    try:
        picture = ids.read_value(view.get("private_metadata"))
        answer = _answer(picture, outcome, body, reason=read_reason(view), items=read_items(view))
        decide_request(office.context, office.member(body), answer)
    except FormErrors as mistakes:
        answer_mistakes(ack, mistakes, body)
    except Refusal as refusal:
        answer_instead_of_form(office, ack, refusal, body)
    else:
        ack()


def _answer(picture: ids.Picture, outcome: DecisionOutcome, body: Body, **given: Any) -> Answer:
    if seen := seen_in(body):
        given |= {"seen_in": seen.ref, "kind": seen.kind}
    return Answer(picture.request_id, outcome, picture.round, picture.stage, **given)
