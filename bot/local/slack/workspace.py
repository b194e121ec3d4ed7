"""One local Slack workspace, put together; what tests and the demo construct."""

from collections.abc import Iterable, Mapping, Sequence

from bot.application.ports import Clock
from bot.local.faults import OF_SLACK, Faults
from bot.local.slack.api import Api, Call
from bot.local.slack.delivery import Delivery, Sent
from bot.local.slack.json_body import BOT_USER
from bot.local.slack.message_events import MessageEvents
from bot.local.slack.methods import Methods
from bot.local.slack.payloads import Payloads
from bot.local.slack.people import LocalMember
from bot.local.slack.posting import Posting
from bot.local.slack.signed import SignedHttp
from bot.local.slack.sockets import SocketMode
from bot.local.slack.state import State
from bot.local.slack.user_actions import UserActions
from bot.local.slack.views import Views

ACKNOWLEDGE_WITHIN = 3.0
EVENT_RETRIES = (0.1, 5.0, 30.0)


class LocalSlack:
    """A workspace with its people, channels and one app.

    `channels` maps a channel's name to the ids of its members; the app is in all but those in `bot_not_in`. `groups` maps a
    user group's handle to ids; `events` are those that the app subscribed to; without `home_tab` it has no Home. With
    `deliver_to` payloads go there as signed HTTP instead of through a socket. What is not acknowledged within
    `acknowledge_within` seconds has timed out; an event is then sent again after each of `event_retries`.
    """

    def __init__(
        self,
        members: Iterable[LocalMember],
        channels: Mapping[str, Sequence[str]],
        scopes: frozenset[str],
        commands: Mapping[str, str],
        bot_token: str,
        app_token: str,
        signing_secret: str,
        clock: Clock,
        team_name: str = "Aldermoor",
        bot_name: str = "Ringfence",
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        private: Iterable[str] = (),
        home_tab: bool = True,
        events: Iterable[str] = (),
        bot_not_in: Iterable[str] = (),
        deliver_to: str | None = None,
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
        event_retries: Sequence[float] = EVENT_RETRIES,
    ) -> None:
        self.clock = clock
        self.team_name, self.bot_name, self.commands = team_name, bot_name, dict(commands)
        self.home_tab = home_tab
        bot = LocalMember(BOT_USER, bot_name.lower(), bot_name, bot=True)
        self.state = State([*members, bot], clock)
        self.state.add_channels(channels, set(private), set(bot_not_in))
        self.state.groups = {group_id(name): (name, users) for name, users in (groups or {}).items()}
        self.faults = Faults(OF_SLACK)
        self.sockets = SocketMode()
        self.payloads = Payloads(team_name, silent_on_presets=lambda: self.state.silent_on_presets)
        self.views, self.posting = Views(self.state), Posting(self.state)
        self._signing_secret = signing_secret
        self._signed: SignedHttp | None = None
        self.delivery = Delivery(self.sockets, self.faults, within=acknowledge_within, event_retries=event_retries)
        if deliver_to:
            self.set_request_url(deliver_to)
        self.message_events = MessageEvents(
            self.state, payloads=self.payloads, delivery=self.delivery, subscribed=frozenset(events), scopes=scopes
        )
        self.user_actions = UserActions(
            self.state,
            message_events=self.message_events,
            payloads=self.payloads,
            delivery=self.delivery,
            views=self.views,
            posting=self.posting,
            commands=frozenset(commands),
        )
        methods = Methods(self.state, payloads=self.payloads, views=self.views, posting=self.posting, bot_name=bot_name)
        methods.scopes, methods.message_events = scopes, self.message_events
        tokens = {bot_token: "bot", app_token: "app"}
        self.api = Api(methods, posting=self.posting, sockets=self.sockets, faults=self.faults, tokens=tokens)

    def set_request_url(self, url: str) -> None:
        """From now on the app is reached by signed HTTP at this address, as its page in Slack says."""
        self._signed = SignedHttp(url, self._signing_secret)
        self.delivery.transport = self._signed

    @property
    def calls(self) -> list[Call]:
        """Every Web API call so far, oldest first."""
        return self.api.calls

    @property
    def sent(self) -> list[Sent]:
        """Every payload that was sent to the app, oldest first."""
        return self.delivery.sent

    @property
    def connected(self) -> bool:
        """Whether the app has a socket open."""
        return bool(self.sockets.connections)

    def people(self) -> list[LocalMember]:
        """Everybody who can sit at the page: no bots, nobody deactivated."""
        return [member for member in self.state.members.values() if not member.bot and member.active]

    def close(self) -> None:
        """Ends the threads of signed HTTP, after the server has stopped."""
        if self._signed:
            self._signed.close()


def group_id(handle: str) -> str:
    """The id that a user group of this handle has here: `ip-counsel` is `S_IP_COUNSEL`."""
    return "S_" + handle.upper().replace("-", "_")
