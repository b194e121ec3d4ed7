"""The closed words of the field: classes, modes, outcomes, roles, states.

The class rank is fixed, its label is configurable (ranks are portable between companies, words are not).
"""

from enum import StrEnum

CLASS_LABELS = ("Public", "Internal", "Confidential", "Secret", "Strictly secret")
STRICTEST_CLASS = 4


def class_words(rank: int) -> str:
    """`Secret (C3)`."""
    return f"{CLASS_LABELS[rank]} (C{rank})"


class Mode(StrEnum):
    VIEW = "view"
    COMMENT = "comment"
    DOWNLOAD = "download"
    WRITE = "write"
    PHYSICAL = "physical"
    ADMIN = "admin"

    @property
    def words(self) -> str:
        return MODE_WORDS[self]

    @property
    def creates_work(self) -> bool:
        """A working copy that can be changed; a physical part creates no work."""
        return self in (Mode.DOWNLOAD, Mode.WRITE, Mode.ADMIN)

    @property
    def brings_code_back(self) -> bool:
        return self in (Mode.WRITE, Mode.ADMIN)

    @property
    def hands_over(self) -> bool:
        """The vendor holds something afterwards: a copy, or the part itself."""
        return self.creates_work or self is Mode.PHYSICAL


MODE_WORDS = {
    Mode.VIEW: "View only",
    Mode.COMMENT: "View and comment",
    Mode.DOWNLOAD: "Download a copy",
    Mode.WRITE: "Change a working copy",
    Mode.PHYSICAL: "Hold a physical part",
    Mode.ADMIN: "Administer",
}


class Outcome(StrEnum):
    """What a check found. `unknown` is not in the order: what counts is its effect."""

    NA = "na"
    PASS = "pass"  # noqa: S105 - a word of the field, not a password
    WARN = "warn"
    WAIVER = "waiver"
    BLOCK = "block"
    UNKNOWN = "unknown"

    @property
    def severity(self) -> int:
        """0 (na) to 4 (block); `unknown` counts as what its effect may at worst be, a waiver."""
        return _SEVERITY[self]

    @property
    def words(self) -> str:
        return OUTCOME_WORDS[self]


_SEVERITY = {
    Outcome.NA: 0,
    Outcome.PASS: 1,
    Outcome.WARN: 2,
    Outcome.WAIVER: 3,
    Outcome.UNKNOWN: 3,
    Outcome.BLOCK: 4,
}
OUTCOME_WORDS = {
    Outcome.NA: "Does not apply",
    Outcome.PASS: "Fine",
    Outcome.WARN: "Heads-up",
    Outcome.WAIVER: "Needs a waiver",
    Outcome.BLOCK: "Stops",
    Outcome.UNKNOWN: "We don't know yet",
}


class Profile(StrEnum):
    """Which outcome a failure has, by class C0 to C4; W4 is W with a waiver at C4."""

    F = "F"
    V = "V"
    W = "W"
    H = "H"
    T = "T"
    W4 = "W4"  # W, but V at C4

    def outcome(self, rank: int) -> Outcome:
        """The outcome of a failure at this class; C0 is never evaluated and is `na`."""
        return _PROFILES[self][rank]


_NA, _P, _W, _V, _B = Outcome.NA, Outcome.PASS, Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK
_PROFILES = {
    Profile.F: (_NA, _W, _V, _B, _B),
    Profile.V: (_NA, _W, _V, _V, _V),
    Profile.W: (_NA, _P, _W, _W, _W),
    Profile.H: (_NA, _B, _B, _B, _B),
    Profile.T: (_NA, _P, _W, _V, _B),
    Profile.W4: (_NA, _P, _W, _W, _V),
}


class Role(StrEnum):
    REQUESTER = "requester"
    ENGINEERING_MANAGER = "engineering_manager"
    DATA_OWNER = "data_owner"
    IP_COUNSEL = "ip_counsel"
    PATENT_COUNSEL = "patent_counsel"
    BRAND_COUNSEL = "brand_counsel"
    VENDOR_MANAGER = "vendor_manager"
    SECURITY_OFFICER = "security_officer"
    EXPORT_CONTROL_OFFICER = "export_control_officer"
    PRIVACY_OFFICER = "privacy_officer"
    PROTOTYPE_PROTECTION_OFFICER = "prototype_protection_officer"
    CUSTOMER_CONTRACT_MANAGER = "customer_contract_manager"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """`IP counsel`, `data owner`."""
        return "IP counsel" if self is Role.IP_COUNSEL else self.value.replace("_", " ")


class VendorStatus(StrEnum):
    PROSPECT = "prospect"
    ONBOARDING = "onboarding"
    ACTIVE = "active"
    RESTRICTED = "restricted"
    SUSPENDED = "suspended"
    OFFBOARDING = "offboarding"
    TERMINATED = "terminated"
    BLOCKED = "blocked"


class HowAcknowledged(StrEnum):
    """How somebody confirmed that they know a secrecy notice."""

    SIGNED = "signed"
    EMAIL = "email"
    TRAINING = "training"
    MEETING = "meeting"

    @property
    def words(self) -> str:
        return _HOW[self]


_HOW = {
    HowAcknowledged.SIGNED: "Signed it",
    HowAcknowledged.EMAIL: "Confirmed it by e-mail",
    HowAcknowledged.TRAINING: "Confirmed it at the end of a training",
    HowAcknowledged.MEETING: "Confirmed it in a meeting",
}


class PersonStatus(StrEnum):
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    LEFT = "left"


class IpForm(StrEnum):
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a word of the field, not a password
    PATENT = "patent"
    COPYRIGHT = "copyright"
    DESIGN = "design"
    TRADEMARK = "trademark"
    KNOW_HOW = "know_how"
    DATA = "data"


class AgreementKind(StrEnum):
    NDA = "nda"
    MSA = "msa"
    SOW = "sow"
    IP_ASSIGNMENT = "ip_assignment"
    DPA = "dpa"
    LICENCE_IN = "licence_in"
    LICENCE_OUT = "licence_out"
    TRADEMARK_LICENCE = "trademark_licence"
    JOINT_DEVELOPMENT = "joint_development"
    QUALITY_AGREEMENT = "quality_agreement"
    SECURITY_ANNEX = "security_annex"
    AMENDMENT = "amendment"
    TERMINATION = "termination"


ENDS_SOON = "expiring"  # in registers and old entries: the last days of active access, which its end tells as well


class GrantState(StrEnum):
    SCHEDULED = "scheduled"
    AWAITING_ACKNOWLEDGEMENT = "awaiting_acknowledgement"
    ACTIVE = "active"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CLOSED = "closed"

    @classmethod
    def _missing_(cls, value: object) -> "GrantState | None":
        return cls.ACTIVE if value == ENDS_SOON else None


class RequestState(StrEnum):
    BLOCKED = "blocked"
    AWAITING_WAIVER = "awaiting_waiver"
    PENDING_APPROVAL = "pending_approval"
    APPROVED = "approved"
    FULFILLED = "fulfilled"
    REJECTED = "rejected"

    @property
    def words(self) -> str:
        return REQUEST_WORDS[self]

    @property
    def claim(self) -> str:
        """As a sentence goes on from the request's id: `waits for a waiver`, `is approved`."""
        return self.words if self.words.startswith("waits") else f"is {self.words}"

    @property
    def is_open(self) -> bool:
        """Not yet decided; facts are looked at again each day."""
        return self in (RequestState.BLOCKED, RequestState.AWAITING_WAIVER, RequestState.PENDING_APPROVAL)


REQUEST_WORDS = {
    RequestState.BLOCKED: "stopped by a check",
    RequestState.AWAITING_WAIVER: "waits for a waiver",
    RequestState.PENDING_APPROVAL: "waits for approval",
    RequestState.APPROVED: "approved",
    RequestState.FULFILLED: "in force",
    RequestState.REJECTED: "rejected",
}


class ItemState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class DecisionOutcome(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


class PurposeKind(StrEnum):
    EVALUATION = "evaluation"
    ENGAGEMENT = "engagement"
    BOTH = "both"


class Overlay(StrEnum):
    """Facts about a request that add seats or stages to its route, whatever the class."""

    EXPORT_CONTROLLED = "export_controlled"
    CROSS_BORDER = "cross_border"
    PERSONAL_DATA = "personal_data"
    CUSTOMER_OWNED = "customer_owned"
    PHYSICAL_PROTOTYPE = "physical_prototype"
    PRE_FILING = "pre_filing"
    UNPUBLISHED_DESIGN = "unpublished_design"
    TRADEMARK = "trademark"
    SUBCONTRACTOR = "subcontractor"


class PatentStage(StrEnum):
    IDEA = "idea"
    DISCLOSED_INTERNALLY = "disclosed_internally"
    DRAFTING = "drafting"
    FILED = "filed"
    PUBLISHED = "published"
    GRANTED = "granted"
    ABANDONED = "abandoned"

    @property
    def before_filing(self) -> bool:
        return self in (PatentStage.IDEA, PatentStage.DISCLOSED_INTERNALLY, PatentStage.DRAFTING)


class DesignStage(StrEnum):
    UNPUBLISHED = "unpublished"
    FILED_DEFERRED = "filed_deferred"
    FILED = "filed"
    PUBLISHED = "published"


class ScreeningResult(StrEnum):
    CLEAR = "clear"
    POSSIBLE_MATCH = "possible_match"
    CONFIRMED = "confirmed"


class Grade(StrEnum):
    CRITICAL = "critical"
    MAJOR = "major_nc"
    MINOR = "minor_nc"
    OBSERVATION = "observation"
    IMPROVEMENT = "improvement"

    @property
    def words(self) -> str:
        """`major`, `observation`."""
        return self.value.removesuffix("_nc")
