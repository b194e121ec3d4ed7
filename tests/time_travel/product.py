"""The real thing under the hands of the time travel: its context on a real database, and what it sent and suspended."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, select

from bot.application.access.sweep import sweep_grants
from bot.application.agreements.answer import Click
from bot.application.agreements.record_successor import Successor
from bot.application.agreements.sweep import sweep_reminders
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.evaluation import evaluate, evaluate_again, gather_facts
from bot.application.register.load import load_register
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.domain.errors import Refusal
from bot.domain.register import Agreement, KnownGrant, LegalEntity, Limits, Member, Project, Return
from bot.domain.reminders import Anchor, ReminderSchedule
from bot.domain.vocabulary import DecisionOutcome, GrantState, Mode, Outcome, RequestState, Role, VendorStatus
from bot.store import grants, registers, requests
from bot.store.engine import open_engine
from bot.store.tables import EVENTS, GRANTS, OUTBOX, REMINDER_LINES
from bot.store.unit import Store
from tests import builders
from tests.refusing import (
    accept_gap_days,
    choose_renewal,
    decide_request,
    end_access,
    hand_over,
    let_end,
    record_successor,
    resume_access,
    snooze,
)
from tests.time_travel import reminding
from tests.time_travel.facts import Access, Colleague, Paper, World

RULE = builders.rule(builders.stage("need", Role.ENGINEERING_MANAGER, quantifier="any"), classes=(1, 2, 3, 4))


def hasty_engine(url: str) -> Engine:
    """On SQLite without waiting for the disk: nothing here has to outlive the machine."""
    engine = open_engine(url)
    if url.startswith("sqlite"):
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF").close())
    return engine


def open_context(engine: Engine, clock: builders.TestClock, zone: str, holidays: frozenset[date]) -> Context:
    return Context(Store(engine), clock, builders.workflows(RULE), Calendar(ZoneInfo(zone), holidays), kinds=KINDS)


def sweep(context: Context) -> None:
    """As the timers do it: until nothing is left."""
    for each in (sweep_grants, sweep_reminders):
        while each(context):
            pass


class Product:
    """One bot on a database. `engine` may be used for one after another: what it learned to say in SQL is all that it keeps."""

    def __init__(self, engine: Engine, zone: str, holidays: frozenset[date]) -> None:
        self._where = (zone, holidays)
        self.clock = builders.TestClock()
        self.context = open_context(engine, self.clock, zone, holidays)
        self.asked = 0

    def close(self) -> None:
        self.context.store.close()

    def restart(self) -> None:
        """Every connection is closed, and nothing is remembered but what the database holds."""
        self.close()
        self.context = open_context(self.context.store.engine, self.clock, *self._where)

    def go_to(self, instant: datetime) -> None:
        self.clock.at = instant

    def sweep(self) -> None:
        sweep(self.context)

    # what it is told

    def load(self, world: World) -> None:
        load_register(self.context, register_of(world), actor="time")

    def ask(self, access: Access) -> str | None:
        """The id of the grant, if the checks let the request through; its first approver says yes."""
        wish = builders.draft(
            vendor=access.vendor,
            entity=f"{access.vendor}-A",
            people=(access.person,),
            asset_ids=(access.thing,),
            channel="VDI",
            start_on=access.starts,
            end_on=access.ends,
        )
        with self.context.store.reading() as unit:
            found = evaluate(self.context, gather_facts(unit, self.context, wish))
        if any(result.effect.severity >= Outcome.WAIVER.severity for result in found.results):
            return None
        self.asked += 1
        submitted = submit_request(self.context, wish, submit_key=f"V{self.asked}")
        assert isinstance(submitted, Submitted), submitted
        approver = builders.member(access.approver or "", Role.ENGINEERING_MANAGER)
        decided = decide_request(self.context, approver, Answer(submitted.request_id, DecisionOutcome.APPROVE, 1, 0))
        assert not isinstance(decided, Refusal), decided
        assert decided.state is RequestState.APPROVED, decided
        access.request = submitted.request_id
        with self.context.store.reading() as unit:
            (grant,) = grants.of_request(unit, submitted.request_id)
        return grant.id

    def is_clean(self, access: Access) -> bool:
        """Whether the request passes its checks at this moment; they have a slow reference of their own."""
        with self.context.store.reading() as unit:
            request = requests.load(unit, access.request)
            assert request is not None
            results = evaluate_again(unit, self.context, request).results
        against = [result for result in results if result.effect.severity >= Outcome.WAIVER.severity]
        return not any(one.item == access.thing and one.person in (None, access.person) for one in against)

    # what people click; each returns whether it was done

    def decide(self, series: reminding.ReminderSchedule, actor: str, decision: str) -> bool:
        do = choose_renewal if decision == "renew" else let_end
        return do(self.context, self._member(actor), _click(series)) is None

    def snooze(self, series: reminding.ReminderSchedule, actor: str, until: date) -> bool:
        return _done(lambda: snooze(self.context, self._member(actor), _click(series), until=until, reason="Waiting for a call."))

    def hand_over(self, series: reminding.ReminderSchedule, actor: str, instead: str | None) -> bool:
        return _done(
            lambda: hand_over(self.context, self._member(actor), _click(series), instead=instead, reason="Not my vendor.")
        )

    def record_successor(self, series: reminding.ReminderSchedule, actor: str, paper: Paper) -> bool:
        assert paper.signed is not None
        form = Successor(paper.signed, paper.begins, paper.ends, None, "end", carve_out=True, affiliates=False)
        return _done(lambda: record_successor(self.context, self._member(actor), _click(series), form))

    def accept_gap(self, actor: str, vendor: str, gap: tuple[date, date]) -> bool:
        return _done(lambda: accept_gap_days(self.context, self._member(actor), vendor, *gap))

    def resume(self, actor: str, request: str) -> bool:
        return _done(lambda: resume_access(self.context, self._member(actor), request))

    def end(self, request: str) -> bool:
        return _done(lambda: end_access(self.context, builders.member("ana"), request))

    def _member(self, name: str) -> Member:
        with self.context.store.reading() as unit:
            found = registers.one(unit, Member, name)
        assert isinstance(found, Member)
        return found

    # what it did

    def standing(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Each grant's state and reasons."""
        with self.context.store.reading() as unit:
            found = unit.connection.execute(select(GRANTS.c.id, GRANTS.c.state, GRANTS.c.reasons))
            return {row.id: (row.state, tuple(row.reasons)) for row in found}

    def sent(self, only: date | None = None) -> dict[tuple[date, str], dict[reminding.ReminderSchedule, int]]:
        """The lines of each message, by day and person, of the messages that were promised to Slack; of one day or of all."""
        mine = "" if only is None else f":{only}"
        found: dict[tuple[date, str], dict[reminding.ReminderSchedule, int]] = defaultdict(dict)
        with self.context.store.reading() as unit:
            keys = select(OUTBOX.c.key).where(OUTBOX.c.kind == "reminder", OUTBOX.c.key.endswith(mine))
            promised = set(unit.connection.execute(keys).scalars())
            for row in unit.connection.execute(select(REMINDER_LINES).where(REMINDER_LINES.c.bundle.endswith(mine))):
                _, person, day = row.bundle.split(":")
                series = reminding.ReminderSchedule(row.subject, row.anchor, row.anchor_on)
                if row.bundle in promised:
                    found[date.fromisoformat(day), person][series] = row.step
        return found

    def recorded(self, happened: str) -> list[dict[str, Any]]:
        """The details of all entries of the record of this name, with what they are about."""
        with self.context.store.reading() as unit:
            query = select(EVENTS.c.entity_id, EVENTS.c.details).where(EVENTS.c.happened == happened).order_by(EVENTS.c.seq)
            return [{"about": row.entity_id, **row.details} for row in unit.connection.execute(query)]


def _done(click: Any) -> bool:
    try:
        return not isinstance(click(), Refusal)
    except Refusal:
        return False


def _click(series: reminding.ReminderSchedule) -> Click:
    return Click(ReminderSchedule(series.paper, Anchor(series.to), series.on))


def register_of(world: World) -> Any:
    return builders.register(
        own_entities=(builders.own_entity(), builders.own_entity(id="OWN2", name="Own Two AG")),
        members=tuple(_member_of(one) for one in world.colleagues.values()),
        channels=(builders.channel(id="VDI", name="Virtual desktop", max_class=4, encryption="no_egress"),),
        projects=(Project("P1", "Pumps"),),
        assets=tuple(_asset_of(one) for one in world.things.values()),
        vendors=tuple(
            builders.vendor(
                id=name,
                name=name,
                owner=owner,
                status=VendorStatus.SUSPENDED if name in world.barred else VendorStatus.ACTIVE,
                clearance=4,
                tier=4,
                entities=(LegalEntity(f"{name}-A", f"{name} Ltd", "PL"),),
            )
            for name, owner in world.vendor_owners.items()
        ),
        people=tuple(builders.person(id=f"E-{name}", vendor=name, employer_entity=f"{name}-A") for name in world.vendor_owners),
        assessments=tuple(builders.assessment(vendor=name) for name in world.vendor_owners),
        agreements=(*(_agreement_of(one) for one in world.papers.values()), *_contracts(world)),
        returns=tuple(Return(name, vendor, (), None, None) for name, vendor in world.returns.items()),
        grants=tuple(_known(one) for one in world.known_access.values()),
    )


def _member_of(one: Colleague) -> Member:
    return builders.member(one.id, *(Role(role) for role in one.roles), active=one.present)


def _asset_of(one: Any) -> Any:
    limits = Limits(allowed_countries=("*",), required_certs=(), required_training=())
    return builders.asset(
        id=one.id,
        public_title=one.id,
        asset_class=one.rank,
        owner_entity=one.ours,
        data_owner=one.owner,
        deputy=one.deputy,
        limits=limits,
    )


def _contracts(world: World) -> list[Agreement]:
    return [
        builders.contract(
            id=f"MSA-{name}",
            vendor=name,
            their_entities=(f"{name}-A",),
            our_entities=("OWN", "OWN2"),
            expires_on=date(2032, 1, 1),
        )
        for name in world.vendor_owners
    ]


def _agreement_of(paper: Paper) -> Agreement:
    return builders.nda(
        id=paper.id,
        vendor=paper.vendor,
        our_entities=paper.ours,
        their_entities=(f"{paper.vendor}-A",),
        effective_on=paper.begins,
        expires_on=paper.ends,
        executed_on=paper.signed,
        terminated_on=paper.terminated,
        supersedes=(paper.replaces,) if paper.replaces else (),
        owner=paper.owner,
        auto_renew=paper.renews,
        renew_months=paper.renew_months or None,
        notice_days_ours=paper.notice_days if paper.renews else None,
        non_renewal_notice_on=paper.noticed,
        signature=None if paper.signed else paper.stage,
    )


def _known(access: Access) -> KnownGrant:
    return KnownGrant(
        access.id,
        access.request,
        access.vendor,
        access.person,
        access.thing,
        Mode.VIEW,
        access.starts,
        access.ends,
        GrantState.ACTIVE,
    )
