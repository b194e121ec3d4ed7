"""How the local Jira says no."""


class Refused(Exception):
    """A refusal with Jira's status, its general words and its words for each field."""

    def __init__(self, status: int, *messages: str, **errors: str) -> None:
        super().__init__(f"{status}: {messages} {errors}")
        self.status = status
        self.messages = messages
        self.errors = errors
