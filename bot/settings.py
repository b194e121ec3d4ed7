"""Every setting, read once from the environment (and `.env`), each checked with all mistakes told at once.

Secrets are SecretStr: they never reach a log, an address or an error message.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "RINGFENCE_"


class BrokenSettings(Exception):
    """Settings that are missing or wrong: all of them, each with what it should be."""


class Settings(BaseSettings):
    """What a deployment sets. Defaults suit one machine; the tokens of Slack and Jira have none."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True)

    data_dir: Annotated[Path, Field(description="Where everything local lies: the SQLite database, the demo's files.")] = Path(
        ".ringfence"
    )
    database_url: Annotated[
        str, Field(description="sqlite:///… or postgresql+psycopg://…; empty means SQLite in the data folder.")
    ] = ""
    workflows_dir: Annotated[
        Path | None, Field(description="The folder with the company's workflow files; empty means those that are shipped.")
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
    jira_user: Annotated[str, Field(description="The e-mail address of the Jira user that opens audit tickets.")] = ""
    jira_token: Annotated[SecretStr, Field(description="That user's API token.")] = SecretStr("")
    jira_project: Annotated[str, Field(description="The key of the project that audit tickets go to.")] = "IPA"
    jira_issue_type: Annotated[str, Field(description="The type of an audit ticket in that project.")] = "Task"
    log_format: Annotated[Literal["console", "json"], Field(description="Logs for people or for machines.")] = "console"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Field(description="How much is logged.")] = "info"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        if not value.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise ValueError("must begin with https:// (plain http is for this machine alone)")
        return value if value.endswith("/") else f"{value}/"

    @property
    def database(self) -> str:
        """The address of the database, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'ringfence.db'}"


def read_settings(**given: Any) -> Settings:
    """Settings from the environment, with what is given in front; raises BrokenSettings with every mistake in words."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BrokenSettings(
            "\n".join(_words(dict(one)) for one in error.errors(include_input=False, include_url=False))
        ) from None


def missing_to_run(settings: Settings) -> list[str]:
    """What `ringfence run` needs and is not set, each with where to find it."""
    socket = settings.slack_delivery == "socket"
    needed = {
        "slack_bot_token": True,
        "slack_app_token": socket,
        "slack_signing_secret": not socket,
        "jira_url": True,
        "jira_user": True,
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
    return f"{PREFIX}{name.upper()} {error['msg'].removeprefix('Value error, ')}. {about}"
