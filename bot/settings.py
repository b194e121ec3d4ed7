"""Every setting, read once from the environment (and `.env`), each checked with all mistakes told at once.

Secrets are SecretStr: they never reach a log, an address or an error message. A name with our prefix that no setting has is
a mistake too: a mistyped setting must not pass for its default.
"""

import re
import ssl
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot.store.address import address_problem

PREFIX = "RINGFENCE_"
ENV_FILE = ".env"
_TOKENS = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
_PLAIN = {
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
}
GATEWAY = "api.atlassian.com"
_OF_A_SITE = re.compile(r"/ex/jira/[\w-]+/?")
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class BrokenSettings(Exception):
    """Settings that are missing or wrong: all of them, each with what it should be."""


class Settings(BaseSettings):
    """What a deployment sets. Defaults suit one machine; the tokens of Slack and Jira have none."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    data_dir: Annotated[Path, Field(description="Where everything local lies: the SQLite database, the demo's files.")] = Path(
        ".ringfence"
    )
    database_url: Annotated[
        str,
        Field(
            repr=False,
            description="sqlite:///… or postgresql+psycopg://… (elsewhere with TLS, or ?sslmode=…); "
            "empty means SQLite in the data folder.",
        ),
    ] = ""
    workflows_dir: Annotated[
        Path | None, Field(description="The folder with the company's workflow files; empty means those that are shipped.")
    ] = None
    ca_file: Annotated[
        Path | None,
        Field(description="A PEM file with the company's own certificate authorities, trusted besides the usual ones."),
    ] = None
    slack_api_url: Annotated[str, Field(description="Slack's Web API; another address points the bot at a counterpart.")] = (
        "https://slack.com/api/"
    )
    slack_bot_token: Annotated[SecretStr, Field(description="The bot token, xoxb-…, from OAuth & Permissions.")] = SecretStr("")
    slack_app_token: Annotated[
        SecretStr, Field(description="The app-level token, xapp-…, with connections:write; for socket delivery.")
    ] = SecretStr("")
    slack_signing_secret: Annotated[SecretStr, Field(description="The signing secret; for HTTP delivery.")] = SecretStr("")
    slack_delivery: Annotated[
        Literal["socket", "http"], Field(description="How Slack reaches the bot: socket (no open port) or http (signed).")
    ] = "socket"
    http_host: Annotated[str, Field(description="The address that the web part listens on.")] = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535, description="The port of the web part (health, HTTP delivery).")] = 8080
    jira_url: Annotated[str, Field(description="The Jira site, such as https://example.atlassian.net.")] = ""
    jira_browse_url: Annotated[
        str,
        Field(
            description="Where people open Jira, if that is another address; needed behind https://api.atlassian.com/ex/jira/…."
        ),
    ] = ""
    jira_user: Annotated[
        str, Field(description="The e-mail address of the Jira user that opens audit tickets; a Data Center needs none.")
    ] = ""
    jira_token: Annotated[
        SecretStr, Field(description="That user's API token, or at a Data Center their personal access token.")
    ] = SecretStr("")
    jira_project: Annotated[str, Field(description="The key of the project that audit tickets go to.")] = "IPA"
    jira_kind: Annotated[
        Literal["cloud", "datacenter"], Field(description="Which Jira it is: cloud (REST v3) or datacenter (REST v2).")
    ] = "cloud"
    jira_webhook_secret: Annotated[
        SecretStr,
        Field(description="The secret of the webhook to /jira/events; empty means that Jira is only asked, each minute."),
    ] = SecretStr("")
    record_key_file: Annotated[
        Path | None,
        Field(description="The file with the key that signs the record's roots; empty means that they are not signed."),
    ] = None
    log_format: Annotated[
        Literal["console", "json"], Field(description="How a log line looks: console (for people) or json (for machines).")
    ] = "console"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="How much is logged: debug, info, warning or error.")
    ] = "info"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        if problem := address_problem(value):
            raise ValueError(problem)
        return value

    @field_validator("ca_file")
    @classmethod
    def _holds_certificates(cls, value: Path | None) -> Path | None:
        if value is not None and (reason := _why_no_certificates(value)):
            raise ValueError(f"is {value}, which {reason}")
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _of_its_kind(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        """The two are easily exchanged."""
        prefix = _TOKENS[str(info.field_name)]
        if value.get_secret_value() and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"must begin with {prefix}")
        return value

    @field_validator("slack_api_url", "jira_url")
    @classmethod
    def _reached_safely(cls, value: str) -> str:
        """A token travels to this address: encrypted, or not beyond this machine."""
        address = urlsplit(value)
        if address.username or address.password:
            raise ValueError("must not carry a user name or a password; they have settings of their own")
        if value and not (address.hostname and (address.scheme == "https" or _stays_here(address.scheme, address.hostname))):
            raise ValueError("must begin with https:// (plain http is for this machine alone)")
        return value

    @field_validator("jira_url")
    @classmethod
    def _names_its_site(cls, value: str) -> str:
        """Atlassian's gateway serves every site, each below its own id."""
        address = urlsplit(value)
        if address.hostname == GATEWAY and not _OF_A_SITE.fullmatch(address.path):
            raise ValueError("must name your site behind the gateway: https://api.atlassian.com/ex/jira/ and the id of the site")
        return value

    @field_validator("jira_browse_url")
    @classmethod
    def _can_be_opened(cls, value: str) -> str:
        address = urlsplit(value)
        if value and not (address.scheme in ("http", "https") and address.hostname):
            raise ValueError("must begin with https:// and the name of a site")
        if address.username or address.password:
            raise ValueError("must not carry a user name or a password: it stands in messages")
        if _is_gateway(value):
            raise ValueError("must be the address that people open; this one is for programs alone")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"

    @property
    def database(self) -> str:
        """The address of the database, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'ringfence.db'}"


def _is_gateway(url: str) -> bool:
    """Whether programs call there and nobody can open it: Atlassian's, or one that is laid out as it is."""
    address = urlsplit(url)
    return address.hostname == GATEWAY or address.path.startswith("/ex/jira/")


def _why_no_certificates(file: Path) -> str:
    """What keeps the file from being trusted, in words; nothing if it can be."""
    if not file.exists():
        return "does not exist"
    if file.is_dir():
        return "is a folder; name the file itself"
    try:
        ssl.create_default_context().load_verify_locations(file)
    except ssl.SSLError:
        convert = f"openssl x509 -inform der -in {file.name} -out {file.stem}.pem"
        return f"holds no certificate in PEM (-----BEGIN CERTIFICATE-----); one in DER is converted by `{convert}`"
    except OSError as problem:
        return f"cannot be read ({problem.strerror})"
    return ""


def _stays_here(scheme: str, host: str) -> bool:
    return scheme == "http" and host in THIS_MACHINE


def read_settings(**given: Any) -> Settings:
    """Settings from the environment, with what is given in front; raises BrokenSettings with every mistake in words."""
    env_file = given.get("_env_file", ENV_FILE)
    if unreadable := list(_unreadable(Path(env_file)) if env_file else ()):
        raise BrokenSettings("\n".join(unreadable))
    mistakes = list(_unknown_names(env_file))
    try:
        settings = Settings(**given)
    except ValidationError as error:
        mistakes += [_words(dict(one)) for one in error.errors(include_input=False, include_url=False)]
    if mistakes:
        raise BrokenSettings("\n".join(mistakes))
    return settings


def _unreadable(file: Path) -> Iterator[str]:
    """What keeps the file from being read, line by line; a file that is not there is none."""
    if file.is_dir():
        yield f"{file} is a folder; write the settings into a file of that name."
    if not file.is_file():
        return
    try:
        with file.open(encoding="utf-8") as lines:
            broken = [binding.original.line for binding in parse_stream(lines) if binding.error]
    except UnicodeDecodeError:
        yield f"{file} is not UTF-8 text; save it as UTF-8."
    except OSError as problem:
        yield f"{file} cannot be read ({problem.strerror}); check its rights."
    else:
        yield from (f"{file}:{line}  this is no setting; write NAME=value, or begin the line with #." for line in broken)


def _unknown_names(env_file: str | Path | None) -> Iterator[str]:
    known = [name.upper() for name in Settings.model_fields]
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings, env_file=env_file))
    ours = {name.upper().removeprefix(PREFIX) for source in sources for name in source.env_vars if _is_ours(name)}
    for name in sorted(ours - set(known)):
        near = get_close_matches(name, known, n=1)
        step = f"did you mean {PREFIX}{near[0]}?" if near else "take it out; .env.example lists every setting."
        yield f"{PREFIX}{name} is no setting of this release: {step}"


def _is_ours(name: str) -> bool:
    return name.upper().startswith(PREFIX)


def missing_to_run(settings: Settings) -> list[str]:
    """What `ringfence run` needs and is not set, each with where to find it."""
    socket = settings.slack_delivery == "socket"
    needed = {
        "slack_bot_token": True,
        "slack_app_token": socket,
        "slack_signing_secret": not socket,
        "jira_url": True,
        "jira_browse_url": _is_gateway(settings.jira_url),
        "jira_user": settings.jira_kind == "cloud",
        "jira_token": True,
    }
    fields = Settings.model_fields
    return [
        f"{PREFIX}{name.upper()} is not set: {fields[name].description}"
        for name, is_needed in needed.items()
        if is_needed and not _text(getattr(settings, name))
    ]


def _text(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _words(error: dict[str, Any]) -> str:
    name = str(error["loc"][0])
    about = Settings.model_fields[name].description if name in Settings.model_fields else ""
    ours = _PLAIN.get(str(error["type"]))
    words = ours.format_map(error.get("ctx", {})) if ours else str(error["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()} {words}. {about}"


def example_text() -> str:
    """What `.env.example` says: every setting with what it is for, at its default."""
    head = "# Copy this file to .env and fill it in; what is left empty or taken out stands at its default.\n"
    return head + "".join(
        f"\n# {field.description}\n{PREFIX}{name.upper()}={_example(field.default)}\n"
        for name, field in Settings.model_fields.items()
    )


def _example(default: Any) -> str:
    return "" if default is None else _text(default) if isinstance(default, SecretStr) else str(default)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(example_text(), encoding="utf-8")
