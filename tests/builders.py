"""Builders: a test names only what it is about, everything else is sound and harmless.

The little world: vendor V1 (company V1-A in Poland) may work on asset A1 (class C3, owned by OWN in Germany) through channel CH
under NDA-1. Ana asks; Mo, Dan, Ivy and Sol decide as engineering manager, data owner, IP counsel and security officer.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.drafts import Draft, Item
from bot.domain.facts import Facts, concerning
from bot.domain.register import (
    Agreement,
    Asset,
    LegalEntity,
    Limits,
    Member,
    NdaTerms,
    OwnEntity,
    Person,
    Project,
    Register,
    Survival,
    TransferChannel,
    Vendor,
)
from bot.domain.vocabulary import AgreementKind, IpForm, Mode, PersonStatus, PurposeKind, Role, VendorStatus
from bot.domain.workflows import AddedSeat, AddedStage, Condition, Rule, Stage, Workflows

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
            }
            | more
        )
    )


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
                "agreements": (nda(),),
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
    known: Register | None = None, wish: Draft | None = None, *, today: date = TODAY, roles: tuple[Role, ...] = ()
) -> Facts:
    known, wish = known or register(), wish or draft()
    return Facts(wish, concerning(known, wish), today, roles)


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
