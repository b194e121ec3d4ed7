"""`/ip-request`: the form, its narrowing choices, what the checks say meanwhile, and what becomes of what was asked."""

from collections.abc import Callable, Mapping
from contextlib import suppress

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.application.requests.note_question import note_question
from bot.application.requests.preview_draft import Judged, LiveAnswer, Wish, preview_draft
from bot.application.requests.read import find_assets, find_vendors, offer_choices, people_of
from bot.application.requests.show import check_lines
from bot.application.requests.submit import Refused, Submitted, submit_request
from bot.domain.checks.results import checks_run, overall
from bot.domain.checks.verdicts import FixField
from bot.domain.errors import FormErrors, Refusal
from bot.domain.register import Member
from bot.domain.vocabulary import Mode, RequestState
from bot.slack import ids
from bot.slack.blocks.answers import draw_asked
from bot.slack.blocks.choosing import (
    NOTHING,
    Choice,
    Offered,
    asset_choice,
    entity_choice,
    narrowed,
    offered,
    person_choice,
    vendor_choice,
)
from bot.slack.blocks.form import FormView, draw_form
from bot.slack.blocks.kit import Block, View, option
from bot.slack.blocks.standing import Standing, belongs_to, next_block
from bot.slack.blocks.verdict import Shown, VerdictView, draw_pause, read_shown
from bot.slack.forms import Entered, read_form
from bot.slack.listeners.answers import answer_in_form, answer_mistakes, answer_typing, log_outcome, log_refusal
from bot.slack.listeners.members import Body, Office, clicked_value
from bot.slack.question_pace import TooOften

log = structlog.get_logger(__name__)
Suggest = Callable[[Office, Body], Offered]
FIELDS = (
    ids.VENDOR,
    ids.ENTITY,
    ids.PEOPLE,
    ids.ASSETS,
    ids.PROJECT,
    ids.MODE,
    ids.CHANNEL,
    ids.START,
    ids.END,
    ids.EVALUATION,
)
_DIGITS = 5
PAGES = (f"{ids.SHOW_ALL}.back", f"{ids.SHOW_ALL}.on")
BUTTONS = (ids.FIX, ids.WHY, ids.SHOW_ALL, *PAGES)


def listen(app: App, office: Office) -> None:
    for action in (*FIELDS, *BUTTONS):
        app.action(action)(lambda ack, body, client: _answer_live(office, ack, body, client))
    for action, suggest in SUGGESTED.items():
        app.options(action)(_suggesting(office, suggest))
    app.view(ids.REQUEST_FORM)(lambda ack, body: _submit(office, ack, body))


def open_form(office: Office, body: Body, client: WebClient) -> None:
    """Open the empty form; the first day is today until somebody chooses another."""
    view = draw_form(FormView(start=office.context.today().isoformat()))
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _answer_live(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    """Redraw from the payload's own state; without a hash, so that two quick choices do not lose each other."""
    try:
        member = office.member(body)
        office.pace.count(member.id)
        entered, shown = _with_click(Entered(body["view"]), body)
    except TooOften as pause:
        log_refusal(pause, body)
        _pause(office, body, client, pause)
    except Refusal as refusal:
        log_refusal(refusal, body)
    else:
        with office.form_order.turn(body["view"]["id"], str(body["actions"][0].get("action_ts"))) as newest:
            if newest:
                form = _form_view(office, member, entered, shown)
                _redraw(office, client, body["view"]["id"], draw_form(form))
                _note(office, member, entered, form)
    ack()


def _note(office: Office, member: Member, entered: Entered, form: FormView) -> None:
    """An answer of the checks leaves an entry; a database that is busy with others costs the entry, never the answer."""
    if form.verdict is None:
        return
    with suppress(Refusal):
        note_question(office.context, _wish(member, entered))


def _pause(office: Office, body: Body, client: WebClient, pause: TooOften) -> None:
    """Say in the form itself why it does not answer; it is drawn from what it shows already, so that nothing is looked up."""
    view, moment = body["view"], (body.get("actions") or [{}])[0].get("action_ts")
    with office.form_order.turn(view["id"], str(moment)):
        _update(client, view["id"], draw_pause(office.form_order.drawn(view["id"]) or view, pause.words))


def _redraw(office: Office, client: WebClient, view_id: str, view: View) -> None:
    _update(client, view_id, view)
    office.form_order.note_drawn(view_id, view)


def _update(client: WebClient, view_id: str, view: View) -> None:
    try:
        client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") != "not_found":
            raise
        log.info("form closed meanwhile", view=view_id)


def _with_click(entered: Entered, body: Body) -> tuple[Entered, Shown]:
    """What stands in the form once the click is done: a fix taken, a *Why?* opened or closed, all reasons shown."""
    shown, action = read_shown(body["view"].get("private_metadata")), body["actions"][0].get("action_id")
    if action == ids.WHY:
        return entered, shown.toggled(str(clicked_value(body))[:20])
    if action == ids.SHOW_ALL:
        return entered, Shown(all=True, why=shown.why)
    if action in PAGES:
        page = str(clicked_value(body))
        return entered, Shown(all=True, why=shown.why, page=int(page) if page.isdecimal() and len(page) < _DIGITS else 0)
    if action == ids.FIX:
        return Entered(body["view"], _fixed(entered, *ids.read_fix(clicked_value(body)))), shown
    return entered, shown


def _fixed(entered: Entered, field: FixField, value: str) -> Mapping[str, Standing]:
    """The field drawn anew with its new value; what the person types after that stands."""
    action = ids.FIXED[field]
    old = entered.standing.get(action, Standing())
    options: tuple[Block, ...] = ()
    if field is FixField.PEOPLE:
        options = tuple(one for one in old.options if one["value"] != value)
    elif field is FixField.CHANNEL:
        options = (option(value, value),)
    return {action: Standing(next_block(old.block_id), options, value if field is FixField.END_ON else "")}


def _form_view(office: Office, member: Member, entered: Entered, shown: Shown, *, refused: bool = False) -> FormView:
    answer = preview_draft(office.context, _wish(member, entered))
    offer = answer.offer
    vendor = offer.vendor
    return FormView(
        vendor=Choice(vendor.id, vendor.name) if vendor else None,
        entities=tuple(map(entity_choice, vendor.entities)) if vendor else (),
        channels=tuple(Choice(channel.id, channel.name) for channel in offer.channels),
        projects=tuple(Choice(project.id, project.title) for project in offer.projects),
        rank=offer.rank,
        standing=entered.standing,
        verdict=_verdict(answer, answer.judged, refused=refused) if answer.judged else None,
        shown=shown,
    )


def _wish(member: Member, entered: Entered) -> Wish:
    mode = entered.choice(ids.MODE)
    return Wish(
        requester=member.id,
        requester_slack=member.slack_id,
        vendor=entered.choice(ids.VENDOR),
        entity=entered.choice(ids.ENTITY),
        assets=entered.choices(ids.ASSETS),
        people=entered.choices(ids.PEOPLE),
        project=entered.choice(ids.PROJECT),
        mode=Mode(mode) if mode else None,
        channel=entered.choice(ids.CHANNEL),
        start_on=entered.day(ids.START),
        end_on=entered.day(ids.END),
        evaluation=entered.ticked(ids.EVALUATION, "evaluation"),
    )


def _verdict(answer: LiveAnswer, judged: Judged, *, refused: bool) -> VerdictView:
    against = check_lines(judged.results)
    stages = judged.route.stages if judged.route and answer.offer.rank else ()
    return VerdictView(
        overall=overall(judged.results),
        against=against,
        fine=checks_run(judged.results) - len({line.check for line in against}),
        stages=tuple(tuple(seat.words for seat in stage.seats) for stage in stages),
        gaps=judged.gaps,
        missing=judged.missing,
        refused=refused,
        asked=judged.asked,
        administrators=judged.administrators,
    )


def _suggesting(office: Office, suggest: Suggest) -> Callable[[Ack, Body, WebClient], None]:
    def listener(ack: Ack, body: Body, client: WebClient) -> None:
        try:
            office.pace.count(office.member(body).id)
            answer_typing(ack, suggest(office, body))
        except TooOften as pause:
            log_refusal(pause, body)
            _pause(office, body, client, pause)
            answer_typing(ack, NOTHING)
        except Refusal as refusal:
            log_refusal(refusal, body)
            answer_typing(ack, NOTHING)

    return listener


def _typed(body: Body) -> str:
    return str(body.get("value") or "")[:100]


def _vendors(office: Office, body: Body) -> Offered:
    found = find_vendors(office.context, _typed(body))
    return offered([vendor_choice(vendor) for vendor in found.shown], found.of)


def _assets(office: Office, body: Body) -> Offered:
    found = find_assets(office.context, _typed(body))
    return offered([asset_choice(asset) for asset in found.shown], found.of)


def _people(office: Office, body: Body) -> Offered:
    """Of the vendor for which the field was drawn: when Slack asks for options, its state may lag behind (bolt-js#1146)."""
    vendor = belongs_to(body.get("block_id")) or Entered(body["view"]).choice(ids.VENDOR)
    people = people_of(office.context, vendor or "")
    return offered(narrowed(map(person_choice, people), _typed(body)))


def _companies(office: Office, body: Body) -> Offered:
    vendor = offer_choices(office.context, belongs_to(body.get("block_id")), ()).vendor
    return offered(narrowed(map(entity_choice, vendor.entities if vendor else ()), _typed(body)))


def _channels(office: Office, body: Body) -> Offered:
    channels = offer_choices(office.context, None, Entered(body["view"]).choices(ids.ASSETS)).channels
    return offered(narrowed((Choice(channel.id, channel.name) for channel in channels), _typed(body)))


SUGGESTED: Mapping[str, Suggest] = {
    ids.VENDOR: _vendors,
    ids.ASSETS: _assets,
    ids.PEOPLE: _people,
    ids.ENTITY: _companies,
    ids.CHANNEL: _channels,
}


def _submit(office: Office, ack: Ack, body: Body) -> None:
    entered = Entered(body["view"])
    try:
        member = office.member(body)
        offer = offer_choices(office.context, None, entered.choices(ids.ASSETS))
        projects = tuple(project.id for project in offer.projects)
        draft = read_form(body["view"], requester=member, today=office.context.today(), projects=projects)
        outcome = submit_request(office.context, draft, submit_key=body["view"]["id"])
    except FormErrors as mistakes:
        answer_mistakes(ack, mistakes, body)
    except Refusal as refusal:
        answer_in_form(office, ack, refusal, body, "vendor")
    else:
        _answer(office, ack, body, member, outcome)


def _answer(office: Office, ack: Ack, body: Body, member: Member, outcome: Submitted | Refused) -> None:
    if isinstance(outcome, Submitted):
        ack(response_action="update", view=draw_asked(outcome.request_id, _next_words(outcome)))
        return
    if outcome.need:
        answer_mistakes(ack, FormErrors({Entered(body["view"]).block(ids.NEED): outcome.need}), body)
        return
    log_outcome("blocked", body, checks=sorted({result.check for result in outcome.results}), empty_seats=len(outcome.gaps))
    shown = read_shown(body["view"].get("private_metadata"))
    form = _form_view(office, member, Entered(body["view"]), shown, refused=True)
    ack(response_action="update", view=draw_form(form))


def _next_words(outcome: Submitted) -> str:
    if outcome.waits_for_fact:
        return "is kept and waits for a fact that nobody can waive. Whoever keeps the record is asked for it; then it goes on."
    if outcome.state is RequestState.AWAITING_WAIVER:
        return "is kept and waits for a waiver; approvers are asked once it is there. You hear of it in a direct message."
    if outcome.state is RequestState.APPROVED:
        return "is public material and needs no approval; it is in force from its first day."
    if outcome.state is RequestState.PENDING_APPROVAL:
        return "is on its way. You find where it stands, and who has it, in a direct message from me."
    return f"{outcome.state.claim}."
