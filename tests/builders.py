"""Builders: a test names only what it is about, everything else is sound and harmless.

The little world: vendor V1 (company V1-A in Poland) may work on asset A1 (class C3, owned by OWN in Germany) through channel CH
under NDA-1. Ana asks; Mo, Dan, Ivy and Sol decide as engineering manager, data owner, IP counsel and security officer.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.approvals import Click
from bot.domain.approvers import Approvers
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.drafts import Draft, Item
from bot.domain.facts import Facts, concerning
from bot.domain.register import (
    Acknowledgement,
    Agreement,
    Assessment,
    Asset,
    Assignment,
    LegalEntity,
    Limits,
    Member,
    NdaTerms,
    OwnEntity,
    Person,
    Project,
    Register,
    Screening,
    Survival,
    TransferChannel,
    Vendor,
    WorkTerms,
)
from bot.domain.requests import Request, RequestItem
from bot.domain.seats import Deciders
from bot.domain.vocabulary import (
    AgreementKind,
    DecisionOutcome,
    HowAcknowledged,
    IpForm,
    Mode,
    PersonStatus,
    PurposeKind,
    RequestState,
    Role,
    ScreeningResult,
    VendorStatus,
)
from bot.domain.workflows import AddedSeat, AddedStage, Condition, Route, Rule, Stage, Workflows

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
START, END = date(2026, 12, 1), date(2027, 1, 15)
ROLES = {
    "ana": (Role.REQUESTER,),
    "mo": (Role.ENGINEERING_MANAGER,),
    "dan": (Role.DATA_OWNER,),
    "ivy": (Role.IP_COUNSEL,),
    "sol": (Role.SECURITY_OFFICER,),
    "eve": (Role.EXECUTIVE_SPONSOR,),
    "aud": (Role.AUDITOR,),
}


def member(name: str, *roles: Role, **more: Any) -> Member:
    """`ana` is called Ana, and bound to the Slack member U_ANA."""
    return Member(
        **({"id": name, "name": name.capitalize(), "roles": roles or ROLES.get(name, ()), "slack_id": f"U_{name.upper()}"} | more)
    )


def members(*extra: Member) -> tuple[Member, ...]:
    """Everybody of the little world; a member of the same id in `extra` replaces them."""
    known = {name: member(name) for name in ROLES} | {one.id: one for one in extra}
    return tuple(known.values())


def own_entity(**more: Any) -> OwnEntity:
    return OwnEntity(**({"id": "OWN", "name": "Own AG", "country": "DE", "role": "operating"} | more))


def channel(**more: Any) -> TransferChannel:
    return TransferChannel(**({"id": "CH", "name": "Partner Git", "max_class": 3, "encryption": "transport"} | more))


def asset(**more: Any) -> Asset:
    return Asset(
        **(
            {
                "id": "A1",
                "public_title": "Pump controller",
                "forms": (IpForm.COPYRIGHT,),
                "asset_class": 3,
                "owner_entity": "OWN",
                "data_owner": "dan",
                "project": "P1",
                "limits": Limits(allowed_countries=("*",), required_certs=(), required_training=()),
            }
            | more
        )
    )


def vendor(**more: Any) -> Vendor:
    return Vendor(
        **(
            {
                "id": "V1",
                "name": "Volt GmbH",
                "country": "PL",
                "tier": 2,
                "clearance": 3,
                "status": VendorStatus.ACTIVE,
                "owner": "mo",
                "entities": (LegalEntity("V1-A", "Volt Sp. z o.o.", "PL"),),
                "screening": Screening(date(2026, 11, 2), ScreeningResult.CLEAR),
                "competitors_served": (),
            }
            | more
        )
    )


def person(**more: Any) -> Person:
    return Person(
        **(
            {
                "id": "E1",
                "vendor": "V1",
                "name": "Ewa Engineer",
                "employer_entity": "V1-A",
                "work_country": "PL",
                "status": PersonStatus.ACTIVE,
                "undertaking_signed_on": date(2026, 1, 1),
                "training": {},
                "acknowledged": tuple(acknowledged(rank) for rank in (1, 2, 3, 4)),
            }
            | more
        )
    )


def acknowledged(rank: int, **more: Any) -> Acknowledgement:
    """The shipped text of this class."""
    return Acknowledgement(**({"asset_class": rank, "text": "v1", "on": date(2026, 1, 1), "how": HowAcknowledged.SIGNED} | more))


def nda(**more: Any) -> Agreement:
    terms = NdaTerms(
        survival=Survival(None, "end"),
        trade_secret_carve_out=True,
        purpose_kind=PurposeKind.ENGAGEMENT,
        projects=("P1",),
        covers_affiliates=False,
        permitted_recipients="employees",
        residuals_clause=False,
        reverse_engineering_ban=True,
    )
    changed = {name: more.pop(name) for name in list(more) if hasattr(terms, name)}
    return Agreement(
        **(
            {
                "id": "NDA-1",
                "kind": AgreementKind.NDA,
                "vendor": "V1",
                "our_entities": ("OWN",),
                "their_entities": ("V1-A",),
                "effective_on": date(2025, 1, 1),
                "expires_on": date(2028, 12, 31),
                "executed_on": date(2024, 12, 1),
                "nda": replace(terms, **changed),
            }
            | more
        )
    )


def contract(**more: Any) -> Agreement:
    """MSA-1 covers the access, and assigns what the vendor writes by present words."""
    assignment = Assignment("present", "PL", ("written_form", "fields_of_exploitation"))
    return Agreement(
        **(
            {
                "id": "MSA-1",
                "kind": AgreementKind.MSA,
                "vendor": "V1",
                "our_entities": ("OWN",),
                "their_entities": ("V1-A",),
                "effective_on": date(2025, 1, 1),
                "expires_on": date(2028, 12, 31),
                "executed_on": date(2024, 12, 1),
                "work": WorkTerms(assignment, oss_terms=True, ai_terms=True, audit_right=True),
            }
            | more
        )
    )


def assessment(**more: Any) -> Assessment:
    return Assessment(**({"vendor": "V1", "completed_on": date(2026, 6, 1), "conclusion": "ok"} | more))


def register(**sections: Any) -> Register:
    """The little world; a section given replaces its own."""
    return Register(
        **(
            {
                "own_entities": (own_entity(),),
                "members": members(),
                "channels": (channel(), channel(id="VDI", name="Virtual desktop", max_class=4, encryption="no_egress")),
                "projects": (Project("P1", "Pumps"),),
                "assets": (asset(),),
                "vendors": (vendor(),),
                "people": (person(),),
                "agreements": (nda(), contract()),
                "assessments": (assessment(),),
            }
            | sections
        )
    )


def draft(**more: Any) -> Draft:
    """Ana asks for A1 for Ewa of Volt. `asset_ids` and `mode` make the items."""
    asset_ids = more.pop("asset_ids", ("A1",))
    mode = more.pop("mode", Mode.VIEW)
    return Draft(
        **(
            {
                "requester": "ana",
                "vendor": "V1",
                "entity": "V1-A",
                "project": "P1",
                "items": tuple(Item(one, mode) for one in asset_ids),
                "people": ("E1",),
                "channel": "CH",
                "start_on": START,
                "end_on": END,
                "need_text": "The controller cannot be tuned without it.",
            }
            | more
        )
    )


def facts(
    known: Register | None = None,
    wish: Draft | None = None,
    *,
    today: date = TODAY,
    roles: tuple[Role, ...] = (),
    policy: CheckPolicy = AS_SHIPPED,
) -> Facts:
    known, wish = known or register(), wish or draft()
    return Facts(wish, concerning(known, wish), today, roles, policy=policy)


def stage(name: str, *seats: Role, quantifier: str | int = "all", **more: Any) -> Stage:
    return Stage(name, seats, quantifier, **more)


def rule(*stages: Stage, classes: tuple[int, ...] = (3,), people: int = 1, name: str = "secret") -> Rule:
    return Rule(name, Condition(classes), stages, "ip-requests", people)


def workflows(*rules: Rule, stages: tuple[AddedStage, ...] = (), seats: tuple[AddedSeat, ...] = ()) -> Workflows:
    """Need, then owner and counsel, then security, for every class, unless rules are given."""
    usual = rule(
        stage("need", Role.ENGINEERING_MANAGER, quantifier="any", reject_after=5),
        stage("owner", Role.DATA_OWNER, Role.IP_COUNSEL, reject_after=5),
        stage("security", Role.SECURITY_OFFICER, quantifier="any", reject_after=3),
        classes=(1, 2, 3, 4),
        people=2,
    )
    return Workflows(rules or (usual,), stages, seats, "v-test")


def register_at(rank: int, **sections: Any) -> Register:
    """The little world with A1 at this class, and a vendor and a channel that are good for every class."""
    usual = {
        "assets": (asset(asset_class=rank),),
        "vendors": (vendor(clearance=4),),
        "channels": (channel(max_class=4),),
    }
    return register(**(usual | sections))


def result(check: str, known: Register | None = None, wish: Draft | None = None, **more: Any) -> CheckResult:
    """What one check finds in a world where it is asked once; `more` goes to the facts."""
    (found,) = [one for one in run_checks(facts(known, wish, **more)) if one.check == check]
    return found


def approvers(*assets: Asset, everybody: tuple[Member, ...] = (), excluded: tuple[str, ...] = ("ana",)) -> Approvers:
    """Those who can decide on A1 (or on the assets given) now: everybody but Ana, who asks."""
    known = {one.id: one for one in assets or (asset(),)}
    return Approvers(known, Deciders(everybody or members(), frozenset(excluded), needs_binding=True))


def request(*stages: Stage, people: int = 1, asset_ids: tuple[str, ...] = ("A1",), **more: Any) -> Request:
    """REQ-1 of Ana, waiting in its first stage; need, then owner and counsel, then security, unless stages are given."""
    route = Route("secret", stages or workflows().rules[0].stages, "ip-requests", people, "v-test")
    wish = draft(asset_ids=asset_ids)
    return Request(
        **(
            {
                "id": "REQ-1",
                "draft": wish,
                "route": route,
                "state": RequestState.PENDING_APPROVAL,
                "items": tuple(RequestItem(item.asset, item.mode) for item in wish.items),
                "submitted_at": NOW,
                "stage_since": NOW,
                "rank": 3,
            }
            | more
        )
    )


def approval(actor: Member, on: Request, **more: Any) -> Click:
    """A click on 'approve' of the card as the request stands."""
    return Click(**({"actor": actor, "outcome": DecisionOutcome.APPROVE, "round": on.round, "stage": on.stage, "at": NOW} | more))


def rejection(actor: Member, on: Request, **more: Any) -> Click:
    return approval(actor, on, **({"outcome": DecisionOutcome.REJECT, "reason": "Not this quarter."} | more))


class TestClock:
    """A clock that stands still until a test moves it."""

    __test__ = False

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, **by: int) -> None:
        self.at += timedelta(**by)

    def go_to(self, day: date) -> None:
        """Nine o'clock UTC of that day."""
        self.at = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


class BoundedTestClock(TestClock):
    """A machine's clock that somebody can set, with seconds that nobody can, and the word of whoever watches it."""

    __test__ = False

    def __init__(self, at: datetime = NOW) -> None:
        super().__init__(at)
        self.seconds = 1000.0
        self.said = ""

    def steady(self) -> float:
        return self.seconds

    def trouble(self) -> str:
        return self.said

    def doubt(self) -> str:
        return self.said

    def passes(self, **by: int) -> None:
        """Time goes by, on both."""
        self.move(**by)
        self.seconds += timedelta(**by).total_seconds()
