"""What `ringfence doctor` asks of Slack: the tokens and their scopes, the channels of the cards, the people who are bound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk import WebClient

from bot.application.ports import GiveUp, Profile, TryLater
from bot.domain.diagnostics import Looked, unwell, well
from bot.slack.channels import Channel, find_channels, is_id
from bot.slack.directory import SlackDirectory
from bot.slack.failures import OF_TOKEN, NotOpened, SlackRefusal, talk
from bot.slack.readers import TO_DO, Readers
from bot.slack.wire import open_socket, proxy_for

REINSTALL = "Put the scopes of manifest.yml into the app's page (OAuth & Permissions) and reinstall it."
BOT_TOKEN, APP_TOKEN = "RINGFENCE_SLACK_BOT_TOKEN", "RINGFENCE_SLACK_APP_TOKEN"
_NAMED = "The workflows name it under `others_may_read`: they learn there which material goes to which vendor, and who decided."
_WAY = "Let HTTPS_PROXY and NO_PROXY lead there; a proxy has to let CONNECT through to *.slack.com, port 443."
OF_BOT = f"Set {BOT_TOKEN} to the token xoxb-… of OAuth & Permissions."
OF_APP = f"Set {APP_TOKEN} to a token xapp-… with connections:write, from Basic Information."
ONE_BY_ONE = 40  # people; Slack lets `users.info` be called some hundred times a minute, and the bot needs some of them
_BIND = "Correct `slack_id` in the register (in Slack: profile, ⋮, Copy member ID), and load it again."
_ASK_ADMINISTRATORS = "The administrators of the workspace, or of the organisation, have to allow the app this."
_OTHERWISE = {"missing_scope": REINSTALL} | dict.fromkeys(
    (
        "access_denied",
        "accesslimited",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "org_login_required",
        "restricted_action",
        "team_access_not_granted",
        "two_factor_setup_required",
    ),
    _ASK_ADMINISTRATORS,
)


@dataclass(frozen=True)
class Wanted:
    """What the manifest, the workflows and the register need of a workspace; `people` are names by Slack id.

    Guests and other companies may read the channels in `others_may_read`.
    """

    scopes: frozenset[str]
    commands: tuple[str, ...]
    channels: tuple[str, ...]
    people: Mapping[str, str]
    others_may_read: tuple[str, ...] = ()


def examine_slack(client: WebClient, wanted: Wanted, *, app_token: str | None) -> list[Looked]:
    """Line by line, posting nothing; `app_token` is None where deliveries come over HTTP."""
    try:
        about = talk(client.auth_test, writes=False)
    except SlackRefusal as refusal:
        return [_refused("the bot token is refused", refusal, OF_BOT)]
    except TryLater as problem:
        return [_not_now(client.base_url, problem)]
    return [
        well(f"the bot token works: {about.get('user')} in {about.get('team')}"),
        _scopes(wanted, _granted(about.headers)),
        *_delivery(client, app_token),
        *_channels(client, wanted.channels, Readers(client, wanted.others_may_read)),
        *_people(client, wanted.people),
    ]


def _not_now(what: str, problem: TryLater) -> Looked:
    """Slack could not be asked: nothing is known about what was to be looked at."""
    if problem.after is not None:
        return unwell(f"{what}: Slack asks to slow down", f"Look again in {problem.after.total_seconds():.0f} s.")
    return unwell(f"{what}: {problem.reason}", "Check RINGFENCE_SLACK_API_URL, the network, and HTTPS_PROXY and NO_PROXY if any.")


def _refused(what: str, refusal: SlackRefusal, of_token: str) -> Looked:
    """Slack's own name of it, and what that name asks for."""
    said = f"{refusal.error} ({refusal.explanation})" if refusal.explanation else refusal.error
    if refusal.error in OF_TOKEN or (refusal.error == "missing_scope" and of_token == OF_APP):
        return unwell(f"{what}: {said}", of_token)
    return unwell(f"{what}: {said}", _OTHERWISE.get(refusal.error, "Slack's reference of the method says what that means."))


def _granted(headers: Mapping[str, str]) -> frozenset[str] | None:
    """Slack names the scopes of a token in the head of every reply; None where the head is not there."""
    text = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    return None if text is None else frozenset(scope.strip() for scope in text.split(",") if scope.strip())


def _scopes(wanted: Wanted, granted: frozenset[str] | None) -> Looked:
    if granted is None:
        words = "Look whether a proxy takes heads away; a scope that is missing shows in the lines below, or as missing_scope."
        return well("which scopes are granted cannot be seen: Slack's reply has no x-oauth-scopes head", words)
    if lacking := sorted(wanted.scopes - granted):
        return unwell(f"scopes are missing: {', '.join(lacking)}", REINSTALL)
    return well(f"all scopes of the manifest are granted, for {', '.join(wanted.commands)} too")


def _delivery(client: WebClient, app_token: str | None) -> Iterator[Looked]:
    """A socket is opened as the bot opens its own, and closed at once."""
    if app_token is None:
        yield well("deliveries come over HTTP; the signing secret proves itself at the first one")
        return
    try:
        reply = talk(lambda: client.apps_connections_open(app_token=app_token), writes=False)
    except SlackRefusal as refusal:
        yield _refused("Socket Mode is refused", refusal, OF_APP)
    except TryLater as problem:
        yield _not_now("Socket Mode could not be asked for", problem)
    else:
        yield _socket(str(reply["url"]), client)


def _socket(url: str, client: WebClient) -> Looked:
    proxy = proxy_for(url)
    try:
        open_socket(url, proxy=proxy, tls=client.ssl).close()
    except NotOpened as problem:
        return unwell(f"Socket Mode is granted, and its socket cannot be opened: {problem}", _WAY)
    return well(f"the app-level token opens Socket Mode{f', through the proxy {proxy}' if proxy else ''}")


def _channels(client: WebClient, names: tuple[str, ...], readers: Readers) -> Iterator[Looked]:
    try:
        found = talk(lambda: find_channels(client, names), writes=False)
    except SlackRefusal as refusal:
        yield _refused("the channels cannot be listed", refusal, OF_BOT)
        return
    except TryLater as problem:
        yield _not_now("the channels could not be looked at", problem)
        return
    for name in names:
        yield from _channel(name, found.get(name), readers)


def _channel(name: str, channel: Channel | None, readers: Readers) -> Iterator[Looked]:
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
        yield from _others(place, channel, readers)


def _others(place: str, channel: Channel, readers: Readers) -> Iterator[Looked]:
    """Whether others read it too; nothing is posted where they do, or where Slack does not tell."""
    unseen = f"{place}: who reads it cannot be seen, so nothing is posted there"
    try:
        others = readers.others_in(channel)
    except SlackRefusal as refusal:
        yield _refused(unseen, refusal, OF_BOT)
    except TryLater as problem:
        yield _not_now(unseen, problem)
    except GiveUp as problem:
        yield unwell(f"{unseen}: {problem.reason}", f"{TO_DO}.")
    else:
        if others and readers.is_allowed(channel):
            yield well(f"{place} {others}", _NAMED)
        elif others:
            yield unwell(f"{place} {others}, so nothing is posted there", f"{TO_DO}.")


def _people(client: WebClient, people: Mapping[str, str]) -> Iterator[Looked]:
    """Everybody who is bound: one by one, or many at once from the list of members."""
    directory = SlackDirectory(client, lambda: datetime.now(UTC))
    looked: dict[str, Profile | None] = {}
    try:
        if len(people) > ONE_BY_ONE:
            looked = {one.slack_id: one for one in directory.everybody() if one.slack_id in people}
        for slack_id in people:
            looked[slack_id] = looked.get(slack_id) or directory.ask(slack_id)
    except SlackRefusal as refusal:
        yield _refused(_not_looked_at(people, looked), refusal, OF_BOT)
    except TryLater as problem:
        yield _not_now(_not_looked_at(people, looked), problem)
    yield from _standing(people, looked)


def _not_looked_at(people: Mapping[str, str], looked: Mapping[str, object]) -> str:
    count = len(people) - len(looked)
    return f"{count} of {len(people)} bound {'person' if len(people) == 1 else 'people'} could not be looked at"


def _standing(people: Mapping[str, str], looked: Mapping[str, Profile | None]) -> Iterator[Looked]:
    known = 0
    for slack_id, profile in looked.items():
        name = people[slack_id]
        if profile is None:
            yield unwell(f"{name} is bound to {slack_id}, whom Slack does not know", _BIND)
        elif not profile.may_take_part:
            standing = "deactivated" if not profile.active else "a guest, a bot or of another workspace"
            yield unwell(f"{name} is bound to {slack_id}, who is {standing}", _BIND)
        else:
            known += 1
    if known:
        yield well(f"{known} bound {'person is' if known == 1 else 'people are'} active in the workspace")
