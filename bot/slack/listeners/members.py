"""Who acts, on what, and in which message: what every listener reads from what Slack delivers, and what it has at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.application.context import Context
from bot.application.members import recognise
from bot.application.people.accounts import find_account
from bot.application.ports import Directory, MessageRef
from bot.application.requests.adopt_copy import Seen
from bot.domain.register import Member
from bot.slack.form_order import FormOrder
from bot.slack.question_pace import ASK_AGAIN, MOST_CHECKS, QuestionPace

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Office:
    """The context of the use cases, the directory of the workspace, whose turn it is to redraw a form, and who asks too often."""

    context: Context
    directory: Directory
    form_order: FormOrder = field(default_factory=FormOrder)
    pace: QuestionPace = field(default_factory=QuestionPace)
    checks_pace: QuestionPace = field(default_factory=lambda: QuestionPace(most=MOST_CHECKS, then=ASK_AGAIN))

    def member(self, body: Body) -> Member:
        """Who acts, asked anew each time; raises Refusal for whoever may not take part."""
        user = user_of(body)
        member = recognise(self.context, self.directory, user)
        if member.is_reachable:
            return member
        find_account(self.context, user)
        return recognise(self.context, self.directory, user)


def user_of(body: Body) -> str:
    user = body.get("user") or {}
    return str(body.get("user_id") or user.get("id") or "")


def clicked_value(body: Body) -> object:
    actions = body.get("actions") or [{}]
    return actions[0].get("value")


def seen_in(body: Body) -> Seen | None:
    """The message that was clicked, and which kind of copy its buttons say it is; None in a form or in a private answer."""
    container: Mapping[str, Any] = body.get("container") or {}
    actions = body.get("actions") or [{}]
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    ref = MessageRef(str(container["channel_id"]), str(container["message_ts"]))
    return Seen(ref, str(actions[0].get("block_id", "")))
