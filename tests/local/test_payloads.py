"""Every payload that the local Slack sends is whole, as Slack's own types say."""

import pytest

from tests.local.schemas import KNOWN_GAP, problems
from tests.local.test_conversation import fill_all
from tests.local.workspace import Workspace

DEFINITIONS = {
    "slash_command": "slash_command",
    "block_actions": "block_actions_any",
    "block_suggestion": "block_suggestion",
    "view_submission": "view_submission",
    "view_closed": "view_closed",
}
CALLS = {"apps.connections.open": None, "response_url": None}


def everything(workspace: Workspace) -> None:
    """A day at work that makes every kind of payload."""
    jonas, lena = workspace.as_user(), workspace.as_user("U_LENA")
    jonas.command("/ip-request")
    jonas.suggest("people.pick", "")
    jonas.choose("people.pick", "P03")
    jonas.fill("terms", ["rules"])
    jonas.fill("size", "all")
    jonas.fill("owner", "U_LENA")
    jonas.fill("short", "x")
    fill_all(jonas, "because")
    jonas.submit()
    jonas.close()
    jonas.home()
    jonas.home()
    jonas.command("/ip-request", "card", channel="ip-requests")
    lena.click("request.reject", channel="ip-requests")
    lena.click("request.more", channel="ip-requests", value="details")


def test_every_payload_satisfies_the_schema(workspace: Workspace):
    everything(workspace)
    kinds = set()
    for sent in workspace.slack.sent:
        kinds.add(sent.kind)
        if sent.kind == "event_callback":
            found = problems("slack-payloads", "app_home_opened", sent.payload["event"])
        else:
            found = problems("slack-payloads", DEFINITIONS[sent.kind], sent.payload)
        in_view = sent.payload.get("container", {}).get("type") == "view"
        assert [p for p in found if not (in_view and KNOWN_GAP in p)] == [], sent
    assert kinds >= {"slash_command", "block_actions", "block_suggestion", "view_submission", "view_closed", "event_callback"}


def test_every_call_of_the_app_satisfies_the_schema(workspace: Workspace):
    everything(workspace)
    for call in workspace.slack.calls:
        if call.method not in CALLS:
            args = {key: value for key, value in call.args.items() if key != "team_id"}
            assert problems("slack-web-api", call.method.replace(".", "_"), args) == [], call


@pytest.mark.parametrize(
    ("method", "definition"), [("users.info", "resp_users_info"), ("usergroups.list", "resp_usergroups_list")]
)
def test_replies_satisfy_the_schema(workspace: Workspace, method: str, definition: str):
    reply = workspace.app.client.api_call(method, params={"user": "U_LENA"} if method == "users.info" else {})
    assert problems("slack-web-api", definition, reply.data) == []


def test_a_view_carries_its_whole_state(workspace: Workspace):
    jonas = workspace.as_user()
    jonas.command("/ip-request")
    fill_all(jonas)
    jonas.submit()
    values = workspace.slack.sent[-1].payload["view"]["state"]["values"]
    assert values["until"]["until.pick"] == {"type": "datepicker", "selected_date": "2026-12-24"}
    assert [o["value"] for o in values["what"]["what.pick"]["selected_options"]] == ["AST-001", "AST-008"]
    assert values["terms"]["terms.pick"]["selected_options"] == []
    assert values["short"]["short.type"]["value"] is None
