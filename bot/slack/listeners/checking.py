"""`/ip-check`: what a vendor could be given, asked by words or chosen from lists, answered to one person alone."""

from collections.abc import Mapping

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.requests.check_vendor import check_vendor, find_meant
from bot.application.requests.read import Offer, offer_choices
from bot.application.requests.show_outlook import OutlookView, show_outlook
from bot.domain.checks.transfer import channels_for
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.prospects import longest_days
from bot.domain.register import Member
from bot.domain.vocabulary import Mode
from bot.domain.words_meant import Meant
from bot.slack import ids
from bot.slack.blocks.choosing import Choice, asset_choice, entity_choice, options_of, vendor_choice
from bot.slack.blocks.form import FormView, draw_form
from bot.slack.blocks.kit import View, option
from bot.slack.blocks.outlook import draw_check_form, draw_choices, draw_outlook, draw_outlook_in_form, nothing_found_words
from bot.slack.blocks.standing import Standing
from bot.slack.forms import Entered
from bot.slack.listeners.answers import answer_in_form, whisper
from bot.slack.listeners.members import Body, Office, clicked_value
from bot.slack.listeners.typed import Answer, Command


def listen(app: App, office: Office) -> None:
    app.command(ids.CHECK_COMMAND)(lambda ack, body, client: _command(office, ack, body, client))
    app.view(ids.CHECK_FORM)(lambda ack, body: _chosen(office, ack, body))
    app.action(ids.CHECK_THIS)(lambda ack, body, respond: _this(office, ack, body, respond))
    app.action(ids.ASK_FOR)(lambda ack, body, client, respond: _ask(office, ack, body, client, respond))


def _command(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    def opens(_: Member) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=draw_check_form())

    CHECK.reply(office, ack, body, opens)


def _of_words(office: Office, member: Member, said: str) -> Answer:
    """One vendor is answered about; what may mean several is a choice, and nothing is guessed."""
    office.checks_pace.count(member.id)
    found = find_meant(office.context, said.split())
    if not found.named:
        raise Refusal("unknown_record", nothing_found_words(found, said))
    if not found.is_sure:
        return draw_choices(found, said)
    return draw_outlook(_outlook(office, member, found.named[0].meant))


CHECK = Command(ids.CHECK_COMMAND, {}, _of_words)


def _outlook(office: Office, member: Member, meant: Meant) -> OutlookView:
    return show_outlook(check_vendor(office.context, member, meant))


def _this(office: Office, ack: Ack, body: Body, respond: Respond) -> None:
    try:
        member = office.member(body)
        office.checks_pace.count(member.id)
        text, blocks = draw_outlook(_outlook(office, member, ids.read_meant(clicked_value(body))))
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
    ack()


def _chosen(office: Office, ack: Ack, body: Body) -> None:
    entered = Entered(body["view"])
    try:
        member = office.member(body)
        office.checks_pace.count(member.id)
        meant = Meant(entered.choice(ids.VENDOR) or "", entered.choice(ids.ASSETS))
        ack(response_action="update", view=draw_outlook_in_form(_outlook(office, member, meant)))
    except Refusal as refusal:
        answer_in_form(office, ack, refusal, body, "vendor")


def _ask(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    """The form as it was tried; in the place of the form in which the answer stands, if it stands in one."""
    try:
        office.member(body)
        form = _filled(office, ids.read_meant(clicked_value(body)))
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        if view := body.get("view"):
            client.views_update(view_id=view["id"], view=form)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=form)
    ack()


def _filled(office: Office, meant: Meant) -> View:
    offer = offer_choices(office.context, meant.vendor, (meant.asset,) if meant.asset else ())
    vendor, today = offer.vendor, office.context.today()
    if vendor is None:
        raise Refusal("unknown_record", f"The register does not know that vendor any more. `{ids.COMMAND}` opens an empty form.")
    days = longest_days(office.context.check_policy, offer.assets)
    return draw_form(
        FormView(
            vendor=vendor_choice(vendor),
            entities=tuple(map(entity_choice, vendor.entities)),
            channels=tuple(Choice(channel.id, channel.name) for channel in offer.channels),
            projects=tuple(Choice(project.id, project.title) for project in offer.projects),
            rank=offer.rank,
            start=today.isoformat(),
            standing=_standing(offer, (today + ONE_DAY * (days - 1)).isoformat()),
        )
    )


def _standing(offer: Offer, end: str) -> Mapping[str, Standing]:
    """What is known of it; who it is for, for which company and why, is for the person to say."""
    ways = channels_for(offer.all_channels, offer.rank) if offer.rank is not None else []
    chosen = {
        ids.VENDOR: ("vendor", [vendor_choice(vendor) for vendor in (offer.vendor,) if vendor]),
        ids.ASSETS: ("assets", [asset_choice(asset) for asset in offer.assets]),
        ids.CHANNEL: (f"channel:{offer.rank}", [Choice(way.id, way.name) for way in ways[:1]]),
    }
    standing = {action: Standing(block, tuple(options_of(choices))) for action, (block, choices) in chosen.items()}
    mode = Standing("mode", (option(Mode.VIEW.words, Mode.VIEW.value),))
    return standing | {ids.MODE: mode, ids.END: Standing("end", day=end)}
