"""What `ringfence doctor` asks of Slack: the tokens and their scopes, the channels of the cards, the people who are bound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.examination import Looked, unwell, well
from bot.slack.channels import Channel, find_channels, is_id
from bot.slack.directory import SlackDirectory
from bot.slack.failures import NotOpened
from bot.slack.wire import open_socket, proxy_for

REINSTALL = "Put the scopes of manifest.yml into the app's page (OAuth & Permissions) and reinstall it."
BOT_TOKEN, APP_TOKEN = "RINGFENCE_SLACK_BOT_TOKEN", "RINGFENCE_SLACK_APP_TOKEN"
_SHARED = "They read there which material goes to which vendor, and who decided; name a channel of your own in the workflows."
_WAY = "Let HTTPS_PROXY and NO_PROXY lead there; a proxy has to let CONNECT through to *.slack.com, port 443."
OF_BOT = f"Set {BOT_TOKEN} to the token xoxb-… of OAuth & Permissions."
OF_APP = f"Set {APP_TOKEN} to a token xapp-… with connections:write, from Basic Information."


@dataclass(frozen=True)
class Wanted:
    """What the manifest, the workflows and the register need of a workspace; `people` are names by Slack id."""

    scopes: frozenset[str]
    commands: tuple[str, ...]
    channels: tuple[str, ...]
    people: Mapping[str, str]


def examine_slack(client: WebClient, wanted: Wanted, *, app_token: str | None) -> list[Looked]:
    """Line by line, posting nothing; `app_token` is None where deliveries come over HTTP."""
    try:
        about = client.auth_test()
    except SlackApiError as error:
        return [unwell(f"the bot token is refused: {_name(error)}", OF_BOT)]
    except (SlackClientError, OSError) as error:
        return [
            unwell(
                f"{client.base_url} cannot be reached: {getattr(error, 'reason', error)}",
                "Check RINGFENCE_SLACK_API_URL, the network, and the proxy if any.",
            )
        ]
    granted = _granted(about.headers)
    return [
        well(f"the bot token works: {about.get('user')} in {about.get('team')}"),
        _scopes(wanted, granted),
        *_delivery(client, app_token),
        *_channels(client, wanted.channels),
        *_people(client, wanted.people),
    ]


def _granted(headers: Mapping[str, str]) -> frozenset[str]:
    """Slack names the scopes of a token in the head of every reply."""
    text = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in text.split(",") if scope.strip())


def _scopes(wanted: Wanted, granted: frozenset[str]) -> Looked:
    if lacking := sorted(wanted.scopes - granted):
        return unwell(f"scopes are missing: {', '.join(lacking)}", REINSTALL)
    return well(f"all scopes of the manifest are granted, for {', '.join(wanted.commands)} too")


def _delivery(client: WebClient, app_token: str | None) -> Iterator[Looked]:
    """A socket is opened as the bot opens its own, and closed at once."""
    if app_token is None:
        yield well("deliveries come over HTTP; the signing secret proves itself at the first one")
        return
    try:
        url = str(client.apps_connections_open(app_token=app_token)["url"])
    except SlackApiError as error:
        yield unwell(f"Socket Mode is refused: {_name(error)}", OF_APP)
    except (SlackClientError, OSError) as error:
        yield unwell(f"Socket Mode cannot be asked for: {type(error).__name__}", "Check the network, and the proxy if any.")
    else:
        yield _socket(url, client)


def _socket(url: str, client: WebClient) -> Looked:
    proxy = proxy_for(url)
    try:
        open_socket(url, proxy=proxy, tls=client.ssl).close()
    except NotOpened as problem:
        return unwell(f"Socket Mode is granted, and its socket cannot be opened: {problem}", _WAY)
    return well(f"the app-level token opens Socket Mode{f', through the proxy {proxy}' if proxy else ''}")


def _channels(client: WebClient, names: tuple[str, ...]) -> Iterator[Looked]:
    try:
        found = find_channels(client, names)
    except (SlackApiError, SlackClientError, OSError) as error:
        reason = _name(error) if isinstance(error, SlackApiError) else type(error).__name__
        yield unwell(f"the channels cannot be listed: {reason}", REINSTALL)
        return
    for name in names:
        yield from _channel(name, found.get(name))


def _channel(name: str, channel: Channel | None) -> Iterator[Looked]:
    place = name if is_id(name) and channel is None else f"#{channel['name'] if channel else name}"
    if channel is None:
        words = f"Create it, or correct `post_to` in the workflows; a private one needs `/invite @Ringfence` in {place}."
        yield unwell(f"{place} is not there, or is private without the bot", words)
    elif channel.get("is_archived"):
        yield unwell(f"{place} is archived", "Unarchive it, or correct `post_to` in the workflows.")
    elif not channel.get("is_member"):
        yield unwell(f"the bot is not in {place}", f"Invite it: `/invite @Ringfence` in {place}.")
    else:
        yield well(f"the bot is in {place}")
        if name not in (channel["name"], channel["id"]):
            yield well(
                f"#{name} is called {place} now", f"Nothing is lost; write {channel['name']} for `post_to` in the workflows."
            )
        if channel.get("is_ext_shared"):
            yield well(f"{place} is shared with other companies (Slack Connect)", _SHARED)


def _people(client: WebClient, people: Mapping[str, str]) -> Iterator[Looked]:
    """Everybody who is bound, one by one: as many calls as people."""
    directory = SlackDirectory(client, lambda: datetime.now(UTC))
    known = 0
    for slack_id, name in people.items():
        profile = directory.profile(slack_id)
        if profile is None:
            yield unwell(f"{name} is bound to {slack_id}, whom Slack does not know", _BIND)
        elif not profile.may_take_part:
            standing = "deactivated" if not profile.active else "a guest, a bot or of another workspace"
            yield unwell(f"{name} is bound to {slack_id}, who is {standing}", _BIND)
        else:
            known += 1
    if known:
        yield well(f"{known} bound {'person is' if known == 1 else 'people are'} active in the workspace")


_BIND = "Correct `slack_id` in the register (in Slack: profile, ⋮, Copy member ID), and load it again."


def _name(error: SlackApiError) -> str:
    response: Any = error.response
    return str(response.get("error") if isinstance(response.data, dict) else response.status_code)
