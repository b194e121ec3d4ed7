"""What a person can do, as a script does it: the same addresses that the page uses, without a browser."""

import json
import time
from collections.abc import Callable
from datetime import date
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

Json = dict[str, Any]
TIMEOUT = 60.0  # seconds: moving through months of days waits for the work of each


class NotAcknowledged(Exception):
    """The person is shown these words instead of what they wanted."""


class NotThere(LookupError):
    """No such button, field or form is in front of the person."""


class Line:
    """Plain HTTP to the local workspace; a proxy in the environment is not asked."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url).netloc

    def get(self, path: str, **query: Any) -> Json:
        return self._send("GET", f"{path}?{urlencode(query)}", None)

    def post(self, path: str, said: Json) -> Json:
        return self._send("POST", path, said)

    def delete(self, path: str) -> Json:
        return self._send("DELETE", path, None)

    def _send(self, verb: str, path: str, said: Json | None) -> Json:
        connection = HTTPConnection(self._address, timeout=TIMEOUT)
        try:
            body = None if said is None else json.dumps(said)
            connection.request(verb, path, body, {"Content-Type": "application/json"})
            reply: Json = json.loads(connection.getresponse().read())
            return reply
        finally:
            connection.close()


class ScriptedUser:
    """One person at work. Every doing returns after Slack has acknowledged, or raises NotAcknowledged with the words shown."""

    def __init__(self, url: str, user_id: str) -> None:
        self.user_id = user_id
        self._line = Line(url)

    def say(self, channel: str, text: str) -> None:
        """Writes into a channel (by name) or to `@bot`; what begins with a slash command calls it."""
        self._do("say", **{"in": channel}, text=text)

    def command(self, command: str, text: str = "", *, channel: str = "@bot") -> None:
        self.say(channel, f"{command} {text}".strip())

    def messages(self, channel: str = "@bot") -> list[Json]:
        """What the person sees there, oldest first: text, blocks, ts, user, ephemeral, channel."""
        found: list[Json] = self._look("place", **{"in": channel})["messages"]
        return found

    def whispers(self) -> list[Json]:
        """Every message that only this person sees, wherever it stands."""
        found: list[Json] = self._look("whispers")["messages"]
        return found

    def view(self) -> Json | None:
        """The form in front of the person, with `errors` by block id and what was entered in `values`."""
        found: Json | None = self._look("view")["view"]
        return found

    def home_view(self) -> Json | None:
        """What stands in the Home tab."""
        found: Json | None = self._look("home")["view"]
        return found

    def home(self) -> Json | None:
        """Opens the Home tab, and returns what stands there."""
        self._do("home")
        return self.home_view()

    def fill(self, name: str, value: Any) -> None:
        """Enters a value into the field of this block id or action id: text, a date, an option's value or words, or a list."""
        block_id, action_id = self._field(name)
        self._do("act", spot=self._form(), block_id=block_id, action_id=action_id, value=value)

    def suggest(self, action_id: str, typed: str) -> list[Json]:
        """The options that are offered for what was typed."""
        block_id, action = self._field(action_id)
        said = self._do("suggest", spot=self._form(), block_id=block_id, action_id=action, typed=typed)
        options: list[Json] = said["options"]
        return options

    def choose(self, action_id: str, *values: str) -> None:
        """Chooses by value or words among what stands there or was suggested before; several for a multi select."""
        kind = self._element(action_id)["type"]
        self.fill(action_id, list(values) if kind.startswith("multi") or kind == "checkboxes" else values[0])

    def submit(self) -> None:
        """Sends the form. Errors in it are no exception: `view()["errors"]` tells."""
        try:
            self._do("submit", **self._form())
        except NotAcknowledged:
            if not (self.view() or {}).get("errors"):
                raise

    def close(self) -> None:
        self._do("close", **self._form())

    def click(
        self, action_id: str, *, message_ts: str | None = None, channel: str | None = None, value: str | None = None
    ) -> None:
        """Clicks a button (or chooses `value` in a menu): in that message, else in the newest one of that channel, else in
        what is in front of the person: form, Home tab, newest message of the direct conversation."""
        spot = self._spot(action_id, message_ts, channel, value)
        self._do("act", spot=spot, action_id=action_id, value=value)

    def click_raw_in_form(self, action_id: str, value: str) -> None:
        """Sends a click in the open form that no button stands for."""
        self._do("forge", spot=self._form(), action_id=action_id, value=value)

    def click_raw(self, action_id: str, value: str, message_ts: str, channel: str) -> None:
        """Sends a click that no button stands for."""
        self._do("forge", spot={"channel": channel, "message": message_ts}, action_id=action_id, value=value)

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 5.0) -> Any:
        """Asks `predicate` again at every change until it says something true, and returns that. Raises TimeoutError."""
        until = time.monotonic() + timeout
        version = -1
        while not (result := predicate()):
            if time.monotonic() > until:
                raise TimeoutError("What was waited for did not happen.")
            version = self._line.get("/look/version", after=version)["version"]
        return result

    def _do(self, doing: str, **said: Any) -> Json:
        reply = self._line.post(f"/do/{doing}", {"as": self.user_id, **said})
        if not reply["ok"]:
            raise NotAcknowledged(reply["words"])
        return reply

    def _look(self, at: str, **query: str) -> Json:
        return self._line.get(f"/look/{at}", **{"as": self.user_id}, **query)

    def _form(self) -> Json:
        view = self.view()
        if view is None:
            raise NotThere("No form is open.")
        return {"view": view["id"]}

    def _field(self, name: str) -> tuple[str, str]:
        view = self.view() or {"blocks": []}
        for block in view["blocks"]:
            for element in _elements(block):
                if name in (block["block_id"], element["action_id"]):
                    return block["block_id"], element["action_id"]
        raise NotThere(f"There is no field {name} in the form.")

    def _element(self, name: str) -> Json:
        place = self._field(name)
        blocks = (self.view() or {"blocks": []})["blocks"]
        return next(e for block in blocks for e in _elements(block) if (block["block_id"], e["action_id"]) == place)

    def _spot(self, action_id: str, message_ts: str | None, channel: str | None, value: str | None) -> Json:
        if message_ts is None and channel is None:
            for view in (self.view(), self.home_view()):
                if view and _has(view["blocks"], action_id, value):
                    return {"view": view["id"]}
        place = channel or "@bot"
        for message in reversed(self.messages(place)):
            if message_ts in (None, message["ts"]) and _has(message["blocks"], action_id, value):
                return {"channel": message["channel"], "message": message["ts"]}
        raise NotThere(f"There is no {action_id} in front of {self.user_id} in {place}.")


class Control:
    """What the host of the demo can do, and tests."""

    def __init__(self, url: str) -> None:
        self._line = Line(url)

    def faults(self, kind: str, **more: Any) -> None:
        """Arms a fault: latency, ratelimited, error, reply_lost, sent_twice; with method, times, seconds, status."""
        self._checked(self._line.post("/control/faults", {"kind": kind, **more}))

    def clear_faults(self) -> None:
        self._line.delete("/control/faults")

    def cut_socket(self, *, close_frame: bool = True) -> None:
        self._line.post("/control/socket", {"cut": "close_frame" if close_frame else "silently"})

    def ask_to_reconnect(self) -> None:
        self._line.post("/control/socket", {})

    def go_to(self, day: date) -> date:
        return self._move({"day": day.isoformat()})

    def next_day(self) -> date:
        return self._move({"step": "next_day"})

    def next_monday(self) -> date:
        return self._move({"step": "next_monday"})

    def today(self) -> date:
        return date.fromisoformat(self._line.get("/control/clock")["today"])

    def _move(self, how: Json) -> date:
        return date.fromisoformat(self._checked(self._line.post("/control/clock", how))["today"])

    def _checked(self, reply: Json) -> Json:
        if not reply["ok"]:
            raise ValueError(reply["words"])
        return reply


def _elements(block: Json) -> list[Json]:
    found = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
    return [element for element in found if isinstance(element, dict) and "action_id" in element]


def _has(blocks: list[Json], action_id: str, value: str | None) -> bool:
    fitting = [element for block in blocks for element in _elements(block) if element["action_id"] == action_id]
    return any(element["type"] != "button" or value in (None, element.get("value")) for element in fitting)
