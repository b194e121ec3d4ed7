"""What Slack sends when somebody presses *Approve* on a message, or fills a field of the form."""

import time
from datetime import date
from typing import Any

from benchmarks.rooms import Waiting, context_on
from benchmarks.tiny_slack import TEAM
from benchmarks.world import OWNERS, PEOPLE_OF_VENDOR, World, owner_of, people_of
from bot.application.requests.messages import ASK
from bot.domain.vocabulary import Mode
from bot.slack import ids
from bot.slack.blocks.form import Choice, FormView, draw_form
from bot.slack.blocks.kit import Block, option
from bot.slack.messenger import drawn
from bot.store.outbox import SLACK, Promise
from tests.builders import END, START
from tests.showing import draw

Json = dict[str, Any]
MODE = Mode.VIEW


def shown_message(url: str, request: Waiting) -> Json:
    """The owner's direct message as it stands, which Slack repeats in the payload of each click."""
    place = f"person:{request.owner.id}"
    with context_on(url) as context, context.store.reading() as unit:
        drawing = draw(unit, context, Promise("shown", SLACK, request.id, place, ASK))
    if drawing is None:
        raise LookupError(f"{request.id} is not kept")
    words, blocks = drawn(drawing)
    return {"type": "message", "user": "U0BOT", "bot_id": "B0BOT", "team": TEAM, "text": words, "blocks": blocks}


def approve(request: Waiting, message: Json) -> Json:
    """The owner presses *Approve* on their own direct message; the second stage is stage 1 on the wire."""
    channel, ts = next(copy for copy in request.copies if copy[0].endswith(f":{request.owner.id}"))
    value = ids.Picture(request.id, 1, 1).value
    action = {"type": "button", "block_id": "ask", "action_id": ids.APPROVE, "value": value, "action_ts": _moment()}
    return _by(str(request.owner.slack_id)) | {
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "channel": {"id": channel, "name": "directmessage"},
        "message": message | {"ts": ts},
        "state": {"values": {}},
        "actions": [action],
    }


def _by(who: str) -> Json:
    user = {"id": who, "username": who.lower(), "name": who.lower(), "team_id": TEAM}
    app = {"api_app_id": "A0BENCH", "token": "not-used", "trigger_id": f"{time.time_ns()}.1", "is_enterprise_install": False}
    return {"type": "block_actions", "team": {"id": TEAM, "domain": "bench"}, "user": user, **app}


def _moment() -> str:
    return f"{time.time_ns() / 1e9:.6f}"


def last_field(world: World, number: int, *, view_id: str) -> Json:
    """Somebody chooses the last day in a form in which everything else is answered; another vendor and asker each time.

    One person is answered some sixty times a minute only, so those take turns who own another vendor's material.
    """
    n = number % world.vendors + 1
    blocks = _form(n)
    values = {block["block_id"]: _state(block["element"], n) for block in blocks if block["type"] == "input"}
    view = {"id": view_id, "type": "modal", "callback_id": ids.REQUEST_FORM, "blocks": blocks, "state": {"values": values}}
    more = {"team_id": TEAM, "hash": "1.a", "root_view_id": view_id, "app_id": "A0BENCH", "private_metadata": ""}
    action = {"type": "datepicker", "block_id": "end", "action_id": ids.END, "selected_date": _day(END), "action_ts": _moment()}
    asker = f"U_{owner_of(n % OWNERS + 1).upper()}"
    return _by(asker) | {"container": {"type": "view", "view_id": view_id}, "view": view | more, "actions": [action]}


def _form(n: int) -> list[Block]:
    shown = FormView(
        vendor=Choice(f"V{n}", f"Volt {n} GmbH"),
        entities=(Choice(f"V{n}-A", f"Volt {n} Sp. z o.o. (PL)"),),
        channels=(Choice("CH", "Partner Git"), Choice("VDI", "Virtual desktop")),
        rank=3,
        start=_day(START),
    )
    return list(draw_form(shown)["blocks"])


def _day(day: date) -> str:
    return day.isoformat()


def _state(element: Block, n: int) -> Json:
    """What stands in one field, in Slack's words."""
    action, kind = element["action_id"], element["type"]
    one = {
        ids.VENDOR: option(f"Volt {n} GmbH", f"V{n}"),
        ids.ENTITY: option(f"Volt {n} Sp. z o.o. (PL)", f"V{n}-A"),
        ids.MODE: option(MODE.words, MODE.value),
        ids.CHANNEL: option("Partner Git", "CH"),
    }
    several = {
        ids.PEOPLE: [option(f"Ewa {who}", who) for who in people_of(n)[:PEOPLE_OF_VENDOR]],
        ids.ASSETS: [option(f"A{n} Pump controller {n}", f"A{n}")],
    }
    if action in one:
        return {action: {"type": kind, "selected_option": one[action]}}
    if kind == "datepicker":
        return {action: {"type": kind, "selected_date": _day(START if action == ids.START else END)}}
    if kind == "plain_text_input":
        return {action: {"type": kind, "value": "The controller cannot be tuned without it."}}
    return {action: {"type": kind, "selected_options": several.get(action, [])}}
