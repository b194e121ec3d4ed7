"""The Web API methods that the app calls, each with its arguments and the scopes it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.local.slack import json_body
from bot.local.slack.json_body import Json, Refused
from bot.local.slack.message_events import MessageEvents
from bot.local.slack.payloads import Payloads
from bot.local.slack.people import OTHER_TEAM, LocalMember
from bot.local.slack.posting import Posting
from bot.local.slack.state import Channel, Message, State, View
from bot.local.slack.views import Views

SHARED_MARKS = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
LIST_SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read"}
MOST_IN_A_PAGE = 999
PAGE = frozenset({"cursor", "limit"})
SAID = frozenset({"channel", "text", "blocks", "metadata", "mrkdwn", "parse", "link_names", "unfurl_links", "unfurl_media"})


@dataclass(frozen=True)
class Method:
    """What one method takes, what of it is required, and the scope without which it is refused."""

    call: Callable[[Json], Json]
    takes: frozenset[str]
    needs: tuple[str, ...] = ()
    scope: str | None = None


class Methods:
    """All methods of one workspace by name; each takes its arguments and returns the reply without `ok`."""

    def __init__(self, state: State, *, payloads: Payloads, views: Views, posting: Posting, bot_name: str) -> None:
        self.state = state
        self.payloads = payloads
        self.views = views
        self.posting = posting
        self.bot_name = bot_name
        self.scopes: frozenset[str] = frozenset()
        self.message_events: MessageEvents | None = None

    def table(self) -> dict[str, Method]:
        view = frozenset({"view", "trigger_id"})
        update = frozenset({"view", "view_id", "external_id", "hash"})
        user, group = frozenset({"user", "include_locale"}), frozenset({"usergroup", "include_disabled"})
        types = PAGE | {"types", "exclude_archived"}
        groups = frozenset({"include_users", "include_count", "include_disabled"})
        posted, ts = SAID | {"thread_ts", "reply_broadcast"}, frozenset({"channel", "ts"})
        about = frozenset({"channel", "include_num_members", "include_locale"})
        return {
            "auth.test": Method(self.auth_test, frozenset()),
            "chat.postMessage": Method(self.post_message, posted, ("channel",), "chat:write"),
            "chat.postEphemeral": Method(self.post_ephemeral, posted | {"user"}, ("channel", "user"), "chat:write"),
            "chat.update": Method(self.update_message, SAID | ts, ("channel", "ts"), "chat:write"),
            "chat.delete": Method(self.delete_message, ts, ("channel", "ts"), "chat:write"),
            "conversations.open": Method(self.open_direct, frozenset({"users", "return_im"}), ("users",), "im:write"),
            "conversations.list": Method(self.list_channels, types),
            "conversations.info": Method(self.channel_info, about, ("channel",)),
            "conversations.members": Method(self.channel_members, PAGE | {"channel"}, ("channel",)),
            "users.info": Method(self.user_info, user, ("user",), "users:read"),
            "users.list": Method(self.list_users, PAGE | {"include_locale"}, (), "users:read"),
            "users.lookupByEmail": Method(self.user_by_email, frozenset({"email"}), ("email",), "users:read.email"),
            "usergroups.list": Method(self.list_groups, groups, (), "usergroups:read"),
            "usergroups.users.list": Method(self.group_members, group, ("usergroup",), "usergroups:read"),
            "views.open": Method(self.open_view, view, ("view", "trigger_id")),
            "views.push": Method(self.push_view, view, ("view", "trigger_id")),
            "views.update": Method(self.update_view, update, ("view",)),
            "views.publish": Method(self.publish_home, frozenset({"user_id", "view", "hash"}), ("user_id", "view")),
        }

    def auth_test(self, _: Json) -> Json:
        names = {"team": self.payloads.team["domain"], "user": self.bot_name.lower()}
        ids = {"team_id": json_body.TEAM_ID, "user_id": json_body.BOT_USER, "bot_id": json_body.BOT_ID}
        return {"url": self.payloads.url + "/", **names, **ids, "is_enterprise_install": False}

    def post_message(self, args: Json) -> Json:
        message = self.posting.post(self._writable(args["channel"]).id, args)
        if self.message_events:
            self.message_events.posted(message)
        return {"channel": message.channel, "ts": message.ts, "message": self.payloads.message(message)}

    def post_ephemeral(self, args: Json) -> Json:
        channel = self._writable(args["channel"])
        if args["user"] not in channel.members:
            raise Refused("user_not_in_channel")
        return {"message_ts": self.posting.post(channel.id, args, only_for=args["user"]).ts}

    def update_message(self, args: Json) -> Json:
        message = self._own(args, "cant_update_message")
        before = self.payloads.message(message)
        self.posting.change(message, args)
        if self.message_events:
            self.message_events.changed(message, before)
        return {
            "channel": message.channel,
            "ts": message.ts,
            "text": message.text,
            "message": self.payloads.message(message),
        }

    def delete_message(self, args: Json) -> Json:
        self.posting.delete(self._own(args, "cant_delete_message"))
        return {"channel": args["channel"], "ts": args["ts"]}

    def _own(self, args: Json, otherwise: str) -> Message:
        """The app's own lasting message; an ephemeral one is not to be found again."""
        channel = self._known(args["channel"])
        if channel.archived:
            raise Refused("is_inactive")
        message = self.state.messages.get((channel.id, args["ts"]))
        if message is None or message.only_for:
            raise Refused("message_not_found")
        if message.user != json_body.BOT_USER:
            raise Refused(otherwise)
        return message

    def _known(self, ident: str) -> Channel:
        """A channel by id, or by the id of a person; a private one without the app is not known to it."""
        member = self.state.members.get(ident)
        if member:
            return self._direct(member)
        channel = self.state.channels.get(ident)
        if channel is None or (channel.private and json_body.BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def _writable(self, ident: str) -> Channel:
        """A channel by id; by its name of now only if it is public."""
        named = None if self.state.ids_only else self.state.named(ident.removeprefix("#"))
        channel = self._known(named.id if named and not named.private else ident)
        if channel.archived:
            raise Refused("is_archived")
        if channel.person and not self.state.members[channel.person].active:
            raise Refused("is_inactive")
        if json_body.BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def _direct(self, member: LocalMember) -> Channel:
        if not member.active:
            raise Refused("user_disabled")
        return self.state.direct(member.id)

    def open_direct(self, args: Json) -> Json:
        users = args["users"]
        ids = users.split(",") if isinstance(users, str) else users
        if len(ids) != 1 or ids[0] not in self.state.members:
            raise Refused("user_not_found")
        return {"channel": {"id": self._direct(self.state.members[ids[0]]).id}}

    def list_channels(self, args: Json) -> Json:
        types = str(args.get("types", "public_channel")).split(",")
        needed = [scope for kind, scope in LIST_SCOPES.items() if kind in types]
        if lacking := [scope for scope in needed if scope not in self.scopes]:
            raise Refused("missing_scope", needed=",".join(lacking), provided=",".join(sorted(self.scopes)))
        unwanted = str(args.get("exclude_archived", "")).lower() in ("1", "true")
        here = [c for c in self.state.channels.values() if not c.person and not (c.archived and unwanted)]
        seen = [c for c in here if not c.private or json_body.BOT_USER in c.members]
        wanted = [c for c in seen if ("private_channel" if c.private else "public_channel") in types]
        return self._page("channels", [self._channel(channel) for channel in wanted], args)

    def channel_info(self, args: Json) -> Json:
        return {"channel": self._channel(self._readable(args["channel"]))}

    def channel_members(self, args: Json) -> Json:
        return self._page("members", sorted(self._readable(args["channel"]).members), args)

    def _readable(self, ident: str) -> Channel:
        """A channel by its id alone, with the scope that its kind asks for."""
        channel = self.state.channels.get(ident)
        private = channel is not None and channel.private
        scope = "im:read" if channel and channel.person else LIST_SCOPES["private_channel" if private else "public_channel"]
        if scope not in self.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))
        if channel is None or (private and json_body.BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def _channel(self, channel: Channel) -> Json:
        """As Slack describes it; shared through Slack Connect where somebody of another company is in it, or as it was set."""
        if channel.person:
            return _as_channel(channel)
        elsewhere = any(self.state.members[one].stranger for one in channel.members if one in self.state.members)
        marks = {mark: mark in channel.shared for mark in SHARED_MARKS}
        marks["is_ext_shared"] = marks["is_ext_shared"] or elsewhere
        marks["is_shared"] = any(marks[mark] for mark in ("is_shared", "is_ext_shared", "is_org_shared"))
        pending = [OTHER_TEAM] if marks["is_pending_ext_shared"] else []
        return _as_channel(channel) | marks | {"pending_shared": pending, "pending_connected_team_ids": []}

    def _page(self, name: str, items: list[Any], args: Json) -> Json:
        try:
            start, size = int(args.get("cursor") or 0), int(args.get("limit") or 100)
        except ValueError:
            raise Refused("invalid_cursor") from None
        if not 1 <= size <= MOST_IN_A_PAGE:
            raise Refused("invalid_limit")
        following = str(start + size) if start + size < len(items) else ""
        return {name: items[start : start + size], "response_metadata": {"next_cursor": following}}

    def user_info(self, args: Json) -> Json:
        if args["user"] not in self.state.members:
            raise Refused("user_not_found")
        return {"user": self._as_user(self.state.members[args["user"]])}

    def _as_user(self, member: LocalMember) -> Json:
        email = member.email(self.payloads.team["domain"]) if "users:read.email" in self.scopes else None
        return member.as_user(self.state.clock.now(), email=email)

    def list_users(self, args: Json) -> Json:
        return self._page("members", [self._as_user(member) for member in self.state.members.values()], args)

    def user_by_email(self, args: Json) -> Json:
        for member in self.state.members.values():
            if member.email(self.payloads.team["domain"]) == args["email"] and member.active:
                return {"user": self._as_user(member)}
        raise Refused("users_not_found")

    def list_groups(self, args: Json) -> Json:
        return {"usergroups": [self._as_group(ident, args) for ident in self.state.groups]}

    def _as_group(self, ident: str, args: Json) -> Json:
        handle, users = self.state.groups[ident]
        group: Json = {"id": ident, "team_id": json_body.TEAM_ID, "is_usergroup": True, "name": handle, "handle": handle}
        group |= {"description": "", "is_external": False, "date_create": 0, "date_update": 0, "date_delete": 0}
        return group | ({"users": list(users)} if args.get("include_users") else {}) | {"user_count": len(users)}

    def group_members(self, args: Json) -> Json:
        if args["usergroup"] not in self.state.groups:
            raise Refused("no_such_subteam")
        return {"users": list(self.state.groups[args["usergroup"]][1])}

    def open_view(self, args: Json) -> Json:
        return self._view(self.views.open(self.state.use_trigger(args["trigger_id"]).user, args["view"]))

    def push_view(self, args: Json) -> Json:
        return self._view(self.views.push(self.state.use_trigger(args["trigger_id"]).user, args["view"]))

    def update_view(self, args: Json) -> Json:
        view = self.state.view(args.get("view_id", "")) or self.views.by_external_id(args.get("external_id", ""))
        if view is None:
            raise Refused("not_found")
        return self._view(self.views.update(view, args["view"], expected=args.get("hash")))

    def publish_home(self, args: Json) -> Json:
        if args["user_id"] not in self.state.members:
            raise Refused("user_not_found")
        return self._view(self.views.publish(args["user_id"], args["view"], expected=args.get("hash")))

    def _view(self, view: View) -> Json:
        return {"view": self.payloads.view(view)}


def _as_channel(channel: Channel) -> Json:
    if channel.person:
        return {"id": channel.id, "is_im": True, "user": channel.person, "created": 0}
    kind = {
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_private": channel.private,
        "is_im": False,
    }
    counted = {"num_members": len(channel.members), "is_member": json_body.BOT_USER in channel.members}
    named = {"name": channel.name, "name_normalized": channel.name, "previous_names": list(channel.previous_names)}
    return {"id": channel.id, **named, "created": 0, "is_archived": channel.archived, **kind, **counted}
