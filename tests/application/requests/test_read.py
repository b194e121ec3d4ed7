"""What people may read, and what the form offers them."""

import pytest

from bot.application.context import Context
from bot.application.requests.read import (
    MOST_MINE,
    find_assets,
    find_vendors,
    list_own_requests,
    offer_choices,
    people_of,
    read_request,
)
from bot.application.requests.read_details import read_details
from bot.domain.errors import Refusal
from bot.domain.events import Happened
from bot.domain.register import Member, Project
from bot.domain.vocabulary import Role
from tests.application.steps import FIRST, approve, ask, now_known, record_of
from tests.builders import asset, channel, member, members, person, vendor
from tests.counting import row_counts, rows_added

SOMEBODY = Member(id="slack:U_NEW", name="Nora New", roles=(), slack_id="U_NEW")


class TestWhoMayReadARequest:
    @pytest.mark.parametrize("who", ["ana", "mo", "dan", "ivy", "sol", "eve", "aud"])
    def test_who_asked_decides_sponsors_or_audits_may(self, context: Context, who: str) -> None:
        ask(context)

        assert read_request(context, member(who), FIRST).view.id == FIRST

    def test_who_decided_may_though_the_role_is_gone(self, context: Context) -> None:
        ask(context)
        approve(context, "mo")
        now_known(context, members=members(member("mo", Role.REQUESTER), member("max", Role.ENGINEERING_MANAGER)))

        assert read_request(context, member("mo", Role.REQUESTER), FIRST).view.id == FIRST

    @pytest.mark.parametrize("reader", [SOMEBODY, member("bea", Role.REQUESTER), member("pia", Role.PRIVACY_OFFICER)])
    def test_nobody_else_may(self, context: Context, reader: Member) -> None:
        ask(context)

        with pytest.raises(Refusal) as refusal:
            read_request(context, reader, FIRST)

        assert refusal.value.code == "not_yours"
        assert "ask whoever asked for it." in refusal.value.words

    def test_an_unknown_request_is_refused_with_a_next_step(self, context: Context) -> None:
        with pytest.raises(Refusal, match="/ip-request mine") as refusal:
            read_request(context, member("aud"), "REQ-2026-0099")

        assert refusal.value.code == "unknown_request"

    def test_who_read_it_and_when_is_kept_each_time_and_nothing_else(self, context: Context) -> None:
        ask(context)
        before = row_counts(context.store)

        assert read_details(context, member("ivy"), FIRST) == read_details(context, member("ivy"), FIRST)

        assert rows_added(before, row_counts(context.store)) == {"event": 2}
        assert [(one.happened.value, one.actor) for one in record_of(context)[-2:]] == [("details.read", "ivy")] * 2

    def test_a_reading_that_was_refused_is_recorded_as_that_and_as_nothing_else(self, context: Context) -> None:
        ask(context)
        before = row_counts(context.store)

        with pytest.raises(Refusal):
            read_details(context, SOMEBODY, FIRST)

        assert rows_added(before, row_counts(context.store)) == {"event": 1}
        event = record_of(context)[-1]
        assert (event.happened, event.actor) == (Happened.CLICK_REFUSED, SOMEBODY.id)
        assert event.details == {"code": "not_yours", "wanted": "details"}

    def test_a_request_that_is_not_there_and_one_of_others_are_refused_in_the_same_words(self, context: Context) -> None:
        ask(context)
        words = []
        for wanted in (FIRST, "REQ-2026-0099"):
            with pytest.raises(Refusal) as refused:
                read_details(context, SOMEBODY, wanted)
            words.append(refused.value.words.replace(wanted, "REQ"))

        assert words[0] == words[1]

    def test_who_asked_before_the_register_knew_them_still_may(self, context: Context) -> None:
        ask(context, requester="slack:U_ANA")

        assert read_request(context, member("ana"), FIRST).may_end
        assert [view.id for view in list_own_requests(context, member("ana"))] == [FIRST]

    def test_who_asked_under_another_id_still_may(self, context: Context) -> None:
        ask(context, requester_slack="U_ANA")
        renamed = member("ana.alt", Role.REQUESTER, slack_id="U_ANA")
        now_known(context, members=(*(one for one in members() if one.id != "ana"), renamed))

        assert read_request(context, renamed, FIRST).may_end
        assert [view.id for view in list_own_requests(context, renamed)] == [FIRST]


class TestWhoIsOfferedToEndIt:
    @pytest.mark.parametrize(("who", "may"), [("ana", True), ("dan", True), ("mo", False), ("aud", False)])
    def test_the_requester_and_the_data_owner(self, context: Context, who: str, may: bool) -> None:
        ask(context)

        assert read_request(context, member(who), FIRST).may_end is may


class TestOnesOwnRequests:
    def test_the_newest_comes_first(self, context: Context) -> None:
        first, second = ask(context), ask(context)

        assert [view.id for view in list_own_requests(context, member("ana"))] == [second, first]

    def test_each_says_where_it_stands_and_who_has_it(self, context: Context) -> None:
        ask(context)

        (view,) = list_own_requests(context, member("ana"))

        assert (view.state_words, view.waiting_for) == ("waits for approval", ("Mo",))

    def test_those_of_others_are_not_among_them(self, context: Context) -> None:
        ask(context)

        assert list_own_requests(context, member("mo")) == []

    def test_a_long_list_is_cut(self, context: Context) -> None:
        for number in range(MOST_MINE + 2):
            ask(context, need_text=f"Calibration run {number} stops without it.")

        assert len(list_own_requests(context, member("ana"))) == MOST_MINE + 1  # one more says that there are more
        assert len(list_own_requests(context, member("ana"), 2)) == 2
        assert list_own_requests(context, member("ana"), 3) == []


class TestWhatTheFormOffers:
    @pytest.mark.parametrize("typed", ["volt", "VOLT", "v1", "GmbH", ""])
    def test_a_vendor_is_found_by_any_part_of_name_or_id(self, context: Context, typed: str) -> None:
        assert [found.id for found in find_vendors(context, typed).shown] == ["V1"]

    @pytest.mark.parametrize("typed", ["%", "_", "\\", "x"])
    def test_what_is_typed_is_a_word_and_no_pattern(self, context: Context, typed: str) -> None:
        assert find_vendors(context, typed).shown == ()
        assert find_assets(context, typed).shown == ()

    def test_an_asset_is_found_by_its_public_title(self, context: Context) -> None:
        assert [found.id for found in find_assets(context, "pump").shown] == ["A1"]

    def test_only_people_of_the_chosen_vendor_are_offered(self, context: Context) -> None:
        other = vendor(id="V2", name="Watt AG", entities=())
        theirs = person(id="E9", vendor="V2", name="Ewald Else", employer_entity=None)
        now_known(context, vendors=(vendor(), other), people=(person(), theirs))

        assert people_of(context, "V1") == [person()]
        assert people_of(context, "") == []

    def test_only_channels_good_for_the_highest_chosen_class_are_offered(self, context: Context) -> None:
        secret = asset(id="A4", public_title="Recipe", asset_class=4)
        unclear = channel(id="CH-X", name="Unclear", max_class=None)
        now_known(context, assets=(asset(), secret), channels=(channel(), channel(id="VDI", max_class=4), unclear))

        offer = offer_choices(context, "V1", ("A1", "A4"))

        assert offer.rank == 4
        assert [one.id for one in offer.channels] == ["VDI"]

    def test_the_projects_are_those_of_the_chosen_assets(self, context: Context) -> None:
        now_known(context, projects=(Project("P1", "Pumps"), Project("P2", "Valves")))

        assert [project.id for project in offer_choices(context, None, ("A1",)).projects] == ["P1"]

    def test_before_anything_is_chosen_nothing_is_narrowed(self, context: Context) -> None:
        offer = offer_choices(context, None, ())

        assert (offer.vendor, offer.rank, [one.id for one in offer.channels]) == (None, None, ["CH", "VDI"])
