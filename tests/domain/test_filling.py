"""Whether those who can be reached can fill a stage; nothing advances into one that nobody can fill (PRC-03)."""

from dataclasses import replace

from bot.domain.approvals import decide, go_on
from bot.domain.approvers import Approvers
from bot.domain.filling import ANOTHER, is_filled, stuck_for, unfillable
from bot.domain.register import Member
from bot.domain.requests import Request
from bot.domain.route_following import follow
from bot.domain.vocabulary import RequestState, Role
from tests.builders import NOW, approval, approvers, asset, member, members, request, stage

MANAGER, SECURITY = Role.ENGINEERING_MANAGER, Role.SECURITY_OFFICER
NEED = stage("need", MANAGER)


def without(*names: str) -> Approvers:
    return approvers(everybody=tuple(one for one in members() if one.id not in names))


def approved_by(who: Member, on: Request, people: Approvers) -> Request:
    return decide(on, approval(who, on), people)


class TestAStageThatIsOpen:
    def test_goes_on_while_somebody_can_fill_each_seat(self) -> None:
        assert stuck_for(request(), approvers()) == ()

    def test_stands_still_where_nobody_holds_its_role(self) -> None:
        assert stuck_for(request(), without("mo")) == ("engineering manager",)

    def test_stands_still_where_one_of_its_seats_has_nobody(self) -> None:
        assert stuck_for(request(stage=1), without("ivy")) == ("IP counsel",)

    def test_is_not_asked_for_a_seat_that_is_filled_already(self) -> None:
        begun = approved_by(member("ivy"), request(stage=1), approvers())
        assert stuck_for(begun, without("ivy")) == ()

    def test_needs_as_many_people_as_it_says(self) -> None:
        two = request(stage("two", MANAGER, quantifier=2))
        assert stuck_for(two, approvers()) == ("engineering manager",)
        assert stuck_for(two, approvers(everybody=members(member("emi", MANAGER)))) == ()

    def test_needs_another_person_where_one_alone_is_left_for_all_of_it(self) -> None:
        alone = approvers(everybody=(member("mo", MANAGER, SECURITY),))
        assert unfillable(request(NEED, stage("end", SECURITY), people=2), 1, alone) == (ANOTHER,)

    def test_is_the_last_one_that_can_be_stuck(self) -> None:
        assert stuck_for(request(NEED, stage("end", SECURITY), stage=1), approvers()) == ()


class TestAStageThatIsFilled:
    def test_is_not_left_for_one_that_nobody_can_fill(self) -> None:
        held = approved_by(member("mo"), request(), without("ivy"))
        assert (held.stage, held.state) == (0, RequestState.PENDING_APPROVAL)
        assert is_filled(held, 0, without("ivy"))
        assert stuck_for(held, without("ivy")) == ("IP counsel",)

    def test_is_left_once_somebody_can(self) -> None:
        held = approved_by(member("mo"), request(), without("ivy"))
        assert go_on(held, NOW, approvers()).stage == 1
        assert go_on(held, NOW, without("ivy")) == held

    def test_is_not_left_because_the_facts_are_looked_at(self) -> None:
        held = approved_by(member("mo"), request(), without("ivy"))
        looked_at = follow(held, held.route, rank=held.rank, unopened=(), at=NOW, approvers=without("ivy"))
        assert looked_at == held


def test_a_request_that_waits_for_nobody_is_not_stuck() -> None:
    for state in (RequestState.BLOCKED, RequestState.APPROVED):
        over = request(state=state)
        assert stuck_for(over, without("mo")) == ()
        assert go_on(over, NOW, approvers()) == over


def test_public_material_needs_nobody() -> None:
    assert stuck_for(request(), approvers(asset(asset_class=0), everybody=(member("ana"),))) == ()


def test_a_pause_belongs_to_one_stage() -> None:
    paused = replace(request(), pause=replace(request().paused, days=2))
    assert paused.paused.days == 2
    assert replace(paused, stage_since=NOW.replace(hour=10)).paused.days == 0
