"""What is wrong comes from outside in many shapes: each is answered in words with a next step, changes nothing, and is logged.

Refusals of people who may not take part stand in the record by design; none of those here is one, so that every table keeps
its rows. Slack's bad inputs come through Bolt, over the socket or over signed HTTP; those of files through the command line.
"""

import hashlib
import hmac
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.bootstrap import assemble
from bot.demonstration import APP_TOKEN, DEMO_REGISTER, SIGNING_SECRET
from bot.slack.socket_mode import connected
from bot.web.app import make_web
from bot.web.server import WebServer
from tests.command_line import Ran
from tests.command_line import ringfence as call
from tests.counting import row_counts
from tests.journeys.company import CHANNEL, Company, running_company
from tests.local.workspace import until

REQUEST, UNKNOWN = "REQ-2026-0001", "REQ-2026-0999"
WORKFLOWS = Path(__file__).parents[2] / "workflows"
APPROVE, SECONDS_TOO_OLD = "request.approve_click", 6 * 60
Logs = list[MutableMapping[str, Any]]


@dataclass(frozen=True)
class Office:
    """The company with the bot at work on the socket, its HTTP door, one request that waits for Lena, and the log since."""

    company: Company
    port: int
    logs: Logs
    before: Counter[str]

    def nothing_changed(self) -> bool:
        return row_counts(self.company.context.store) == self.before

    def card(self) -> dict[str, Any]:
        return [m for m in self.company.as_user("U_JONAS").messages(CHANNEL) if REQUEST in m["text"]][-1]

    def logged(self, level: str, event: str) -> list[MutableMapping[str, Any]]:
        return [line for line in self.logs if (line["log_level"], line["event"]) == (level, event)]

    def whisper_after_click(self, who: str, value: str) -> str:
        """What this person alone reads after a click with that value."""
        user, card = self.company.as_user(who), self.card()
        known = len(user.whispers())
        user.click_raw(APPROVE, value, card["ts"], card["channel"])
        user.wait_for(lambda: len(user.whispers()) > known)
        return str(user.whispers()[-1]["text"])


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with (
        running_company(tmp_path, sqlite_url) as company,
        assemble(company.settings, company.context) as bot,
        connected(bot.app, APP_TOKEN),
    ):
        until(lambda: company.slack.connected)
        web = WebServer(make_web(bot.app, company.context.store), "127.0.0.1", 0)
        web.start()
        company.ask()()
        company.until_all_is_delivered()
        with capture_logs() as logs:
            yield Office(company, web.port, logs, row_counts(company.context.store))
        web.stop()


class TestWhatIsTypedAndClicked:
    def test_an_unknown_command_gets_what_there_is_instead(self, office: Office) -> None:
        user = office.company.as_user("U_JONAS")

        user.command("/ip-request", "foo", channel=CHANNEL)

        said = user.whispers()[-1]["text"]
        assert said.startswith("I don't know `foo`. Here is what I understand:")
        assert "*/ip-request mine* lists your requests" in said
        assert office.nothing_changed()
        (line,) = office.logged("info", "refused")
        assert (line["code"], line["slack_user"]) == ("unknown_command", "U_JONAS")

    def test_a_reason_that_is_too_long_is_refused_at_its_field_and_stays_there(self, office: Office) -> None:
        lena = office.company.as_user("U_LENA")
        lena.click("request.reject_click", channel=CHANNEL)
        lena.fill("reason", "x" * 1001)

        lena.submit()

        form = lena.view() or {}
        assert form["errors"] == {"reason": "At most 1,000 characters; this has 1,001."}
        assert "x" * 1001 in json.dumps(form)
        assert office.nothing_changed()
        (line,) = office.logged("info", "refused")
        assert (line["code"], line["slack_user"]) == ("form", "U_LENA")
        assert "xxx" not in str(line)

    def test_a_button_of_another_version_does_nothing(self, office: Office) -> None:
        said = office.whisper_after_click("U_LENA", f"v2:{REQUEST}:1:0")

        assert "another version of Ringfence, so I do nothing" in said
        assert "`/ip-request status REQ-…`" in said
        assert office.nothing_changed()
        assert [line["code"] for line in office.logged("info", "refused")] == ["unknown_button"]

    def test_a_click_on_an_unknown_request_fills_no_record(self, office: Office) -> None:
        said = office.whisper_after_click("U_LENA", f"v1:{UNKNOWN}:1:0")

        assert said == f"There is no request {UNKNOWN}. Ask for the list with `/ip-request mine`."
        assert office.nothing_changed()
        assert [line["code"] for line in office.logged("info", "refused")] == ["unknown_request"]

    def test_the_status_of_an_unknown_request_says_where_the_known_ones_are(self, office: Office) -> None:
        user = office.company.as_user("U_JONAS")

        user.command("/ip-request", f"status {UNKNOWN}", channel=CHANNEL)

        assert user.whispers()[-1]["text"].startswith(f"There is no request {UNKNOWN} that you may read")
        assert "`/ip-request mine` lists yours" in user.whispers()[-1]["text"]
        assert office.nothing_changed()
        assert [line["code"] for line in office.logged("info", "refused")] == ["unknown_request"]


def approval_of(office: Office) -> bytes:
    """Lena's approval as Slack would deliver it: her click on Details as it was sent, with another button in it."""
    lena = office.company.as_user("U_LENA")
    lena.click("request.details_click", channel=CHANNEL)
    sent = next(one.payload for one in reversed(office.company.slack.sent) if one.kind == "block_actions")
    action = sent["actions"][0] | {"action_id": APPROVE, "value": f"v1:{REQUEST}:1:0"}
    return urlencode({"payload": json.dumps(sent | {"actions": [action]})}).encode()


def delivered(office: Office, body: bytes, *, secret: str = SIGNING_SECRET, age: int = 0) -> tuple[int, str]:
    """The bot's answer to this delivery, signed with that secret so many seconds ago."""
    stamp = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    connection = HTTPConnection("127.0.0.1", office.port, timeout=15)
    try:
        connection.request("POST", "/slack/events", body, headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


class TestWhatIsDeliveredOverHttp:
    @pytest.mark.parametrize(
        "how",
        [
            pytest.param({"secret": "somebody else's secret"}, id="forged"),
            pytest.param({"age": SECONDS_TOO_OLD}, id="replayed"),
        ],
    )
    def test_a_forged_or_replayed_click_is_not_believed(self, office: Office, how: dict[str, Any]) -> None:
        body = approval_of(office)
        before = row_counts(office.company.context.store)

        status, words = delivered(office, body, **how)

        assert status == 401
        assert "not Slack's, or older than five minutes" in words
        assert "Check RINGFENCE_SLACK_SIGNING_SECRET and the clock." in words
        assert row_counts(office.company.context.store) == before
        assert len(office.logged("warning", "delivery refused: not signed by Slack, or signed too long ago")) == 1

    def test_the_same_click_signed_by_slack_just_now_is_believed(self, office: Office) -> None:
        """Or else the test before would prove nothing."""
        status, _ = delivered(office, approval_of(office))

        assert status == 200
        assert row_counts(office.company.context.store)["decision"] == 1


def ringfence(company: Company, *arguments: str, **settings: str) -> Ran:
    """A command on the company's database."""
    return call(*arguments, folder=company.settings.data_dir, DATABASE_URL=company.settings.database, **settings)


@pytest.fixture
def company(sqlite_url: str, tmp_path: Path) -> Iterator[Company]:
    with running_company(tmp_path, sqlite_url) as opened:
        yield opened


READY = {
    "SLACK_BOT_TOKEN": "xoxb-local",
    "SLACK_APP_TOKEN": "xapp-local",
    "JIRA_USER": "ringfence@aldermoor.example",
    "JIRA_TOKEN": "local-jira-token",
}


class TestWhatStandsInFiles:
    def test_a_broken_register_is_not_loaded_and_every_mistake_is_told(self, company: Company, tmp_path: Path) -> None:
        text = DEMO_REGISTER.read_text(encoding="utf-8")
        broken = tmp_path / "register.yml"
        for right, wrong in (("[ip_counsel]", "[ip_councel]"), ("tier: 3, clearance", "tier: 3, clearence")):
            text = text.replace(right, wrong, 1)
        broken.write_text(text, encoding="utf-8")
        before = row_counts(company.context.store)

        ran = ringfence(company, "register", "load", str(broken))

        assert ran.code == 2
        assert "register.yml:16  organisation · users · u-ines · roles" in ran.err
        assert "did you mean ip_counsel?" in ran.err
        assert "did you mean clearance?" in ran.err
        assert row_counts(company.context.store) == before

    def test_the_bot_does_not_start_on_a_broken_workflow(self, company: Company, tmp_path: Path) -> None:
        folder = tmp_path / "workflows"
        shutil.copytree(WORKFLOWS, folder)
        c3 = folder / "c3.yml"
        c3.write_text(c3.read_text(encoding="utf-8").replace("security_officer", "security_oficer"), encoding="utf-8")
        before = row_counts(company.context.store)

        ran = ringfence(company, "run", WORKFLOWS_DIR=str(folder), JIRA_URL=f"{company.url}/jira", **READY)

        assert ran.code == 2
        assert "c3.yml:10" in ran.err
        assert "did you mean security_officer?" in ran.err
        assert row_counts(company.context.store) == before

    def test_nor_on_a_workflow_with_a_role_that_nobody_holds(self, company: Company, tmp_path: Path) -> None:
        """The brand counsel leaves while no workflow asks for one; then the company goes back to the shipped workflows."""
        folder = tmp_path / "workflows"
        shutil.copytree(WORKFLOWS, folder)
        overlays = (folder / "overlays.yml").read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / "overlays.yml").write_text("".join(line for line in overlays if "brand_counsel" not in line), encoding="utf-8")
        retired = tmp_path / "register.yml"
        retired.write_text(DEMO_REGISTER.read_text(encoding="utf-8").replace("[brand_counsel]", "[auditor]"), encoding="utf-8")
        assert ringfence(company, "register", "load", str(retired), WORKFLOWS_DIR=str(folder)).code == 0
        before = row_counts(company.context.store)

        ran = ringfence(company, "run", JIRA_URL=f"{company.url}/jira", **READY)

        assert ran.code == 2
        assert "nobody active holds the role brand_counsel" in ran.err
        assert "give it to somebody in the register, or take the seat out" in ran.err
        assert row_counts(company.context.store) == before
