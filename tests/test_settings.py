"""Settings: every mistake at once and in words, defaults that suit one machine, and secrets that never show."""

import os
from pathlib import Path

import pytest

from bot.settings import PREFIX, BrokenSettings, Settings, example_text, missing_to_run, read_settings
from tests.authority import Authority

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-not-for-your-eyes",
    "SLACK_APP_TOKEN": "xapp-not-for-your-eyes",
    "SLACK_SIGNING_SECRET": "signed-not-for-your-eyes",
    "JIRA_TOKEN": "jira-not-for-your-eyes",
}
COMPLETE = SECRETS | {"JIRA_URL": "https://aldermoor.example", "JIRA_USER": "ringfence@aldermoor.example"}


class Environment:
    """The environment of one test: nothing of ours is set, and the folder has no `.env`, until the test says so."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._patch, self._folder = patch, folder

    def has(self, **settings: str) -> None:
        for name, value in settings.items():
            self._patch.setenv(f"{PREFIX}{name}", value)

    def has_file(self, text: str) -> None:
        (self._folder / ".env").write_text(text, encoding="utf-8")

    def mistakes(self) -> list[str]:
        with pytest.raises(BrokenSettings) as broken:
            read_settings()
        return str(broken.value).splitlines()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Environment(monkeypatch, tmp_path)


class TestTheFileOfAuthorities:
    """What is named as such holds certificates, or the mistake is told with what to do."""

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (None, "does not exist"),
            (b"", "holds no certificate in PEM"),
            (b"0\x82\x03\x01 in DER", "openssl x509 -inform der -in company-ca.crt -out company-ca.pem"),
            (b"-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n", "holds no certificate in PEM"),
        ],
    )
    def test_what_holds_none_is_a_mistake(
        self, environment: Environment, tmp_path: Path, content: bytes | None, words: str
    ) -> None:
        file = tmp_path / "company-ca.crt"
        if content is not None:
            file.write_bytes(content)
        environment.has(CA_FILE=str(file))
        (mistake,) = environment.mistakes()
        assert mistake.startswith(f"RINGFENCE_CA_FILE is {file}, which ")
        assert words in mistake

    def test_a_folder_is_a_mistake_too(self, environment: Environment, tmp_path: Path) -> None:
        environment.has(CA_FILE=str(tmp_path))
        assert "is a folder; name the file itself" in environment.mistakes()[0]

    def test_a_file_with_an_authority_is_taken(self, environment: Environment, tmp_path: Path) -> None:
        environment.has(CA_FILE=str(Authority.made_in(tmp_path).ca_file))
        assert read_settings().ca_file == tmp_path / "ca.pem"


class TestWithoutAnySetting:
    def test_the_defaults_are_sound(self, environment: Environment) -> None:
        del environment
        settings = read_settings()

        assert settings.database == "sqlite:///.ringfence/ringfence.db"
        assert settings.slack_api_url == "https://slack.com/api/"
        assert settings.slack_delivery == "socket"
        assert settings.http_host == "127.0.0.1"

    def test_everything_that_a_start_needs_is_named_at_once_with_where_to_find_it(self, environment: Environment) -> None:
        del environment
        missing = missing_to_run(read_settings())

        assert [line.split()[0] for line in missing] == [
            "RINGFENCE_SLACK_BOT_TOKEN",
            "RINGFENCE_SLACK_APP_TOKEN",
            "RINGFENCE_JIRA_URL",
            "RINGFENCE_JIRA_USER",
            "RINGFENCE_JIRA_TOKEN",
        ]
        assert missing[0].endswith("is not set: The bot token, xoxb-…, from OAuth & Permissions.")

    def test_http_delivery_needs_the_signing_secret_instead_of_the_app_token(self, environment: Environment) -> None:
        environment.has(SLACK_DELIVERY="http")

        missing = " ".join(missing_to_run(read_settings()))

        assert "RINGFENCE_SLACK_SIGNING_SECRET" in missing
        assert "RINGFENCE_SLACK_APP_TOKEN" not in missing


class TestWhereSettingsComeFrom:
    def test_the_file_is_read(self, environment: Environment) -> None:
        environment.has_file("RINGFENCE_JIRA_PROJECT=AUD\n")

        assert read_settings().jira_project == "AUD"

    def test_the_environment_stands_before_the_file(self, environment: Environment) -> None:
        environment.has_file("RINGFENCE_JIRA_PROJECT=AUD\n")
        environment.has(JIRA_PROJECT="SEC")

        assert read_settings().jira_project == "SEC"

    def test_what_is_left_empty_stands_at_its_default(self, environment: Environment) -> None:
        environment.has(WORKFLOWS_DIR="", HTTP_PORT="", SLACK_API_URL="")

        settings = read_settings()

        assert settings.workflows_dir is None
        assert settings.http_port == 8080
        assert settings.slack_api_url == "https://slack.com/api/"

    def test_the_example_as_it_is_copied_changes_nothing(self, environment: Environment) -> None:
        bare = read_settings()
        environment.has_file(example_text())

        assert read_settings() == bare

    def test_the_database_lies_in_the_data_folder(self, environment: Environment) -> None:
        environment.has(DATA_DIR="/var/lib/ringfence")

        assert read_settings().database == "sqlite:////var/lib/ringfence/ringfence.db"

    def test_a_slack_address_is_completed_by_its_slash(self, environment: Environment) -> None:
        environment.has(SLACK_API_URL="https://slack.example/api")

        assert read_settings().slack_api_url == "https://slack.example/api/"

    def test_names_of_other_programs_do_not_disturb(self, environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
        environment.has_file("SOMEBODY_ELSES=1\n")
        monkeypatch.setenv("RINGFENCES", "2")

        assert read_settings().jira_project == "IPA"


class TestMistakes:
    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("DATABASE_URL", "mysql://db/ringfence", "must begin with sqlite:/// or postgresql+psycopg://"),
            ("DATABASE_URL", "postgresql://db/ringfence", "must begin with sqlite:/// or postgresql+psycopg://"),
            ("SLACK_API_URL", "http://slack.com/api/", "must begin with https://"),
            ("SLACK_API_URL", "slack.com/api", "must begin with https://"),
            ("SLACK_API_URL", "https://", "must begin with https://"),
            ("SLACK_API_URL", "http://127.0.0.1.example/api/", "must begin with https://"),
            ("JIRA_URL", "http://aldermoor.example", "must begin with https://"),
            ("JIRA_URL", "http://localhost.example", "must begin with https://"),
            ("JIRA_URL", "aldermoor.example", "must begin with https://"),
            ("JIRA_URL", "https://[", "Invalid IPv6 URL"),
            ("JIRA_URL", "https://rui:secret@aldermoor.example", "must not carry a user name or a password"),
            ("SLACK_DELIVERY", "pigeon", "must be 'socket' or 'http'"),
            ("HTTP_PORT", "65536", "must be 65535 or less"),
            ("HTTP_PORT", "eighty", "must be a whole number"),
            ("LOG_FORMAT", "xml", "must be 'console' or 'json'"),
            ("LOG_LEVEL", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
        ],
    )
    def test_a_wrong_value_is_refused_by_name_and_with_what_is_right(
        self, environment: Environment, name: str, value: str, words: str
    ) -> None:
        environment.has(**{name: value})

        (mistake,) = environment.mistakes()

        assert mistake.startswith(f"RINGFENCE_{name} ")
        assert words in mistake
        assert Settings.model_fields[name.lower()].description in mistake

    @pytest.mark.parametrize("password", ["sec@ret:pw", "sec@ret", "a/b@c:d"])
    def test_a_password_that_moves_the_host_of_a_database_is_refused_and_not_shown(
        self, environment: Environment, password: str
    ) -> None:
        environment.has(DATABASE_URL=f"postgresql+psycopg://bot:{password}@127.0.0.1:5432/ringfence")

        (mistake,) = environment.mistakes()
        assert "write @ as %40" in mistake
        assert "ret" not in mistake.replace("secret", "")

    def test_tokens_that_were_exchanged_are_told_apart(self, environment: Environment) -> None:
        environment.has(SLACK_BOT_TOKEN="xapp-not-for-your-eyes", SLACK_APP_TOKEN="xoxb-not-for-your-eyes")

        told = environment.mistakes()
        assert [mistake.split(". ")[0] for mistake in told] == [
            "RINGFENCE_SLACK_BOT_TOKEN must begin with xoxb-",
            "RINGFENCE_SLACK_APP_TOKEN must begin with xapp-",
        ]
        assert "not-for-your-eyes" not in " ".join(told)

    def test_a_line_of_the_file_that_is_no_setting_is_told_with_its_number(self, environment: Environment) -> None:
        environment.has_file("# Slack\nthis is not a setting\nRINGFENCE_HTTP_PORT=8081\n")

        assert environment.mistakes() == [".env:2  this is no setting; write NAME=value, or begin the line with #."]

    def test_a_file_that_is_no_text_is_told(self, environment: Environment, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes("RINGFENCE_JIRA_USER=jürgen@aldermoor.example".encode("latin-1"))

        assert environment.mistakes() == [".env is not UTF-8 text; save it as UTF-8."]

    def test_a_folder_in_the_place_of_the_file_is_told(self, environment: Environment, tmp_path: Path) -> None:
        (tmp_path / ".env").mkdir()

        assert environment.mistakes() == [".env is a folder; write the settings into a file of that name."]

    def test_all_mistakes_are_told_at_once(self, environment: Environment) -> None:
        environment.has(HTTP_PORT="eighty", JIRA_URL="http://aldermoor.example", LOG_LEVEL="loud", JIRA_TOKNE="x")

        mistakes = environment.mistakes()

        assert [line.split()[0] for line in mistakes] == [
            "RINGFENCE_JIRA_TOKNE",
            "RINGFENCE_HTTP_PORT",
            "RINGFENCE_JIRA_URL",
            "RINGFENCE_LOG_LEVEL",
        ]

    @pytest.mark.parametrize("url", ["http://127.0.0.1:8000/jira", "http://localhost/jira", "http://[::1]:8000"])
    def test_plain_http_is_good_enough_within_this_machine(self, environment: Environment, url: str) -> None:
        environment.has(JIRA_URL=url, SLACK_API_URL=f"{url}/")

        settings = read_settings()

        assert (settings.jira_url, settings.slack_api_url) == (url, f"{url}/")


class TestUnknownNames:
    def test_a_mistyped_name_is_refused_with_the_nearest_right_one(self, environment: Environment) -> None:
        environment.has(JIRA_TOKNE="x")

        assert environment.mistakes() == [
            "RINGFENCE_JIRA_TOKNE is no setting of this release: did you mean RINGFENCE_JIRA_TOKEN?"
        ]

    def test_it_is_refused_in_the_file_too(self, environment: Environment) -> None:
        environment.has_file("RINGFENCE_WORKFLOW_DIR=/etc/ringfence\n")

        (mistake,) = environment.mistakes()

        assert mistake.endswith("did you mean RINGFENCE_WORKFLOWS_DIR?")

    def test_a_name_like_no_other_leads_to_the_list_of_all(self, environment: Environment) -> None:
        environment.has(X="1")

        (mistake,) = environment.mistakes()

        assert mistake.startswith("RINGFENCE_X is no setting of this release")
        assert ".env.example" in mistake


class TestSecrets:
    def test_they_show_neither_in_the_settings_nor_in_their_parts(self, environment: Environment) -> None:
        environment.has(**COMPLETE)

        settings = read_settings()
        shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"

        assert missing_to_run(settings) == []
        assert "not-for-your-eyes" not in shown
        assert settings.jira_token.get_secret_value() == SECRETS["JIRA_TOKEN"]

    def test_the_password_of_a_database_does_not_show(self, environment: Environment) -> None:
        environment.has(DATABASE_URL="postgresql+psycopg://ringfence:not-for-your-eyes@db/ringfence")

        assert "not-for-your-eyes" not in repr(read_settings())

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DATABASE_URL", "mysql://ringfence:not-for-your-eyes@db/ringfence"),
            ("JIRA_URL", "https://rui:not-for-your-eyes@aldermoor.example"),
            ("JIRA_TOKNE", "not-for-your-eyes"),
            ("HTTP_PORT", "not-for-your-eyes"),
        ],
    )
    def test_a_mistake_does_not_repeat_what_was_given(self, environment: Environment, name: str, value: str) -> None:
        environment.has(**(COMPLETE | {name: value}))

        assert "not-for-your-eyes" not in "\n".join(environment.mistakes())


class TestAJiraBehindAGateway:
    ADDRESS = "https://api.atlassian.com/ex/jira/11223344-a1b2-3b33-c444-def123456789"

    def test_it_needs_the_address_that_people_open(self, environment: Environment) -> None:
        environment.has(**COMPLETE | {"JIRA_URL": self.ADDRESS})
        (missing,) = missing_to_run(read_settings())
        assert missing.startswith("RINGFENCE_JIRA_BROWSE_URL is not set: Where people open Jira")
        environment.has(JIRA_BROWSE_URL="https://aldermoor.example/")
        assert missing_to_run(read_settings()) == []

    @pytest.mark.parametrize("path", ["", "/", "/ex/jira", "/ex/jira/", "/ex/confluence/1", "/ex/jira/1/rest/api/3"])
    def test_a_gateway_without_a_site_is_refused(self, environment: Environment, path: str) -> None:
        environment.has(JIRA_URL=f"https://api.atlassian.com{path}")
        assert "RINGFENCE_JIRA_URL must name your site behind the gateway" in environment.mistakes()[0]

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("aldermoor.example", "must begin with https://"),
            ("ftp://aldermoor.example", "must begin with https://"),
            ("https://bot:secret@aldermoor.example", "must not carry a user name"),
            (ADDRESS, "must be the address that people open"),
        ],
    )
    def test_an_address_that_nobody_can_open_is_refused(self, environment: Environment, address: str, words: str) -> None:
        environment.has(JIRA_BROWSE_URL=address)
        (told,) = environment.mistakes()
        assert words in told
        assert "secret" not in told
