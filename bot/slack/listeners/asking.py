"""`/ip-request`: the form, its narrowing choices, its suggestions, and what becomes of what was asked."""

from collections.abc import Callable

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.application.messages import CheckLine
from bot.application.read_requests import find_assets, find_people, find_vendors, offer_choices
from bot.application.show_request import check_lines
from bot.application.submit_request import Refused, Submitted, submit_request
from bot.domain.errors import FormErrors, Refusal
from bot.domain.vocabulary import RequestState, class_words
from bot.slack import ids
from bot.slack.blocks.answers import draw_asked
from bot.slack.blocks.form import Choice, FormView, draw_form
from bot.slack.blocks.kit import Block, option
from bot.slack.forms import Entered, read_form
from bot.slack.listeners.office import Body, Office, answer_in_form, log_refusal

Suggest = Callable[[Office, Body], list[Block]]


def listen(app: App, office: Office) -> None:
    for action in (ids.VENDOR, ids.ASSETS):
        app.action(action)(lambda ack, body, client: _narrow(office, ack, body, client))
    for action, suggest in ((ids.VENDOR, _vendors), (ids.ASSETS, _assets), (ids.PEOPLE, _people)):
        app.options(action)(_suggesting(office, suggest))
    app.view(ids.REQUEST_FORM)(lambda ack, body: _submit(office, ack, body))


def open_form(office: Office, body: Body, client: WebClient) -> None:
    """Open the empty form; the first day is today until somebody chooses another."""
    view = draw_form(FormView(start=office.desk.today().isoformat()))
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _narrow(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    """Redraw from the payload's own state; without a hash, so that two quick choices do not lose each other."""
    form = _form_view(office, Entered(body["view"]))
    client.views_update(view_id=body["view"]["id"], view=draw_form(form))
    ack()


def _form_view(office: Office, entered: Entered, verdict: tuple[CheckLine, ...] = (), gaps: tuple[str, ...] = ()) -> FormView:
    offer = offer_choices(office.desk, entered.choice(ids.VENDOR), entered.choices(ids.ASSETS))
    vendor = offer.vendor
    return FormView(
        vendor=Choice(vendor.id, vendor.name) if vendor else None,
        entities=tuple(Choice(e.id, f"{e.registered_name} ({e.country})") for e in vendor.entities) if vendor else (),
        channels=tuple(Choice(channel.id, channel.name) for channel in offer.channels),
        projects=tuple(Choice(project.id, project.title) for project in offer.projects),
        rank=offer.rank,
        start=office.desk.today().isoformat(),
        verdict=verdict,
        gaps=gaps,
    )


def _suggesting(office: Office, suggest: Suggest) -> Callable[[Ack, Body], None]:
    def listener(ack: Ack, body: Body) -> None:
        ack(options=suggest(office, body))

    return listener


def _typed(body: Body) -> str:
    return str(body.get("value") or "")[:100]


def _vendors(office: Office, body: Body) -> list[Block]:
    return [option(vendor.name, vendor.id) for vendor in find_vendors(office.desk, _typed(body))]


def _assets(office: Office, body: Body) -> list[Block]:
    found = find_assets(office.desk, _typed(body))
    return [option(f"{asset.id} {asset.public_title} · {class_words(asset.rank)}", asset.id) for asset in found]


def _people(office: Office, body: Body) -> list[Block]:
    vendor = Entered(body["view"]).choice(ids.VENDOR)
    return [option(name, person) for person, name in find_people(office.desk, vendor or "", _typed(body))]


def _submit(office: Office, ack: Ack, body: Body) -> None:
    entered = Entered(body["view"])
    try:
        member = office.member(body)
        offer = offer_choices(office.desk, None, entered.choices(ids.ASSETS))
        projects = tuple(project.id for project in offer.projects)
        draft = read_form(body["view"], requester=member.id, today=office.desk.today(), projects=projects)
        outcome = submit_request(office.desk, draft, submit_key=body["view"]["id"])
    except FormErrors as mistakes:
        ack(response_action="errors", errors=mistakes.errors)
    except Refusal as refusal:
        answer_in_form(ack, refusal, body, "vendor")
    else:
        _answer(office, ack, body, outcome)


def _answer(office: Office, ack: Ack, body: Body, outcome: Submitted | Refused) -> None:
    if isinstance(outcome, Submitted):
        ack(response_action="update", view=draw_asked(outcome.request_id, _next_words(outcome)))
        return
    words = "; ".join([result.message for result in outcome.results] + list(outcome.gaps))
    log_refusal(Refusal("blocked", words), body)
    form = _form_view(office, Entered(body["view"]), check_lines(outcome.results), outcome.gaps)
    ack(response_action="update", view=draw_form(form))


def _next_words(outcome: Submitted) -> str:
    if outcome.state is RequestState.AWAITING_WAIVER:
        return "is kept and waits for a waiver; approvers are asked once it is there. You hear of it in a direct message."
    if outcome.state is RequestState.APPROVED:
        return "is public material and needs no approval; access opens on its first day."
    if outcome.state is RequestState.PENDING_APPROVAL:
        return "is on its way. You find where it stands, and who has it, in a direct message from me."
    return f"is {outcome.state.words}."
