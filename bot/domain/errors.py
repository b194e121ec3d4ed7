"""Refusals: the bot says no, with the words that the person reads and the next step they can take."""

REASON_MISSING = "reason_missing"


class Refusal(Exception):
    """`code` is what happened in one word, for the record; `words` say what, why and what to do now."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class FormErrors(Exception):
    """Mistakes in a form, each at its field; all of them at once."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors
