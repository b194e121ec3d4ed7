"""The local Slack limits each method for itself once it is told to, and says how long to wait."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local.slack.rates import TIERS, Rates
from tests.local import app as trial
from tests.local.workspace import Workspace


def test_a_method_is_limited_for_itself_and_free_again_after_a_minute() -> None:
    now = [100.0]
    rates = Rates(lambda: now[0])
    rates.a_minute = {"users.info": 2}
    assert [rates.seconds_to_wait("users.info") for _ in range(3)] == [0, 0, 60]
    assert rates.seconds_to_wait("chat.postMessage") == 0
    now[0] += 45.5
    assert rates.seconds_to_wait("users.info") == 15
    now[0] += 15
    assert rates.seconds_to_wait("users.info") == 0


def test_what_is_too_much_is_refused_with_retry_after(empty: Workspace) -> None:
    empty.slack.api.rates.a_minute = dict(TIERS)
    client = WebClient(token=trial.APP_TOKEN, base_url=empty.url + "/api/", retry_handlers=[])
    client.apps_connections_open(app_token=trial.APP_TOKEN)
    with pytest.raises(SlackApiError) as caught:
        client.apps_connections_open(app_token=trial.APP_TOKEN)
    assert caught.value.response.status_code == 429
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60
