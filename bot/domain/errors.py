"""Refusals: the bot says no, with the words that the person reads and the next step they can take."""

BUSY, REASON_MISSING, CLOCK = "busy", "reason_missing", "clock"
UNWRITABLE = "unwritable"
NOTHING_KEPT = (BUSY, UNWRITABLE)  # the database: a refusal cannot be written down there either
OUTSIDER, INACTIVE = "outsider", "inactive"
OPEN_FINDINGS = "open_findings"
NOT_RECORDED = frozenset(
    {
        *NOTHING_KEPT,  # nothing was looked at
        CLOCK,  # it would be written down under a wrong time
        REASON_MISSING,  # a form asks for it, and then it is sent
        # mistyped words and forged or outdated buttons: they are about nothing that exists
        "unknown_access",
        "unknown_agreement",
        "unknown_audit",
        "unknown_button",
        "unknown_command",
        "unknown_person",
        "unknown_record",
        "unknown_request",
    }
)


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
