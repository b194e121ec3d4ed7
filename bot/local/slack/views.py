"""Forms and Home tabs: opening, stacking, updating and closing them."""

from typing import Any

from bot.local.slack.json_body import Json, Refused, new_id
from bot.local.slack.limits import checked_view
from bot.local.slack.state import State, View

MAX_STACK = 3


class Views:
    """Everything that can happen to a view, whoever asks for it: a Web API call or an acknowledgement."""

    def __init__(self, state: State) -> None:
        self.state = state

    def top(self, user: str) -> View | None:
        stack = self.state.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, body: Any) -> View:
        """A fresh form instead of whatever this person had open."""
        view = self._new(user, body, "modal")
        self.state.stacks[user] = [view]
        self.state.changed("view", user=user)
        return view

    def push(self, user: str, body: Any) -> View:
        """A form above the one that is open. Raises Refused above three, or where none is open."""
        stack = self.state.stacks.get(user, [])
        if not stack:
            raise Refused("not_found")
        if len(stack) >= MAX_STACK:
            raise Refused("push_limit_reached")
        view = self._new(user, body, "modal")
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self.state.changed("view", user=user)
        return view

    def update(self, view: View, body: Any, *, expected: str | None = None) -> View:
        """Another body for the same view. Raises Refused if `expected` is no longer its hash."""
        if expected and expected != view.hash:
            raise Refused("hash_conflict")
        checked = checked_view(body, self.state.unknown_blocks)
        if checked["type"] != view.body["type"]:
            raise Refused("invalid_arguments", "[ERROR] a view keeps its type [json-pointer:/view/type]")
        self._unique(checked, view)
        view.replace(checked)
        self.state.changed("view" if checked["type"] == "modal" else "home", user=view.user)
        return view

    def publish(self, user: str, body: Any, *, expected: str | None = None) -> View:
        """The Home tab of one person."""
        known = self.state.homes.get(user)
        if known:
            return self.update(known, body, expected=expected)
        self.state.homes[user] = self._new(user, body, "home")
        self.state.changed("home", user=user)
        return self.state.homes[user]

    def close(self, view: View) -> list[View]:
        """Takes the form (or, with `clear_on_close`, the whole stack) off the screen; returns what went."""
        stack = self.state.stacks.get(view.user, [])
        gone = [view] if view in stack else []
        if view.body.get("clear_on_close"):
            gone = list(reversed(stack))
        self.state.stacks[view.user] = [left for left in stack if left not in gone]
        self.state.changed("view", user=view.user)
        return gone

    def answered(self, view: View, reply: Json) -> None:
        """Does what the answer to a submission says; a bare one closes the form."""
        action = reply.get("response_action")
        if action == "errors":
            self._show_errors(view, reply.get("errors") or {})
        elif action == "update":
            self.update(view, reply.get("view"))
        elif action == "push":
            self.push(view.user, reply.get("view"))
        elif action == "clear":
            self.state.stacks[view.user] = []
            self.state.changed("view", user=view.user)
        else:
            self._drop(view)

    def _drop(self, view: View) -> None:
        stack = self.state.stacks.get(view.user, [])
        self.state.stacks[view.user] = [left for left in stack if left is not view]
        self.state.changed("view", user=view.user)

    def _show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Errors belong to input blocks; Slack takes no others."""
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        strange = set(errors) - inputs
        if strange or not errors:
            raise Refused("invalid_arguments", f"[ERROR] errors for blocks that are no inputs: {sorted(strange)}")
        view.errors = dict(errors)
        self.state.changed("view", user=view.user)

    def _new(self, user: str, body: Any, kind: str) -> View:
        checked = checked_view(body, self.state.unknown_blocks)
        if checked["type"] != kind:
            raise Refused("invalid_arguments", f"[ERROR] the view must be of type {kind} [json-pointer:/view/type]")
        self._unique(checked, None)
        ident = new_id("V")
        view = View(ident, user, {**checked, "blocks": []}, ident)
        view.replace(checked)
        return view

    def _unique(self, body: Json, own: View | None) -> None:
        external = body.get("external_id")
        if external and self.by_external_id(external) not in (None, own):
            raise Refused("duplicate_external_id")

    def by_external_id(self, external_id: str) -> View | None:
        everywhere = [view for stack in self.state.stacks.values() for view in stack] + list(self.state.homes.values())
        return next((view for view in everywhere if view.body.get("external_id") == external_id), None)
