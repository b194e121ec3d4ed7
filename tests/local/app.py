"""A tiny app of the tests' own: one command, one form with every kind of input, one card, one Home tab."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.local.slack import LocalMember

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-local", "xapp-local", "local-signing-secret"
SCOPES = frozenset(
    {
        "chat:write",
        "commands",
        "im:write",
        "users:read",
        "users:read.email",
        "usergroups:read",
        "channels:read",
        "groups:read",
    }
)
COMMANDS = {"/ip-request": "[mine]", "/ip-vendor": "<name>", "/ip-quiet": "", "/ip-slow": ""}
MEMBERS = (
    LocalMember("U_JONAS", "jonas", "Jonas Feld", "Perception engineer"),
    LocalMember("U_LENA", "lena", "Lena Brandt", "Data owner"),
    LocalMember("U_TOBIAS", "tobias", "Tobias Okafor", "Data owner"),
    LocalMember("U_GUEST", "gast", "Gerda Gast", "Consultant", guest=True),
    LocalMember("U_STRANGE", "pell", "Rowan Pell", "Penhallow Acoustics", stranger=True),
    LocalMember("U_GONE", "gone", "Gero Fort", active=False),
)
EVERYBODY = [member.id for member in MEMBERS]
OUR_OWN = ["U_JONAS", "U_LENA", "U_TOBIAS"]
CHANNELS = {"ip-requests": OUR_OWN, "counsel": ["U_LENA"], "elsewhere": ["U_JONAS"]}
VENDORS = ("Brannwald Konstruktion GmbH", "Wislanka Soft Sp. z o.o.", "Nilgiri Vector", "Penhallow Acoustics Ltd")


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": words(text), "value": value}


def asked(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": words(label), "element": element, **more}


def form(*extra: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form with every kind of input."""
    modes = [option("View", "view"), option("Change a working copy", "change")]
    terms = [option("The vendor has read the rules", "rules"), option("Just evaluating", "evaluating")]
    return {
        "type": "modal",
        "callback_id": "ask",
        "private_metadata": "v1",
        "notify_on_close": True,
        "title": words("Ask for vendor access"),
        "submit": words("Ask"),
        "close": words("Cancel"),
        "blocks": [
            *extra,
            asked(
                "vendor",
                "Vendor",
                {"type": "external_select", "action_id": "vendor.pick", "min_query_length": 1},
                dispatch_action=True,
            ),
            asked(
                "people",
                "People",
                {"type": "multi_external_select", "action_id": "people.pick", "min_query_length": 0},
                optional=True,
            ),
            asked(
                "what",
                "What",
                {
                    "type": "multi_static_select",
                    "action_id": "what.pick",
                    "options": [option("Perception training pipeline", "AST-001"), option("Radar signal library", "AST-008")],
                },
                hint=words("Several are fine."),
            ),
            asked("how", "How", {"type": "static_select", "action_id": "how.pick", "options": modes}),
            asked("until", "Until", {"type": "datepicker", "action_id": "until.pick"}),
            asked("terms", "Also", {"type": "checkboxes", "action_id": "terms.pick", "options": terms}, optional=True),
            asked(
                "size",
                "How much",
                {"type": "radio_buttons", "action_id": "size.pick", "options": [option("Part", "part"), option("All", "all")]},
                optional=True,
            ),
            asked("owner", "Who knows it", {"type": "users_select", "action_id": "owner.pick"}, optional=True),
            asked(
                "short",
                "In one word",
                {
                    "type": "plain_text_input",
                    "action_id": "short.type",
                    "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
                },
                dispatch_action=True,
                optional=True,
            ),
            asked("why", "Why", {"type": "plain_text_input", "action_id": "why.type", "multiline": True}),
        ],
        **more,
    }


def card() -> list[dict[str, Any]]:
    """A card with what messages hold: text, fields, a chart, buttons, a menu."""
    confirm = {
        "title": words("Reject it?"),
        "text": words("The requester is told."),
        "confirm": words("Reject"),
        "deny": words("Not yet"),
    }
    button = {
        "type": "button",
        "action_id": "request.approve",
        "text": words("Approve"),
        "value": "1|7",
        "style": "primary",
    }
    reject = {
        "type": "button",
        "action_id": "request.reject",
        "text": words("Reject"),
        "value": "1|7",
        "style": "danger",
        "confirm": confirm,
    }
    menu = {
        "type": "overflow",
        "action_id": "request.more",
        "options": [option("Details", "details"), option("Why me", "why")],
    }
    until = "<!date^1799967600^{date_short}|15 Jan 2027>"
    text = f"Access request *REQ-2026-0142* · Secret (C3)\nAST-001 for _Brannwald_ until {until} :hourglass:"
    return [
        {"type": "header", "text": words("Access request")},
        {"type": "section", "block_id": "about", "text": {"type": "mrkdwn", "text": text}, "accessory": menu},
        {
            "type": "section",
            "fields": [
                {"type": "mrkdwn", "text": "*Checks*\n39 run, none against"},
                {"type": "mrkdwn", "text": "*Due*\nThu 26 Nov"},
            ],
        },
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Stage 2 of 3 · <@U_TOBIAS> has decided · `C3`"}]},
        {"type": "actions", "block_id": "decide", "elements": [button, reject]},
    ]


def make_app(url: str) -> App:
    """The app, connected to the local workspace at `url`."""
    client = WebClient(token=BOT_TOKEN, base_url=url + "/api/", proxy=None, retry_handlers=[])
    app = App(client=client, signing_secret=SECRET, process_before_response=True, url_verification_enabled=False)
    _listen_to_commands(app)
    _listen_to_form(app)
    _listen_to_card(app)
    return app


def _listen_to_commands(app: App) -> None:
    @app.command("/ip-request")
    def ask(ack: Any, body: Any, client: Any) -> None:
        if body["text"] == "card":
            client.chat_postMessage(channel="C_IP_REQUESTS", text="Access request REQ-2026-0142", blocks=card())
            return ack("The card is there.")
        client.views_open(trigger_id=body["trigger_id"], view=form())
        return ack()

    @app.command("/ip-quiet")
    def quiet() -> None:
        """Forgets to acknowledge."""

    @app.event("app_home_opened")
    def home(event: Any, client: Any) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": card()})


def _listen_to_form(app: App) -> None:
    @app.options("vendor.pick")
    def vendors(ack: Any, payload: Any) -> None:
        ack(options=[option(name, name.split()[0]) for name in VENDORS if payload["value"].lower() in name.lower()])

    @app.options("people.pick")
    def people(ack: Any, payload: Any) -> None:
        names = {"P03": "Kasia Wrobel", "P01": "Anke Dorsch"}
        ack(options=[option(name, ident) for ident, name in names.items() if payload["value"].lower() in name.lower()])

    @app.action("vendor.pick")
    def chosen(ack: Any, body: Any, client: Any) -> None:
        vendor = body["actions"][0]["selected_option"]["text"]["text"]
        note = {
            "type": "section",
            "block_id": "note",
            "text": {"type": "mrkdwn", "text": f"*{vendor}* has a valid NDA."},
        }
        client.views_update(view_id=body["view"]["id"], view=form(note))
        ack()

    @app.action("short.type")
    def typed(ack: Any) -> None:
        ack()

    @app.view("ask")
    def sent(ack: Any, view: Any, client: Any, body: Any) -> None:
        why = view["state"]["values"]["why"]["why.type"]["value"]
        if why == "because":
            return ack(response_action="errors", errors={"why": "Say which task fails without it."})
        if why == "more":
            return ack(
                response_action="update",
                view=form({"type": "section", "block_id": "more", "text": words("One thing more.")}),
            )
        if why == "above":
            return ack(response_action="push", view=form(title=words("One above")))
        if why == "enough":
            return ack(response_action="clear")
        if why == "nonsense":
            return ack(response_action="errors", errors={"nowhere": "x"})
        client.chat_postMessage(channel=body["user"]["id"], text=f"Asked: {why}")
        return ack()

    @app.view_closed("ask")
    def closed(ack: Any) -> None:
        ack()


def _listen_to_card(app: App) -> None:
    @app.action("request.approve")
    def approve(ack: Any, body: Any, client: Any, respond: Any) -> None:
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="REQ-2026-0142 · approved", blocks=[])
        respond("You approved it.", replace_original=False)
        ack()

    @app.action("request.reject")
    def reject(ack: Any, respond: Any) -> None:
        respond("Rejected.", replace_original=False)
        ack()

    @app.action("request.more")
    def more(ack: Any, body: Any, client: Any) -> None:
        chosen = body["actions"][0]["selected_option"]["value"]
        client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text=f"Chosen: {chosen}")
        ack()
