"""What went wrong with Jira, in two words for the outbox, and in a sentence for the person who has to mend it."""

import json
from datetime import timedelta

import pytest
import requests
from jira import JIRAError
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, InvalidURL, ReadTimeout, SSLError
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError, ProtocolError

from bot.application.ports import GiveUp, TryLater, Unauthorised
from bot.jira.failures import in_words

SECRET = "a-very-secret-token"


def answered(status: int, body: object = None, **headers: str) -> JIRAError:
    """What the client raises for an answer of this status."""
    response = requests.Response()
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    response._content = (body if isinstance(body, str) else json.dumps(body or {})).encode()
    response.request = requests.Request("POST", "https://jira.example", headers={"Authorization": f"Basic {SECRET}"}).prepare()
    return JIRAError("No.", status_code=status, response=response, request=response.request)


def unreachable(reason: Exception) -> NoConnection:
    return NoConnection(MaxRetryError(None, "/rest", reason))  # type: ignore[arg-type]


def told(failure: Exception, *, writes: bool = True) -> TryLater | GiveUp:
    return in_words(failure, writes=writes, project="IPA")


class TestWhatPassesByItself:
    def test_a_rate_limit_is_waited_out_as_long_as_jira_says_and_nothing_was_done(self) -> None:
        found = told(answered(429, Retry_After="17"))
        assert isinstance(found, TryLater)
        assert (found.after, found.uncertain) == (timedelta(seconds=17), False)
        assert found.reason == "Jira asks to be called less often."

    @pytest.mark.parametrize("header", ["", "soon", "-3", "Wed, 25 Nov 2026 09:00:00 GMT"])
    def test_a_hint_that_is_no_number_of_seconds_is_no_hint(self, header: str) -> None:
        found = told(answered(429, Retry_After=header))
        assert isinstance(found, TryLater)
        assert found.after is None

    @pytest.mark.parametrize("header", ["10000000", "9" * 400])
    def test_a_hint_of_more_than_a_day_is_one_of_a_day(self, header: str) -> None:
        found = told(answered(429, Retry_After=header))
        assert isinstance(found, TryLater)
        assert found.after == timedelta(days=1)

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    def test_a_jira_that_is_out_of_order_is_asked_again_and_a_write_may_have_been_done(self, status: int) -> None:
        found = told(answered(status, Retry_After="5"))
        assert isinstance(found, TryLater)
        assert (found.reason, found.uncertain) == (f"Jira is out of order (HTTP {status}).", True)
        assert found.after == timedelta(seconds=5)

    @pytest.mark.parametrize("status", [408, 409, 423, 425])
    def test_what_could_not_be_done_just_now_is_done_later(self, status: int) -> None:
        found = told(answered(status))
        assert isinstance(found, TryLater)
        assert found.reason == f"Jira could not do it just now (HTTP {status})."

    @pytest.mark.parametrize("failure", [ReadTimeout("slow"), NoConnection(ProtocolError("broken"))])
    def test_a_connection_that_broke_before_the_answer_leaves_a_write_uncertain_and_a_look_not(self, failure: Exception) -> None:
        for writes in (True, False):
            found = told(failure, writes=writes)
            assert isinstance(found, TryLater)
            assert (found.uncertain, found.reason) == (writes, "The connection to Jira broke before it answered.")

    def test_a_certificate_of_a_strange_authority_is_said_to_be_the_cause(self) -> None:
        found = told(SSLError("certificate"))
        assert isinstance(found, TryLater)
        assert not found.uncertain
        assert "RINGFENCE_CA_FILE" in found.reason

    @pytest.mark.parametrize(
        "failure",
        [
            unreachable(NewConnectionError(None, "refused")),  # type: ignore[arg-type]
            unreachable(NameResolutionError("jira.example", None, OSError("no such name"))),  # type: ignore[arg-type]
            ConnectTimeout("slow"),
        ],
        ids=["refused", "no such name", "connect timeout"],
    )
    def test_what_never_left_this_machine_was_certainly_not_done(self, failure: Exception) -> None:
        found = told(failure)
        assert isinstance(found, TryLater)
        assert not found.uncertain
        assert found.reason == "Jira cannot be reached at the address in RINGFENCE_JIRA_URL."

    @pytest.mark.parametrize(
        "failure", [ValueError("not JSON"), KeyError("issues"), JIRAError("odd"), answered(302), InvalidURL("http://")]
    )
    def test_an_answer_that_makes_no_sense_names_the_setting_to_look_at(self, failure: Exception) -> None:
        found = told(failure)
        assert isinstance(found, TryLater)
        assert "RINGFENCE_JIRA_URL" in found.reason


def test_a_sign_in_that_is_not_accepted_is_waited_out_and_names_its_settings() -> None:
    found = told(answered(401))
    assert isinstance(found, Unauthorised)
    assert not found.uncertain
    assert found.reason.endswith("mend RINGFENCE_JIRA_USER and RINGFENCE_JIRA_TOKEN.")


class TestWhatAPersonHasToMend:
    @pytest.mark.parametrize(
        ("failure", "words"),
        [
            (
                answered(403),
                "The account in RINGFENCE_JIRA_USER may not do this in project IPA: give it the permission in Jira.",
            ),
            (
                answered(404, {"errorMessages": ["Issue does not exist."]}),
                "Jira does not know project IPA, or a ticket in it, or hides it from the bot (RINGFENCE_JIRA_PROJECT)."
                " It says: Issue does not exist.",
            ),
            (
                answered(400, {"errorMessages": [], "errors": {"duedate": "is not on the screen", "labels": "are too many"}}),
                "Jira refuses it (HTTP 400). It says: duedate: is not on the screen; labels: are too many",
            ),
            (answered(400, "<html>No</html>"), "Jira refuses it (HTTP 400)."),
            (answered(400, ["odd"]), "Jira refuses it (HTTP 400)."),
            (answered(410), "Jira refuses it (HTTP 410)."),
            (answered(413), "Jira refuses it (HTTP 413)."),
        ],
    )
    def test_the_words_say_what_and_where(self, failure: JIRAError, words: str) -> None:
        found = told(failure)
        assert isinstance(found, GiveUp)
        assert found.reason == words

    def test_what_jira_says_is_cut(self) -> None:
        found = told(answered(400, {"errorMessages": ["x" * 5000]}))
        assert len(found.reason) < 600

    @pytest.mark.parametrize("failure", [answered(status) for status in (400, 401, 403, 404, 429, 500)])
    def test_the_words_never_hold_the_token(self, failure: JIRAError) -> None:
        found = told(failure)
        assert SECRET not in f"{found.reason} {found} {found.__cause__}"
