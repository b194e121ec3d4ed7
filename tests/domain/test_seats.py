"""Who may fill a seat, and the matching of people to seats that makes the order of clicks no matter."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.approvals import decide
from bot.domain.errors import Refusal
from bot.domain.register import Asset, Member
from bot.domain.requests import Request
from bot.domain.seats import Deciders, eligible, escalated_to, fill, holders, stand_ins
from bot.domain.vocabulary import RequestState, Role
from tests.builders import approval, approvers, asset, member, members, request, stage

MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER
SEATS = (MANAGER, COUNSEL, SECURITY, Role.PRIVACY_OFFICER)


def who(
    role: Role, *extra: Member, of: Asset | None = None, excluded: tuple[str, ...] = ("ana",), binding: bool = True
) -> list[str]:
    deciders = Deciders(members(*extra), frozenset(excluded), needs_binding=binding)
    return [one.id for one in eligible(deciders, of or asset(), role)]


class TestEligible:
    def test_the_data_owner_is_whoever_is_named_whatever_roles_others_hold(self) -> None:
        assert who(OWNER, member("lea", OWNER)) == ["dan"]
        assert who(OWNER, of=asset(data_owner="sol")) == ["sol"]

    def test_the_deputy_may_fill_the_owners_seat_too(self) -> None:
        assert who(OWNER, of=asset(deputy="sol")) == ["dan", "sol"]

    def test_an_owner_who_asks_or_left_is_replaced(self) -> None:
        assert who(OWNER, excluded=("dan",)) == ["eve"]
        assert who(OWNER, member("dan", active=False), member("lea", OWNER)) == ["lea"]
        assert who(OWNER, of=asset(data_owner=None)) == ["dan"]

    def test_somebody_who_asked_before_the_register_knew_them_decides_on_nothing(self) -> None:
        assert who(OWNER, excluded=("slack:U_DAN",)) == ["eve"]
        assert who(COUNSEL, excluded=("slack:U_IVY",)) == ["eve"]

    def test_every_active_holder_of_a_role_may_fill_its_seat(self) -> None:
        assert who(COUNSEL, member("ian", COUNSEL), member("old", COUNSEL, active=False)) == ["ivy", "ian"]

    def test_a_holder_who_asks_is_left_out_silently_and_the_only_one_is_replaced(self) -> None:
        assert who(COUNSEL, member("ian", COUNSEL), excluded=("ivy",)) == ["ian"]
        assert who(COUNSEL, excluded=("ivy",)) == ["eve"]
        assert who(COUNSEL, of=asset(deputy="sol"), excluded=("ivy",)) == ["sol"]

    def test_a_role_that_nobody_holds_is_filled_by_nobody(self) -> None:
        assert who(Role.BRAND_COUNSEL) == []

    def test_a_holder_who_is_bound_to_no_slack_member_counts_in_a_preview_alone(self) -> None:
        unbound = member("ivy", slack_id=None)

        assert who(COUNSEL, unbound) == []
        assert who(COUNSEL, unbound, binding=False) == ["ivy"]

    def test_nobody_stands_in_for_a_holder_who_is_only_not_bound_yet(self) -> None:
        """Else a register that was bound in halves would hand every decision to the sponsor."""
        assert who(COUNSEL, member("ian", COUNSEL, slack_id=None), excluded=("ivy",)) == []

    def test_holders_are_active(self) -> None:
        assert holders((member("ivy"), member("ian", COUNSEL, active=False)), COUNSEL) == (member("ivy"),)

    def test_those_who_ask_never_stand_in(self) -> None:
        deciders = Deciders(members(), frozenset({"eve", "dan", "ivy"}))

        assert stand_ins(deciders, asset(deputy="ivy"), OWNER) == ()


class TestFill:
    def test_a_person_fills_one_seat_the_rarer_one(self) -> None:
        assert fill(["a", "b"], {"p": ["a", "b"]}, rarity={"a": 2, "b": 1}) == {"b": "p"}
        assert fill(["a", "b"], {"p": ["a", "b"]}, rarity={"a": 1, "b": 2}) == {"a": "p"}

    def test_somebody_moves_where_that_makes_room(self) -> None:
        filled = fill(["a", "b", "c"], {"p": ["a", "b"], "q": ["a", "c"], "r": ["a"]}, rarity={})

        assert filled == {"a": "r", "b": "p", "c": "q"}

    def test_a_seat_that_is_not_of_this_stage_is_never_filled(self) -> None:
        assert fill(["a"], {"p": ["a", "x"], "q": ["a"]}, rarity={}) == {"a": "p"}

    def test_whoever_finds_no_seat_changes_nothing(self) -> None:
        assert fill(["a", "b"], {"p": ["a"], "q": ["b"], "r": ["a", "b"]}, rarity={}) == {"a": "p", "b": "q"}

    @settings(max_examples=80, deadline=None)
    @given(st.lists(st.sets(st.sampled_from("abcd")), max_size=5), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)))
    def test_as_many_seats_as_can_be_are_filled_each_by_another_person_who_may(
        self, wishes: list[set[str]], rarity: dict[str, int]
    ) -> None:
        may_fill = {f"p{number}": sorted(wish) for number, wish in enumerate(wishes)}

        filled = fill("abcd", may_fill, rarity=rarity)

        assert len(set(filled.values())) == len(filled)
        assert all(seat in may_fill[person] for seat, person in filled.items())
        assert len(filled) == most_seats(list(may_fill.values()))


def most_seats(wishes: list[list[str]]) -> int:
    """By trying everything: each person takes one of their seats, or none."""
    if not wishes:
        return 0
    first, *rest = wishes
    taken = (1 + most_seats([[s for s in wish if s != seat] for wish in rest]) for seat in first)
    return max(most_seats(rest), *taken, 0)


def click(wish: Request, people: tuple[Member, ...]) -> Request:
    """Each approves once, whatever the answer."""
    for person in people:
        try:
            wish = decide(wish, approval(person, wish), approvers(everybody=members(*people)))
        except Refusal:
            continue
    return wish


@settings(max_examples=30, deadline=None)
@given(
    roles=st.lists(st.sets(st.sampled_from(SEATS), min_size=1), min_size=1, max_size=4),
    seats=st.lists(st.sampled_from(SEATS), min_size=1, max_size=3, unique=True),
    quantifier=st.sampled_from(["all", "any", 2]),
)
def test_in_whichever_order_people_click_the_stage_ends_the_same(
    roles: list[set[Role]], seats: list[Role], quantifier: str | int
) -> None:
    people = tuple(member(f"p{number}", *sorted(held)) for number, held in enumerate(roles))
    wish = request(stage("one", *seats, quantifier=quantifier))

    ends = {click(wish, order).state for order in permutations(people)}

    enough = most_seats([[role for role in sorted(held) if role in seats] for held in roles]) == len(seats)
    able = sum(bool(held & set(seats)) for held in roles)
    done = enough if quantifier == "all" else able >= (1 if quantifier == "any" else 2)
    assert ends == {RequestState.APPROVED if done else RequestState.PENDING_APPROVAL}


class TestWhoIsAskedBesides:
    def besides(self, *to: str, of: Asset | None = None) -> list[str]:
        people = Deciders(members(), frozenset({"ana"}), needs_binding=True)
        return [one.id for one in escalated_to(people, of or asset(), to, [member("mo", MANAGER, manager="eve")])]

    def test_are_the_holders_of_a_role_but_not_whoever_asks(self) -> None:
        assert self.besides("security_officer") == ["sol"]
        assert self.besides("requester") == []

    def test_are_the_deputies_of_the_assets(self) -> None:
        assert self.besides("deputies", of=asset(deputy="eve")) == ["eve"]
        assert self.besides("deputies") == []

    def test_are_the_managers_of_whoever_is_asked(self) -> None:
        assert self.besides("manager") == ["eve"]
