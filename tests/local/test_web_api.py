"""The Web API refuses what Slack refuses, with Slack's names."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.local import app as trial
from tests.local.workspace import Workspace

MODAL = {"type": "modal", "title": trial.words("A form"), "blocks": [{"type": "divider"}]}


@pytest.fixture
def client(empty: Workspace) -> WebClient:
    return WebClient(token=trial.BOT_TOKEN, base_url=empty.url + "/api/", retry_handlers=[])


def refusal(client: WebClient, method: str, **args: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    return caught.value.response.data


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C_NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C_ELSEWHERE", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C_IP_REQUESTS"}, "no_text"),
        ("chat.postMessage", {"channel": "C_IP_REQUESTS", "text": "x", "colour": "red"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "U_GONE", "text": "x"}, "user_disabled"),
        ("chat.postEphemeral", {"channel": "C_COUNSEL", "user": "U_JONAS", "text": "x"}, "user_not_in_channel"),
        ("chat.update", {"channel": "C_IP_REQUESTS", "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("conversations.open", {"users": "U_NOBODY"}, "user_not_found"),
        ("users.info", {"user": "U_NOBODY"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@aldermoor.example"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S_NONE"}, "no_such_subteam"),
        ("views.open", {"trigger_id": "1.2.3", "view": MODAL}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V_NONE", "view": MODAL}, "not_found"),
        ("chat.scheduleMessage", {"channel": "C_IP_REQUESTS", "text": "x"}, "unknown_method"),
    ],
)
def test_what_slack_refuses_is_refused_by_its_name(client: WebClient, method: str, args: Any, error: str):
    assert refusal(client, method, **args)["error"] == error


def test_a_wrong_token_and_a_wrong_kind_of_token_are_refused(empty: Workspace):
    for token, error in ((trial.APP_TOKEN, "not_allowed_token_type"), ("xoxb-other", "invalid_auth")):
        assert refusal(WebClient(token=token, base_url=empty.url + "/api/"), "auth.test")["error"] == error


def test_a_scope_that_the_manifest_lacks_is_named(empty: Workspace, client: WebClient):
    empty.slack.api.scopes = frozenset({"commands"})
    reply = refusal(client, "chat.postMessage", channel="C_IP_REQUESTS", text="x")
    assert (reply["error"], reply["needed"], reply["provided"]) == ("missing_scope", "chat:write", "commands")


def test_messages_are_posted_changed_and_deleted(empty: Workspace, client: WebClient):
    ts = client.chat_postMessage(channel="#ip-requests", text="one")["ts"]
    client.chat_update(channel="C_IP_REQUESTS", ts=ts, text="two")
    assert [m["text"] for m in empty.as_user().messages("ip-requests")] == ["two"]
    client.chat_delete(channel="C_IP_REQUESTS", ts=ts)
    assert empty.as_user().messages("ip-requests") == []


def test_the_app_cannot_change_what_a_person_wrote_nor_a_whisper(empty: Workspace, client: WebClient):
    empty.as_user().say("ip-requests", "mine")
    theirs = empty.as_user().messages("ip-requests")[0]["ts"]
    assert refusal(client, "chat.update", channel="C_IP_REQUESTS", ts=theirs, text="x")["error"] == "cant_update_message"
    whisper = client.chat_postEphemeral(channel="C_IP_REQUESTS", user="U_JONAS", text="psst")["message_ts"]
    assert refusal(client, "chat.update", channel="C_IP_REQUESTS", ts=whisper, text="x")["error"] == "message_not_found"
    assert empty.as_user("U_LENA").whispers() == []


def test_people_channels_and_groups_are_described(client: WebClient):
    users = {user["id"]: user for user in client.users_list()["members"]}
    assert users["U_GONE"]["deleted"]
    assert users["U_GUEST"]["is_restricted"]
    assert users["U_STRANGE"]["is_stranger"]
    assert client.users_lookupByEmail(email="lena@aldermoor.example")["user"]["id"] == "U_LENA"
    assert client.usergroups_users_list(usergroup="S_IP_COUNSEL")["users"] == ["U_LENA"]
    seen = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["name"] for channel in seen] == ["ip-requests", "counsel", "elsewhere"]
    assert client.conversations_open(users="U_JONAS")["channel"]["id"] == "D_JONAS"


def test_lists_come_in_pages(client: WebClient):
    first = client.users_list(limit=4)
    second = client.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])
    assert (len(first["members"]), len(second["members"])) == (4, 3)
    assert second["response_metadata"]["next_cursor"] == ""


def trigger(workspace: Workspace) -> str:
    return workspace.slack.state.new_trigger("U_JONAS")


def test_a_trigger_works_once_and_for_three_seconds(empty: Workspace, client: WebClient):
    fresh, stale = trigger(empty), trigger(empty)
    client.views_open(trigger_id=fresh, view=MODAL)
    assert refusal(client, "views.open", trigger_id=fresh, view=MODAL)["error"] == "exchanged_trigger_id"
    empty.clock.advance(timedelta(seconds=4))
    assert refusal(client, "views.open", trigger_id=stale, view=MODAL)["error"] == "expired_trigger_id"


def test_at_most_three_forms_lie_on_each_other_and_a_stale_hash_is_refused(empty: Workspace, client: WebClient):
    view = client.views_open(trigger_id=trigger(empty), view=MODAL)["view"]
    client.views_update(view_id=view["id"], view=MODAL, hash=view["hash"])
    assert refusal(client, "views.update", view_id=view["id"], view=MODAL, hash=view["hash"])["error"] == "hash_conflict"
    pushed = [client.views_push(trigger_id=trigger(empty), view=MODAL)["view"] for _ in range(2)]
    assert pushed[1]["previous_view_id"] == pushed[0]["id"]
    assert refusal(client, "views.push", trigger_id=trigger(empty), view=MODAL)["error"] == "push_limit_reached"


def test_an_equal_input_keeps_what_was_entered_and_another_block_id_starts_anew(empty: Workspace, client: WebClient):
    def body(block_id: str, start: str) -> dict[str, Any]:
        field = {"type": "plain_text_input", "action_id": "a", "initial_value": start}
        return {**MODAL, "submit": trial.words("Ask"), "blocks": [trial.asked(block_id, "Why", field)]}

    view = client.views_open(trigger_id=trigger(empty), view=body("b1", "first"))["view"]
    empty.as_user().fill("b1", "typed")
    kept = client.views_update(view_id=view["id"], view=body("b1", "ignored"))["view"]["state"]["values"]
    assert kept["b1"]["a"]["value"] == "typed"
    fresh = client.views_update(view_id=view["id"], view=body("b2", "new"))["view"]["state"]["values"]
    assert fresh == {"b2": {"a": {"type": "plain_text_input", "value": "new"}}}


def test_a_response_address_works_five_times_within_half_an_hour(empty: Workspace):
    address = empty.url + empty.slack.state.new_response_url("U_JONAS", "C_IP_REQUESTS")
    replies = [WebhookClient(address).send(text=f"{n}") for n in range(6)]
    assert [reply.status_code for reply in replies] == [200] * 5 + [404]
    assert replies[5].body == "used_url"
    late = empty.url + empty.slack.state.new_response_url("U_JONAS", "C_IP_REQUESTS")
    empty.clock.advance(timedelta(minutes=31))
    assert WebhookClient(late).send(text="late").body == "expired_url"
    assert len(empty.as_user().whispers()) == 5


def test_a_response_address_can_speak_to_all_replace_and_delete(empty: Workspace, client: WebClient):
    ts = client.chat_postMessage(channel="C_IP_REQUESTS", text="card")["ts"]
    hook = WebhookClient(empty.url + empty.slack.state.new_response_url("U_JONAS", "C_IP_REQUESTS", ts))
    hook.send(text="to all", response_type="in_channel")
    hook.send(text="new card", replace_original=True)
    assert [m["text"] for m in empty.as_user("U_LENA").messages("ip-requests")] == ["new card", "to all"]
    hook.send(delete_original=True)
    assert [m["text"] for m in empty.as_user("U_LENA").messages("ip-requests")] == ["to all"]


def test_every_call_is_remembered(empty: Workspace, client: WebClient):
    client.chat_postMessage(channel="C_IP_REQUESTS", text="one")
    refusal(client, "users.info", user="U_NOBODY")
    posted, asked = empty.slack.calls
    assert (posted.method, posted.ok, posted.args["text"]) == ("chat.postMessage", True, "one")
    assert (asked.method, asked.error) == ("users.info", "user_not_found")
