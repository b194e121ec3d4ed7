"""*Record acknowledgement* of a vendor manager: the form with the notice, and what it sends; every rule is asked again."""

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.access.acknowledge import Confirmed, awaited_for, record_acknowledgement
from bot.domain.errors import FormErrors, Refusal
from bot.domain.vocabulary import HowAcknowledged
from bot.slack import ids
from bot.slack.blocks.acknowledgement import draw_acknowledge_form
from bot.slack.forms import Entered
from bot.slack.listeners.answers import answer_instead_of_form, answer_mistakes, whisper
from bot.slack.listeners.members import Body, Office, clicked_value


def listen(app: App, office: Office) -> None:
    app.action(ids.ACKNOWLEDGE)(lambda ack, body, client, respond: _open(office, ack, body, client, respond))
    app.view(ids.ACKNOWLEDGE_FORM)(lambda ack, body: _record(office, ack, body))


def _open(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        awaited = awaited_for(office.context, office.member(body), ids.read_access(clicked_value(body)))
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=draw_acknowledge_form(awaited))
    ack()


def _record(office: Office, ack: Ack, body: Body) -> None:
    try:
        request_id, texts = ids.read_notices(body["view"].get("private_metadata"))
        record_acknowledgement(office.context, office.member(body), request_id, _read(body, texts))
    except FormErrors as mistakes:
        answer_mistakes(ack, mistakes, body)
    except Refusal as refusal:
        answer_instead_of_form(office, ack, refusal, body)
    else:
        ack()


def _read(body: Body, texts: dict[int, str]) -> Confirmed:
    entered = Entered(body["view"])
    people, on, how = entered.choices(ids.READERS), entered.day(ids.READ_ON), entered.choice(ids.READ_HOW)
    errors = {} if people else {"people": "Choose at least one person."}
    if on is None:
        errors["on"] = "Choose the day on which they confirmed it."
    if how is None:
        errors["how"] = "Choose how they confirmed it."
    if on is None or how is None or errors:
        raise FormErrors(errors)
    return Confirmed(people, on, HowAcknowledged(how), texts)
